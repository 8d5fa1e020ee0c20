"""Golden figures where the wall clock jumps (RELIABILITY.md F8), worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from serval.engine.calendars.calendar import Calendar
from tests.engine.calendars.cast import HOUR, at, every_day, hours, shown


def _month_hours(zone: str, first: str, first_offset: str, last: str, last_offset: str) -> float:
    return every_day(zone).between(at(f"{first}T00:00:00", first_offset), at(f"{last}T00:00:00", last_offset)) / HOUR


@pytest.mark.parametrize(
    ("zone", "first", "first_offset", "next_month", "next_offset", "wanted"),
    [
        ("Europe/Berlin", "2026-03-01", "+01:00", "2026-04-01", "+02:00", 743),
        ("Europe/Berlin", "2026-10-01", "+02:00", "2026-11-01", "+01:00", 745),
        ("Australia/Lord_Howe", "2026-04-01", "+11:00", "2026-05-01", "+10:30", 720.5),
        ("Asia/Shanghai", "2026-03-01", "+08:00", "2026-04-01", "+08:00", 744),
    ],
)
def test_a_month_around_the_clock_has_its_true_hours(
    zone: str, first: str, first_offset: str, next_month: str, next_offset: str, wanted: float
) -> None:
    assert _month_hours(zone, first, first_offset, next_month, next_offset) == wanted


@pytest.mark.parametrize(
    ("day", "wanted"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 1), 24)]
)
def test_a_sunday_around_the_clock_has_23_or_25_hours_when_the_clock_changes(day: date, wanted: int) -> None:
    berlin = every_day("Europe/Berlin")
    noon = at(f"{day}T12:00:00", "+00:00")
    end = berlin.add_days(noon, 0, "wd")
    start = berlin.add_days(noon, -1, "wd")
    assert (end - start) / HOUR == berlin.between(start, end) / HOUR == wanted


def test_hours_over_a_night_are_elapsed_hours_and_not_those_of_the_wall() -> None:
    berlin = every_day("Europe/Berlin")
    assert berlin.between(at("2026-03-28T22:00:00", "+01:00"), at("2026-03-29T06:00:00", "+02:00")) == 7 * HOUR
    assert berlin.between(at("2026-10-24T22:00:00", "+02:00"), at("2026-10-25T06:00:00", "+01:00")) == 9 * HOUR
    assert shown(berlin, berlin.add(at("2026-03-29T00:00:00", "+01:00"), 4 * HOUR)) == "2026-03-29 05:00"


def test_apia_has_no_30_december_2011() -> None:
    apia = every_day("Pacific/Apia")
    start, end = at("2011-12-29T00:00:00", "-10:00"), at("2012-01-01T00:00:00", "+14:00")
    assert apia.between(start, end) == 48 * HOUR
    assert [apia.is_working_day(date(2011, 12, n)) for n in (29, 30, 31)] == [True, False, True]
    assert shown(apia, apia.add_days(start, 1, "wd")) == "2012-01-01 00:00"
    office = every_day("Pacific/Apia", hours("09:00-17:00"))
    assert office.between(start, end) == 16 * HOUR


def test_shanghai_was_nine_hours_ahead_in_the_summer_of_1988() -> None:
    shanghai = every_day("Asia/Shanghai", hours("09:00-18:00"))
    assert shanghai.next_open(at("1988-07-01T00:00:00", "+09:00")) == at("1988-07-01T09:00:00", "+09:00")
    assert shanghai.next_open(at("1988-12-01T00:00:00")) == at("1988-12-01T09:00:00", "+08:00")


def _spans(calendar: Calendar, start: int, end: int) -> list[tuple[str, str]]:
    return [(shown(calendar, a), shown(calendar, b)) for a, b in calendar.open_spans(start, end)]


def test_in_a_repeated_hour_an_opening_is_the_first_occurrence_and_a_closing_the_last() -> None:
    midnight, noon = at("2026-10-25T00:00:00", "+02:00"), at("2026-10-25T12:00:00", "+01:00")
    opening = every_day("Europe/Berlin", hours("02:30-04:00")).open_spans(midnight, noon)
    assert opening == ((at("2026-10-25T02:30:00", "+02:00"), at("2026-10-25T04:00:00", "+01:00")),)
    closing = every_day("Europe/Berlin", hours("01:00-02:30")).open_spans(midnight, noon)
    assert closing == ((at("2026-10-25T01:00:00", "+02:00"), at("2026-10-25T02:30:00", "+01:00")),)


@pytest.mark.parametrize(
    ("shift", "wanted"),
    [
        ("02:30-04:00", [("2026-03-29 03:00", "2026-03-29 04:00")]),
        ("01:00-02:30", [("2026-03-29 01:00", "2026-03-29 03:00")]),
        ("02:10-02:50", []),
        ("01:30-03:30", [("2026-03-29 01:30", "2026-03-29 03:30")]),
    ],
)
def test_a_boundary_in_a_missing_hour_is_the_instant_after_the_gap(shift: str, wanted: list[tuple[str, str]]) -> None:
    berlin = every_day("Europe/Berlin", hours(shift))
    start, end = at("2026-03-29T00:00:00", "+01:00"), at("2026-03-29T12:00:00", "+02:00")
    assert _spans(berlin, start, end) == wanted


def test_days_that_touch_at_a_missing_midnight_are_one_open_span() -> None:
    sao_paulo = every_day("America/Sao_Paulo")
    start, end = at("2015-10-17T12:00:00", "-03:00"), at("2015-10-18T12:00:00", "-02:00")
    assert sao_paulo.open_spans(start, end) == ((start, end),)
    assert end - start == 23 * HOUR


def test_local_mean_time_with_seconds_is_exact() -> None:
    shanghai = every_day("Asia/Shanghai", hours("09:00-18:00"))
    assert shanghai.next_open(at("1900-06-01T00:00:00", "+08:05:43")) == at("1900-06-01T09:00:00", "+08:05:43")
