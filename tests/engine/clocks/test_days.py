"""TERMS.md rule 16 on clocks: promises of so many days end with the last day, and pauses extend them."""

from __future__ import annotations

from datetime import date

from serval.engine.calendars.calendar import compile_calendar
from serval.engine.calendars.spec import CalendarSpec, HolidaySet
from tests.engine.clocks.stories import ALWAYS, DAILY, HOUR, OFFICE, RESOLUTION, at, opened, read, state

WEEK = (DAILY, DAILY, DAILY, DAILY, DAILY, (), ())


def test_working_days_are_counted_from_the_next_one_and_end_at_closing() -> None:
    assert read(RESOLUTION, "1wd", opened("mon 10:00"), now="mon 11:00").due == at("tue 17:00")
    assert read(RESOLUTION, "5wd", opened("mon 10:00"), now="mon 11:00").due == at("mon+1 17:00")
    assert read(RESOLUTION, "1wd", opened("sat 10:00"), now="sat 11:00").due == at("mon+1 17:00")


def test_calendar_days_move_to_the_next_working_day() -> None:
    assert read(RESOLUTION, "3d", opened("mon 10:00"), now="mon 11:00").due == at("thu 17:00")
    assert read(RESOLUTION, "5d", opened("mon 10:00"), now="mon 11:00").due == at("mon+1 17:00")


def test_around_the_clock_a_day_ends_at_midnight() -> None:
    assert read(RESOLUTION, "1d", opened("mon 10:00"), now="mon 11:00", calendar=ALWAYS).due == at("wed 00:00")


def test_the_target_is_the_working_time_until_that_closing() -> None:
    reading = read(RESOLUTION, "1wd", opened("mon 10:00"), now="mon 11:00")
    assert (reading.target, reading.remaining) == (15 * HOUR, 14 * HOUR)


def test_pauses_extend_days_in_calendar_time() -> None:
    held = (state("mon 11:00", "waiting_client"), state("mon 13:00", "open"))
    assert read(RESOLUTION, "1wd", opened("mon 10:00"), *held, now="mon 14:00").due == at("wed 11:00")


def test_a_pause_over_a_weekend_does_not_extend_days() -> None:
    held = (state("fri 17:00", "waiting_client"), state("mon+1 09:00", "open"))
    assert read(RESOLUTION, "1wd", opened("fri 10:00"), *held, now="mon+1 10:00").due == at("mon+1 17:00")


def test_a_stop_after_the_closing_of_the_last_day_is_late() -> None:
    in_time = read(RESOLUTION, "1wd", opened("mon 10:00"), state("tue 17:00", "resolved"), now="wed 09:00")
    late = read(RESOLUTION, "1wd", opened("mon 10:00"), state("tue 17:00:01", "resolved"), now="wed 09:00")
    assert (in_time.breached, late.breached) == (False, True)


def test_due_beyond_the_published_holidays_is_provisional() -> None:
    published = HolidaySet("XX", "gazette", 2026, 2026, off=frozenset({date(2026, 5, 5)}))
    calendar = compile_calendar(CalendarSpec("office", "UTC", weekly=WEEK, holidays=published))
    near = read(RESOLUTION, "1wd", opened("mon 10:00"), now="mon 11:00", calendar=calendar)
    far = read(RESOLUTION, "300wd", opened("mon 10:00"), now="mon 11:00", calendar=calendar)
    assert (near.due, near.provisional) == (at("wed 17:00"), False)
    assert far.provisional
    assert not read(RESOLUTION, "300wd", opened("mon 10:00"), now="mon 11:00", calendar=OFFICE).provisional
