"""Holidays of regions: the published days, and no guess beyond them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import holidays as library
import pytest

from serval.engine.calendars.spec import HolidaySet
from serval.intake.errors import IntakeError
from serval.intake.holidays import region_holidays

LINKED_WEEKEND = {date(2024, 6, 8), date(2024, 6, 9)}
"""The notice for 2024 says of the Dragon Boat Festival on Monday 10 June: off, linked with the weekend (与周末连休).

The vector counts that weekend as ordinary days of rest, Serval as part of the holiday; it differs only for calendars
that work on Saturdays or Sundays.
"""


@pytest.fixture(scope="module")
def china() -> HolidaySet:
    return region_holidays("CN", range(2010, 2040))


@pytest.fixture(scope="module")
def official(shared: Path) -> dict[str, Any]:
    return json.loads((shared / "vectors/cn_calendar.json").read_text(encoding="utf-8"))["years"]


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=offset) for offset in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", ["2023", "2024", "2025", "2026"])
def test_every_day_in_china_is_worked_or_not_as_published(
    china: HolidaySet, official: dict[str, Any], year: str
) -> None:
    off = {date.fromisoformat(day) for day in official[year]["off_days_weekday"]}
    worked = {date.fromisoformat(day) for day in official[year]["makeup_workdays"]}
    for day in days_of(int(year)):
        expected = day in worked or (day.weekday() < 5 and day not in off)
        found = day in china.makeup or (day.weekday() < 5 and day not in china.off)
        assert found == expected, day


@pytest.mark.parametrize("year", ["2023", "2024", "2025", "2026"])
def test_chinese_holiday_periods_include_their_weekends(china: HolidaySet, official: dict[str, Any], year: str) -> None:
    period = {date.fromisoformat(day) for day in official[year]["holiday_period_days"]}
    found = {day for day in china.off if day.year == int(year)}
    assert found - LINKED_WEEKEND == period


def test_a_day_taken_from_the_library_alone_would_not_do(china: HolidaySet) -> None:
    """Control: the library leaves weekends within periods out, so the day-by-day test can fail."""
    bare = set(library.country_holidays("CN", years=2026))
    assert {day for day in china.off if day.year == 2026} - bare


def test_chinese_years_end_where_the_library_begins_to_guess(china: HolidaySet) -> None:
    tables = library.country_holidays("CN", years=2026).special_public_holidays
    assert (china.first_year, china.last_year) == (2010, max(tables))
    assert {day.year for day in china.off | china.makeup} == set(range(2010, max(tables) + 1))
    beyond = max(tables) + 1
    assert library.country_holidays("CN", years=beyond), "the library does guess"
    with pytest.raises(IntakeError) as caught:
        region_holidays("CN", range(beyond, beyond + 3))
    assert caught.value.code == "holidays.not_published"
    assert caught.value.problems[0].data["known"] == {"first": 2001, "last": max(tables)}


@pytest.mark.parametrize("region", ["DE", "US-NY", "GB", "CA-ON", "fr"])
def test_holidays_that_follow_from_law_are_known_for_all_years_asked(region: str) -> None:
    found = region_holidays(region, range(2020, 2041))
    assert (found.first_year, found.last_year) == (2020, 2040)
    assert not found.makeup
    assert date(2031, 12, 25) in found.off


def test_a_subdivision_has_its_own_days() -> None:
    bavaria, germany = region_holidays("DE-BY", range(2026, 2027)), region_holidays("DE", range(2026, 2027))
    assert bavaria.off - germany.off == {date(2026, 1, 6), date(2026, 6, 4), date(2026, 11, 1), date(2026, 8, 15)} & (
        bavaria.off
    )
    assert date(2026, 1, 6) in bavaria.off


def test_years_with_estimated_days_are_not_handed_out() -> None:
    found = region_holidays("SG", range(2020, 2060))
    assert found.first_year == 2020
    assert found.last_year < 2059
    beyond = library.country_holidays("SG", years=found.last_year + 1, language="en_US")
    assert any("estimated" in name for name in beyond.values())


def test_the_language_of_the_machine_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = region_holidays("TR", range(2020, 2041))
    for language in ("en_US.UTF-8", "zh_CN.UTF-8", "tr_TR.UTF-8"):
        monkeypatch.setenv("LANGUAGE", language)
        monkeypatch.setenv("LANG", language)
        assert region_holidays("TR", range(2020, 2041)) == expected
    assert expected.last_year < 2040


@pytest.mark.parametrize("region", ["XX", "US-ZZ", "CN-", "china", "", "../CN"])
def test_an_unknown_region_is_refused(region: str) -> None:
    with pytest.raises(IntakeError) as caught:
        region_holidays(region, range(2026, 2027))
    assert caught.value.code == "holidays.unknown_region"


def test_years_beyond_the_calendar_are_refused() -> None:
    for years in (range(0), range(1500, 1501), range(9999, 10_000)):
        with pytest.raises(IntakeError) as caught:
            region_holidays("CN", years)
        assert caught.value.code == "holidays.not_published"


def test_a_holiday_set_says_where_it_comes_from(china: HolidaySet) -> None:
    assert china.region == "CN"
    assert china.source == f"holidays {library.__version__}, CN"
