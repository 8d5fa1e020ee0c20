"""The lane of one course: clocks of plain items, judged in columns to the very rows that its bench would give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from serval.engine.columns.batch import FIRST_STATE, NOWHERE, Batch, Flags, Places
from serval.engine.columns.conditions import ColumnConditions
from serval.engine.columns.facts import Codes, Whole
from serval.engine.columns.readings import Pauses, Readings, read_clocks
from serval.engine.terms.objectives import ClockObjective
from serval.engine.verdicts.bounds import check_published
from serval.engine.verdicts.clock_bench import ClockBench
from serval.engine.verdicts.column_digests import MISSING, Word
from serval.engine.verdicts.item_bench import ItemBench
from serval.engine.verdicts.ledger import RowOutcome
from serval.engine.verdicts.tally import Tally

_SAID: tuple[tuple[RowOutcome, str], ...] = (
    ("met", "stopped_in_time"),
    ("breached", "stopped_late"),
    ("breached", "due_passed"),
    ("counted", "stopped"),
    ("open", "running"),
    ("open", "paused"),
    ("open", "carried_over"),
)
MET, STOPPED_LATE, DUE_PASSED, COUNTED, RUNNING, PAUSED, CARRIED_OVER = range(len(_SAID))


@dataclass(frozen=True, slots=True)
class LaneRows:
    """Rows of one tally for plain items, in their order.

    said  what they say: a code of `_SAID` · fact  the one that decided
    """

    tally: Tally
    item: Places
    stopped: Whole
    reading: Readings
    said: Codes
    fact: Places


@dataclass(frozen=True, slots=True)
class Clocks:
    """The clocks of plain items: whose, the facts that started and stopped them, and how they read.

    stopped  MISSING while they run · certain  when the outcome was, MISSING before
    """

    item: Places
    start: Places
    stop: Places
    stopped: Whole
    reading: Readings
    said: Codes
    certain: Whole

    def take(self, places: Places) -> Clocks:
        """Some of the clocks."""
        return Clocks(
            self.item[places],
            self.start[places],
            self.stop[places],
            self.stopped[places],
            self.reading.take(places),
            self.said[places],
            self.certain[places],
        )


class ClockLane:
    """Judges the plain items of a batch for one clock bench."""

    def __init__(self, bench: ClockBench, objective: ClockObjective) -> None:
        self.bench = bench
        self._objective = objective
        self._clock = objective.clock
        self._conditions = ColumnConditions(bench.scopes[0].conditions)
        basis = bench.name_rivals(objective)
        self.words: tuple[Word, ...] = tuple((objective.version, *said, basis, "") for said in _SAID)

    def sort(self, batch: Batch) -> tuple[Flags, Flags]:
        """Items that the objective speaks of and that are plain, and those to be judged one by one."""
        speaks, unsteady = self._conditions.match(batch)
        start, start_tied = self._find_start(batch)
        stop, stop_tied = batch.find_moments(self._clock.stop_names)
        slow = unsteady | batch.is_withdrawn | start_tied | stop_tied
        slow |= (start != NOWHERE) & (stop != NOWHERE) & (batch.read_at(stop) < batch.read_at(start))
        if self._clock.pause:
            slow |= batch.flag_paused(self._clock.pause)
        if self._clock.is_revivable:
            slow |= (stop != NOWHERE) & (batch.reopened > stop)
        # Of an item whose first values never change and do not fit, nothing else matters.
        slow = slow & (speaks | unsteady) | ~batch.is_plain
        return speaks & ~slow, slow

    def judge(self, batch: Batch, chosen: Flags) -> list[LaneRows]:
        """The rows of some plain items. Raises CalendarError when any of their clocks has no answer."""
        bench, course = self.bench, self.bench.course
        start = self._find_start(batch)[0]
        items = np.flatnonzero(chosen & (start != NOWHERE))
        at = batch.read_at(start[items])
        is_covered = (course.objectives[0].start <= at) & (at < course.latest.end)
        clocks = self._read(batch, items[is_covered & ~_flag_within(at, course.assured)])
        rows = [part for tally in bench.tallies for part in self._tell(batch, tally, clocks)]
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

    def _read(self, batch: Batch, items: Places) -> Clocks:
        start, stop = self._find_start(batch)[0][items], batch.find_moments(self._clock.stop_names)[0][items]
        is_running = stop == NOWHERE
        started, stopped = batch.read_at(start), np.where(is_running, MISSING, batch.read_at(stop))
        ended = np.where(is_running, batch.now, stopped)
        reading = self._read_at(batch, items, started, ended, is_running)
        is_sided = self._objective.target.within is not None
        said = np.where(reading.held, PAUSED, RUNNING)
        said[~is_running] = MET if is_sided else COUNTED
        certain = stopped.copy()
        if is_sided:
            late = reading.breached
            said[late] = np.where(is_running[late], DUE_PASSED, STOPPED_LATE)
            certain[late] = reading.due[late]
        return Clocks(items, start, stop, stopped, reading, said.astype(np.int32), certain)

    def _read_at(
        self, batch: Batch, items: Places, started: Whole, ended: Whole, running: Flags, *, closing: bool = False
    ) -> Readings:
        objective, limit = self._objective, self._objective.target.limit
        if limit is None:
            raise TypeError(objective.id)
        pauses = _list_pauses(batch, self._clock.pause, items)
        return read_clocks(
            objective.calendar, limit, pauses, start=started, end=ended, running=running, closing=closing
        )

    def _tell(self, batch: Batch, tally: Tally, clocks: Clocks) -> Iterator[LaneRows]:
        """What one period has to tell: clocks that became certain in it, and those that it carried over."""
        start, end = tally.period.start, tally.period.end
        certain, reading = clocks.certain, clocks.reading
        is_here = (certain >= start) & (certain < end)
        counted = np.flatnonzero(is_here)
        self._check_published(tally, clocks, counted)
        is_late = is_here & np.isin(clocks.said, (STOPPED_LATE, DUE_PASSED))
        runs_on = is_late & (reading.ended >= end)
        carried = (end > reading.started) & np.where(certain == MISSING, start <= batch.now, end <= certain)
        again = runs_on | (carried & (end <= batch.now))
        as_read = (is_here | carried) & ~again
        plain = clocks.take(np.flatnonzero(as_read))
        fact = np.where(plain.stop == NOWHERE, plain.start, plain.stop)
        yield LaneRows(tally, plain.item, plain.stopped, plain.reading, plain.said, fact)
        if again.any():
            closed = clocks.take(np.flatnonzero(again))
            ended = np.full(len(closed.item), end)
            running = np.ones(len(closed.item), np.bool_)
            read = self._read_at(batch, closed.item, closed.reading.started, ended, running, closing=True)
            said = np.where(runs_on[again], DUE_PASSED, CARRIED_OVER).astype(np.int32)
            yield LaneRows(tally, closed.item, np.full(len(said), MISSING), read, said, closed.start)

    def _check_published(self, tally: Tally, clocks: Clocks, counted: Places) -> None:
        guessed = counted[clocks.reading.provisional[counted]]
        starts, certain = clocks.reading.started[guessed].tolist(), clocks.certain[guessed].tolist()
        for started, instant in zip(starts, certain, strict=True):
            if tally.refusal is not None:
                return
            check_published(tally, started, instant)


def open_lane(bench: ItemBench) -> ClockLane | None:
    """The lane of a bench whose clocks can be judged in columns; None where they cannot."""
    course, bounds, objective = bench.course, bench.bounds, bench.course.latest
    if not isinstance(bench, ClockBench) or not isinstance(objective, ClockObjective) or bench.subject:
        return None
    clock, base = objective.clock, objective.base
    named = clock.stop_names | clock.pause | {clock.start}
    is_simple = len(course.objectives) == 1 and not course.rolls and not course.is_window
    is_once = not clock.repeat and not clock.phases and objective.extended is None
    is_told_apart = (
        clock.start not in clock.stop_names and FIRST_STATE not in named and "opened" not in clock.stop_names
    )
    is_summed = base not in bounds.causes and not bounds.charges_time(course)
    return ClockLane(bench, objective) if is_simple and is_once and is_told_apart and is_summed else None


def _list_pauses(batch: Batch, names: frozenset[str], items: Places) -> Pauses:
    """The pauses of some items, under their places among these."""
    spells = batch.find_spells(names)
    place = np.full(batch.count, NOWHERE, np.intp)
    place[items] = np.arange(len(items))
    clock = place[spells.item]
    kept = np.flatnonzero(clock != NOWHERE)
    return Pauses(clock[kept], spells.start[kept], spells.end[kept])


def _flag_within(instants: Whole, spans: tuple[tuple[int, int], ...]) -> Flags:
    found = np.zeros(len(instants), np.bool_)
    for begin, end in spans:
        found |= (begin <= instants) & (instants < end)
    return found
