"""Rule 13: lengths of time that do not fit the period or the hours of their calendar."""

from __future__ import annotations

from collections.abc import Iterator

from serval.engine.documents import Path
from serval.engine.durations import Duration
from serval.engine.lint.findings import Remark, warn
from serval.engine.lint.papers import Paper, Promise
from serval.engine.periods import Period
from serval.engine.terms.target import Target

DAY_SECONDS = 86_400


def find_targets_beyond_period(paper: Paper) -> Iterator[Remark]:
    """Lengths of time that no period of the promise has room for."""
    for promise in paper.promises:
        length = read_length(promise.objective.target)
        if length is None:
            continue
        most = max(
            (_measure(paper, promise, period, length) for period in paper.list_periods(promise.objective)), default=0
        )
        if length.amount > most:
            yield warn(
                (*promise.place, "target"),
                "lint.target_beyond_period",
                objective=promise.id,
                value=str(length),
                period=str(promise.objective.period),
                room=str(Duration(most, length.unit)),
            )


def _measure(paper: Paper, promise: Promise, period: Period, length: Duration) -> int:
    """How much of the length's unit a period has."""
    calendar = paper.calendars[promise.objective.calendar]
    if length.unit == "s":
        return calendar.between(period.start, period.end)
    if length.unit == "wd":
        return calendar.days_between(period.first, period.last, inclusive=True)
    return (period.last - period.first).days + 1


def read_length(target: Target) -> Duration | None:
    """The length of time a target speaks of, whatever it bounds."""
    if target.limit is not None:
        return target.limit
    level = target.level
    return Duration(int(level.amount), "s") if level is not None and level.unit == "seconds" else None


def find_days_written_as_hours(paper: Paper) -> Iterator[Remark]:
    """Twenty-four hours and more on a calendar that closes: that is several days, and hardly what was meant."""
    for place, promise, length in _list_lengths(paper):
        calendar = promise.objective.calendar
        is_long = length.unit == "s" and length.amount >= DAY_SECONDS
        if is_long and not paper.is_always_open(calendar):
            yield warn(
                place, "lint.hours_on_closing_calendar", objective=promise.id, value=str(length), calendar=calendar
            )


def _list_lengths(paper: Paper) -> Iterator[tuple[Path, Promise, Duration]]:
    for promise in paper.promises:
        if (length := read_length(promise.objective.target)) is not None:
            yield (*promise.place, "target"), promise, length
    for index, assurance in enumerate(paper.terms.assurance):
        if (length := read_length(assurance.target)) is not None:
            yield ("assurance", index, "target"), paper.by_id[assurance.objective], length
    for index, extension in enumerate(paper.terms.extensions):
        yield ("extensions", index, "within"), paper.by_id[extension.objective], extension.within
