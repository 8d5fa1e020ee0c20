"""Running totals of open time over a window of years that grows when an answer lies outside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from itertools import accumulate, chain

from serval.engine.calendars.compile import EPOCH_ORDINAL, OpenYear, Rules, compile_year
from serval.engine.calendars.spec import DAY_SECONDS
from serval.engine.calendars.totals import Totals, sum_up
from serval.engine.errors import CalendarError, Problem
from serval.engine.instants import to_datetime
from serval.engine.spans import Spans, clip, normalise

FIRST_YEAR, LAST_YEAR = 1, 9999
"""Years that can be compiled; both serve as margin only."""


def first_instant_of(year: int) -> int:
    """Midnight UTC that begins a year."""
    return (date(year, 1, 1).toordinal() - EPOCH_ORDINAL) * DAY_SECONDS


EARLIEST, LATEST = first_instant_of(2), first_instant_of(LAST_YEAR)
"""Answers lie in `[EARLIEST, LATEST]`: the years 2 to 9998."""

MARGIN = 10 * DAY_SECONDS
"""Longer than a shift's longest reach and any offset from UTC together, so no unseen shift touches the window."""

BEFORE_ALL_TIME = -(2**62)


class Table:
    """Open spans with running totals, complete for instants in `[low, high)`; never changed once built.

    first_year, last_year  the years compiled, inclusive
    starts, ends  open spans; the first is an empty one before all time, so that a search always finds something
    filled        open seconds from the first span up to and including each span
    ordinals, closings  working dates and the instants they close
    """

    def __init__(self, first_year: int, spans: Spans, last_year: int, years: Sequence[OpenYear] = ()) -> None:
        self.first_year = first_year
        self.last_year = last_year
        self.year_count = last_year - first_year + 1
        self.low = EARLIEST if first_year <= FIRST_YEAR else first_instant_of(first_year) + MARGIN
        self.high = LATEST if last_year >= LAST_YEAR else first_instant_of(last_year + 1) - MARGIN
        self.spans = spans
        self.starts = [BEFORE_ALL_TIME, *(start for start, _ in spans)]
        self.ends = [BEFORE_ALL_TIME, *(end for _, end in spans)]
        self.filled = list(accumulate((end - start for start, end in spans), initial=0))
        self.count = len(self.starts)
        self.ordinals = list(chain.from_iterable(year.ordinals for year in years))
        self.closings = list(chain.from_iterable(year.closings for year in years))

    @cached_property
    def totals(self) -> Totals:
        """The same totals for the vectorised twins."""
        return sum_up(self.spans, self.low, self.high)


EMPTY = Table(1970, (), 1969)
"""Before anything was asked: complete nowhere, as `high` lies before `low`."""


class Horizon:
    """Gives tables of one calendar and remembers the last one.

    A table is never changed and every answer is taken from one that is held, so threads need no lock: at worst
    two of them compile the same year.
    """

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._years: dict[int, OpenYear] = {}
        self.table = Table(FIRST_YEAR, ((EARLIEST, LATEST),), LAST_YEAR) if rules.spec.always else EMPTY

    def reach(self, instant: int) -> Table:
        """A table that is complete around an instant. Raises CalendarError `calendar.horizon`."""
        return self.reach_both(instant, instant)

    def reach_both(self, one: int, other: int) -> Table:
        """A table that is complete around two instants and between. Raises CalendarError `calendar.horizon`."""
        table = self.table
        first, last = (one, other) if one <= other else (other, one)
        if table.low <= first and last < table.high:
            return table
        if first < EARLIEST or last >= LATEST:
            raise self._beyond()
        return self._compile(table, _year_of(first - MARGIN), _year_of(last + MARGIN))

    def grow_after(self, table: Table, hint: int) -> Table:
        """`table` with at least one more year, twice as many where possible.

        `hint` is an instant the answer cannot precede. Raises CalendarError: `calendar.never_opens` when no opening
        can follow, `calendar.horizon` at the end of time.
        """
        rules = self._rules
        if not rules.always_opens_again:
            limit = rules.last_opening.year + 1 if rules.last_opening else FIRST_YEAR
            if table.last_year >= min(limit, LAST_YEAR):
                raise self._never("after")
            return self._compile(table, table.first_year, limit)
        if table.last_year == LAST_YEAR or hint > LATEST:
            raise self._beyond()
        last = max(table.last_year + table.year_count, _year_of(hint + MARGIN))
        return self._compile(table, table.first_year, min(last, LAST_YEAR))

    def grow_before(self, table: Table, hint: int) -> Table:
        """As `grow_after`, into the past; `hint` is an instant the answer cannot follow."""
        rules = self._rules
        if not rules.always_opens_again:
            limit = rules.first_opening.year - 1 if rules.first_opening else LAST_YEAR
            if table.first_year <= max(limit, FIRST_YEAR):
                raise self._never("before")
            return self._compile(table, limit, table.last_year)
        if table.first_year == FIRST_YEAR or hint < EARLIEST:
            raise self._beyond()
        first = min(table.first_year - table.year_count, _year_of(hint - MARGIN))
        return self._compile(table, max(first, FIRST_YEAR), table.last_year)

    def _compile(self, known: Table, first: int, last: int) -> Table:
        if known is not EMPTY:
            first, last = min(first, known.first_year), max(last, known.last_year)
        for year in range(first, last + 1):
            if year not in self._years:
                self._years[year] = compile_year(self._rules, year)
        years = [self._years[year] for year in range(first, last + 1)]
        spans = clip(normalise(chain.from_iterable(year.spans for year in years)), EARLIEST, LATEST)
        self.table = Table(first, spans, last, years)
        return self.table

    def _beyond(self) -> CalendarError:
        data = {"calendar": self._rules.spec.name, "first_year": FIRST_YEAR + 1, "last_year": LAST_YEAR - 1}
        return CalendarError(Problem("calendar.horizon", data))

    def _never(self, direction: str) -> CalendarError:
        data = {"calendar": self._rules.spec.name, "direction": direction}
        return CalendarError(Problem("calendar.never_opens", data))


def _year_of(instant: int) -> int:
    return to_datetime(instant).year
