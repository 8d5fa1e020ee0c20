"""Which rule speaks for a date, and what closing or opening it leaves alone (CalendarSpec, TERMS.md rule 16)."""

from __future__ import annotations

from datetime import date

import pytest

from serval.engine.calendars.calendar import Calendar, compile_calendar
from serval.engine.calendars.spec import CalendarSpec, HolidaySet, Shift
from serval.engine.errors import CalendarError
from tests.engine.calendars.cast import DAY_SHIFTS, HOUR, at, hours, office

TUESDAY, SATURDAY = date(2026, 5, 5), date(2026, 5, 9)


def _holidays(**changes: frozenset[date]) -> HolidaySet:
    return HolidaySet("CN", "test", 2026, 2026, **changes)


def _hours_of(calendar: Calendar, day: date) -> float:
    return calendar.between(at(f"{day}T00:00:00"), at(f"{day}T23:59:59") + 1) / HOUR


def test_the_week_speaks_when_nothing_else_does() -> None:
    assert (_hours_of(office(), TUESDAY), _hours_of(office(), SATURDAY)) == (8, 0)


def test_a_day_off_closes_a_weekday() -> None:
    assert _hours_of(office(holidays=_holidays(off=frozenset({TUESDAY}))), TUESDAY) == 0


def test_a_makeup_workday_has_the_hours_of_the_weekday_it_is_given() -> None:
    week = (hours("08:00-10:00"), DAY_SHIFTS, DAY_SHIFTS, DAY_SHIFTS, DAY_SHIFTS, (), ())
    makeup = _holidays(makeup=frozenset({SATURDAY}))
    assert _hours_of(office(holidays=makeup, weekly=week), SATURDAY) == 2
    assert _hours_of(office(holidays=makeup, weekly=week, makeup_weekday=1), SATURDAY) == 8


def test_a_makeup_workday_beats_a_day_off() -> None:
    both = _holidays(off=frozenset({SATURDAY}), makeup=frozenset({SATURDAY}))
    assert _hours_of(office(holidays=both), SATURDAY) == 8


def test_a_closed_day_beats_a_makeup_workday() -> None:
    makeup = _holidays(makeup=frozenset({SATURDAY}))
    assert _hours_of(office(holidays=makeup, closed_days=frozenset({SATURDAY})), SATURDAY) == 0


def test_an_opening_beats_everything_and_has_exactly_its_hours() -> None:
    opened = ((TUESDAY, hours("10:00-13:00")),)
    off = _holidays(off=frozenset({TUESDAY}))
    assert _hours_of(office(holidays=off, closed_days=frozenset({TUESDAY}), opened=opened), TUESDAY) == 3
    assert _hours_of(office(opened=((TUESDAY, ()),)), TUESDAY) == 0


def test_two_openings_of_one_date_are_both_open() -> None:
    assert _hours_of(office(opened=((TUESDAY, hours("10:00-11:00")), (TUESDAY, hours("10:30-12:00")))), TUESDAY) == 2


def test_closed_hours_are_cut_out_of_whatever_hours_the_date_has() -> None:
    cut = ((TUESDAY, hours("11:00-14:00")),)
    assert _hours_of(office(closed_hours=cut), TUESDAY) == 6
    assert _hours_of(office(closed_hours=cut, opened=((TUESDAY, hours("10:00-13:00")),)), TUESDAY) == 1


def test_shifts_that_overlap_or_touch_count_once() -> None:
    overlapping = (hours("09:00-12:00", "11:00-15:00", "15:00-16:00"),) * 7
    assert _hours_of(office(weekly=overlapping), TUESDAY) == 7


def _night(**changes: object) -> Calendar:
    return office(weekly=(hours("22:00-30:00"),) * 7, **changes)


def test_a_night_shift_belongs_to_the_date_it_starts_on() -> None:
    night = _night(closed_days=frozenset({TUESDAY}))
    assert night.open_spans(at("2026-05-05T00:00:00"), at("2026-05-06T23:00:00")) == (
        (at("2026-05-05T00:00:00"), at("2026-05-05T06:00:00")),
        (at("2026-05-06T22:00:00"), at("2026-05-06T23:00:00")),
    )


def test_an_opening_leaves_the_spill_over_of_the_day_before() -> None:
    assert _hours_of(_night(opened=((TUESDAY, hours("12:00-13:00")),)), TUESDAY) == 7


def test_closed_hours_leave_the_spill_over_of_the_day_before() -> None:
    night = _night(closed_hours=((TUESDAY, hours("00:00-23:00")),))
    assert _hours_of(night, TUESDAY) == 7


@pytest.mark.parametrize("shift", [Shift(-1, 5), Shift(86_400, 90_000), Shift(3600, 1800), Shift(0, 8 * 86_400)])
def test_a_shift_that_cannot_be_meant_is_refused(shift: Shift) -> None:
    for change in (
        {"weekly": ((shift,), *((),) * 6)},
        {"opened": ((TUESDAY, (shift,)),)},
        {"closed_hours": ((TUESDAY, (shift,)),)},
    ):
        with pytest.raises(CalendarError) as caught:
            office(**change)
        assert caught.value.code == "calendar.bad_shift"


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(CalendarError) as caught:
        compile_calendar(CalendarSpec("lost", "Asia/Peking"))
    assert caught.value.code == "calendar.unknown_zone"
