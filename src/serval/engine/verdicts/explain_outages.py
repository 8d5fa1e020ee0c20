"""An explanation of availability: what one service, instance or site did, outage by outage, and how fast it burns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from serval.engine.availability.budget import BurnReading, read_burn
from serval.engine.availability.outages import WholeOutage, list_counted
from serval.engine.periods import Period
from serval.engine.records import Records
from serval.engine.spans import Spans, subtract
from serval.engine.terms.compile import Agreement
from serval.engine.terms.courses import Course
from serval.engine.terms.metrics import OUTAGE_KINDS
from serval.engine.terms.objectives import OutageObjective
from serval.engine.verdicts.bounds import Bounds
from serval.engine.verdicts.ledger import LedgerRow
from serval.engine.verdicts.outage_bench import OutageBench
from serval.engine.verdicts.results import Verdict
from serval.engine.verdicts.scope import Range


@dataclass(frozen=True, slots=True)
class OutageExplanation:
    """One promise on availability for one subject.

    verdicts  of each period asked for · rows  of their ledgers, in order of time
    outages   whole ones, unclipped · unknown  time of which nothing is known
    burn      how fast the error budget of the latest period burns at `now`; empty where no share is promised
    """

    objective: OutageObjective
    subject: str
    verdicts: tuple[Verdict, ...]
    rows: tuple[LedgerRow, ...]
    outages: tuple[WholeOutage, ...]
    unknown: Spans
    burn: tuple[BurnReading, ...]


def list_places_judged(agreement: Agreement, records: Records) -> tuple[str, ...]:
    """Names of all services, instances and sites that promises on availability can be explained for."""
    places = {*records.samples.places, *(row.place for row in records.outages)}
    found = {place.service for place in places} | set(agreement.terms.services)
    found |= {f"{place.service}/{place.instance}" for place in places if place.instance}
    return tuple(sorted(found | {f"{place.service}@{place.site}" for place in places if place.site}))


def explain_outages(
    agreement: Agreement, records: Records, subject: str, asked: Range, *, now: int
) -> tuple[OutageExplanation, ...]:
    """Every promise on availability that speaks of a subject, in the order of the objectives."""
    found = [
        _explain(agreement, course, records, subject, asked, now)
        for course in agreement.courses
        if course.latest.kind in OUTAGE_KINDS
    ]
    return tuple(explanation for explanation in found if explanation is not None)


def _explain(
    agreement: Agreement, course: Course, records: Records, subject: str, asked: Range, now: int
) -> OutageExplanation | None:
    rows: list[LedgerRow] = []
    bench = OutageBench(Bounds(agreement, asked, now, rows.append, {}), course)
    verdicts = bench.list_verdicts(records)
    named = "" if course.latest.terms.per is None else subject
    mine = tuple(verdict for verdict in verdicts if verdict.subject == named)
    objective = mine[-1].objective if mine else course.latest
    if not mine or not isinstance(objective, OutageObjective):
        return None
    if not _speaks_of(objective, subject):
        return None
    seen = bench.look_at(objective, named, mine[-1].period.end)
    return OutageExplanation(
        objective=objective,
        subject=subject,
        verdicts=mine,
        rows=tuple(sorted((row for row in rows if row.subject == named), key=lambda row: (row.started, row.reason))),
        outages=seen.outages,
        unknown=seen.unknown,
        burn=_read_burn(objective, seen.outages, seen.unknown, mine[-1].period, now),
    )


def _speaks_of(objective: OutageObjective, name: str) -> bool:
    """Whether a name is one of the services that an objective judges together, or that of its own subject."""
    return objective.terms.per is not None or name in objective.terms.where.get("service", ())


def _read_burn(
    objective: OutageObjective, outages: Sequence[WholeOutage], unknown: Spans, period: Period, now: int
) -> tuple[BurnReading, ...]:
    target = objective.target.at_least
    if target is None or target.unit != "share" or not period.start < now <= period.end:
        return ()
    agreed = subtract(objective.calendar.open_spans(period.start - (period.end - period.start), now), unknown)
    window = period.end - period.start
    return read_burn(list_counted(outages), agreed, now=now, target=target.amount, window=window)
