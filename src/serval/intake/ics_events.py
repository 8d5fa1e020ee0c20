"""What the events of an iCalendar file say: days off and make-up workdays. Runs in the limited child only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from icalendar import Calendar

from serval.intake.errors import refusal

MAX_EVENTS = 5_000
MAX_DAYS_OF_EVENT = 62
SPECIAL_DAY = "X-APPLE-SPECIAL-DAY"
"""Apple's calendar of Chinese holidays marks days off and make-up workdays with it; other events are mere feasts."""

_MAKEUP = re.compile(r"补班|调休上班|(?<!值)班(?!级)|make-?\s?up|work(ing)?\s?day", re.IGNORECASE)


def read_events(content: bytes) -> tuple[set[date], set[date], str]:
    """Days off, make-up workdays and the calendar's own name. Raises IntakeError as read_ics says."""
    return _collect(_parse(content))


def _parse(content: bytes) -> Any:
    try:
        return Calendar.from_ical(content.decode("utf-8-sig"))
    except Exception as error:  # the parser has no error class of its own: any failure means a damaged file
        raise refusal("file.damaged", reason=type(error).__name__) from None


def _collect(calendar: Any) -> tuple[set[date], set[date], str]:
    events = list(calendar.walk("VEVENT"))
    if len(events) > MAX_EVENTS:
        raise refusal("file.too_large", limit=MAX_EVENTS)
    marked = any(SPECIAL_DAY in event for event in events)
    off: set[date] = set()
    makeup: set[date] = set()
    for event in events:
        if str(event.get("STATUS", "")).upper() == "CANCELLED" or (marked and SPECIAL_DAY not in event):
            continue
        days = set(_list_days(event))
        if _is_makeup(event):
            makeup |= days
        else:
            off |= days
    if not off | makeup:
        raise refusal("holidays.empty")
    if off & makeup:
        raise refusal("holidays.contradiction", value=", ".join(day.isoformat() for day in sorted(off & makeup)))
    return off, makeup, str(calendar.get("X-WR-CALNAME", ""))


def _is_makeup(event: Any) -> bool:
    special = str(event.get(SPECIAL_DAY, "")).upper()
    if special:
        return special == "ALTERNATE-WORKDAY"
    return _MAKEUP.search(str(event.get("SUMMARY", ""))) is not None


def _list_days(event: Any) -> Iterator[date]:
    """Dates of an all-day event; one with a time of day tells no day off."""
    first = _read_date(event, "DTSTART")
    if first is None:
        return
    for repeating in ("RRULE", "RDATE"):
        if repeating in event:
            raise refusal("holidays.recurring", value=str(event.get("SUMMARY", ""))[:200])
    end = _read_date(event, "DTEND") or _read_end(event, first)
    if (end - first).days > MAX_DAYS_OF_EVENT:
        raise refusal("holidays.event_too_long", value=first.isoformat(), limit=MAX_DAYS_OF_EVENT)
    for offset in range((end - first).days):
        yield first + timedelta(days=offset)


def _read_end(event: Any, first: date) -> date:
    length = _read_value(event, "DURATION")
    days = length.days if isinstance(length, timedelta) else 1
    try:
        return first + timedelta(days=max(days, 1))
    except OverflowError:
        raise refusal("file.damaged", reason="DURATION", value=first.isoformat()) from None


def _read_date(event: Any, key: str) -> date | None:
    moment = _read_value(event, key)
    return moment if isinstance(moment, date) and not isinstance(moment, datetime) else None


def _read_value(event: Any, key: str) -> Any:
    """The parsed value of a property. A property that is broken or given twice must not pass for an absent one."""
    if key not in event:
        return None
    try:
        return event[key].dt
    except Exception:  # the parser hands out broken properties that raise when they are asked
        raise refusal("file.damaged", reason=key) from None
