"""From a scorecard to statements: each settled by the version of the terms in force when its period began (rule 14)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from serval.engine.consequences.fees import FeeTerm
from serval.engine.consequences.judged import Judged
from serval.engine.consequences.settle import Agreed, Facts, Granted, settle
from serval.engine.consequences.statement import Statement
from serval.engine.periods import Period
from serval.engine.records import Records
from serval.engine.terms.compile import Agreement
from serval.engine.terms.consequences import find_claims_calendar
from serval.engine.terms.reigns import Reign, list_reigns, list_settlements
from serval.engine.terms.target import Target
from serval.engine.terms.versions import Version
from serval.engine.verdicts.results import Scorecard, Verdict
from serval.engine.verdicts.scope import Range


def settle_scorecard(
    scorecard: Scorecard, records: Records, asked: Range, *, granted_before: Sequence[Granted] = ()
) -> tuple[Statement, ...]:
    """The statements of every settlement period in which something was judged, in order; none without consequences.

    Every verdict is in one statement, of the settlement period in which its own period ends.

    granted_before  credits granted for periods that are not judged now: they use up the year cap
    """
    agreement = scorecard.agreement
    reigns = list_reigns(agreement.versions, agreement.zone, restate=agreement.restated)
    judged = [one for verdict in scorecard.verdicts for one in list_judged(verdict) if _can_cost(one, reigns)]
    statements: list[Statement] = []
    for reign, periods in list_settlements(reigns, agreement.zone):
        if not periods:
            continue
        agreed = _list_agreed(agreement, reigns, reign.version, periods)
        mine = [verdict for verdict in judged if agreed.settlements.find(verdict.period.end - 1) is not None]
        occurrences = [row for row in records.occurrences if agreed.settlements.find(row.at) is not None]
        if not (mine or occurrences):
            continue
        facts = Facts(
            judged=mine,
            span=_find_span(agreed, asked),
            now=scorecard.as_of,
            occurrences=occurrences,
            claim_steps=records.claim_steps,
            granted_before=_list_granted(statements, granted_before),
            earlier=[verdict for verdict in judged if verdict.period.end <= periods[0].start],
        )
        statements += settle(agreed, facts)
    return tuple(statements)


def _can_cost(verdict: Judged, reigns: Sequence[Reign]) -> bool:
    """Nothing follows from a period that began when the terms said nothing of consequences."""
    return any(reign.settles for reign in reigns if reign.first <= verdict.period.first <= reign.last)


def _list_agreed(
    agreement: Agreement, reigns: Sequence[Reign], version: Version, periods: tuple[Period, ...]
) -> Agreed:
    consequences = version.terms.consequences
    if consequences is None:
        raise TypeError("nothing is settled without consequences")
    name = find_claims_calendar(consequences.claims, version.terms.calendars) if consequences.claims else None
    return Agreed(
        consequences=consequences,
        fee=version.terms.fee,
        first=agreement.first_day,
        last=agreement.terms.effective.until,
        zone=agreement.zone,
        calendar=version.calendars[name] if name else None,
        digest=version.digest,
        fees=tuple(_describe_fee(reign) for reign in reigns),
        periods=periods,
    )


def _describe_fee(reign: Reign) -> FeeTerm:
    terms = reign.version.terms
    return FeeTerm(terms.fee, reign.first, terms.effective.until, reign.known)


def _find_span(agreed: Agreed, asked: Range) -> tuple[int, int]:
    """What was judged: every period that touches what was asked for, so its first settlement period is whole."""
    first, last = agreed.settlements.find(asked.start), agreed.settlements.find(asked.end - 1)
    start = first.start if first is not None else asked.start
    return start, last.end if last is not None and asked.running else asked.end


def _list_granted(statements: Sequence[Statement], before: Sequence[Granted]) -> list[Granted]:
    """What earlier versions' statements grant, and what was told of periods that have none."""
    own = [Granted(s.period.label, s.period.last, s.credits.payable) for s in statements if s.credits is not None]
    settled = {statement.period.label for statement in statements}
    return [*own, *(entry for entry in before if entry.settlement not in settled)]


def list_judged(verdict: Verdict) -> Iterator[Judged]:
    """A verdict as consequences see it, and the breaches of earlier periods that went on in its period."""
    judged = describe_judged(verdict)
    yield judged
    for part in verdict.running:
        yield replace(judged, outcome=part.outcome, value=None, meters=part.meters, causes=part.causes, running=True)


def describe_judged(verdict: Verdict) -> Judged:
    """A verdict as consequences see it; a dated stricter promise has the consequences of the one it is based on."""
    target = verdict.objective.target
    return Judged(
        objective=verdict.objective.base,
        subject=verdict.subject,
        period=verdict.period,
        outcome=verdict.outcome,
        value=verdict.value,
        unit=target.unit,
        target=_find_bound(target),
        better="lower"
        if target.at_most is not None or (target.unit == "seconds" and target.level is None)
        else "higher",
        provisional=verdict.provisional,
        binding=verdict.binding,
        meters=verdict.meters,
        causes=verdict.causes,
        digest=verdict.digest,
        dated=verdict.objective.id != verdict.objective.base,
    )


def _find_bound(target: Target) -> Fraction | None:
    if target.level is not None:
        return target.level.amount
    if target.within is not None:
        return Fraction(1) if target.share is None else target.share
    return Fraction(target.limit.amount) if target.limit is not None else None
