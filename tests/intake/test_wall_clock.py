"""Local times become instants once, or not at all."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from serval.engine.instants import format_instant, parse_instant, to_datetime
from serval.engine.zones import get_zone
from serval.intake.wallclock import TimeFault, WallClock, count_wall_seconds

NORTHERN = ("UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kolkata")
ZONES = (*NORTHERN, "Australia/Lord_Howe", "Pacific/Apia")


def wall(text: str) -> int:
    """Seconds of a wall-clock reading written as ISO."""
    return parse_instant(text + "Z")


def find(text: str, zone: str, ambiguous: str = "refuse") -> str:
    return format_instant(WallClock(get_zone(zone), ambiguous).find_instant(wall(text)))  # type: ignore[arg-type]


def test_an_ordinary_time_has_one_instant() -> None:
    assert find("2026-05-04T15:07:00", "Asia/Shanghai") == "2026-05-04T07:07:00Z"
    assert find("2026-07-01T12:00:00", "Europe/Berlin") == "2026-07-01T10:00:00Z"
    assert find("1988-07-01T12:00:00", "Asia/Shanghai") == "1988-07-01T03:00:00Z"


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("2026-03-29T02:30:00", "Europe/Berlin"),
        ("2026-03-08T02:00:00", "America/New_York"),
        ("2026-10-04T02:15:00", "Australia/Lord_Howe"),
        ("2011-12-30T12:00:00", "Pacific/Apia"),
    ],
)
def test_a_time_the_clocks_skipped_is_refused(text: str, zone: str) -> None:
    for ambiguous in ("refuse", "first", "last"):
        with pytest.raises(TimeFault) as caught:
            find(text, zone, ambiguous)
        assert caught.value.code == "row.time_nonexistent"


@pytest.mark.parametrize(
    ("text", "zone", "first", "last"),
    [
        ("2026-10-25T02:30:00", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"),
        ("2026-11-01T01:00:00", "America/New_York", "2026-11-01T05:00:00Z", "2026-11-01T06:00:00Z"),
        ("2026-04-05T01:45:00", "Australia/Lord_Howe", "2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z"),
    ],
)
def test_a_time_that_happened_twice_is_refused_unless_the_mapping_chooses(
    text: str, zone: str, first: str, last: str
) -> None:
    with pytest.raises(TimeFault) as caught:
        find(text, zone)
    assert caught.value.code == "row.time_ambiguous"
    assert find(text, zone, "first") == first
    assert find(text, zone, "last") == last


def test_the_hours_beside_a_change_are_not_touched_by_it() -> None:
    assert find("2026-03-29T01:59:59", "Europe/Berlin") == "2026-03-29T00:59:59Z"
    assert find("2026-03-29T03:00:00", "Europe/Berlin") == "2026-03-29T01:00:00Z"
    assert find("2026-10-25T01:59:59", "Europe/Berlin") == "2026-10-24T23:59:59Z"
    assert find("2026-10-25T03:00:00", "Europe/Berlin") == "2026-10-25T02:00:00Z"


@pytest.mark.parametrize("zone", ZONES)
def test_what_the_clock_shows_leads_back_to_the_instant(zone: str) -> None:
    """Any instant that is shown once is found again from what the clock showed."""
    random_source = random.Random(zone)  # noqa: S311
    clock = WallClock(get_zone(zone))
    for _ in range(2_000):
        instant = random_source.randrange(-2_000_000_000, 4_000_000_000)
        shown = to_datetime(instant).astimezone(get_zone(zone))
        seconds = shown.hour * 3_600 + shown.minute * 60 + shown.second
        reading = count_wall_seconds(shown.year, shown.month, shown.day, seconds)
        try:
            assert clock.find_instant(reading) == instant
        except TimeFault as fault:
            assert fault.code == "row.time_ambiguous"  # noqa: PT017
            twins = [WallClock(get_zone(zone), side).find_instant(reading) for side in ("first", "last")]  # type: ignore[arg-type]
            assert instant in twins


def test_the_ends_of_time_are_refused_without_an_accident() -> None:
    clock = WallClock(get_zone("Asia/Shanghai"))
    with pytest.raises(TimeFault) as caught:
        clock.find_instant(count_wall_seconds(1, 1, 1, 0))
    assert caught.value.code == "row.time_unreadable"
    assert to_datetime(clock.find_instant(count_wall_seconds(9999, 12, 31, 0))) == datetime(
        9999, 12, 30, 16, tzinfo=UTC
    )


def test_a_wrong_clock_is_noticed() -> None:
    """Control: taking Shanghai for eight hours at all times fails in the summers of 1986 to 1991."""
    assert find("1988-07-01T12:00:00", "Asia/Shanghai") != "1988-07-01T04:00:00Z"
