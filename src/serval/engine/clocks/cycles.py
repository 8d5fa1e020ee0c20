"""Cycles: from which start to which stop a clock ran, whatever objective claims it (TERMS.md rules 4, 6 and 7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from serval.engine.clocks.history import History, Moment, Spell
from serval.engine.clocks.rule import Clock
from serval.engine.errors import EvidenceError, Problem
from serval.engine.evidence import SETTLED_STATES, WITHDRAWN_STATES

FinalAt = Callable[[int], int]
"""From the instant of a stop to the instant from which it can no longer be reopened (settled, or its period closed)."""

_REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Cycle:
    """One run of a clock.

    number     1 for the first start; a reopening or a repeated start begins the next, a reclassification does not
    gaps       time between a stop and its reopening, which counts as pause (`reopen: resume`)
    withdrawn  when the item was cancelled, merged or found a duplicate before this cycle was final
    """

    number: int
    start: Moment
    stop: Moment | None
    gaps: tuple[Spell, ...] = ()
    withdrawn: Moment | None = None

    @property
    def ended(self) -> int | None:
        """When it stopped, or left because its item was withdrawn before; None while it runs."""
        ends = [moment.at for moment in (self.stop, self.withdrawn) if moment is not None]
        return min(ends, default=None)


def find_cycles(history: History, clock: Clock, final_at: FinalAt) -> tuple[Cycle, ...]:
    """All cycles of a clock in a history, in order; none when the clock never started.

    Raises EvidenceError `clock.stop_before_start` when a stop precedes the start: bad data, never a reading.
    """
    starts = [history.opened] if clock.start == "opened" else history.find_moments({clock.start})
    if not starts:
        return ()
    if clock.repeat:
        cycles = list(_repeated(starts, history.find_moments(clock.stop_names), clock))
    else:
        _check_order(history, clock, starts[0])
        if clock.is_revivable:
            cycles = list(_revivable(history, clock, starts[0], final_at))
        else:
            cycles = [Cycle(1, starts[0], _find_stop(history, clock, starts[0]))]
    return tuple(_withdraw(cycle, history, final_at) for cycle in cycles)


def begin_afresh(history: History, clock: Clock, cycle: Cycle, changed: Moment, final_at: FinalAt) -> Cycle | None:
    """The run that a reclassification owes after a cycle has stopped (`reclassified: restart`).

    None when the item was settled or withdrawn at that instant: then nothing is owed any more.
    """
    if history.find_state(changed.at) in SETTLED_STATES | WITHDRAWN_STATES:
        return None
    stop = next((moment for moment in history.find_moments(clock.stop_names) if moment.at > changed.at), None)
    return _withdraw(Cycle(cycle.number, changed, stop), history, final_at)


def _check_order(history: History, clock: Clock, start: Moment) -> None:
    """A state that was entered and left again before the start is no stop; an event, or a state still held, is."""
    early = [event for event in history.events if event.name in clock.stop_names and event.at < start.at]
    early += [
        spell.beginning
        for spell in history.states
        if spell.name in clock.stop_names and spell.start < start.at and (spell.end is None or spell.end > start.at)
    ]
    if early:
        stop = min(early, key=lambda moment: (moment.at, moment.seq, moment.name))
        data = {"item": history.item, "clock": clock.name, "start": start.at, "stop": stop.at}
        raise EvidenceError(Problem("clock.stop_before_start", data), source=stop.source)


def _find_stop(history: History, clock: Clock, start: Moment) -> Moment | None:
    stops = history.find_moments(clock.stop_names)
    return next((stop for stop in stops if stop.at >= start.at and stop != start), None)


def _repeated(starts: list[Moment], stops: list[Moment], clock: Clock) -> Iterator[Cycle]:
    """A start while the clock runs does not move it; the next stop ends the cycle, and each stop ends only one.

    Where nothing orders the moments of one instant, a running clock is stopped first and an idle one started first.
    """
    number, running = 0, None
    moments = sorted({*starts, *stops}, key=lambda moment: (moment.at, moment.seq, moment.name))
    for _, group in groupby(moments, key=lambda moment: (moment.at, moment.seq)):
        together = list(group)
        start = next((moment for moment in together if moment.name == clock.start), None)
        stop = next((moment for moment in together if moment.name in clock.stop_names and moment != start), None)
        was_running = running is not None
        if running is not None and (ending := stop or _both(start, clock)) is not None:
            yield Cycle(number, running, ending)
            running = None
        if running is None and start is not None:
            number, running = number + 1, start
            if stop is not None and not was_running:
                yield Cycle(number, running, stop)
                running = None
    if running is not None:
        yield Cycle(number, running, None)


def _both(start: Moment | None, clock: Clock) -> Moment | None:
    """A start that also stops: each reply ends one cycle and begins the next."""
    return start if start is not None and start.name in clock.stop_names else None


def _revivable(history: History, clock: Clock, start: Moment, final_at: FinalAt) -> Iterator[Cycle]:
    number, stop = 1, None
    gaps: list[Spell] = []
    for turn in _list_turns(history, clock):
        if turn.at < start.at:
            continue
        if turn.name != _REOPENED:
            stop = stop or turn
        elif stop is not None and (clock.reopen == "restart" or turn.at >= _find_final(history, stop, final_at)):
            yield Cycle(number, start, stop, tuple(gaps))
            number, start, stop, gaps = number + 1, turn, None, []
        elif stop is not None and clock.reopen == "resume":
            gaps.append(Spell(stop.at, turn.at, stop.name, stop.source, stop.seq, turn.source))
            stop = None
    yield Cycle(number, start, stop, tuple(gaps))


def _list_turns(history: History, clock: Clock) -> list[Moment]:
    """Stops and reopenings in the order in which they happened.

    An item is reopened when it was settled and becomes active, even if it was withdrawn in between.
    """
    turns = [event for event in history.events if event.name in clock.stop_names]
    settled = False
    for spell in history.states:
        if settled and spell.name not in SETTLED_STATES | WITHDRAWN_STATES:
            turns.append(replace(spell.beginning, name=_REOPENED))
            settled = False
        if spell.name in clock.stop_names:
            turns.append(spell.beginning)
        settled = settled or spell.name in SETTLED_STATES
    return sorted(turns, key=lambda moment: (moment.at, moment.seq))


def _find_final(history: History, stop: Moment, final_at: FinalAt) -> int:
    """From when on a stop stands: the client's confirmation, or what `final_at` says, whichever is first."""
    confirmed = (event.at for event in history.events if event.name == "confirmed" and event.at >= stop.at)
    return min([final_at(stop.at), *confirmed])


def _withdraw(cycle: Cycle, history: History, final_at: FinalAt) -> Cycle:
    """A withdrawal reaches a cycle that still ran, that had stopped but was not final yet, or that began later."""
    withdrawn = history.withdrawn
    if withdrawn is None:
        return cycle
    if withdrawn.at < cycle.start.at:
        return replace(cycle, withdrawn=replace(withdrawn, at=cycle.start.at))
    if cycle.stop is None or withdrawn.at <= cycle.stop.at or withdrawn.at < _find_final(history, cycle.stop, final_at):
        return replace(cycle, withdrawn=withdrawn)
    return cycle


def list_pauses(history: History, clock: Clock, cycle: Cycle) -> list[Spell]:
    """Every spell whose time does not count in a cycle; they may overlap and reach beyond it.

    Time in which the item was withdrawn for a while is pause, whatever the clock names.
    """
    gone = history.withdrawn
    spells = [spell for spell in (*history.states, *history.pauses) if spell.name in clock.pause]
    spells += [
        spell
        for spell in history.states
        if spell.name in WITHDRAWN_STATES and spell.end is not None and (gone is None or spell.start < gone.at)
    ]
    return sorted([*spells, *cycle.gaps], key=lambda spell: (spell.start, spell.name))
