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
    """Facts by item; NOWHERE for what did not happen.

    stop           that stopped the clock for good
    left           by which its item was withdrawn before a stop was final
    held, resumed  the stop and the reopening between which it was paused
    is_tangled     items whose clock's end takes more to tell
    """

    stop: Places
    left: Places
    held: Places
    resumed: Places
    is_tangled: Flags


def find_endings(batch: Batch, scope: Scope, clock: Clock, start: Places, asked: Flags) -> Endings:
    """The endings of clocks that were started by facts, for those items that are asked about."""
    stop, is_tangled = batch.find_moments(clock.stop_names)
    is_tangled = is_tangled | batch.is_taken_up | ((stop != NOWHERE) & (batch.read_at(stop) < batch.read_at(start)))
    asked = asked & (start != NOWHERE)
    left, is_unclear = _find_leaving(batch, scope, start, stop, asked)
    stop = np.where((left != NOWHERE) & (batch.read_at(stop) > batch.read_at(left)), NOWHERE, stop)
    nothing = np.full(batch.count, NOWHERE, np.intp)
    is_tangled |= is_unclear
    if not clock.is_revivable:
        return Endings(stop, left, nothing, nothing, is_tangled)
    is_reopened = asked & (stop != NOWHERE) & (batch.reopened[1] > stop)
    is_simple = is_reopened & _is_reopened_simply(batch, scope, clock, stop, is_reopened)
    is_tangled |= is_reopened & ~is_simple
    if clock.reopen != "resume":
        return Endings(stop, left, nothing, nothing, is_tangled)
    resumed = np.where(is_simple, batch.reopened[0], NOWHERE)
    again, is_tied = _find_next_stop(batch, clock, resumed)
    is_tangled |= is_simple & is_tied
    return Endings(np.where(is_simple, again, stop), left, np.where(is_simple, stop, NOWHERE), resumed, is_tangled)


def _find_leaving(batch: Batch, scope: Scope, start: Places, stop: Places, asked: Flags) -> tuple[Places, Flags]:
    """Withdrawals that reach a clock: it had not stopped by then, or its stop was not final yet."""
    withdrawn = np.where(asked, batch.withdrawn, NOWHERE)
    at, stopped = batch.read_at(withdrawn), batch.read_at(stop)
    is_withdrawn = withdrawn != NOWHERE
    is_unclear = is_withdrawn & (batch.read_at(start) > at)
    is_after_stop = is_withdrawn & (stop != NOWHERE) & (stopped < at)
    is_unclear |= is_after_stop & batch.is_confirmed
    for item in np.flatnonzero(is_after_stop & ~is_unclear).tolist():
        final = _find_final(scope, int(stopped[item]))
        if final is None:
            is_unclear[item] = True
        elif at[item] >= final:
            withdrawn[item] = NOWHERE
    return withdrawn, is_unclear


def _is_reopened_simply(batch: Batch, scope: Scope, clock: Clock, stop: Places, asked: Flags) -> Flags:
    """Reopened once, before the stop was final, and in between in settled states alone."""
    first, last = batch.reopened
    found: Flags = asked & (first == last) & ~batch.is_confirmed & (batch.withdrawn == NOWHERE)
    found &= batch.find_spells(clock.stop_names).flag(batch, stop)
    if clock.reopen == "restart" or clock.pause & SETTLED_STATES:
        found[:] = False
    stopped, reopened = batch.read_at(stop), batch.read_at(first)
    for item in np.flatnonzero(found).tolist():
        final = _find_final(scope, int(stopped[item]))
        found[item] = final is not None and stopped[item] < reopened[item] < final
    return found


def _find_next_stop(batch: Batch, clock: Clock, after: Places) -> tuple[Places, Flags]:
    """The first stop after a fact, and items for which that stands beside another thing of its instant."""
    items = np.flatnonzero(after != NOWHERE)
    events = batch.list_facts(lambda word: word.kind == "event" and word.name in clock.stop_names)
    stops = np.concatenate((events, batch.find_spells(clock.stop_names).fact))
    stops = np.sort(stops[(after != NOWHERE)[batch.item_of[stops]]])
    found, is_tied = np.full(batch.count, NOWHERE, np.intp), np.zeros(batch.count, np.bool_)
    padded = np.append(stops, (NOWHERE, NOWHERE))
    place = np.searchsorted(stops, after[items], side="right")
    following, beyond = padded[place], padded[place + 1]
    is_own = (following != NOWHERE) & (batch.item_of[following] == items)
    found[items[is_own]] = following[is_own]
    at = batch.read_at(following)
    is_doubled = (beyond != NOWHERE) & (batch.item_of[beyond] == items) & (batch.read_at(beyond) == at)
    is_tied[items] = is_own & ((at == batch.read_at(after[items])) | is_doubled)
    return found, is_tied


def _find_final(scope: Scope, stop: int) -> int | None:
    """When a stop can no longer be undone; None outside all periods, and where no calendar can tell."""
    try:
        return scope.final_at(stop) if scope.is_closed_over(stop) else None
    except CalendarError:
        return None
