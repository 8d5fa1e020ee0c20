"""Pace: a promised length of time on its calendar, beside another one on another calendar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from serval.engine.calendars.calendar import Calendar
from serval.engine.durations import Duration
from serval.engine.errors import CalendarError

HOUR = 3_600
LOOK = 366 * 24 * HOUR
"""Working weeks and their holidays come again within a year, so starts in one year show what can happen."""


@dataclass(frozen=True)
class Pace:
    """How soon something is due that starts at an instant."""

    calendar: Calendar
    length: Duration

    def find_due(self, start: int) -> int:
        """The due instant. Raises CalendarError where there is none."""
        if self.length.unit == "s":
            return self.calendar.add(start, self.length.amount)
        return self.calendar.add_days(start, self.length.amount, self.length.unit)


def find_later_due(one: Pace, other: Pace, *, start: int, end: int) -> int | None:
    """The first start from which `other` is due later than `one`, or None.

    Looked at are all full hours and all openings of both calendars from `start` to `end`, at most one year of them.
    A calendar that does not open far enough gives no answer.
    """
    if one.calendar.spec == other.calendar.spec and one.length.unit == other.length.unit:
        return start if other.length.amount > one.length.amount else None
    try:
        return next(
            (
                at
                for at in _list_starts(one, other, start, min(end, start + LOOK))
                if other.find_due(at) > one.find_due(at)
            ),
            None,
        )
    except CalendarError:
        return None


def _list_starts(one: Pace, other: Pace, start: int, end: int) -> Iterator[int]:
    openings = {first for pace in (one, other) for first, _ in pace.calendar.open_spans(start, end)}
    yield from sorted(openings.union(range(start, end, HOUR)))
