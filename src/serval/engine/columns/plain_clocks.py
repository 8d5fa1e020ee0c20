"""The clocks of plain items: read, and decided as `verdicts.judgement` decides one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from serval.engine.clocks.rule import Clock
from serval.engine.columns.batch import NOWHERE, Batch, Flags, Places
from serval.engine.columns.endings import Endings
from serval.engine.columns.facts import Codes, Whole
from serval.engine.columns.readings import Pauses, Readings, read_clocks
from serval.engine.evidence import WITHDRAWN_STATES
from serval.engine.terms.objectives import ClockObjective
from serval.engine.verdicts.column_digests import MISSING
from serval.engine.verdicts.ledger import RowOutcome

_LEFT = tuple(sorted(WITHDRAWN_STATES))

SAID: tuple[tuple[RowOutcome, str], ...] = (
    ("met", "stopped_in_time"),
    ("breached", "stopped_late"),
    ("breached", "due_passed"),
    ("breached", "breached_before_leaving"),
    ("counted", "stopped"),
    ("open", "running"),
    ("open", "paused"),
    ("open", "carried_over"),
    *(("excluded", name) for name in _LEFT),
)
"""Outcome and reason, by code."""

MET, STOPPED_LATE, DUE_PASSED, LEFT_LATE, COUNTED, RUNNING, PAUSED, CARRIED_OVER, EXCLUDED = range(9)


@dataclass(frozen=True, slots=True)
class Clocks:
    """The clocks of plain items: whose, the facts that started and decided them, and how they read.

    stopped  MISSING for those that did not stop · certain  when the outcome was, MISSING before
    """

    item: Places
    start: Places
    decided: Places
    stopped: Whole
    reading: Readings
    said: Codes
    certain: Whole

    def take(self, places: Places) -> Clocks:
        """Some of the clocks."""
        return Clocks(
            self.item[places],
            self.start[places],
            self.decided[places],
            self.stopped[places],
            self.reading.take(places),
            self.said[places],
            self.certain[places],
        )


class ClockReader:
    """Reads the clocks of one objective on items of a batch."""

    def __init__(self, batch: Batch, objective: ClockObjective) -> None:
        self.batch = batch
        self._objective = objective
        self._pauses = Pauses(np.empty(0, np.intp), np.empty(0, np.int64), np.empty(0, np.int64))

    def read(self, items: Places, start: Places, endings: Endings) -> Clocks:
        """The clocks of items as of now, which facts started and ended as told. Raises CalendarError."""
        batch = self.batch
        stop, left = endings.stop, endings.left
        self._pauses = _list_pauses(batch, self._objective.clock, items, endings)
        has_stopped, has_left = stop != NOWHERE, left != NOWHERE
        end = np.where(has_stopped, stop, left)
        has_ended = end != NOWHERE
        stopped = np.where(has_stopped, batch.read_at(stop), MISSING)
        ended = np.where(has_ended, batch.read_at(end), batch.now)
        reading = self.read_at(items, batch.read_at(start), ended, ~has_stopped)
        is_sided = self._objective.target.within is not None
        said = np.where(reading.held, PAUSED, RUNNING)
        said[has_stopped] = MET if is_sided else COUNTED
        certain = stopped.copy()
        said[has_left] = EXCLUDED + self._name_leaving(left[has_left])
        certain[has_left] = batch.read_at(left[has_left])
        decided = np.where(has_left, left, np.where(has_stopped, stop, start))
        if is_sided:
            late = reading.breached
            said[late] = np.where(has_stopped[late], STOPPED_LATE, np.where(has_left[late], LEFT_LATE, DUE_PASSED))
            certain[late] = reading.due[late]
            decided[late] = np.where(has_ended[late], end[late], start[late])
        return Clocks(items, start, decided, stopped, reading, said.astype(np.int32), certain)

    def read_at(
        self, items: Places, started: Whole, ended: Whole, unstopped: Flags, *, closing: bool = False
    ) -> Readings:
        """The clocks of some items at given instants. Raises CalendarError."""
        objective, limit = self._objective, self._objective.target.limit
        if limit is None:
            raise TypeError(objective.id)
        pauses = _take_pauses(self._pauses, items, self.batch.count)
        return read_clocks(
            objective.calendar, limit, pauses, start=started, end=ended, unstopped=unstopped, closing=closing
        )

    def _name_leaving(self, left: Places) -> Codes:
        words = self.batch.columns.words
        codes = np.array([_LEFT.index(word.name) if word.name in _LEFT else 0 for word in words], np.int32)
        return codes[self.batch.columns.word[left]]


def _list_pauses(batch: Batch, clock: Clock, items: Places, endings: Endings) -> Pauses:
    """The pauses of some items, under the items' places: states, and the time between a stop and a reopening."""
    spells = batch.find_spells(clock.pause)
    gaps = np.flatnonzero(endings.resumed != NOWHERE)
    if not len(gaps):
        return Pauses(spells.item, spells.start, spells.end)
    item, start = items[gaps], batch.read_at(endings.held[gaps])
    # Spells and gaps are in order already, and gaps are few: they find their places among the spells of their items.
    first, last = np.searchsorted(spells.item, item), np.searchsorted(spells.item, item, side="right")
    pairs = zip(first.tolist(), last.tolist(), start.tolist(), strict=True)
    places = [begin + int(np.searchsorted(spells.start[begin:end], at, side="right")) for begin, end, at in pairs]
    return Pauses(
        np.insert(spells.item, places, item),
        np.insert(spells.start, places, start),
        np.insert(spells.end, places, batch.read_at(endings.resumed[gaps])),
    )


def _take_pauses(pauses: Pauses, items: Places, count: int) -> Pauses:
    """Those of some of `count` items, under their places among these."""
    place = np.full(count, NOWHERE, np.intp)
    place[items] = np.arange(len(items))
    clock = place[pauses.clock]
    kept = np.flatnonzero(clock != NOWHERE)
    return Pauses(clock[kept], pauses.start[kept], pauses.end[kept])
