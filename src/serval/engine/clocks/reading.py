"""A reading: what a clock shows at an instant (TERMS.md rules 2 to 4).

Pauses are taken out in calendar time: only the part of a pause that is open in the calendar moves the due instant.
docs/engine/clock.md works through every rule with numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Literal

from serval.engine.calendars.calendar import Calendar
from serval.engine.clocks.history import Spell
from serval.engine.durations import Duration
from serval.engine.errors import CalendarError, EvidenceError, Problem
from serval.engine.spans import Spans, normalise

ClockState = Literal["running", "paused", "off_hours", "stopped", "left"]


@dataclass(frozen=True, slots=True)
class Warned:
    """The instant at which `share` of the target has been used; None while a pause leaves it open."""

    share: Fraction
    at: int | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A clock read at `ended`: its stop, the moment it left, or now.

    target, elapsed, paused  working seconds promised, used, and taken out by pauses
    due          the earliest instant at which the target is filled, and the last at which a stop is in time; None while
                 paused (or left while paused) before it was reached
    provisional  due lies beyond the published holiday years and may move
    breached     the clock went on after its due instant
    """

    state: ClockState
    started: int
    ended: int
    target: int
    elapsed: int
    paused: int
    due: int | None
    provisional: bool
    breached: bool
    warnings: tuple[Warned, ...] = ()

    @property
    def remaining(self) -> int:
        """Working seconds left; negative when more than the target was used."""
        return self.target - self.elapsed


def read_clock(
    calendar: Calendar,
    limit: Duration,
    *,
    start: int,
    end: int,
    running: bool,
    left: bool = False,
    pauses: Sequence[Spell] = (),
    warn: Sequence[Fraction] = (),
) -> Reading:
    """Read one clock from `start` to `end`: its stop, the moment it `left`, or now if it is `running`.

    A pause that goes on at the end of a clock that has not stopped leaves the due instant open, unless it was reached
    before. Raises EvidenceError `clock.stop_before_start` for an end before the start.
    """
    if end < start:
        raise EvidenceError(Problem("clock.stop_before_start", {"start": start, "stop": end}))
    spans = clip_pauses(pauses, start, end)
    held = (running or left) and any(spell.end is None or spell.end > end for spell in pauses if spell.start <= end)
    held_at = end if held else None
    target = find_budget(calendar, start, limit)
    paused = sum(calendar.between(begin, finish) for begin, finish in spans)
    due = find_due(calendar, start, target, spans, held_at=held_at)
    shares = [(share, ceil(target * share)) for share in warn]
    return Reading(
        state="left" if left else _name_state(calendar, end, running=running, held=held),
        started=start,
        ended=end,
        target=target,
        elapsed=calendar.between(start, end) - paused,
        paused=paused,
        due=due,
        provisional=due is not None and not calendar.is_known(start, due),
        breached=due is not None and due < end,
        warnings=tuple(
            Warned(share, find_due(calendar, start, seconds, spans, held_at=held_at)) for share, seconds in shares
        ),
    )


def clip_pauses(pauses: Sequence[Spell], start: int, end: int) -> Spans:
    """Pauses between start and end in normal form: overlapping ones count once, outside ones not at all."""
    if not pauses:
        return ()
    clipped = ((max(s.start, start), end if s.end is None else min(s.end, end)) for s in pauses)
    return normalise((begin, finish) for begin, finish in clipped if begin < finish)


def find_budget(calendar: Calendar, start: int, limit: Duration) -> int:
    """The working seconds a limit grants from `start` on; days end at the closing time of their last day."""
    if limit.unit == "s":
        return limit.amount
    return calendar.between(start, calendar.add_days(start, limit.amount, limit.unit))


def find_due(calendar: Calendar, start: int, budget: int, pauses: Spans, *, held_at: int | None = None) -> int | None:
    """The earliest instant by which `budget` working seconds outside `pauses` have passed.

    A budget filled exactly at a closing time, or at the beginning of a pause, is filled there. From `held_at` on a
    pause goes on whose end nobody knows: a budget not filled by then has no due instant. Nor has one that the calendar
    can never fill, having no further openings.
    """
    position, left = start, budget
    for begin, finish in pauses:
        usable = calendar.between(position, begin)
        if left <= usable:
            return calendar.add(position, left)
        position, left = finish, left - usable
    if held_at is not None and left > calendar.between(position, held_at):
        return None
    try:
        return calendar.add(position, left)
    except CalendarError as error:
        if error.code != "calendar.never_opens":
            raise
        return None


def _name_state(calendar: Calendar, end: int, *, running: bool, held: bool) -> ClockState:
    if not running:
        return "stopped"
    if held:
        return "paused"
    return "running" if calendar.is_open(end) else "off_hours"
