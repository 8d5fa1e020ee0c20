"""The calendars and small readings that several calendar tests share."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from serval.engine.calendars.calendar import Calendar, compile_calendar
from serval.engine.calendars.spec import DAY_SECONDS, CalendarSpec, Hours, Shift
from serval.engine.instants import parse_instant, to_datetime

WHOLE_DAY: Hours = (Shift(0, DAY_SECONDS),)
HOUR = 3600


def hours(*texts: str) -> Hours:
    """`09:00-12:00` as a shift; hours beyond 24 pass midnight."""
    return tuple(Shift(*map(_seconds, text.split("-"))) for text in texts)


def _seconds(text: str) -> int:
    whole, minutes = text.split(":")
    return int(whole) * HOUR + int(minutes) * 60


DAY_SHIFTS = hours("09:00-12:00", "13:00-18:00")
OFFICE = CalendarSpec("office", "Asia/Shanghai", weekly=(*(DAY_SHIFTS,) * 5, (), ()))


def every_day(zone: str, shifts: Hours = WHOLE_DAY) -> Calendar:
    return compile_calendar(CalendarSpec("every day", zone, weekly=(shifts,) * 7))


def office(**changes: Any) -> Calendar:
    return compile_calendar(replace(OFFICE, **changes))


def at(text: str, offset: str = "+08:00") -> int:
    return parse_instant(f"{text}{offset}")


def shown(calendar: Calendar, instant: int) -> str:
    """The wall clock of the calendar's zone, to the minute."""
    return to_datetime(instant).astimezone(calendar.zone).strftime("%Y-%m-%d %H:%M")
