"""From a scorecard to statements: each settled by the version of the terms in force when its period began (rule 14)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from serval.engine.consequences.judged import Judged
from serval.engine.consequences.settle import Agreed, Facts, Granted, settle
from serval.engine.consequences.statement import Statement
from serval.engine.instants import LAST_INSTANT
from serval.engine.periods import PeriodKind
from serval.engine.records import Records
from serval.engine.terms.compile import Agreement
from serval.engine.terms.consequences import Consequences, find_claims_calendar
from serval.engine.terms.target import Target
from serval.engine.terms.versions import Version, find_effective_start
from serval.engine.verdicts.results import Scorecard, Verdict
from serval.engine.verdicts.scope import Range


def settle_scorecard(
    scorecard: Scorecard, records: Records, asked: Range, *, granted_before: Sequence[Granted] = ()
) -> tuple[Statement, ...]:
    """The statements of every settlement period in which something was judged, in order; none without consequences.

    granted_before  credits granted for periods that are not judged now: they use up the year cap
    """
    judged = [one for verdict in scorecard.verdicts for one in list_judged(verdict)]
    statements: list[Statement] = []
    for version, agreed, start, end in _list_reigns(scorecard.agreement):
        mine = [verdict for verdict in judged if _is_settled(agreed, verdict, start, end)]
        occurrences = [row for row in records.occurrences if _lies_in(agreed, row.at, start, end)]
        if version.terms.consequences is None or not (mine or occurrences):
            continue
        facts = Facts(
            judged=mine,
            span=_find_span(agreed, asked),
            now=scorecard.as_of,
            occurrences=occurrences,
            claim_steps=records.claim_steps,
            granted_before=[*granted_before, *_list_granted(statements)],
            earlier=[verdict for verdict in judged if verdict.period.end <= start],
        )
        statements += settle(agreed, facts)
    return tuple(statements)


def _list_reigns(agreement: Agreement) -> Iterator[tuple[Version, Agreed, int, int]]:
    """Each version with what it agrees and the instants between which settlement periods begin under it.

    Under a version without consequences none begins, nor under one that was replaced before it came to hold.
    """
    starts = [_find_start(agreement, version) for version in agreement.versions]
    for place, version in enumerate(agreement.versions):
        if version.terms.consequences is not None:
            agreed = _list_agreed(agreement, version, version.terms.consequences)
            yield version, agreed, starts[place], min([LAST_INSTANT, *starts[place + 1 :]])


def _find_start(agreement: Agreement, version: Version) -> int:
    consequences, fee = version.terms.consequences, version.terms.fee
    kind = PeriodKind((consequences and consequences.settle) or (fee.per if fee else "month"))
    return find_effective_start(kind, version, agreement.versions, agreement.zone, restate=agreement.restated)


def _list_agreed(agreement: Agreement, version: Version, consequences: Consequences) -> Agreed:
    name = find_claims_calendar(consequences.claims, version.terms.calendars) if consequences.claims else None
    return Agreed(
        consequences=consequences,
        fee=version.terms.fee,
        first=agreement.first_day,
        last=agreement.terms.effective.until,
        zone=agreement.zone,
        calendar=version.calendars[name] if name else None,
        digest=version.digest,
    )


def _is_settled(agreed: Agreed, verdict: Judged, start: int, end: int) -> bool:
    return _lies_in(agreed, verdict.period.end - 1, start, end)


def _lies_in(agreed: Agreed, instant: int, start: int, end: int) -> bool:
    """Whether the settlement period that holds an instant begins under a version."""
    period = agreed.settlements.find(instant)
    return period is not None and start <= period.start < end


def _find_span(agreed: Agreed, asked: Range) -> tuple[int, int]:
    """What was judged: every period that touches what was asked for, so its first settlement period is whole."""
    first, last = agreed.settlements.find(asked.start), agreed.settlements.find(asked.end - 1)
    start = first.start if first is not None else asked.start
    return start, last.end if last is not None and asked.running else asked.end


def _list_granted(statements: Sequence[Statement]) -> Iterator[Granted]:
    for statement in statements:
        if statement.credits is not None:
            yield Granted(statement.period.label, statement.period.last, statement.credits.payable)


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
