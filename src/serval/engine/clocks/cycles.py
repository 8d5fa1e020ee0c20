"""Cycles: from which start to which stop a clock ran, whatever objective claims it (TERMS.md rules 4, 6 and 7)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from serval.engine.clocks.finality import FinalAt, Finality
from serval.engine.clocks.history import History, Moment, Spell
from serval.engine.clocks.rule import Clock
from serval.engine.errors import EvidenceError, Problem
from serval.engine.evidence import SETTLED_STATES, WITHDRAWN_STATES

_REOPENED = "reopened"
_TAKEN_UP = "taken_up"


@dataclass(frozen=True, slots=True)
class Cycle:
    """One run of a clock.

    number     1 for the first start; a reopening, a repeated start or a run owed anew begins the next
    gaps       time between a stop and its reopening, which counts as pause (`reopen: resume`)
    withdrawn  when the item was cancelled, merged or found a duplicate before this cycle was final
    anew_of    number of the cycle after whose end a reclassification made this run owed anew; 0 for all others
    """

    number: int
    start: Moment
    stop: Moment | None
    gaps: tuple[Spell, ...] = ()
    withdrawn: Moment | None = None
    anew_of: int = 0

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
    finality = Finality(history, final_at)
    if clock.repeat:
        cycles = list(_repeated(history, clock, starts, finality))
    else:
        _check_order(history, clock, starts[0])
        if clock.is_revivable:
            cycles = list(_revivable(history, clock, starts[0], finality))
        else:
            cycles = [Cycle(1, starts[0], _find_stop(history, clock, starts[0]))]
    return tuple(_withdraw(cycle, finality) for cycle in cycles)


def list_owed_anew(
    history: History, clock: Clock, cycle: Cycle, changes: Iterable[Moment], final_at: FinalAt
) -> Iterator[Cycle]:
    """The runs that reclassifications owe after a cycle has ended (`reclassified: restart`), one for each change.

    None for a change while the item was settled or withdrawn: then nothing is owed any more.
    """
    finality = Finality(history, final_at)
    stops = history.find_moments(clock.stop_names)
    for number, changed in enumerate(changes, cycle.number + 1):
        if history.find_state(changed.at) not in SETTLED_STATES | WITHDRAWN_STATES:
            following = bisect_right(stops, changed.at, key=lambda stop: stop.at)
            stop = stops[following] if following < len(stops) else None
            yield _withdraw(Cycle(number, changed, stop, anew_of=cycle.number), finality)


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


def _repeated(history: History, clock: Clock, starts: list[Moment], finality: Finality) -> Iterator[Cycle]:
    """A start while the clock runs does not move it; the next stop ends the cycle, and each stop ends only one.

    Where nothing orders the moments of one instant, a running clock is stopped first and an idle one started first.
    What ran when the item was withdrawn for good is over once it is taken up again: the next start counts.
    """
    number, running = 0, None
    moments = {*starts, *history.find_moments(clock.stop_names)}
    ordered = sorted(moments, key=lambda moment: (moment.at, moment.seq, moment.name))
    for _, group in groupby(ordered, key=lambda moment: (moment.at, moment.seq)):
        together = list(group)
        if running is not None and finality.has_left(running, None, by=together[0].at):
            yield Cycle(number, running, None)
            running = None
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


def _revivable(history: History, clock: Clock, start: Moment, finality: Finality) -> Iterator[Cycle]:
    number, stop = 1, None
    gaps: list[Spell] = []
    for turn in _list_turns(history, clock):
        if turn.at < start.at:
            continue
        if turn.name not in (_REOPENED, _TAKEN_UP):
            stop = stop or turn
        elif finality.has_left(start, stop, by=turn.at) or _restarts(clock, stop, turn, finality):
            yield Cycle(number, start, stop, tuple(gaps))
            number, start, stop, gaps = number + 1, replace(turn, name=_REOPENED), None, []
        elif stop is not None and turn.name == _REOPENED and clock.reopen == "resume":
            gaps.append(Spell(stop.at, turn.at, stop.name, stop.source, stop.seq, turn.source))
            stop = None
    yield Cycle(number, start, stop, tuple(gaps))


def _restarts(clock: Clock, stop: Moment | None, turn: Moment, finality: Finality) -> bool:
    """Whether a reopening after a stop begins a new cycle."""
    if stop is None or turn.name != _REOPENED:
        return False
    return clock.reopen == "restart" or turn.at >= finality.of_stop(stop)


def _list_turns(history: History, clock: Clock) -> list[Moment]:
    """Stops, reopenings and takings up in the order in which they happened.

    An item is reopened when it was settled and becomes active, even if it was withdrawn in between, and taken up when
    it was only withdrawn.
    """
    turns = [event for event in history.events if event.name in clock.stop_names]
    idle = ""
    for spell in history.states:
        if spell.name in clock.stop_names:
            turns.append(spell.beginning)
        if spell.name in SETTLED_STATES:
            idle = _REOPENED
        elif spell.name in WITHDRAWN_STATES:
            idle = idle or _TAKEN_UP
        elif idle:
            turns.append(replace(spell.beginning, name=idle))
            idle = ""
    return sorted(turns, key=lambda moment: (moment.at, moment.seq))


def _withdraw(cycle: Cycle, finality: Finality) -> Cycle:
    """What happens to a cycle after it has left is no part of it."""
    withdrawn = finality.find_withdrawal(cycle.start, cycle.stop)
    if withdrawn is None:
        return cycle
    stop = cycle.stop if cycle.stop is not None and cycle.stop.at <= withdrawn.at else None
    return replace(cycle, stop=stop, withdrawn=withdrawn)
