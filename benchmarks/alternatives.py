"""What Serval's calendar is measured against: one week (Mon–Fri 09–12, 13–18, thirty holidays) in three ways."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from serval.engine.spans import Spans

Instants = NDArray[np.int64]

SHIFTS = ((9, 12), (13, 18))


def walk_days(start: datetime, work: int, holidays: frozenset[date]) -> datetime:
    """The due instant by walking day after day, as ticket systems do (GLPI and others)."""
    day, left = start.date(), timedelta(seconds=work)
    while True:
        if day.weekday() < 5 and day not in holidays:
            for opening, closing in SHIFTS:
                begin = max(start, datetime(day.year, day.month, day.day, opening, tzinfo=start.tzinfo))
                end = datetime(day.year, day.month, day.day, closing, tzinfo=start.tzinfo)
                if begin < end:
                    if left <= end - begin:
                        return begin + left
                    left -= end - begin
        day += timedelta(days=1)


class BareTotals:
    """Running totals and one binary search with nothing around them: no checks, no growing, integers only."""

    def __init__(self, spans: Spans) -> None:
        self.starts = [start for start, _ in spans]
        self.before = [0]
        for start, end in spans:
            self.before.append(self.before[-1] + end - start)

    def add(self, start: int, work: int) -> int:
        at = bisect_right(self.starts, start) - 1
        length = self.before[at + 1] - self.before[at]
        target = self.before[at] + min(start - self.starts[at], length) + work
        to = bisect_left(self.before, target) - 1
        return self.starts[to] + target - self.before[to]


class BareArrays:
    """The same with NumPy's searchsorted over whole columns."""

    def __init__(self, spans: Spans) -> None:
        table = np.array(spans, dtype=np.int64)
        self.starts = table[:, 0]
        self.lengths = table[:, 1] - table[:, 0]
        self.before = np.concatenate(([0], np.cumsum(self.lengths)))

    def add(self, starts: Instants, works: Instants) -> Instants:
        at = np.searchsorted(self.starts, starts, side="right") - 1
        target = self.before[at] + np.minimum(starts - self.starts[at], self.lengths[at]) + works
        to = np.searchsorted(self.before, target, side="left") - 1
        return np.asarray(self.starts[to] + target - self.before[to], dtype=np.int64)


def utc(instant: int) -> datetime:
    """An aware datetime for the alternatives that want one."""
    return datetime.fromtimestamp(instant, UTC)
