"""The vectors of other systems, as calendars and instants (README.md in the folder of vectors explains the fields)."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from serval.engine.calendars.calendar import Calendar, compile_calendar
from serval.engine.calendars.spec import CalendarSpec, HolidaySet, Hours, Shift
from serval.engine.instants import parse_instant

Vector = dict[str, Any]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CALENDAR_FIELDS = {"tz", "weekly", "holidays", "extra_workdays"}
YEARS_AROUND = 3
"""Yearly holidays (MM-DD) are written out for this many years on both sides of the start."""


def load_vectors(shared: Path, name: str) -> list[Vector]:
    return json.loads((shared / "vectors" / f"{name}.json").read_text(encoding="utf-8"))


def load_china(shared: Path) -> dict[str, Any]:
    return json.loads((shared / "vectors" / "cn_calendar.json").read_text(encoding="utf-8"))


def calendar_of(vector: Vector) -> Calendar:
    fields = vector["calendar"]
    assert set(fields) == CALENDAR_FIELDS, vector["id"]
    return _compile(json.dumps(fields, sort_keys=True), int(vector["start"][:4]))


@cache
def _compile(text: str, year: int) -> Calendar:
    fields = json.loads(text)
    weekly = tuple(_hours(fields["weekly"].get(day, [])) for day in WEEKDAYS)
    opened = tuple((date.fromisoformat(extra["date"]), _hours(extra["segments"])) for extra in fields["extra_workdays"])
    closed = frozenset(day for text in fields["holidays"] for day in _holidays(text, year))
    return compile_calendar(CalendarSpec("vector", fields["tz"], weekly=weekly, closed_days=closed, opened=opened))


def _holidays(text: str, year: int) -> list[date]:
    if len(text) == len("MM-DD"):
        return [date.fromisoformat(f"{y}-{text}") for y in range(year - YEARS_AROUND, year + YEARS_AROUND + 1)]
    return [date.fromisoformat(text)]


def _hours(segments: list[list[str]]) -> Hours:
    return tuple(Shift(_seconds(opens), _seconds(closes)) for opens, closes in segments)


def _seconds(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def duration_of(vector: Vector) -> int:
    """Seconds forward; negative ones go backward, however the source wrote it."""
    work = int(vector["work_seconds"])
    return -abs(work) if vector.get("direction") == "backward" else work


def instant(vector: Vector, field: str) -> int:
    return parse_instant(vector[field])


def china_spec(china: dict[str, Any], hours: Hours) -> CalendarSpec:
    """Mainland China with the given hours on Monday to Friday and on make-up workdays."""
    years = china["years"]
    holidays = HolidaySet(
        region="CN",
        source="vectors/cn_calendar.json",
        first_year=min(map(int, years)),
        last_year=max(map(int, years)),
        off=frozenset(date.fromisoformat(day) for year in years.values() for day in year["off_days_weekday"]),
        makeup=frozenset(date.fromisoformat(day) for year in years.values() for day in year["makeup_workdays"]),
    )
    weekly = (hours, hours, hours, hours, hours, (), ())
    return CalendarSpec("china", china["tz"], weekly=weekly, holidays=holidays)
