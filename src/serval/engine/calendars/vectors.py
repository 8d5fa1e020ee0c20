"""Vectorised twins of Calendar's questions on int64 arrays: the same second, the same errors, millions at once.

Arguments are broadcast against each other; the answer has their common shape.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serval.engine.calendars.calendar import Calendar
from serval.engine.calendars.horizon import EARLIEST, LATEST, Table
from serval.engine.calendars.lookup import Int64s, TableArrays

CHUNK = 1 << 15
"""Values worked on at a time, so that intermediate arrays stay in the processor's cache."""

Walk = Callable[[Calendar, Table, Int64s, Int64s], Int64s]


def add_many(calendar: Calendar, starts: ArrayLike, works: ArrayLike) -> Int64s:
    """Twin of Calendar.add."""
    start, work = _pair(starts, works)
    return _move(calendar, start, work)


def subtract_many(calendar: Calendar, ends: ArrayLike, works: ArrayLike) -> Int64s:
    """Twin of Calendar.subtract."""
    end, work = _pair(ends, works)
    return _move(calendar, end, -work)


def between_many(calendar: Calendar, starts: ArrayLike, ends: ArrayLike) -> Int64s:
    """Twin of Calendar.between."""
    start, end = _pair(starts, ends)
    return _in_chunks(_count_between, calendar, _reach(calendar, start, end), start, end)


def next_open_many(calendar: Calendar, instants: ArrayLike) -> Int64s:
    """Twin of Calendar.next_open."""
    instant, work = _pair(instants, 0)
    return _move(calendar, instant, work)


def is_open_many(calendar: Calendar, instants: ArrayLike) -> NDArray[np.bool_]:
    """Twin of Calendar.is_open."""
    instant = np.asarray(instants, dtype=np.int64)
    arrays = _reach(calendar, instant).arrays
    return np.asarray(instant < arrays.ends[arrays.by_start.count_up_to(instant) - 1])


def _move(calendar: Calendar, starts: Int64s, works: Int64s) -> Int64s:
    """`add` for any sign of work."""
    _check_size(calendar, starts, works)
    table = _reach(calendar, starts)
    moved = np.empty(starts.shape, dtype=np.int64)
    for chosen, walk in ((works > 0, _fill_forward), (works < 0, _fill_backward), (works == 0, _open_next)):
        if chosen.all():
            return _in_chunks(walk, calendar, table, starts, works)
        moved[chosen] = _in_chunks(walk, calendar, table, starts[chosen], works[chosen])
    return moved


def _fill_forward(calendar: Calendar, table: Table, starts: Int64s, works: Int64s) -> Int64s:
    while True:
        arrays = table.arrays
        at = arrays.by_start.count_up_to(starts) - 1
        target = _filled_by(arrays, at, starts) + works
        to = arrays.by_filled.count_up_to(target - 1)
        beyond = to >= table.count
        if not beyond.any():
            ends = target + arrays.surplus[to]
            beyond = (ends > table.high) & (to > at)
            if not beyond.any():
                return ends
        table = calendar.hours.grow_after(table, int((starts + works)[beyond].max()))


def _fill_backward(calendar: Calendar, table: Table, ends: Int64s, works: Int64s) -> Int64s:
    while True:
        arrays = table.arrays
        at = arrays.by_start.count_up_to(ends) - 1
        target = _filled_by(arrays, at, ends) + works
        beyond = target < 0
        if not beyond.any():
            starts = target + arrays.surplus[arrays.by_filled.count_up_to(target)]
            beyond = starts < table.low
            if not beyond.any():
                return starts
        table = calendar.hours.grow_before(table, int((ends + works)[beyond].min()))


def _open_next(calendar: Calendar, table: Table, instants: Int64s, _works: Int64s) -> Int64s:
    while True:
        arrays = table.arrays
        count = arrays.by_start.count_up_to(instants)
        is_open = instants < arrays.ends[count - 1]
        following = arrays.starts[np.minimum(count, table.count - 1)]
        beyond = ~is_open & ((count >= table.count) | (following >= table.high))
        if not beyond.any():
            return np.where(is_open, instants, following)
        table = calendar.hours.grow_after(table, int(instants[beyond].max()))


def _count_between(_calendar: Calendar, table: Table, starts: Int64s, ends: Int64s) -> Int64s:
    return _filled_until(table.arrays, ends) - _filled_until(table.arrays, starts)


def _filled_until(arrays: TableArrays, instants: Int64s) -> Int64s:
    return _filled_by(arrays, arrays.by_start.count_up_to(instants) - 1, instants)


def _filled_by(arrays: TableArrays, at: NDArray[np.intp], instants: Int64s) -> Int64s:
    filled: Int64s = arrays.filled[at] - np.maximum(arrays.ends[at] - instants, 0)
    return filled


def _in_chunks(walk: Walk, calendar: Calendar, table: Table, first: Int64s, second: Int64s) -> Int64s:
    answers = np.empty(first.shape, dtype=np.int64)
    flat, flat_first, flat_second = answers.reshape(-1), first.reshape(-1), second.reshape(-1)
    for start in range(0, flat.size, CHUNK):
        part = slice(start, start + CHUNK)
        if calendar.hours.table.covers(table):
            table = calendar.hours.table
        flat[part] = walk(calendar, table, flat_first[part], flat_second[part])
    return answers


def _pair(first: ArrayLike, second: ArrayLike) -> tuple[Int64s, Int64s]:
    one, other = np.broadcast_arrays(np.asarray(first, dtype=np.int64), np.asarray(second, dtype=np.int64))
    return one, other


def _reach(calendar: Calendar, *instants: Int64s) -> Table:
    filled = [values for values in instants if values.size]
    if not filled:
        return calendar.hours.table
    return calendar.hours.reach_both(
        min(int(values.min()) for values in filled), max(int(values.max()) for values in filled)
    )


def _check_size(calendar: Calendar, starts: Int64s, works: Int64s) -> None:
    """Work longer than all time has no answer, and would overflow sums: the scalar question says why."""
    if works.size:
        for worst in (int(works.argmax()), int(works.argmin())):
            if abs(int(works.flat[worst])) > LATEST - EARLIEST:
                calendar.add(int(starts.flat[worst]), int(works.flat[worst]))
