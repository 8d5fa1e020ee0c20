"""Cycles: from which start to which stop a clock ran, whatever objective claims it (TERMS.md rules 4, 6 and 7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from serval.engine.clocks.history import History, Moment, Spell
from serval.engine.clocks.rule import Clock
from serval.engine.errors import EvidenceError, Problem
from serval.engine.evidence import WITHDRAWN_STATES

FinalAt = Callable[[int], int]
"""From the instant of a stop to the instant from which it can no longer be reopened (settled, or its period closed)."""


@dataclass(frozen=True, slots=True)
class Cycle:
    """One run of a clock.

    gaps       time between a stop and its reopening, which counts as pause (`reopen: resume`)
    withdrawn  when the item was cancelled, merged or found a duplicate before this cycle was final
    """

    number: int
    start: Moment
    stop: Moment | None
    gaps: tuple[Spell, ...] = ()
    withdrawn: Moment | None = None


def find_cycles(history: History, clock: Clock, final_at: FinalAt) -> tuple[Cycle, ...]:
    """All cycles of a clock in a history, in order; none when the clock never started.

    Raises EvidenceError `clock.stop_before_start` when a stop precedes the start: bad data, never a reading.
    """
    starts = [history.opened] if clock.start == "opened" else history.find_moments({clock.start})
    if not starts:
        return ()
    stops = history.find_moments(clock.stop_names)
    if clock.repeat:
        cycles = list(_repeated(starts, stops))
    else:
        _check_order(history, clock, starts[0], stops)
        cycles = list(_revivable(history, clock, starts[0], stops, final_at)) if clock.is_revivable else []
        cycles = cycles or [Cycle(1, starts[0], stops[0] if stops else None)]
    return tuple(_withdraw(cycle, history.withdrawn, final_at) for cycle in cycles)


def _check_order(history: History, clock: Clock, start: Moment, stops: list[Moment]) -> None:
    if stops and stops[0].at < start.at:
        data = {"item": history.item, "clock": clock.name, "start": start.at, "stop": stops[0].at}
        raise EvidenceError(Problem("clock.stop_before_start", data), source=stops[0].source)


def _repeated(starts: list[Moment], stops: list[Moment]) -> Iterator[Cycle]:
    """A start while the clock runs does not move it; the next stop ends the cycle."""
    number, free_from = 0, None
    for start in starts:
        if free_from is not None and start.at < free_from:
            continue
        stop = next((stop for stop in stops if stop.at > start.at or (stop.at == start.at and stop != start)), None)
        number += 1
        yield Cycle(number, start, stop)
        if stop is None:
            return
        free_from = stop.at


def _revivable(
    history: History, clock: Clock, start: Moment, stops: list[Moment], final_at: FinalAt
) -> Iterator[Cycle]:
    reopenings = history.list_reopenings()
    confirmations = history.find_moments({"confirmed"})
    gaps: list[Spell] = []
    number, position = 1, start.at
    while True:
        stop = next((stop for stop in stops if stop.at >= position), None)
        if stop is None:
            yield Cycle(number, start, None, tuple(gaps))
            return
        final = min([final_at(stop.at), *(c.at for c in confirmations if c.at >= stop.at)])
        later = [moment for moment in reopenings if moment.at > stop.at or moment.at == stop.at > start.at]
        if clock.reopen == "ignore":
            later = [moment for moment in later if moment.at >= final]
        reopened = later[0] if later else None
        if reopened is not None and reopened.at < final and clock.reopen == "resume":
            gaps.append(Spell(stop.at, reopened.at, "resolved", stop.source))
        else:
            yield Cycle(number, start, stop, tuple(gaps))
            if reopened is None:
                return
            number, gaps, start = number + 1, [], reopened
        position = _next_instant(reopened.at, stop.at)


def _next_instant(reopened: int, stopped: int) -> int:
    """Stops are searched again from the reopening on, and never at the stop that was just used."""
    return reopened if reopened > stopped else stopped + 1


def _withdraw(cycle: Cycle, withdrawn: Moment | None, final_at: FinalAt) -> Cycle:
    """A withdrawal reaches a cycle that still ran, or had stopped but was not final yet."""
    if withdrawn is None or withdrawn.at < cycle.start.at:
        return cycle
    if cycle.stop is None or withdrawn.at <= cycle.stop.at or withdrawn.at < final_at(cycle.stop.at):
        return replace(cycle, withdrawn=withdrawn)
    return cycle


def list_pauses(history: History, clock: Clock, cycle: Cycle) -> list[Spell]:
    """Every spell whose time does not count in a cycle; they may overlap and reach beyond it."""
    spells = [spell for spell in history.states if spell.name in clock.pause]
    spells += [spell for spell in history.pauses if spell.name in clock.pause]
    spells += [spell for spell in history.states if spell.name in WITHDRAWN_STATES and spell.end is not None]
    return sorted([*spells, *cycle.gaps], key=lambda spell: (spell.start, spell.name))
