"""Running totals of open time as arrays: open seconds passed by an instant, and the instant by which they have.

Two kinds answer alike. Openings and closings mostly lie on a grid (full hours, five minutes): then time is cut into
cells that are open or closed as a whole, and each question is one division and one look. Else the spans are searched.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from serval.engine.calendars.lookup import BucketSearch, Int64s
from serval.engine.spans import Spans

MOST_CELLS = 1 << 20
"""A year by the minute, or a hundred by the hour; beyond this searching is as quick as cells."""

NEVER = 1 << 61
"""Stands for an opening that lies beyond the table; half of what fits, so that sums do not overflow."""


class Totals(ABC):
    """Open time of spans, complete for instants in `[low, high)`; every instant asked about must lie there.

    `targets` are open seconds counted from the first span, from `least` to `most`.
    """

    def __init__(self, low: int, high: int) -> None:
        self._low = low
        self._high = high

    @cached_property
    def least(self) -> int:
        """Open seconds before `low`: the least that can be sought backwards."""
        return int(self.filled_until(np.array([self._low], dtype=np.int64))[0])

    @cached_property
    def most(self) -> int:
        """Open seconds before `high`: the most that can be sought."""
        return int(self.filled_until(np.array([self._high], dtype=np.int64))[0])

    @abstractmethod
    def filled_until(self, instants: Int64s) -> Int64s:
        """Open seconds before each instant; a new array."""

    @abstractmethod
    def find_ends(self, targets: Int64s) -> Int64s:
        """The earliest instants by which `targets` (at least 1) have passed: closings where they fill a span."""

    @abstractmethod
    def find_starts(self, targets: Int64s) -> Int64s:
        """The latest instants before which `targets` (less than all) have passed: openings where they fill a span."""

    @abstractmethod
    def next_open(self, instants: Int64s) -> Int64s:
        """Each instant itself where open, else the next opening; beyond `high` when none is in the table."""

    @abstractmethod
    def is_open(self, instants: Int64s) -> NDArray[np.bool_]:
        """Whether an open second begins at each instant."""


def sum_up(spans: Spans, low: int, high: int) -> Totals:
    """The totals of spans in normal form, in cells where their borders allow it."""
    table = np.array(spans, dtype=np.int64).reshape(-1, 2)
    if len(table):
        width = int(np.gcd.reduce((table - table[0, 0]).ravel()))
        base = int(table[0, 0]) - max(0, -((low - int(table[0, 0])) // width)) * width
        cells = (max(high, int(table[-1, 1])) - base) // width + 1
        if cells <= MOST_CELLS:
            return _CellTotals(table, low, high, cells=cells, width=width, base=base)
    return _SearchedTotals(table, low, high)


class _CellTotals(Totals):
    """Time in cells of one width, each open or closed as a whole."""

    def __init__(self, spans: Int64s, low: int, high: int, *, cells: int, width: int, base: int) -> None:
        super().__init__(low, high)
        self._base = base
        self._width = width
        turns = np.zeros(cells + 1, dtype=np.int64)
        turns[(spans[:, 0] - base) // width] = 1
        turns[(spans[:, 1] - base) // width] = -1
        is_open = np.cumsum(turns[:cells]).astype(bool)
        begins = np.arange(cells, dtype=np.int64) * width
        openings = np.append(begins[is_open], NEVER)
        passed = np.cumsum(is_open) - is_open
        # Inside an open cell nothing waits (0); inside a closed one time stands still until the next opening.
        self._waits_until = np.where(is_open, 0, openings[passed])
        self._to_filled = passed * width - np.where(is_open, begins, self._waits_until)
        self._to_instant = openings[:-1] + base - np.arange(len(openings) - 1, dtype=np.int64) * width

    def filled_until(self, instants: Int64s) -> Int64s:
        since = instants - self._base
        cell = since // self._width
        np.maximum(since, self._waits_until[cell], out=since)
        since += self._to_filled[cell]
        return since

    def find_ends(self, targets: Int64s) -> Int64s:
        cell = targets - 1
        cell //= self._width
        found: Int64s = self._to_instant[cell]
        found += targets
        return found

    def find_starts(self, targets: Int64s) -> Int64s:
        found: Int64s = self._to_instant[targets // self._width]
        found += targets
        return found

    def next_open(self, instants: Int64s) -> Int64s:
        since = instants - self._base
        np.maximum(since, self._waits_until[since // self._width], out=since)
        since += self._base
        return since

    def is_open(self, instants: Int64s) -> NDArray[np.bool_]:
        return np.asarray(self._waits_until[(instants - self._base) // self._width] == 0)


class _SearchedTotals(Totals):
    """Spans that lie on no grid, behind an empty one before all time, so that a search always finds something."""

    def __init__(self, spans: Int64s, low: int, high: int) -> None:
        super().__init__(low, high)
        starts = np.concatenate(([-NEVER], spans[:, 0]))
        self._ends = np.concatenate(([-NEVER], spans[:, 1]))
        self._filled = np.cumsum(self._ends - starts)
        self._to_instant = self._ends - self._filled
        self._openings = np.append(starts, NEVER)
        self._by_start = BucketSearch(starts, low)
        self._by_filled = BucketSearch(self._filled, 0)

    def filled_until(self, instants: Int64s) -> Int64s:
        at = self._by_start.count_up_to(instants) - 1
        filled: Int64s = self._filled[at] - np.maximum(self._ends[at] - instants, 0)
        return filled

    def find_ends(self, targets: Int64s) -> Int64s:
        found: Int64s = targets + self._to_instant[self._by_filled.count_up_to(targets - 1)]
        return found

    def find_starts(self, targets: Int64s) -> Int64s:
        found: Int64s = targets + self._to_instant[self._by_filled.count_up_to(targets)]
        return found

    def next_open(self, instants: Int64s) -> Int64s:
        count = self._by_start.count_up_to(instants)
        return np.where(instants < self._ends[count - 1], instants, self._openings[count])

    def is_open(self, instants: Int64s) -> NDArray[np.bool_]:
        return np.asarray(instants < self._ends[self._by_start.count_up_to(instants) - 1])
