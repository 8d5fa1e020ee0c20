"""The calendar once more, written to be obviously right and not to be quick: it looks at every step of time.

For each step it asks what the wall clock of the zone shows; boundaries are found on that list of readings, open seconds
are marked one by one, and working time is counted off on the list of open seconds. It shares no code with the product.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import numpy as np

from serval.engine.calendars.spec import CalendarSpec, Shift
from serval.engine.zones import get_zone

DAY = 86_400
WALL_START = datetime(1970, 1, 1)  # noqa: DTZ001 - a wall clock shows no zone


class WallClock:
    """What the clock on the wall shows at `start`, `start + step`, ...: seconds since its own 1970-01-01 00:00.

    first, last  for each reading the index of the step at which it is seen first and last
    """

    def __init__(self, zone_name: str, start: int, end: int, step: int) -> None:
        zone = get_zone(zone_name)
        self.readings: list[int] = []
        self.first: dict[int, int] = {}
        self.last: dict[int, int] = {}
        for index, instant in enumerate(range(start, end, step)):
            shown = datetime.fromtimestamp(instant, UTC).astimezone(zone).replace(tzinfo=None)
            reading = (shown - WALL_START) // timedelta(seconds=1)
            self.readings.append(reading)
            self.first.setdefault(reading, index)
            self.last[reading] = index

    def see(self, wall: int, sightings: dict[int, int]) -> int:
        """Index of the step at which the clock shows `wall`; of the first that shows more where it never does."""
        if wall in sightings:
            return sightings[wall]
        if wall < self.readings[0]:
            return 0
        return next((i for i, reading in enumerate(self.readings) if reading > wall), len(self.readings))


watch = lru_cache(maxsize=4)(WallClock)


def rule_that_speaks(spec: CalendarSpec, day: date) -> list[Shift]:
    """The shifts of a date by the five rules of CalendarSpec, asked one after the other."""
    openings = [hours for on, hours in spec.opened if on == day]
    if openings:
        return [shift for hours in openings for shift in hours]
    if day in spec.closed_days:
        return []
    if spec.holidays is not None and day in spec.holidays.makeup:
        return list(spec.weekly[spec.makeup_weekday])
    if spec.holidays is not None and day in spec.holidays.off:
        return []
    return list(spec.weekly[day.weekday()])


def shifts_of(spec: CalendarSpec, day: date, step: int) -> list[tuple[int, int]]:
    """Open wall-clock stretches of a date: every step is marked open, then closed hours are wiped out."""
    marks = np.zeros(8 * DAY // step, dtype=bool)
    for shift in rule_that_speaks(spec, day):
        marks[shift.start // step : shift.end // step] = True
    for on, hours in spec.closed_hours:
        for shift in hours if on == day else ():
            marks[shift.start // step : shift.end // step] = False
    edges = np.flatnonzero(np.diff(marks, prepend=False, append=False)) * step
    return [(int(opens), int(closes)) for opens, closes in edges.reshape(-1, 2)]


class Oracle:
    """Open seconds of one calendar in `[start, end)`, seen in steps of 1 or 60 seconds.

    `step` must divide every boundary and every change of the zone. Answers are right as long as they lie inside; a
    question whose answer lies outside gives None.
    """

    def __init__(self, spec: CalendarSpec, start: int, end: int, step: int) -> None:
        self.start, self.step = start, step
        self.clock = watch(spec.timezone, start, end, step)
        is_open = np.full(len(self.clock.readings), spec.always)
        if not spec.always:
            self._mark(spec, is_open)
        self.is_open_at = np.repeat(is_open, step)
        self.open_seconds = np.flatnonzero(self.is_open_at) + start
        self._before = np.concatenate(([0], np.cumsum(self.is_open_at)))

    def _mark(self, spec: CalendarSpec, is_open: np.ndarray) -> None:
        clock = self.clock
        first_day = (WALL_START + timedelta(seconds=clock.readings[0])).date() - timedelta(days=8)
        last_day = (WALL_START + timedelta(seconds=clock.readings[-1])).date() + timedelta(days=2)
        for ordinal in range(first_day.toordinal(), last_day.toordinal() + 1):
            midnight = (ordinal - WALL_START.toordinal()) * DAY
            for opens, closes in shifts_of(spec, date.fromordinal(ordinal), self.step):
                begin, stop = clock.see(midnight + opens, clock.first), clock.see(midnight + closes, clock.last)
                is_open[begin:stop] = True

    def is_open(self, instant: int) -> bool:
        return bool(self.is_open_at[instant - self.start])

    def between(self, start: int, end: int) -> int:
        if end < start:
            return -self.between(end, start)
        return int(self._before[end - self.start] - self._before[start - self.start])

    def next_open(self, instant: int) -> int | None:
        return self._open_second(self._seconds_before(instant))

    def add(self, start: int, work: int) -> int | None:
        if work == 0:
            return self.next_open(start)
        if work < 0:
            return self.subtract(start, -work)
        last = self._open_second(self._seconds_before(start) + work - 1)
        return None if last is None else last + 1

    def subtract(self, end: int, work: int) -> int | None:
        if work == 0:
            return self.next_open(end)
        if work < 0:
            return self.add(end, -work)
        return self._open_second(self._seconds_before(end) - work)

    def _seconds_before(self, instant: int) -> int:
        return int(self._before[instant - self.start])

    def _open_second(self, index: int) -> int | None:
        return int(self.open_seconds[index]) if 0 <= index < len(self.open_seconds) else None
