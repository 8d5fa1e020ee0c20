"""Segments: a clock's whole time cut into pieces that each say why they count or do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from serval.engine.calendars.calendar import Calendar
from serval.engine.clocks.history import Spell
from serval.engine.clocks.reading import clip_pauses
from serval.engine.spans import intersect, subtract


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of real time.

    kind     running: counted · off_hours: the calendar is closed · paused: taken out for `reason`
    working  seconds of it that lie in open hours (for a pause: the seconds it cost the clock)
    source   the evidence that began it (the start, a pause, the end of one); empty where the calendar opens or closes
    """

    start: int
    end: int
    kind: Literal["running", "off_hours", "paused"]
    reason: str
    source: str
    working: int


def list_segments(
    calendar: Calendar, *, start: int, end: int, pauses: Sequence[Spell], started_by: str = ""
) -> tuple[Segment, ...]:
    """The time from start to end without gap, in order. Of overlapping pauses the one that began first is named.

    started_by  where the start is written
    """
    begun = {spell.end: spell.ended_by for spell in pauses if spell.end is not None} | {start: started_by}
    held = clip_pauses(pauses, start, end)
    free = subtract(((start, end),), held) if start < end else ()
    opened = intersect(calendar.open_spans(start, end), free) if start < end else ()
    segments = [Segment(a, b, "running", "", begun.get(a, ""), b - a) for a, b in opened]
    segments += [Segment(a, b, "off_hours", "", begun.get(a, ""), 0) for a, b in subtract(free, opened)]
    segments += _pause_segments(calendar, pauses, start, end)
    return tuple(sorted(segments, key=lambda segment: segment.start))


def _pause_segments(calendar: Calendar, pauses: Sequence[Spell], start: int, end: int) -> Iterator[Segment]:
    position = start
    for spell in sorted(pauses, key=lambda spell: (spell.start, spell.name)):
        begin = max(spell.start, position)
        finish = end if spell.end is None else min(spell.end, end)
        if begin < finish:
            yield Segment(begin, finish, "paused", spell.name, spell.source, calendar.between(begin, finish))
            position = finish
