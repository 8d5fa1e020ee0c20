"""Short stories of items, told in one week: `at("mon 09:00")` is Monday 4 May 2026 in UTC, `mon+1` a week later."""

from __future__ import annotations

from datetime import date

from serval.engine.calendars.calendar import Calendar, compile_calendar
from serval.engine.calendars.spec import CalendarSpec, Shift
from serval.engine.clocks import Clock, Cycle, History, Reading, Segment, find_cycles, list_segments, read_history
from serval.engine.clocks.pauses import list_pauses
from serval.engine.clocks.reading import read_clock
from serval.engine.durations import parse_duration
from serval.engine.evidence import Fact, FactKind, Item, build_item
from serval.engine.instants import EPOCH

HOUR = 3600
DAY = 24 * HOUR
NEVER = 2**60
"""No stop is ever final by then."""

MONDAY = (date(2026, 5, 4).toordinal() - EPOCH.toordinal()) * DAY
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

DAILY = (Shift(9 * HOUR, 17 * HOUR),)
ALWAYS = compile_calendar(CalendarSpec("always", "UTC", always=True))
OFFICE = compile_calendar(CalendarSpec("office", "UTC", weekly=(DAILY, DAILY, DAILY, DAILY, DAILY, (), ())))
"""Monday to Friday, 09:00 to 17:00."""

RESPONSE = Clock("response", "opened", "first_response", ignore=frozenset({"automatic_reply"}))
RESOLUTION = Clock(
    "resolution", "opened", "resolved", pause=frozenset({"waiting_client", "waiting_supplier"}), reopen="resume"
)


def at(text: str) -> int:
    """`tue 09:30`, `fri 16:59:59`, `mon+1 09:00`."""
    day, clock = text.split()
    name, _, weeks = day.partition("+")
    hours, minutes, *seconds = (int(part) for part in clock.split(":"))
    days = WEEKDAYS.index(name) + 7 * int(weeks or 0)
    return MONDAY + days * DAY + hours * HOUR + minutes * 60 + sum(seconds)


def fact(when: str | int, kind: FactKind, name: str, value: str = "", seq: int = 0) -> Fact:
    instant = at(when) if isinstance(when, str) else when
    return Fact(instant, kind, name, value, seq, source=f"log#{when}")


def event(when: str | int, name: str, seq: int = 0) -> Fact:
    return fact(when, "event", name, seq=seq)


def state(when: str | int, name: str, seq: int = 0) -> Fact:
    return fact(when, "state", name, seq=seq)


def pause(when: str | int, reason: str = "waiting_client", seq: int = 0) -> Fact:
    return fact(when, "pause", reason, seq=seq)


def resume(when: str | int, reason: str = "waiting_client", seq: int = 0) -> Fact:
    return fact(when, "resume", reason, seq=seq)


def field(when: str | int, name: str, value: str, seq: int = 0) -> Fact:
    return fact(when, "field", name, value, seq)


def opened(when: str | int) -> Fact:
    return event(when, "opened")


def story(*facts: Fact) -> Item:
    return build_item("INC-1", facts)


def history_of(*facts: Fact, until: str = "sun+9 00:00") -> History:
    return read_history(story(*facts), until=at(until))


def cycles_of(clock: Clock, *facts: Fact, final: str | None = None) -> tuple[Cycle, ...]:
    """All cycles; stops are final at one instant, or never."""
    final_at = NEVER if final is None else at(final)
    return find_cycles(history_of(*facts), clock, lambda stop: final_at)


def spans_of(cycles: tuple[Cycle, ...]) -> list[tuple[int, int | None]]:
    return [(cycle.start.at, cycle.stop.at if cycle.stop else None) for cycle in cycles]


def read(
    clock: Clock,
    limit: str,
    *facts: Fact,
    now: str,
    calendar: Calendar = OFFICE,
    warn: tuple = (),  # type: ignore[type-arg]
) -> Reading:
    """The only cycle of a story, read at its stop, else where it was withdrawn, else now."""
    history = history_of(*facts, until=now)
    (cycle,) = find_cycles(history, clock, lambda stop: NEVER)
    duration = parse_duration(limit)
    assert duration is not None
    return read_clock(
        calendar,
        duration,
        start=cycle.start.at,
        end=at(now) if cycle.ended is None else cycle.ended,
        running=cycle.ended is None,
        left=cycle.stop is None and cycle.withdrawn is not None,
        pauses=list_pauses(history, clock, cycle),
        warn=warn,
    )


def segments_of(clock: Clock, *facts: Fact, now: str, calendar: Calendar = OFFICE) -> tuple[Segment, ...]:
    history = history_of(*facts, until=now)
    (cycle,) = find_cycles(history, clock, lambda stop: NEVER)
    end = at(now) if cycle.ended is None else cycle.ended
    return list_segments(calendar, start=cycle.start.at, end=end, pauses=list_pauses(history, clock, cycle))
