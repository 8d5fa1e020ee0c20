"""What one period has to tell of plain clocks: those that became certain in it, and those it carried over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from serval.engine.columns.batch import Flags, Places
from serval.engine.columns.facts import Codes, Whole
from serval.engine.columns.plain_clocks import (
    CARRIED_OVER,
    COUNTED,
    DUE_PASSED,
    LEFT_LATE,
    MET,
    SAID,
    STOPPED_LATE,
    ClockReader,
    Clocks,
)
from serval.engine.columns.readings import Readings
from serval.engine.verdicts.bounds import check_published
from serval.engine.verdicts.column_digests import MISSING
from serval.engine.verdicts.tally import Tally

_LATE = np.zeros(len(SAID), np.bool_)
_LATE[[STOPPED_LATE, DUE_PASSED, LEFT_LATE]] = True
_IN_TIME = np.zeros(len(SAID), np.bool_)
_IN_TIME[[MET, COUNTED]] = True


@dataclass(frozen=True, slots=True)
class LaneRows:
    """Rows of one tally for plain items, in their order.

    said  what they say: a code of `SAID` · fact  the one that decided
    """

    tally: Tally
    item: Places
    stopped: Whole
    reading: Readings
    said: Codes
    fact: Places


def tell_period(reader: ClockReader, tally: Tally, clocks: Clocks) -> Iterator[LaneRows]:
    """The rows that `ClockBench` would give in a period: as read now, and as read when it closed.

    Raises CalendarError.
    """
    start, end, now = tally.period.start, tally.period.end, reader.batch.now
    certain, reading = clocks.certain, clocks.reading
    is_here = (certain >= start) & (certain < end)
    is_late = _LATE[clocks.said]
    _check_published(tally, clocks, is_here & (is_late | _IN_TIME[clocks.said]))
    runs_on = is_here & is_late & (reading.ended >= end)
    carried = (end > reading.started) & np.where(certain == MISSING, start <= now, end <= certain)
    again = runs_on | (carried & (end <= now))
    plain = clocks.take(np.flatnonzero((is_here | carried) & ~again))
    yield LaneRows(tally, plain.item, plain.stopped, plain.reading, plain.said, plain.decided)
    if again.any():
        closed = clocks.take(np.flatnonzero(again))
        ended = np.full(len(closed.item), end)
        unstopped = np.ones(len(closed.item), np.bool_)
        read = reader.read_at(closed.item, closed.reading.started, ended, unstopped, closing=True)
        said = np.where(runs_on[again], DUE_PASSED, CARRIED_OVER).astype(np.int32)
        yield LaneRows(tally, closed.item, np.full(len(said), MISSING), read, said, closed.start)


def _check_published(tally: Tally, clocks: Clocks, counted: Flags) -> None:
    """A clock counted by holidays that nobody has published yet keeps its period from being judged."""
    guessed = np.flatnonzero(counted & clocks.reading.provisional)
    starts, certain = clocks.reading.started[guessed].tolist(), clocks.certain[guessed].tolist()
    for started, instant in zip(starts, certain, strict=True):
        if tally.refusal is not None:
            return
        check_published(tally, started, instant)
