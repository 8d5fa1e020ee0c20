"""Readings of many clocks at once: `clocks.reading.read_clock` in columns, for pauses that do not overlap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from serval.engine.calendars.calendar import Calendar
from serval.engine.calendars.vectors import add_many, between_many
from serval.engine.columns.batch import Flags, Places
from serval.engine.columns.facts import Whole
from serval.engine.columns.targets import find_budgets
from serval.engine.durations import Duration
from serval.engine.verdicts.column_digests import MISSING


@dataclass(frozen=True, slots=True)
class Pauses:
    """Pauses by clock and in order, those of one clock apart from each other; NEVER ends one that goes on."""

    clock: Places
    start: Whole
    end: Whole


@dataclass(frozen=True, slots=True)
class Readings:
    """Clocks read at `ended`; `due` is MISSING where there is none."""

    started: Whole
    ended: Whole
    target: Whole
    elapsed: Whole
    paused: Whole
    due: Whole
    provisional: Flags
    breached: Flags
    held: Flags

    def take(self, places: Places) -> Readings:
        """Some of the readings."""
        return Readings(*(getattr(self, name)[places] for name in Readings.__slots__))


def read_clocks(
    calendar: Calendar,
    limit: Duration,
    pauses: Pauses,
    *,
    start: Whole,
    end: Whole,
    unstopped: Flags,
    closing: bool = False,
) -> Readings:
    """Twin of `read_clock`.

    unstopped  clocks that a pause which goes on at their end can hold
    closing    read as of the end of a period: what begins or ends at `end` is not seen

    Raises CalendarError when any of the clocks has no answer.
    """
    clock = pauses.clock
    own_end = end[clock]
    goes_on = (pauses.start < own_end) & (pauses.end >= own_end) if closing else pauses.end > own_end
    goes_on &= pauses.start <= own_end
    held = np.zeros(len(start), np.bool_)
    held[clock[goes_on]] = True
    held &= unstopped
    begin, finish = np.maximum(pauses.start, start[clock]), np.minimum(pauses.end, own_end)
    kept = begin < finish
    clipped = Pauses(clock[kept], begin[kept], finish[kept])
    cost = between_many(calendar, clipped.start, clipped.end)
    paused = np.bincount(clipped.clock, weights=cost, minlength=len(start)).astype(np.int64)
    target = find_budgets(calendar, start, limit)
    due = _find_due(calendar, clipped, start=start, end=end, target=target, held=held)
    return Readings(
        started=start,
        ended=end,
        target=target,
        elapsed=between_many(calendar, start, end) - paused,
        paused=paused,
        due=due,
        provisional=_find_provisional(calendar, start, due),
        breached=(due != MISSING) & (due < end),
        held=held,
    )


def _find_due(calendar: Calendar, pauses: Pauses, *, start: Whole, end: Whole, target: Whole, held: Flags) -> Whole:
    """Twin of `find_due`, walking the first pauses of all clocks, then the second ones, and so on."""
    position, left = start.copy(), target.copy()
    is_filled = np.zeros(len(start), np.bool_)
    for turn in _list_turns(pauses.clock):
        turn = turn[~is_filled[pauses.clock[turn]]]
        clock, begin = pauses.clock[turn], pauses.start[turn]
        usable = between_many(calendar, position[clock], begin)
        is_filled[clock] = left[clock] <= usable
        goes_on = ~is_filled[clock]
        clock, usable, turn = clock[goes_on], usable[goes_on], turn[goes_on]
        position[clock] = pauses.end[turn]
        left[clock] -= usable
    waiting = np.flatnonzero(held & ~is_filled)
    is_open = left[waiting] > between_many(calendar, position[waiting], end[waiting])
    left[waiting[is_open]] = 0
    due = add_many(calendar, position, left)
    due[waiting[is_open]] = MISSING
    return due


def _list_turns(clock: Places) -> list[Places]:
    """The first pause of each clock, the second one of each that has two, and so on."""
    if not len(clock):
        return []
    is_first = np.ones(len(clock), np.bool_)
    np.not_equal(clock[1:], clock[:-1], out=is_first[1:])
    begins = np.flatnonzero(is_first)
    rank = np.arange(len(clock)) - np.repeat(begins, np.diff(np.append(begins, len(clock))))
    if not rank.any():
        return [np.arange(len(clock))]
    return np.split(np.argsort(rank, kind="stable"), np.cumsum(np.bincount(rank))[:-1])


def _find_provisional(calendar: Calendar, start: Whole, due: Whole) -> Flags:
    if calendar.known_from is None or calendar.known_until is None:
        return np.zeros(len(start), np.bool_)
    is_known = (np.minimum(start, due) >= calendar.known_from) & (np.maximum(start, due) <= calendar.known_until)
    found: Flags = (due != MISSING) & ~is_known
    return found
