"""Vectorised twins of Calendar's questions on int64 arrays: the same second, the same errors, millions at once.

Arguments are broadcast against each other; the answer has their common shape.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serval.engine.calendars.calendar import Calendar
from serval.engine.calendars.horizon import EARLIEST, LATEST, Table
from serval.engine.calendars.lookup import Int64s

CHUNK = 1 << 15
"""Values worked on at a time, so that intermediate arrays stay in the processor's cache."""

Answer = Callable[[Calendar, Int64s, Int64s], Int64s]


def add_many(calendar: Calendar, starts: ArrayLike, works: ArrayLike) -> Int64s:
    """Twin of Calendar.add."""
    start, work = _pair(starts, works)
    return _in_chunks(_move, calendar, start, work)


def subtract_many(calendar: Calendar, ends: ArrayLike, works: ArrayLike) -> Int64s:
    """Twin of Calendar.subtract."""
    end, work = _pair(ends, works)
    return _in_chunks(_move, calendar, end, -work)


def between_many(calendar: Calendar, starts: ArrayLike, ends: ArrayLike) -> Int64s:
    """Twin of Calendar.between."""
    start, end = _pair(starts, ends)
    return _in_chunks(_count_between, calendar, start, end)


def next_open_many(calendar: Calendar, instants: ArrayLike) -> Int64s:
    """Twin of Calendar.next_open."""
    instant, work = _pair(instants, 0)
    return _in_chunks(_move, calendar, instant, work)


def is_open_many(calendar: Calendar, instants: ArrayLike) -> NDArray[np.bool_]:
    """Twin of Calendar.is_open."""
    instant = np.asarray(instants, dtype=np.int64)
    if not instant.size:
        return np.empty(instant.shape, dtype=np.bool_)
    return _reach(calendar, instant).totals.is_open(instant)


def _move(calendar: Calendar, starts: Int64s, works: Int64s) -> Int64s:
    """`add` for any sign of work."""
    least, greatest = int(works.min()), int(works.max())
    if max(-least, greatest) > LATEST - EARLIEST:
        _refuse_size(calendar, starts, works)
    table = _reach(calendar, starts)
    if least > 0:
        return _fill_forward(calendar, table, starts, works)
    if least == greatest == 0:
        return _open_next(calendar, table, starts)
    moved = np.empty(starts.shape, dtype=np.int64)
    for chosen, walk in ((works > 0, _fill_forward), (works < 0, _fill_backward)):
        if chosen.any():
            moved[chosen] = walk(calendar, table, starts[chosen], works[chosen])
    still = works == 0
    if still.any():
        moved[still] = _open_next(calendar, table, starts[still])
    return moved


def _fill_forward(calendar: Calendar, table: Table, starts: Int64s, works: Int64s) -> Int64s:
    while True:
        totals = table.totals
        targets = totals.filled_until(starts)
        targets += works
        if targets.max() <= totals.most:
            return totals.find_ends(targets)
        table = calendar.hours.grow_after(table, int((starts + works)[targets > totals.most].max()))


def _fill_backward(calendar: Calendar, table: Table, ends: Int64s, works: Int64s) -> Int64s:
    while True:
        totals = table.totals
        targets = totals.filled_until(ends)
        targets += works
        if targets.min() >= totals.least:
            return totals.find_starts(targets)
        table = calendar.hours.grow_before(table, int((ends + works)[targets < totals.least].min()))


def _open_next(calendar: Calendar, table: Table, instants: Int64s) -> Int64s:
    while True:
        found = table.totals.next_open(instants)
        beyond = found >= table.high
        if not beyond.any():
            return found
        table = calendar.hours.grow_after(table, int(instants[beyond].max()))


def _count_between(calendar: Calendar, starts: Int64s, ends: Int64s) -> Int64s:
    totals = _reach(calendar, starts, ends).totals
    counted = totals.filled_until(ends)
    counted -= totals.filled_until(starts)
    return counted


def _in_chunks(answer: Answer, calendar: Calendar, first: Int64s, second: Int64s) -> Int64s:
    answers = np.empty(first.shape, dtype=np.int64)
    flat, flat_first, flat_second = answers.reshape(-1), first.reshape(-1), second.reshape(-1)
    for start in range(0, flat.size, CHUNK):
        part = slice(start, start + CHUNK)
        flat[part] = answer(calendar, flat_first[part], flat_second[part])
    return answers


def _pair(first: ArrayLike, second: ArrayLike) -> tuple[Int64s, Int64s]:
    one, other = np.broadcast_arrays(np.asarray(first, dtype=np.int64), np.asarray(second, dtype=np.int64))
    return one, other


def _reach(calendar: Calendar, *instants: Int64s) -> Table:
    return calendar.hours.reach_both(
        min(int(values.min()) for values in instants), max(int(values.max()) for values in instants)
    )


def _refuse_size(calendar: Calendar, starts: Int64s, works: Int64s) -> None:
    """Work longer than all time has no answer, and would overflow sums: the scalar question says why."""
    for worst in (int(works.argmax()), int(works.argmin())):
        if abs(int(works[worst])) > LATEST - EARLIEST:
            calendar.add(int(starts[worst]), int(works[worst]))
