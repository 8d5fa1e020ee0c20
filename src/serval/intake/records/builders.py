"""Rows become engine values: for each layout what its roles amount to, and which of them contradict each other."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from serval.engine.instants import LAST_INSTANT
from serval.engine.places import Place
from serval.engine.records import Answer, ClaimStep, Exclusion, MeasureEntry, ObligationEntry, Occurrence, Outage
from serval.intake.records.rows import SaidRow

HALF = Fraction(1, 2)


LARGEST_VALUE = 10**12
"""Values of samples are kept with twelve digits before and six behind the point."""


class Sample(NamedTuple):
    """One sample on its way into the columns. `value` was measured beside the state; it is judged by nobody."""

    place: Place
    at: int
    status: Any
    good: int
    total: int
    value: Fraction | None = None


def build_sample(said: SaidRow) -> Sample:
    """A sample. Raises RowFault where it says neither a status nor counts, or counts that cannot be."""
    good, total = _count_good(said)
    status = said.text("status")
    if not status and total is None:
        raise said.fault("row.cell_missing", "status" if said.has_column("status") else "total")
    value = said.number("value")
    if value is not None and abs(value) >= LARGEST_VALUE:
        raise said.fault("row.number_unreadable", "value")
    return Sample(_place(said), said.values["at"], status, good or 0, total or 0, value)


def _count_good(said: SaidRow) -> tuple[int | None, int | None]:
    """Good and total; errors are what total has more than good."""
    good, total, errors = said.count("good"), said.count("total"), said.count("errors")
    if good is None and errors is None:
        if total is not None:
            raise said.fault("row.cell_missing", "good" if said.has_column("good") else "errors")
        return None, None
    if total is None:
        raise said.fault("row.cell_missing", "total")
    if good is None:
        good = total - (errors or 0)
    if not 0 <= good <= total or (errors is not None and good + errors != total):
        raise said.fault("row.counts_contradict", "total", good=good, total=total)
    return good, total


def build_outage(said: SaidRow) -> Outage | None:
    """An outage, None for a row that speaks of a time up; without end and minutes it goes on."""
    kind = said.text("kind") or "down"
    if kind == "up":
        return None
    start, end = said.values["start"], said.instant("end")
    if end is None:
        end = _add_minutes(said, start)
    elif end < start:
        raise said.fault_of_order("end", "start")
    return Outage(
        place=_place(said),
        start=start,
        end=end,
        kind="degraded" if kind == "degraded" else "down",
        detected=said.instant("detected"),
        reported=said.instant("reported"),
        source=said.source,
    )


def _add_minutes(said: SaidRow, start: int) -> int | None:
    minutes = said.number("minutes")
    if minutes is None:
        return None
    end = start + int(minutes * 60 + HALF)
    if minutes < 0 or end > LAST_INSTANT:
        raise said.fault("row.number_unreadable", "minutes")
    said.values["end"] = end
    return end


def build_exclusion(said: SaidRow) -> Exclusion:
    """An exclusion of one item or of an interval, never of both or neither."""
    item, start, end = said.text("item"), said.instant("start"), said.instant("end")
    if bool(item) == (start is not None or end is not None):
        raise said.fault("row.exclusion_unclear", "item")
    if not item:
        if start is None or end is None:
            raise said.fault("row.time_missing", "start" if start is None else "end")
        if end < start:
            raise said.fault_of_order("end", "start")
    return Exclusion(
        reason=said.text("reason"),
        asked_by=said.text("asked_by"),
        approved_by=said.text("approved_by"),
        item=item,
        place=_place(said),
        start=start,
        end=end,
        source=said.source,
    )


def build_measure(said: SaidRow) -> MeasureEntry:
    """A measured figure; where it is counted, the counts stand and a value beside them is not read."""
    good, total = _count_good(said)
    share = said.share("value") if total is None else None
    if share is None and total is None:
        raise said.fault("row.cell_missing", "value" if said.has_column("value") else "good")
    return MeasureEntry(
        measure=said.text("measure"),
        at=said.values["at"],
        value=share.value if share else None,
        good=good,
        total=total,
        subject=said.text("subject"),
        evidence=said.text("evidence"),
        is_plain=share.is_plain if share else False,
        source=said.source,
    )


def build_answer(said: SaidRow) -> Answer:
    """A survey sent out; a missing score is one that nobody answered."""
    return Answer(said.text("id"), said.values["at"], said.number("score"), said.text("subject"), source=said.source)


def build_obligation(said: SaidRow) -> ObligationEntry:
    """Something owed."""
    return ObligationEntry(
        said.text("id"), said.text("obligation"), said.values["due"], said.instant("done"), source=said.source
    )


def build_occurrence(said: SaidRow) -> Occurrence:
    """Something that happened."""
    return Occurrence(said.text("id"), said.text("event"), said.values["at"], source=said.source)


def build_claim_step(said: SaidRow) -> ClaimStep:
    """A step of claiming a credit."""
    step: Literal["published", "claimed"] = "published" if said.text("step") == "published" else "claimed"
    return ClaimStep(said.text("settlement"), step, said.values["at"], source=said.source)


BUILDERS: dict[str, Callable[[SaidRow], Any]] = {
    "samples": build_sample,
    "outages": build_outage,
    "exclusions": build_exclusion,
    "measures": build_measure,
    "surveys": build_answer,
    "obligations": build_obligation,
    "occurrences": build_occurrence,
    "claims": build_claim_step,
}


def _place(said: SaidRow) -> Place:
    return _share_place(said.text("service"), said.text("instance"), said.text("site"))


@lru_cache(maxsize=10_000)
def _share_place(service: str, instance: str, site: str) -> Place:
    """A million samples of one place hold one object of it."""
    return Place(service, instance, site)
