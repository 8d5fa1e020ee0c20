"""A compiled business calendar: exact questions about working time, each answered by a binary search.

Instants are UTC seconds, half-open: at a closing instant the calendar is closed. docs/engine/calendar.md works
through every rule with numbers.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from serval.engine.calendars.compile import Rules, all_day_spec, local_midnight
from serval.engine.calendars.days import (
    close_after_calendar_days,
    close_after_working_days,
    count_working,
    is_working,
)
from serval.engine.calendars.horizon import Horizon
from serval.engine.calendars.spec import CalendarSpec
from serval.engine.canonical import digest
from serval.engine.instants import to_datetime, to_instant
from serval.engine.spans import Spans, clip
from serval.engine.zones import TZDATA_VERSION

ONE_DAY = timedelta(days=1)


class Calendar:
    """One calendar, ready to answer; build it with `compile_calendar`. Safe to share between threads.

    Every question may raise CalendarError: `calendar.horizon` when the answer or an argument lies outside the years
    2 to 9998, `calendar.never_opens` when no opening can ever be found.

    known_from, known_until  instants between which public holidays are published; None when it needs none
    hours                    open spans with running totals, for the vectorised twins
    """

    def __init__(self, spec: CalendarSpec) -> None:
        rules = Rules(spec)
        self.spec = spec
        self.name: str = spec.name
        self.zone: ZoneInfo = rules.zone
        self.hours = Horizon(rules)
        self._dates = Horizon(Rules(all_day_spec(spec))) if spec.always else self.hours
        self.known_from: int | None = None
        self.known_until: int | None = None
        if spec.holidays is not None:
            self.known_from = local_midnight(date(spec.holidays.first_year, 1, 1), self.zone)
            self.known_until = local_midnight(date(spec.holidays.last_year, 12, 31) + ONE_DAY, self.zone)

    def __reduce__(self) -> tuple[object, ...]:
        # A zone read from a file cannot be pickled; worker processes compile the calendar again.
        return (compile_calendar, (self.spec,))

    def add(self, start: int, work: int) -> int:
        """The earliest instant by which `work` open seconds have passed since `start`.

        A target filled exactly at a closing is that closing. No work outside hours gives the next opening;
        negative work is `subtract`.
        """
        if work <= 0:
            return self.subtract(start, -work) if work else self.next_open(start)
        table = self.hours.table
        if not table.low <= start < table.high:
            table = self.hours.reach(start)
        at = bisect_right(table.starts, start) - 1
        rest = table.ends[at] - start
        if rest >= work:
            return start + work
        target = table.filled[at] + work - (rest if rest > 0 else 0)
        to = bisect_left(table.filled, target, at + 1)
        if to < table.count:
            end = table.ends[to] + target - table.filled[to]
            if end <= table.high:
                return end
        self.hours.grow_after(table, start + work)
        return self.add(start, work)

    def subtract(self, end: int, work: int) -> int:
        """The latest instant from which `work` open seconds pass until `end`.

        Work that reaches back exactly to an opening gives that opening. No work outside hours gives the *next*
        opening, as in `add`: a start is never moved backwards. Negative work is `add`.
        """
        if work <= 0:
            return self.add(end, -work) if work else self.next_open(end)
        table = self.hours.table
        if not table.low <= end < table.high:
            table = self.hours.reach(end)
        at = bisect_right(table.starts, end) - 1
        rest = table.ends[at] - end
        target = table.filled[at] - (rest if rest > 0 else 0) - work
        if target >= 0:
            to = bisect_right(table.filled, target, 0, at + 1)
            start = table.ends[to] + target - table.filled[to]
            if start >= table.low:
                return start
        self.hours.grow_before(table, end - work)
        return self.subtract(end, work)

    def between(self, start: int, end: int) -> int:
        """Open seconds from `start` to `end`; negative when `end` is before `start`."""
        table = self.hours.table
        if not (table.low <= start < table.high and table.low <= end < table.high):
            table = self.hours.reach_both(start, end)
        at = bisect_right(table.starts, start) - 1
        to = bisect_right(table.starts, end) - 1
        late = table.ends[to] - end
        early = table.ends[at] - start
        open_at_end = table.filled[to] - (late if late > 0 else 0)
        return open_at_end - table.filled[at] + (early if early > 0 else 0)

    def add_datetime(self, start: datetime, work: int) -> datetime:
        """`add` for an aware datetime, answered in the same zone; sub-seconds of `start` are cut off.

        Raises EvidenceError `instant.naive` as well.
        """
        return to_datetime(self.add(to_instant(start), work)).astimezone(start.tzinfo)

    def between_datetimes(self, start: datetime, end: datetime) -> int:
        """`between` for aware datetimes of any zones; sub-seconds are cut off.

        Raises EvidenceError `instant.naive` as well.
        """
        return self.between(to_instant(start), to_instant(end))

    def next_open(self, instant: int) -> int:
        """The instant itself when the calendar is open then, else the next opening."""
        table = self.hours.reach(instant)
        at = bisect_right(table.starts, instant) - 1
        if instant < table.ends[at]:
            return instant
        if at + 1 < table.count and table.starts[at + 1] < table.high:
            return table.starts[at + 1]
        self.hours.grow_after(table, instant)
        return self.next_open(instant)

    def is_open(self, instant: int) -> bool:
        """Whether working time passes in the second that begins at the instant."""
        table = self.hours.reach(instant)
        return instant < table.ends[bisect_right(table.starts, instant) - 1]

    def open_spans(self, start: int, end: int) -> Spans:
        """The open spans inside `[start, end)`."""
        if end <= start:
            return ()
        return clip(self.hours.reach_both(start, end).spans, start, end)

    def local_date(self, instant: int) -> date:
        """The date that the calendar's zone shows at an instant."""
        return to_datetime(instant).astimezone(self.zone).date()

    def is_working_day(self, day: date) -> bool:
        """Whether any open second belongs to a date (of one missing in the zone, only what spills past it)."""
        return is_working(self._dates, day.toordinal())

    def add_days(self, start: int, count: int, unit: Literal["wd", "d"]) -> int:
        """The instant at which a deadline of `count` days ends: the closing of its last day (TERMS.md rule 16).

        wd: the count-th working date after the local date of `start`; 0 is that date itself, or the next working one.
        d:  the date `count` calendar days on; when it is not worked, the next working one (民法典 201–203).
        Negative counts go backwards, in `d` to the working date before. The closing includes spill-over past midnight;
        on an `always` calendar it is local 24:00.
        """
        day = self.local_date(start).toordinal()
        if unit == "wd":
            return close_after_working_days(self._dates, day, count)
        return close_after_calendar_days(self._dates, day, count)

    def days_between(self, first: date, last: date, *, inclusive: bool = False) -> int:
        """Working dates from `first` up to `last`, which counts only when `inclusive`; negative when reversed."""
        if last < first:
            return -self.days_between(last, first, inclusive=inclusive)
        return count_working(self._dates, first, last + ONE_DAY if inclusive else last)

    def is_known(self, start: int, end: int) -> bool:
        """Whether the public holidays of all years touched by `[start, end)` are published."""
        if self.known_from is None or self.known_until is None:
            return True
        return self.known_from <= min(start, end) and max(start, end) <= self.known_until

    def digest(self, start: int, end: int) -> str:
        """SHA-256 of what was compiled for `[start, end)`: two specs that open alike there have one digest."""
        spans = [[opened, closed] for opened, closed in self.open_spans(start, end)]
        return digest({"spans": spans, "timezone": self.zone.key, "tzdata": TZDATA_VERSION})


def compile_calendar(spec: CalendarSpec) -> Calendar:
    """A calendar ready to answer.

    Raises CalendarError `calendar.unknown_zone`, or `calendar.bad_shift` for a shift that ends before it starts, starts
    outside its date or lasts beyond a week.
    """
    return Calendar(spec)
