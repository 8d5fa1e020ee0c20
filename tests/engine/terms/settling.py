"""Whole agreements judged and settled on small evidence: what tests of templates and of published texts share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from serval.engine.calendars.spec import HolidaySet
from serval.engine.consequences import Statement
from serval.engine.evidence import Fact, Item, build_item
from serval.engine.instants import parse_instant
from serval.engine.places import Place
from serval.engine.records import Outage, Records, build_records
from serval.engine.terms import Agreement, compile_terms, load_terms
from serval.engine.verdicts import Range, Scorecard, Verdict, judge_items
from serval.engine.verdicts.settlement import settle_scorecard


@dataclass(frozen=True)
class Outcome:
    """Verdicts and statements of an agreement."""

    card: Scorecard
    statements: tuple[Statement, ...]

    def verdict(self, objective_id: str, period: str, subject: str = "") -> Verdict:
        (found,) = (
            verdict
            for verdict in self.card.verdicts
            if (verdict.objective.id, verdict.period.label, verdict.subject) == (objective_id, period, subject)
        )
        return found

    def statement(self, period: str) -> Statement:
        (found,) = (statement for statement in self.statements if statement.period.label == period)
        return found

    def payable(self, period: str) -> str:
        owed = self.statement(period).credits
        assert owed is not None
        return str(owed.payable.amount)

    def claim(self, period: str) -> str:
        owed = self.statement(period).credits
        assert owed is not None
        return owed.claim.state

    def points(self, period: str) -> tuple[Fraction, str]:
        """The score of a period and the Chinese name of its grade."""
        agreed, score = self.card.agreement.terms.consequences, self.statement(period).score
        assert agreed is not None
        assert agreed.score is not None
        assert score is not None
        assert score.grade is not None
        return score.points, agreed.score.grades[score.grade].name.zh


CN = HolidaySet("CN", "test", 2025, 2027, frozenset({date(2026, 6, 19)}), frozenset())
"""China as far as June 2026 is concerned."""


def agree(text: str) -> Agreement:
    """The agreement that a document says."""
    return compile_terms(load_terms(text), {"CN": CN})


def settle_all(agreement: Agreement, items: Iterable[Item] = (), *, now: str = "", **records: Any) -> Outcome:
    """Everything judged that the agreement covers, known up to `now` (its end unless told)."""
    kept: Records = build_records(**{"complete": ["outages"], **records})
    asked = Range(agreement.start, agreement.end, running=True)
    card = judge_items(agreement, items, asked, now=at(now) if now else agreement.end, records=kept)
    return Outcome(card, settle_scorecard(card, kept, asked))


def at(text: str) -> int:
    """`2026-06-01 09:00` in Shanghai (and Taipei)."""
    return parse_instant(f"{text.replace(' ', 'T')}+08:00")


def outage(service: str, start: str, seconds: int, *, instance: str = "") -> Outage:
    begin = at(start)
    return Outage(Place(service, instance), begin, begin + seconds)


def ticket(name: str, opened: str, *, fields: dict[str, str] | None = None, **events: str) -> Item:
    """A ticket with fields known from its opening on; `resolved` is a state, everything else an event."""
    begin = at(opened)
    facts = [Fact(begin, "event", "opened"), Fact(begin, "state", "open")]
    facts += [Fact(begin, "field", key, value) for key, value in (fields or {}).items()]
    facts += [Fact(at(when), "state" if key == "resolved" else "event", key) for key, when in events.items()]
    return build_item(name, facts)
