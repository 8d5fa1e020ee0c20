"""From a calendar's words to open UTC spans: the only place in the engine where local time meets UTC.

A boundary is mapped, never an interval: in a repeated local hour an opening takes the first occurrence and a closing
the last; in a missing one (an hour, or a whole date) both take the instant after the gap.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from serval.engine.calendars.spec import DAY_SECONDS, CalendarSpec, Hours, Shift
from serval.engine.errors import CalendarError, Problem
from serval.engine.instants import EPOCH
from serval.engine.spans import Spans, normalise, subtract
from serval.engine.zones import get_zone

EPOCH_ORDINAL = EPOCH.toordinal()
LONGEST_REACH = 7 * DAY_SECONDS
"""A shift may end at most this long after the midnight it counts from."""

LARGEST_OFFSET = 26 * 3600
"""No zone was ever further from UTC."""

PROBE_EVERY = 5 * DAY_SECONDS
"""No zone changes its offset twice within this time (a test reads all of the pinned data), so equal offsets at both
ends of such a block mean that nothing changed inside: most dates need no look at the zone of their own."""

WHOLE_DAY: Hours = (Shift(0, DAY_SECONDS),)


@dataclass(frozen=True, slots=True)
class OpenYear:
    """What belongs to the local dates of one year.

    spans     open UTC spans; the first or last may reach into the neighbouring year
    ordinals  its working dates (proleptic ordinals), ascending
    closings  for each of them the instant its last shift ends, spill-over past midnight included
    """

    spans: Spans
    ordinals: tuple[int, ...]
    closings: tuple[int, ...]


class Rules:
    """A spec made quick to ask: the hours of a date, and in which years anything but the week speaks."""

    def __init__(self, spec: CalendarSpec) -> None:
        self.spec = spec
        self.zone = get_zone(spec.timezone)
        self._probed: dict[int, int] = {}
        self._opened = _by_date(spec.opened)
        self._cut = _by_date(spec.closed_hours)
        has_week = any(shift.end > shift.start for hours in spec.weekly for shift in hours)
        self.always_opens_again = spec.always or has_week
        for hours in (*spec.weekly, *self._opened.values(), *self._cut.values()):
            for shift in hours:
                _check_shift(spec.name, shift)
        dates = [day for day, hours in self._opened.items() if hours]
        self.first_opening = min(dates, default=None)
        self.last_opening = max(dates, default=None)

    def hours_on(self, day: date) -> Hours:
        """The shifts that belong to a date, after all rules of precedence (see CalendarSpec)."""
        hours = self._opened.get(day)
        if hours is None:
            hours = self._usual_hours(day)
        cut = self._cut.get(day)
        if not hours or cut is None:
            return hours
        left = subtract(normalise((s.start, s.end) for s in hours), normalise((s.start, s.end) for s in cut))
        return tuple(Shift(start, end) for start, end in left)

    def steady_offset(self, start: int, end: int) -> int | None:
        """Seconds the zone is ahead of UTC if that is the same from `start` to `end`, else None."""
        block = start // PROBE_EVERY
        first = self._probe(block)
        while block * PROBE_EVERY < end:
            block += 1
            if self._probe(block) != first:
                return None
        return first

    def _probe(self, block: int) -> int:
        offset = self._probed.get(block)
        if offset is None:
            offset = self._probed[block] = _offset_at(self.zone, block * PROBE_EVERY)
        return offset

    def _usual_hours(self, day: date) -> Hours:
        spec = self.spec
        if day in spec.closed_days:
            return ()
        if spec.holidays is not None:
            if day in spec.holidays.makeup:
                return spec.weekly[spec.makeup_weekday]
            if day in spec.holidays.off:
                return ()
        return spec.weekly[day.weekday()]


def all_day_spec(spec: CalendarSpec) -> CalendarSpec:
    """The 24-hour days of an `always` calendar written as a week, for questions about its local dates."""
    week = (WHOLE_DAY, WHOLE_DAY, WHOLE_DAY, WHOLE_DAY, WHOLE_DAY, WHOLE_DAY, WHOLE_DAY)
    return replace(spec, always=False, weekly=week)


def compile_year(rules: Rules, year: int) -> OpenYear:
    """Open spans and closing times of all shifts that belong to the dates of a year (1 to 9999).

    Of the years 1 and 9999 only the spans next to their neighbours are compiled: they serve as margin.
    """
    first = date(1, 12, 1) if year == 1 else date(year, 1, 1)
    last = date(9999, 1, 31) if year == 9999 else date(year, 12, 31)
    spans: list[tuple[int, int]] = []
    ordinals: list[int] = []
    closings: list[int] = []
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        opened = list(_spans_of(rules, ordinal))
        spans.extend(opened)
        if opened and 1 < year < 9999:
            ordinals.append(ordinal)
            closings.append(max(end for _, end in opened))
    return OpenYear(normalise(spans), tuple(ordinals), tuple(closings))


def local_midnight(day: date, zone: ZoneInfo) -> int:
    """The first instant of a local date (a repeated midnight: the first; a missing one: the end of the gap)."""
    return map_boundary(zone, (day.toordinal() - EPOCH_ORDINAL) * DAY_SECONDS, closing=False)


def map_boundary(zone: ZoneInfo, wall: int, *, closing: bool) -> int:
    """The instant of a wall-clock boundary, `wall` being local seconds since 1970-01-01 00:00 of that clock."""
    local = _wall_epoch(zone) + timedelta(seconds=wall)
    early, late = _offset(local), _offset(local.replace(fold=1))
    if early == late:
        return wall - early
    if early > late:
        return wall - (late if closing else early)
    return _transition(zone, wall - late, wall - early)


def _spans_of(rules: Rules, ordinal: int) -> Iterator[tuple[int, int]]:
    hours = rules.hours_on(date.fromordinal(ordinal))
    if not hours:
        return
    midnight = (ordinal - EPOCH_ORDINAL) * DAY_SECONDS
    reach = max(shift.end for shift in hours)
    offset = rules.steady_offset(midnight - LARGEST_OFFSET, midnight + reach + LARGEST_OFFSET)
    for shift in hours:
        if offset is None:
            start = map_boundary(rules.zone, midnight + shift.start, closing=False)
            end = map_boundary(rules.zone, midnight + shift.end, closing=True)
        else:
            start, end = midnight + shift.start - offset, midnight + shift.end - offset
        if start < end:
            yield start, end


def _transition(zone: ZoneInfo, before: int, after: int) -> int:
    """The instant in `(before, after]` at which the zone's offset changes."""
    offset_before = _offset_at(zone, before)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset_at(zone, middle) == offset_before:
            before = middle
        else:
            after = middle
    return after


@cache
def _wall_epoch(zone: ZoneInfo) -> datetime:
    return EPOCH.replace(tzinfo=zone)


def _offset_at(zone: ZoneInfo, instant: int) -> int:
    return _offset((EPOCH + timedelta(seconds=instant)).astimezone(zone))


def _offset(local: datetime) -> int:
    offset = local.utcoffset()
    assert offset is not None  # noqa: S101 - every ZoneInfo has an offset; this tells the type checker
    return offset.days * DAY_SECONDS + offset.seconds


def _by_date(entries: tuple[tuple[date, Hours], ...]) -> dict[date, Hours]:
    found: dict[date, Hours] = {}
    for day, hours in entries:
        found[day] = found.get(day, ()) + hours
    return found


def _check_shift(calendar: str, shift: Shift) -> None:
    if not (0 <= shift.start < DAY_SECONDS and shift.start <= shift.end <= LONGEST_REACH):
        data = {"calendar": calendar, "start": shift.start, "end": shift.end}
        raise CalendarError(Problem("calendar.bad_shift", data))
