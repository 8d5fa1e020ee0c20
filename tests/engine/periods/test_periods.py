"""Accounting periods: bounds in the agreement's zone, parts at the ends, contract years, rolling windows."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serval.engine.calendars.compile import local_midnight
from serval.engine.instants import parse_instant, to_datetime
from serval.engine.periods import (
    Partial,
    Period,
    PeriodKind,
    PeriodTable,
    list_periods,
    parse_period_kind,
)
from serval.engine.zones import get_zone

TABLE_ZONES = [
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Asia/Beirut",
    "America/Havana",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
]


def periods(kind: str, first: str, last: str, partial: Partial = "judge", zone: str = "Asia/Shanghai") -> list[Period]:
    parsed = parse_period_kind(kind)
    assert parsed is not None
    span = date.fromisoformat(first), date.fromisoformat(last)
    return list(list_periods(parsed, *span, get_zone(zone), partial=partial))


def show(found: list[Period]) -> list[str]:
    marks = {(False, False): "", (True, False): " part", (False, True): " merged", (True, True): " part merged"}
    return [f"{p.label} {p.first}..{p.last}{marks[p.part, p.merged]}" for p in found]


@pytest.mark.parametrize(
    ("kind", "first", "last", "partial", "expected"),
    [
        (
            "month",
            "2026-01-01",
            "2026-02-28",
            "judge",
            ["2026-01 2026-01-01..2026-01-31", "2026-02 2026-02-01..2026-02-28"],
        ),
        (
            "month",
            "2026-01-10",
            "2026-03-05",
            "judge",
            [
                "2026-01 2026-01-10..2026-01-31 part",
                "2026-02 2026-02-01..2026-02-28",
                "2026-03 2026-03-01..2026-03-05 part",
            ],
        ),
        ("month", "2026-01-10", "2026-03-05", "skip", ["2026-02 2026-02-01..2026-02-28"]),
        ("month", "2026-01-10", "2026-03-05", "merge", ["2026-02 2026-01-10..2026-03-05 merged"]),
        ("month", "2026-01-10", "2026-02-05", "merge", ["2026-02 2026-01-10..2026-02-05 part merged"]),
        ("month", "2026-01-10", "2026-01-20", "merge", ["2026-01 2026-01-10..2026-01-20 part"]),
        ("month", "2026-01-10", "2026-01-20", "skip", []),
        (
            "quarter",
            "2025-12-31",
            "2026-06-30",
            "judge",
            [
                "2025-Q4 2025-12-31..2025-12-31 part",
                "2026-Q1 2026-01-01..2026-03-31",
                "2026-Q2 2026-04-01..2026-06-30",
            ],
        ),
        ("year", "2026-01-01", "2027-06-30", "merge", ["2026 2026-01-01..2027-06-30 merged"]),
        (
            "contract-year",
            "2026-05-15",
            "2028-05-14",
            "judge",
            ["Y1 2026-05-15..2027-05-14", "Y2 2027-05-15..2028-05-14"],
        ),
        (
            "contract-year",
            "2026-05-15",
            "2027-05-15",
            "judge",
            ["Y1 2026-05-15..2027-05-14", "Y2 2027-05-15..2027-05-15 part"],
        ),
        (
            "contract-year",
            "2024-02-29",
            "2028-03-01",
            "judge",
            [
                "Y1 2024-02-29..2025-02-28",
                "Y2 2025-03-01..2026-02-28",
                "Y3 2026-03-01..2027-02-28",
                "Y4 2027-03-01..2028-02-28",
                "Y5 2028-02-29..2028-03-01 part",
            ],
        ),
    ],
)
def test_periods_of_an_agreement(kind: str, first: str, last: str, partial: Partial, expected: list[str]) -> None:
    assert show(periods(kind, first, last, partial)) == expected


def test_bounds_are_midnights_of_the_agreements_zone() -> None:
    january = periods("month", "2026-01-01", "2026-12-31")[0]
    assert january.start == parse_instant("2026-01-01T00:00:00+08:00")
    assert january.end == parse_instant("2026-02-01T00:00:00+08:00")


def test_a_month_in_which_the_clocks_change_is_an_hour_shorter() -> None:
    march = periods("month", "2026-03-01", "2026-03-31", zone="Europe/Berlin")[0]
    assert march.end - march.start == 31 * 86_400 - 3600


def test_rolling_windows_end_at_each_local_midnight() -> None:
    found = periods("rolling 3d", "2026-03-27", "2026-03-30", zone="Europe/Berlin")
    assert show(found) == [
        "2026-03-27/2026-03-27 2026-03-27..2026-03-27 part",
        "2026-03-27/2026-03-28 2026-03-27..2026-03-28 part",
        "2026-03-27/2026-03-29 2026-03-27..2026-03-29",
        "2026-03-28/2026-03-30 2026-03-28..2026-03-30",
    ]
    assert [to_datetime(period.end).hour for period in found] == [23, 23, 22, 22]


@pytest.mark.parametrize("partial", ["skip", "merge"])
def test_rolling_windows_cut_by_the_first_day_can_be_left_out(partial: Partial) -> None:
    assert show(periods("rolling 3d", "2026-03-01", "2026-03-03", partial)) == [
        "2026-03-01/2026-03-03 2026-03-01..2026-03-03"
    ]


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T01:00:00-02:00"),  # no midnight: 00:00 became 01:00
        ("America/Havana", "2026-11-01", "2026-11-01T00:00:00-04:00"),  # two midnights: the first
        ("Pacific/Apia", "2011-12-30", "2011-12-31T00:00:00+14:00"),  # no such day: where it would have begun
        ("Pacific/Apia", "2011-12-31", "2011-12-31T00:00:00+14:00"),
        ("Asia/Shanghai", "2026-02-28", "2026-02-28T00:00:00+08:00"),
    ],
)
def test_a_local_midnight_is_the_first_instant_of_its_date(zone: str, day: str, expected: str) -> None:
    assert local_midnight(date.fromisoformat(day), get_zone(zone)) == parse_instant(expected)


@settings(max_examples=400)
@given(st.sampled_from(TABLE_ZONES), st.dates(date(1970, 1, 2), date(2037, 12, 31)))
def test_no_earlier_instant_shows_the_date_of_a_local_midnight(zone: str, day: date) -> None:
    midnight = local_midnight(day, get_zone(zone))
    before, after = (to_datetime(at).astimezone(get_zone(zone)).date() for at in (midnight - 1, midnight))
    assert before < day <= after


KINDS = st.sampled_from(["month", "quarter", "year", "contract-year"])
DAYS = st.dates(date(1999, 12, 28), date(2033, 1, 5))


@given(KINDS, DAYS, st.integers(0, 1500), st.sampled_from(["judge", "merge"]), st.sampled_from(TABLE_ZONES))
def test_periods_cover_the_agreement_once(kind: str, first: date, days: int, partial: Partial, zone: str) -> None:
    last = first + timedelta(days=days)
    found = periods(kind, first.isoformat(), last.isoformat(), partial, zone)
    assert (found[0].first, found[-1].last) == (first, last)
    assert all(before.end == after.start for before, after in pairwise(found))
    assert all(after.first - before.last == timedelta(days=1) for before, after in pairwise(found))
    assert len({period.label for period in found}) == len(found)


@given(KINDS, DAYS, st.integers(0, 1500))
def test_left_out_periods_are_the_parts(kind: str, first: date, days: int) -> None:
    span = first.isoformat(), (first + timedelta(days=days)).isoformat()
    assert periods(kind, *span, "skip") == [period for period in periods(kind, *span) if not period.part]


def test_a_table_finds_the_period_of_every_bound() -> None:
    found = periods("month", "2026-01-10", "2026-03-05")
    table = PeriodTable(found)
    assert table.find(found[0].start - 1) is None
    assert table.find(found[0].start) == found[0]
    assert table.find(found[0].end - 1) == found[0]
    assert table.find(found[0].end) == found[1]
    assert table.find(found[-1].end) is None


@pytest.mark.parametrize(
    "text", ["", "week", "Month", "rolling", "rolling 0d", "rolling 30", "rolling 99999d", "rolling d"]
)
def test_other_words_name_no_period(text: str) -> None:
    assert parse_period_kind(text) is None


@pytest.mark.parametrize("text", ["month", "quarter", "year", "contract-year", "rolling 30d"])
def test_a_kind_is_written_as_it_is_read(text: str) -> None:
    assert str(parse_period_kind(text)) == text
    assert parse_period_kind("rolling  30d") == PeriodKind("rolling", 30)
