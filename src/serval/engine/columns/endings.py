"""How the clocks of a batch ended: stopped, left with their item, or reopened once and stopped again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from serval.engine.clocks.rule import Clock
from serval.engine.columns.batch import NOWHERE, Batch, Flags, Places
from serval.engine.errors import CalendarError
from serval.engine.evidence import SETTLED_STATES
from serval.engine.verdicts.scope import Scope


@dataclass(frozen=True, slots=True)
class Endings:
    """Facts by clock; NOWHERE for what did not happen.

    stop           that stopped the clock for good
    left           by which its item was withdrawn before a stop was final
    held, resumed  the stop and the reopening between which it was paused
    is_tangled     clocks whose end takes more to tell
    """

    stop: Places
    left: Places
    held: Places
    resumed: Places
    is_tangled: Flags

    def take(self, places: Places) -> Endings:
        """Those of some of the clocks."""
        return Endings(*(getattr(self, name)[places] for name in Endings.__slots__))


def find_endings(batch: Batch, scope: Scope, clock: Clock, items: Places, start: Places) -> Endings:
    """The endings of the clocks of some items; `start` are the facts that started them."""
    stops, tied = batch.find_moments(clock.stop_names)
    stop = stops[items]
    is_tangled = tied[items] | batch.is_taken_up[items]
    is_tangled |= (stop != NOWHERE) & (batch.read_at(stop) < batch.read_at(start))
    left, is_unclear = _find_leaving(batch, scope, items, start, stop)
    stop = np.where((left != NOWHERE) & (batch.read_at(stop) > batch.read_at(left)), NOWHERE, stop)
    is_tangled |= is_unclear
    held, resumed = np.full(len(items), NOWHERE), np.full(len(items), NOWHERE)
    reopened = np.flatnonzero((start != NOWHERE) & (stop != NOWHERE) & (batch.reopened[1][items] > stop))
    if clock.is_revivable and len(reopened):
        is_simple = _is_reopened_simply(batch, scope, clock, items[reopened], stop[reopened])
        is_tangled[reopened[~is_simple]] = True
        again = reopened[is_simple]
        if clock.reopen == "resume":
            held[again], resumed[again] = stop[again], batch.reopened[0][items[again]]
            stop[again], is_tangled[again] = _find_next_stop(batch, clock, items[again], resumed[again])
    return Endings(stop, left, held, resumed, is_tangled)


def _find_leaving(batch: Batch, scope: Scope, items: Places, start: Places, stop: Places) -> tuple[Places, Flags]:
    """Withdrawals that reach a clock: it had not stopped by then, or its stop was not final yet."""
    withdrawn = np.where(start == NOWHERE, NOWHERE, batch.withdrawn[items])
    is_unclear = np.zeros(len(items), np.bool_)
    for place in np.flatnonzero(withdrawn != NOWHERE).tolist():
        at, started = int(batch.columns.at[withdrawn[place]]), int(batch.columns.at[start[place]])
        stopped = int(batch.columns.at[stop[place]]) if stop[place] != NOWHERE else at
        if started > at or (stopped < at and batch.is_confirmed[items[place]]):
            is_unclear[place] = True
        elif stopped < at:
            final = _find_final(scope, stopped)
            is_unclear[place] = final is None
            if final is not None and at >= final:
                withdrawn[place] = NOWHERE
    return withdrawn, is_unclear


def _is_reopened_simply(batch: Batch, scope: Scope, clock: Clock, items: Places, stop: Places) -> Flags:
    """Reopened once, before the stop was final, and in between in settled states alone."""
    first, last = (found[items] for found in batch.reopened)
    simply: Flags = (first == last) & ~batch.is_confirmed[items] & (batch.withdrawn[items] == NOWHERE)
    simply &= np.isin(stop, batch.find_spells(clock.stop_names).fact)
    if clock.reopen == "restart" or clock.pause & SETTLED_STATES:
        simply[:] = False
    stopped, reopened = batch.read_at(stop), batch.read_at(first)
    for place in np.flatnonzero(simply).tolist():
        final = _find_final(scope, int(stopped[place]))
        simply[place] = final is not None and stopped[place] < reopened[place] < final
    return simply


def _find_next_stop(batch: Batch, clock: Clock, items: Places, after: Places) -> tuple[Places, Flags]:
    """The first stop after a fact, and items for which that stands beside another thing of its instant."""
    is_meant = np.zeros(batch.count, np.bool_)
    is_meant[items] = True
    events = batch.list_facts(lambda word: word.kind == "event" and word.name in clock.stop_names)
    stops = np.concatenate((events, batch.find_spells(clock.stop_names).fact))
    stops = np.append(np.sort(stops[is_meant[batch.item_of[stops]]]), (NOWHERE, NOWHERE))
    place = np.searchsorted(stops[:-2], after, side="right")
    following, beyond = stops[place], stops[place + 1]
    is_own = (following != NOWHERE) & (batch.item_of[following] == items)
    at = batch.read_at(following)
    is_doubled = (beyond != NOWHERE) & (batch.item_of[beyond] == items) & (batch.read_at(beyond) == at)
    is_tied: Flags = is_own & ((at == batch.read_at(after)) | is_doubled)
    return np.where(is_own, following, NOWHERE), is_tied


def _find_final(scope: Scope, stop: int) -> int | None:
    """When a stop can no longer be undone; None outside all periods, and where no calendar can tell."""
    try:
        return scope.final_at(stop) if scope.is_closed_over(stop) else None
    except CalendarError:
        return None
