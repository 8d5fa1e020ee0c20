"""The evidence that a verdict on outages rests on: what bears on its time, as it was known at the end of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from serval.engine.availability.outages import WholeOutage
from serval.engine.availability.samples import SampleColumns
from serval.engine.periods import Period
from serval.engine.places import Place
from serval.engine.records import Exclusion, Outage, Records
from serval.engine.terms.objective import AvailabilityRule
from serval.engine.verdicts.conditions import Witness
from serval.engine.verdicts.evidence_rows import write_record
from serval.engine.verdicts.outage_subjects import Subject, is_within
from serval.engine.verdicts.sample_digests import write_samples


def find_horizon(rule: AvailabilityRule, period: Period, touching: list[WholeOutage]) -> int:
    """Up to which instant evidence bears on a period.

    Its end; but where the length or the report of a whole outage decides whether it counts, the end of the last one
    that goes on over the period's end.
    """
    if rule.shortest_outage is None and rule.outage_from == "observed":
        return period.end
    return max([period.end, *(outage.end for outage in touching)])


def write_evidence(
    witness: Witness, subject: Subject, records: Records, *, since: int, until: int, horizon: int
) -> Iterator[bytes]:
    """Samples from the last one before `since`, recorded outages and exclusions that reach into the time after it."""
    for place in witness.list_bearing(subject):
        columns = witness.columns.get(place)
        first, last = (0, 0) if columns is None else _find_samples(witness.rule, columns, since, horizon)
        if columns is not None and first < last:
            # Those known by now are the first of all there are, whose days are hashed once for all that look at them.
            yield write_samples(place, records.samples.places[place], first, last)
        rows = witness.recorded.get(place, ()) if witness.rule.method == "time" else ()
        known = {_as_known(row, horizon) for row in rows if _bears(row, since, horizon)}
        yield from sorted(write_record(row) for row in known)
    services = {"", *witness.list_services(subject)}
    meant = (row for row in records.exclusions if row.place.service in services and _meets(row, witness, subject))
    yield from sorted({write_record(_end_known(row, until)) for row in meant if _covers(row, since, until)})


def _find_samples(rule: AvailabilityRule, columns: SampleColumns, since: int, horizon: int) -> tuple[int, int]:
    """The place of the first and behind the last sample that bears on the time."""
    first, last = columns.instants.count_until(since), columns.instants.count_until(horizon)
    is_open = rule.method == "time" and rule.max_gap is None
    return max(0, first - 1), min(len(columns), last + 1) if is_open else last


def _bears(row: Outage, since: int, horizon: int) -> bool:
    return row.start < horizon and (row.end is None or max(row.end, row.detected or row.end) >= since)


def _as_known(row: Outage, horizon: int) -> Outage:
    """What was known of an outage at an instant."""

    def seen(at: int | None) -> int | None:
        return at if at is not None and at <= horizon else None

    return replace(row, end=seen(row.end), detected=seen(row.detected), reported=seen(row.reported), source="")


def _meets(row: Exclusion, witness: Witness, subject: Subject) -> bool:
    """Whether an exclusion speaks of the subject or of a place that bears on it."""
    return subject.lies_in(row.place) or any(
        is_within(place, row.place) for place in [*witness.list_bearing(subject), *map(Place, subject.services)]
    )


def _covers(row: Exclusion, since: int, until: int) -> bool:
    return row.start is not None and row.start < until and (row.end is None or row.end > since)


def _end_known(row: Exclusion, until: int) -> Exclusion:
    return replace(row, end=row.end if row.end is not None and row.end <= until else None, source="")
