"""Working days and calendar days: deadlines that end with a date, not with a number of hours (TERMS.md rule 16)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date

from serval.engine.calendars.compile import EPOCH_ORDINAL
from serval.engine.calendars.horizon import Horizon, Table
from serval.engine.calendars.spec import DAY_SECONDS

NOON = DAY_SECONDS // 2


def close_after_working_days(horizon: Horizon, day: int, count: int) -> int:
    """Closing instant of the `count`-th working date after (before, when negative) the date with ordinal `day`.

    The date itself is not counted; 0 means itself, or the next working date when it is not worked.
    Raises CalendarError `calendar.never_opens` or `calendar.horizon`.
    """
    while True:
        table = _table_around(horizon, day)
        passed = bisect_right(table.ordinals, day) - 1 if count > 0 else bisect_left(table.ordinals, day)
        index = passed + count
        if 0 <= index < len(table.closings):
            return table.closings[index]
        hint = _noon_of(day + count)
        if index < 0:
            horizon.grow_before(table, hint)
        else:
            horizon.grow_after(table, hint)


def close_after_calendar_days(horizon: Horizon, day: int, count: int) -> int:
    """Closing instant of the date `count` days after the one with ordinal `day`, or of the next working date.

    Counting backwards (negative) a date that is not worked moves to the working date before it, so that a
    notice given by then is never late.
    """
    target = day + count
    table = _table_around(horizon, target)
    if count >= 0:
        return close_after_working_days(horizon, target, 0)
    at = bisect_left(table.ordinals, target)
    if at < len(table.ordinals) and table.ordinals[at] == target:
        return table.closings[at]
    return close_after_working_days(horizon, target, -1)


def is_working(horizon: Horizon, day: int) -> bool:
    """Whether any shift belongs to the date with that ordinal."""
    ordinals = _table_around(horizon, day).ordinals
    at = bisect_left(ordinals, day)
    return at < len(ordinals) and ordinals[at] == day


def count_working(horizon: Horizon, first: date, end: date) -> int:
    """Number of working dates from `first` to the date before `end`; negative when reversed."""
    ordinals = horizon.reach_both(_noon_of(first.toordinal()), _noon_of(end.toordinal())).ordinals
    return bisect_left(ordinals, end.toordinal()) - bisect_left(ordinals, first.toordinal())


def _table_around(horizon: Horizon, day: int) -> Table:
    return horizon.reach(_noon_of(day))


def _noon_of(day: int) -> int:
    return (day - EPOCH_ORDINAL) * DAY_SECONDS + NOON
