"""Pauses: the time that does not count in a cycle (TERMS.md rule 4)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from math import inf

from serval.engine.clocks.cycles import Cycle
from serval.engine.clocks.history import History, Spell
from serval.engine.clocks.rule import Clock
from serval.engine.evidence import WITHDRAWN_STATES


def list_pauses(
    history: History, clock: Clock, cycle: Cycle, *, start: int | None = None, end: int | None = None
) -> list[Spell]:
    """Every spell whose time does not count in a cycle, in order; they may overlap and reach beyond it.

    Only those that touch the time from `start` to `end` are listed: from the cycle's start on unless given. Time in
    which the item was withdrawn for a while is pause, whatever the clock names.
    """
    first, last = cycle.start.at if start is None else start, inf if end is None else end
    spells = [
        spell
        for spell in _touching(history.states, first, last)
        if spell.name in clock.pause or (spell.name in WITHDRAWN_STATES and _was_undone(spell, cycle))
    ]
    for reason in sorted(clock.pause):
        spells += _touching(history.reasons.get(reason, ()), first, last)
    spells += _touching(cycle.gaps, first, last)
    return sorted(spells, key=lambda spell: (spell.start, spell.name))


def _touching(spells: Sequence[Spell], first: float, last: float) -> Sequence[Spell]:
    """Of spells in order that do not overlap, those that reach beyond `first` and begin by `last`."""
    begin = bisect_right(spells, first, key=lambda spell: inf if spell.end is None else spell.end)
    end = bisect_right(spells, last, key=lambda spell: spell.start)
    return spells[begin:end]


def _was_undone(withdrawal: Spell, cycle: Cycle) -> bool:
    """Whether the item was taken up again, and the cycle did not leave by this withdrawal or before it."""
    if withdrawal.end is None:
        return False
    return cycle.withdrawn is None or withdrawal.end <= cycle.withdrawn.at
