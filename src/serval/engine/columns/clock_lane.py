"""The lane of one course: clocks of plain items, judged in columns to the very rows that its bench would give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from serval.engine.columns.batch import FIRST_STATE, NOWHERE, Batch, Flags, Places
from serval.engine.columns.conditions import ColumnConditions
from serval.engine.columns.endings import Endings, find_endings
from serval.engine.columns.facts import Whole
from serval.engine.columns.period_rows import LaneRows, tell_period
from serval.engine.columns.plain_clocks import SAID, ClockReader
from serval.engine.spans import Spans
from serval.engine.terms.objectives import ClockObjective
from serval.engine.verdicts.clock_bench import ClockBench
from serval.engine.verdicts.column_digests import MISSING, Word
from serval.engine.verdicts.item_bench import ItemBench


@dataclass(frozen=True, slots=True)
class Sorted:
    """The items of a batch as a course sees them.

    is_plain  those it speaks of that columns can judge · is_slow  those to be judged one by one
    items     plain ones whose clock was started, with the facts that did, and how their clocks ended
    """

    is_plain: Flags
    is_slow: Flags
    items: Places
    start: Places
    endings: Endings


class ClockLane:
    """Judges the plain items of a batch for one clock bench."""

    def __init__(self, bench: ClockBench, objective: ClockObjective) -> None:
        self.bench = bench
        self._objective = objective
        self._clock = objective.clock
        self._conditions = ColumnConditions(bench.scopes[0].conditions)
        basis = bench.name_rivals(objective)
        self.words: tuple[Word, ...] = tuple((objective.version, *said, basis, "") for said in SAID)

    def sort(self, batch: Batch) -> Sorted:
        """Which items are plain for the course, and how their clocks began and ended."""
        always, never = self._conditions.match(batch)
        is_slow = ~batch.is_plain | ~(always | never)
        items = np.flatnonzero(always & ~is_slow)
        starts, tied = self._find_start(batch)
        start = starts[items]
        endings = find_endings(batch, self.bench.scopes[0], self._clock, items, start)
        is_tangled = endings.is_tangled | tied[items]
        if self._clock.pause:
            is_tangled |= batch.flag_paused(self._clock.pause)[items]
        is_slow[items[is_tangled]] = True
        started = np.flatnonzero((start != NOWHERE) & ~is_tangled)
        return Sorted(always & ~is_slow, is_slow, items[started], start[started], endings.take(started))

    def judge(self, batch: Batch, found: Sorted) -> list[LaneRows]:
        """The rows of the plain items. Raises CalendarError when any of their clocks has no answer."""
        bench, course = self.bench, self.bench.course
        at = batch.read_at(found.start)
        is_covered = (course.objectives[0].start <= at) & (at < course.latest.end)
        judged = np.flatnonzero(is_covered & ~_flag_within(at, course.assured))
        reader = ClockReader(batch, self._objective)
        clocks = reader.read(found.items[judged], found.start[judged], found.endings.take(judged))
        rows = [part for tally in bench.tallies for part in tell_period(reader, tally, clocks)]
        outside = clocks.certain != MISSING
        for period in course.periods:
            outside &= (clocks.certain < period.start) | (clocks.certain >= period.end)
        bench.not_covered += int((~is_covered & ~_flag_within(at, course.elsewhere)).sum())
        bench.outside_periods += int(outside.sum())
        return rows

    def _find_start(self, batch: Batch) -> tuple[Places, Flags]:
        if self._clock.start == "opened":
            return batch.opened, np.zeros(batch.count, np.bool_)
        return batch.find_moments(frozenset({self._clock.start}))


def open_lane(bench: ItemBench) -> ClockLane | None:
    """The lane of a bench whose clocks can be judged in columns; None where they cannot."""
    course, bounds, objective = bench.course, bench.bounds, bench.course.latest
    if not isinstance(bench, ClockBench) or not isinstance(objective, ClockObjective) or bench.subject:
        return None
    clock, base = objective.clock, objective.base
    is_simple = len(course.objectives) == 1 and not course.rolls and not course.is_window
    is_once = not clock.repeat and not clock.phases and objective.extended is None
    is_told_apart = clock.start not in clock.stop_names and not {"opened"} & clock.stop_names
    is_entered = FIRST_STATE not in clock.stop_names | clock.pause | {clock.start}
    is_summed = base not in bounds.causes and not bounds.charges_time(course)
    can_judge = is_simple and is_once and is_told_apart and is_entered and is_summed
    return ClockLane(bench, objective) if can_judge else None


def _flag_within(instants: Whole, spans: Spans) -> Flags:
    found = np.zeros(len(instants), np.bool_)
    for begin, end in spans:
        found |= (begin <= instants) & (instants < end)
    return found
