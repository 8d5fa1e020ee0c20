"""Wall-clock readings of a zone become instants; readings that never happened or happened twice are refused.

A reading is counted in seconds as if its zone were UTC, so nothing is ever added to a zoned datetime.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from typing import Literal, NamedTuple

from serval.engine.instants import EPOCH, FIRST_INSTANT, LAST_INSTANT, ONE_SECOND, to_datetime

Ambiguity = Literal["refuse", "first", "last"]

DAY_SECONDS = 86_400
EPOCH_DAY = EPOCH.toordinal()


class When(NamedTuple):
    """What a text says: seconds on the wall clock, or an instant where the text itself names its offset."""

    seconds: int
    is_instant: bool = False


class TimeFault(Exception):
    """A cell holds no usable time; `code` is the problem's code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def count_wall_seconds(year: int, month: int, day: int, second: int) -> int:
    """Seconds from 1970-01-01 00:00 to a wall-clock reading, both without zone. Raises ValueError for no date."""
    return (date(year, month, day).toordinal() - EPOCH_DAY) * DAY_SECONDS + second


class WallClock:
    """The clock on the wall of one zone."""

    def __init__(self, zone: tzinfo, ambiguous: Ambiguity = "refuse") -> None:
        self._zone = zone
        self._ambiguous = ambiguous
        self._even_days: dict[int, int | None] = {}

    def find_instant(self, wall: int) -> int:
        """The instant (UTC seconds) at which the clock showed `wall`.

        Raises TimeFault `row.time_nonexistent`, `row.time_ambiguous` or `row.time_unreadable` (beyond year 1 to 9999).
        """
        day = wall // DAY_SECONDS
        if day not in self._even_days:
            self._even_days[day] = self._find_even_offset(day)
        offset = self._even_days[day]
        return wall - offset if offset is not None else self._search(wall)

    def _find_even_offset(self, day: int) -> int | None:
        """The one offset of a whole local day, or None where the day has a change (or lies at an end of time)."""
        first = day * DAY_SECONDS
        if not FIRST_INSTANT + DAY_SECONDS <= first < LAST_INSTANT - 2 * DAY_SECONDS:
            return None
        marks = (first, first + DAY_SECONDS // 2, first + DAY_SECONDS)
        offsets = {self._offset_at(mark, fold) for mark in marks for fold in (0, 1)}
        return offsets.pop() if len(offsets) == 1 else None

    def _offset_at(self, wall: int, fold: int) -> int:
        moment = to_datetime(wall).replace(tzinfo=self._zone, fold=fold)
        return (moment.utcoffset() or timedelta()) // ONE_SECOND

    def _search(self, wall: int) -> int:
        try:
            candidates = {wall - self._offset_at(wall, fold) for fold in (0, 1)}
            instants = sorted(instant for instant in candidates if self._shows(instant) == wall)
        except (OverflowError, ValueError):
            raise TimeFault("row.time_unreadable") from None
        if not instants:
            raise TimeFault("row.time_nonexistent")
        if len(instants) > 1 and self._ambiguous == "refuse":
            raise TimeFault("row.time_ambiguous")
        return instants[-1] if self._ambiguous == "last" else instants[0]

    def _shows(self, instant: int) -> int:
        shown = to_datetime(instant).astimezone(self._zone)
        return count_wall_seconds(shown.year, shown.month, shown.day, _second_of_day(shown))


def _second_of_day(moment: datetime) -> int:
    return moment.hour * 3_600 + moment.minute * 60 + moment.second
