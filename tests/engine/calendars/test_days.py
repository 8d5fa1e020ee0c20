"""Deadlines in working days and calendar days (TERMS.md rule 16, 民法典 201–203)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

import pytest

from serval.engine.calendars.calendar import Calendar, compile_calendar
from serval.engine.calendars.spec import CalendarSpec
from serval.engine.instants import to_instant
from tests.engine.calendars.cast import at, every_day, hours, office, shown
from tests.engine.calendars.random_specs import IN_MINUTES, Setting, random_spec

FRIDAY = at("2026-05-08T10:00:00")
SATURDAY = at("2026-05-09T10:00:00")


@pytest.mark.parametrize(
    ("start", "count", "unit", "wanted"),
    [
        (FRIDAY, 1, "wd", "2026-05-11 18:00"),
        (FRIDAY, 5, "wd", "2026-05-15 18:00"),
        (FRIDAY, 0, "wd", "2026-05-08 18:00"),
        (SATURDAY, 0, "wd", "2026-05-11 18:00"),
        (SATURDAY, 1, "wd", "2026-05-11 18:00"),
        (FRIDAY, -1, "wd", "2026-05-07 18:00"),
        (SATURDAY, -1, "wd", "2026-05-08 18:00"),
        (FRIDAY, 5, "d", "2026-05-13 18:00"),
        (FRIDAY, 1, "d", "2026-05-11 18:00"),
        (SATURDAY, 0, "d", "2026-05-11 18:00"),
        (FRIDAY, 60, "d", "2026-07-07 18:00"),
        (FRIDAY, -3, "d", "2026-05-05 18:00"),
        (FRIDAY, -6, "d", "2026-05-01 18:00"),
        (FRIDAY, -5, "d", "2026-05-01 18:00"),
    ],
)
def test_a_deadline_in_days_ends_at_the_closing_of_its_last_day(start: int, count: int, unit, wanted: str) -> None:
    calendar = office()
    assert shown(calendar, calendar.add_days(start, count, unit)) == wanted


def test_the_start_is_the_date_of_the_calendars_zone() -> None:
    calendar = office()
    before_midnight = at("2026-05-04T23:59:59")
    assert calendar.local_date(before_midnight) == date(2026, 5, 4)
    assert shown(calendar, calendar.add_days(before_midnight, 1, "wd")) == "2026-05-05 18:00"
    assert shown(calendar, calendar.add_days(before_midnight + 1, 1, "wd")) == "2026-05-06 18:00"


def test_the_closing_of_a_night_shift_lies_on_the_next_date() -> None:
    night = every_day("Asia/Shanghai", hours("22:00-30:00"))
    assert shown(night, night.add_days(FRIDAY, 1, "wd")) == "2026-05-10 06:00"


def test_days_of_an_always_calendar_end_at_local_midnight() -> None:
    always = compile_calendar(CalendarSpec("always", "Asia/Shanghai", always=True))
    assert shown(always, always.add_days(FRIDAY, 3, "d")) == "2026-05-12 00:00"
    assert shown(always, always.add_days(FRIDAY, 3, "wd")) == "2026-05-12 00:00"
    assert always.is_working_day(date(2026, 5, 9))


def test_working_dates_between_two_dates_count_the_last_only_when_inclusive() -> None:
    calendar = office()
    friday, monday = date(2026, 5, 8), date(2026, 5, 11)
    assert calendar.days_between(friday, monday) == 1
    assert calendar.days_between(friday, monday, inclusive=True) == 2
    assert calendar.days_between(monday, friday, inclusive=True) == -2
    assert calendar.days_between(friday, friday) == 0


def _closing_by_walking(calendar: Calendar, start: int, count: int, unit: str) -> int:
    """The rule as a person follows it with a finger on a wall calendar."""
    day = calendar.local_date(start)
    step = timedelta(days=1 if count >= 0 else -1)
    if unit == "d":
        day += timedelta(days=count)
    for _ in range(abs(count) if unit == "wd" else 0):
        day += step
        while not calendar.is_working_day(day):
            day += step
    while not calendar.is_working_day(day):
        day += step
    local_noon = datetime(day.year, day.month, day.day, 12, tzinfo=calendar.zone)
    return calendar.add_days(to_instant(local_noon), 0, "wd")


SKIPS_A_DATE = ("Pacific/Apia", "Pacific/Kwajalein")
WALKED = [setting for setting in IN_MINUTES if setting.zone not in SKIPS_A_DATE]


@pytest.mark.parametrize("setting", WALKED, ids=lambda s: f"{s.zone}-{s.middle}")
def test_days_counted_at_once_are_days_counted_one_by_one(setting: Setting) -> None:
    random = Random(str(setting))  # noqa: S311 - test data
    noon = at(f"{setting.middle}T12:00:00", "+00:00")
    for _ in range(5):
        calendar = compile_calendar(random_spec(random, setting, days=9))
        for _ in range(20):
            start = noon + random.randrange(-9 * 86_400, 9 * 86_400)
            count, unit = random.randrange(-30, 31), random.choice(["wd", "d"])
            assert calendar.add_days(start, count, unit) == _closing_by_walking(calendar, start, count, unit)
