"""Working seconds that a limit grants, for many clocks: days are looked up once for each local date."""

from __future__ import annotations

from typing import Literal

import numpy as np

from serval.engine.calendars.calendar import Calendar
from serval.engine.calendars.vectors import between_many
from serval.engine.columns.facts import Whole
from serval.engine.durations import Duration

BIN = 900
"""Seconds of time in which the local date changes at most once; it changes between bins in every zone of today."""


def find_budgets(calendar: Calendar, starts: Whole, limit: Duration) -> Whole:
    """Twin of `clocks.reading.find_budget`. Raises CalendarError."""
    if limit.unit == "s":
        return np.full(len(starts), limit.amount)
    return between_many(calendar, starts, _close_days(calendar, starts, limit.amount, limit.unit))


def _close_days(calendar: Calendar, starts: Whole, count: int, unit: Literal["wd", "d"]) -> Whole:
    if not len(starts):
        return starts
    bins = starts // BIN
    first = int(bins.min())
    closings = np.zeros(int(bins.max()) - first + 1, np.int64)
    is_asked = np.zeros(len(closings), np.bool_)
    is_asked[bins - first] = True
    is_cut = np.zeros(len(closings), np.bool_)
    by_date: dict[int, int] = {}
    for place in np.flatnonzero(is_asked).tolist():
        begin = (first + place) * BIN
        day = calendar.local_date(begin).toordinal()
        is_cut[place] = calendar.local_date(begin + BIN - 1).toordinal() != day
        if day not in by_date:
            by_date[day] = calendar.add_days(begin, count, unit)
        closings[place] = by_date[day]
    found: Whole = closings[bins - first]
    for cut in np.flatnonzero(is_cut[bins - first]).tolist():
        found[cut] = calendar.add_days(int(starts[cut]), count, unit)
    return found
