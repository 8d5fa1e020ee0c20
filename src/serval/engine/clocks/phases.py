"""Phases: the working time of a stopped clock, divided by the events on the way (identified, analysed, solved)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from serval.engine.calendars.calendar import Calendar
from serval.engine.clocks.history import History, Spell
from serval.engine.clocks.reading import clip_pauses


def measure_phases(
    calendar: Calendar, history: History, names: Sequence[str], *, start: int, stop: int, pauses: Sequence[Spell]
) -> Iterator[tuple[str, int]]:
    """Each phase under the event that ended it, with its working seconds; the last one ends with the stop and has none.

    An event that did not happen in its turn ends nothing: its time is part of the phase after it.
    """
    begun = start
    for name in names:
        at = next((moment.at for moment in history.find_moments({name}) if begun <= moment.at <= stop), None)
        if at is not None:
            yield name, _count_working(calendar, begun, at, pauses)
            begun = at
    yield "", _count_working(calendar, begun, stop, pauses)


def _count_working(calendar: Calendar, start: int, end: int, pauses: Sequence[Spell]) -> int:
    held = sum(calendar.between(begin, finish) for begin, finish in clip_pauses(pauses, start, end))
    return calendar.between(start, end) - held
