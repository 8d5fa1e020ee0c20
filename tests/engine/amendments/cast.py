"""An agreement in versions, in a few words: each test says only what a version changes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from serval.engine.consequences import Statement
from serval.engine.evidence import Fact, Item
from serval.engine.records import NO_RECORDS, Records
from serval.engine.terms import Agreement, load_terms
from serval.engine.terms.compile import compile_versions
from serval.engine.verdicts import LedgerRow, Range, Scorecard, Verdict, judge_items
from serval.engine.verdicts.settlement import settle_scorecard
from tests.engine.verdicts.bench_of_terms import NOW, at, objective, ticket

__all__ = [
    "agree",
    "answered",
    "at",
    "card",
    "find",
    "ledger",
    "settled",
    "solved",
    "told",
    "version",
]

SOLVED = {"id": "solve", "metric": "clock.resolution", "target": {"within": "48h", "all": True}}
OFFICE = {"weekly": {"mon-fri": ["09:00-18:00"]}}


def version(first: str, *objectives: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Terms in force from a day of 2026 (`02-15`, or a full date) to its end, on round-the-clock time in Shanghai."""
    begin = first if len(first) > 5 else f"2026-{first}"
    return {
        "apiVersion": "serval/v1",
        "kind": "Agreement",
        "metadata": {"number": "T", "title": "Test"},
        "parties": {"provider": "p", "client": "c"},
        "effective": {"from": begin, "until": "2026-12-31", "timezone": "Asia/Shanghai"},
        "calendars": {"always": {"always": True}, "office": OFFICE},
        "clocks": {
            "response": {"start": "opened", "stop": "first_response"},
            "resolution": {"start": "opened", "stop": "resolved", "pause": ["waiting_client"], "reopen": "resume"},
        },
        "objectives": [objective(**entry) for entry in objectives],
        **changes,
    }


def agree(*versions: dict[str, Any], restate: bool = True) -> Agreement:
    return compile_versions([load_terms(json.dumps(entry)) for entry in versions], restate=restate)


def solved(name: str, opened: str, *states: tuple[str, str], **fields: str) -> Item:
    """A ticket with its states: `("02-03 10:00", "resolved")`."""
    return ticket(name, opened, *(Fact(at(when), "state", state) for when, state in states), **fields)


def answered(name: str, opened: str, when: str = "", **fields: str) -> Item:
    return ticket(name, opened, answered=when, **fields)


def card(
    agreement: Agreement, items: Iterable[Item] = (), *, now: int = NOW, records: Records = NO_RECORDS
) -> Scorecard:
    asked = Range(agreement.start, agreement.end, running=True)
    return judge_items(agreement, items, asked, now=now, records=records)


def ledger(
    agreement: Agreement, *items: Item, now: int = NOW, records: Records = NO_RECORDS, asked: Range | None = None
) -> list[LedgerRow]:
    rows: list[LedgerRow] = []
    asked = asked or Range(agreement.start, agreement.end, running=True)
    judge_items(agreement, items, asked, now=now, sink=rows.append, records=records)
    return rows


def told(agreement: Agreement, *items: Item, now: int = NOW) -> list[tuple[str, str, str, str]]:
    """Period, first day of the version that judged, outcome and reason of every row."""
    rows = ledger(agreement, *items, now=now)
    return sorted((row.period[5:], row.terms_version[-5:], row.outcome, row.reason) for row in rows)


def find(scorecard: Scorecard, period: str, objective_id: str = "answer", subject: str = "") -> Verdict:
    """The verdict of one objective and period."""
    (found,) = (
        verdict
        for verdict in scorecard.verdicts
        if (verdict.objective.id, verdict.period.label, verdict.subject) == (objective_id, period, subject)
    )
    return found


def settled(
    agreement: Agreement, items: Iterable[Item] = (), *, now: int = NOW, records: Records = NO_RECORDS
) -> tuple[Statement, ...]:
    asked = Range(agreement.start, agreement.end, running=True)
    return settle_scorecard(card(agreement, items, now=now, records=records), records, asked)
