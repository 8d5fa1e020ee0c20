"""What Serval's calendar is measured against: Mon–Fri 09–12 and 13–18, Asia/Shanghai, thirty holidays."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serval.engine.calendars.spec import CalendarSpec, Shift
from serval.engine.spans import Spans

Instants = NDArray[np.int64]

ZONE = "Asia/Shanghai"
SHIFTS = ((9, 12), (13, 18))
HOLIDAYS = frozenset(
    [
        *(date(2026, month, day) for month in (1, 2, 4, 5, 9) for day in range(1, 6)),
        *(date(2026, 10, day) for day in range(1, 5)),
        date(2027, 1, 1),
    ]
)
"""Thirty, one of them in the year after: businesstimedelta breaks behind the last one."""

HOURS = tuple(Shift(opens * 3600, closes * 3600) for opens, closes in SHIFTS)
OFFICE = CalendarSpec("office", ZONE, weekly=(*(HOURS,) * 5, (), ()), closed_days=HOLIDAYS)


def walk_days(start: datetime, work: int) -> datetime:
    """The due instant by walking day after day, as ticket systems do (GLPI and others)."""
    day, left = start.date(), timedelta(seconds=work)
    while True:
        if day.weekday() < 5 and day not in HOLIDAYS:
            for opening, closing in SHIFTS:
                begin = max(start, datetime(day.year, day.month, day.day, opening, tzinfo=start.tzinfo))
                end = datetime(day.year, day.month, day.day, closing, tzinfo=start.tzinfo)
                if begin < end:
                    if left <= end - begin:
                        return begin + left
                    left -= end - begin
        day += timedelta(days=1)


class PackageRules:
    """The package businesstimedelta from PyPI, told the same hours."""

    def __init__(self) -> None:
        import businesstimedelta as package
        import pytz

        zone, week = pytz.timezone(ZONE), [0, 1, 2, 3, 4]
        (opens, lunch), (after, closes) = ((time(opens), time(closes)) for opens, closes in SHIFTS)
        self._package: Any = package
        self._rules: Any = package.Rules(
            [
                package.WorkDayRule(opens, closes, week, tz=zone),
                package.LunchTimeRule(lunch, after, week, tz=zone),
                package.HolidayRule(HOLIDAYS, tz=zone),
            ]
        )

    def add(self, start: datetime, work: int) -> datetime:
        due: datetime = start + self._package.BusinessTimeDelta(self._rules, seconds=work)
        return due

    def between(self, start: datetime, end: datetime) -> int:
        found = self._rules.difference(start, end)
        return int(found.timedelta.total_seconds())


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


class BareSearch:
    """The same with NumPy's searchsorted over whole columns."""

    def __init__(self, spans: Spans) -> None:
        table = np.array(spans, dtype=np.int64)
        self.starts = table[:, 0]
        self.lengths = table[:, 1] - table[:, 0]
        self.before = np.concatenate(([0], np.cumsum(self.lengths)))

    def add(self, starts: Instants, works: Instants) -> Instants:
        target = self._passed(starts) + works
        to = np.searchsorted(self.before, target, side="left") - 1
        return np.asarray(self.starts[to] + target - self.before[to], dtype=np.int64)

    def between(self, starts: Instants, ends: Instants) -> Instants:
        return self._passed(ends) - self._passed(starts)

    def _passed(self, instants: Instants) -> Instants:
        at = np.searchsorted(self.starts, instants, side="right") - 1
        return np.asarray(self.before[at] + np.minimum(instants - self.starts[at], self.lengths[at]), dtype=np.int64)


class MinuteTable:
    """Working minutes numbered one by one: due dates by looking a minute up. Whole minutes only."""

    def __init__(self, spans: Spans, low: int, high: int) -> None:
        is_open = np.zeros((high - low) // 60, dtype=np.bool_)
        for start, end in spans:
            is_open[(start - low) // 60 : (end - low) // 60] = True
        self.low = low // 60
        self.before = np.concatenate(([0], np.cumsum(is_open))).astype(np.int32)
        self.ends = (np.flatnonzero(is_open) + 1 + self.low) * 60

    def add(self, starts: Instants, works: Instants) -> Instants:
        return np.asarray(self.ends[self.before[starts // 60 - self.low] + works // 60 - 1], dtype=np.int64)

    def between(self, starts: Instants, ends: Instants) -> Instants:
        return (
            np.asarray(self.before[ends // 60 - self.low] - self.before[starts // 60 - self.low], dtype=np.int64) * 60
        )
