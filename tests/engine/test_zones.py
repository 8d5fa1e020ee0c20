"""Zones come from the pinned package and from nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import files
from itertools import pairwise
from struct import unpack_from

import pytest
import tzdata

from serval.engine.calendars.compile import LARGEST_OFFSET, PROBE_EVERY
from serval.engine.errors import CalendarError
from serval.engine.instants import to_datetime, to_instant
from serval.engine.zones import _CITIES, TZDATA_VERSION, find_near_zones, get_zone, list_zones

DAY = 86_400


def test_every_listed_zone_can_be_loaded_and_knows_its_name() -> None:
    assert len(list_zones()) > 500
    assert all(get_zone(name).key == name for name in list_zones())


def test_the_version_is_that_of_the_pinned_data() -> None:
    assert tzdata.IANA_VERSION == TZDATA_VERSION


def test_a_zone_does_not_come_from_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zoneinfo.TZPATH", ())
    get_zone.cache_clear()
    assert get_zone("Asia/Shanghai").key == "Asia/Shanghai"


@pytest.mark.parametrize(
    "name",
    ["", " ", ".", "..", "../zones", "/etc/localtime", "Asia", "Asia/", "asia/shanghai", "zone.tab", "北京", "a\x00b"],
)
def test_what_is_no_listed_name_is_refused_before_any_file_is_opened(name: str) -> None:
    with pytest.raises(CalendarError) as caught:
        get_zone(name)
    assert caught.value.code == "calendar.unknown_zone"
    assert caught.value.problems[0].data["zone"] == name


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Asia/Shangai", "Asia/Shanghai"),
        ("Shanghai", "Asia/Shanghai"),
        ("europe/berlin", "Europe/Berlin"),
        ("Asia/Beijing", "Asia/Shanghai"),
        ("北京", "Asia/Shanghai"),
        ("America/San_Francisco", "America/Los_Angeles"),
    ],
)
def test_a_slip_is_answered_with_the_name_that_was_meant(name: str, near: str) -> None:
    assert find_near_zones(name)[0] == near


def _offset_changes(name: str) -> list[int]:
    """Instants at which a zone's offset changes, from the 64-bit block of its file (RFC 8536)."""
    data = files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()
    begin = 0
    for size in (4, 8):
        utc, std, leaps, times, types, letters = unpack_from(">6I", data, begin + 20)
        table = begin + 44
        begin = table + times * (size + 1) + types * 6 + letters + leaps * (size + 4) + std + utc
    instants = unpack_from(f">{times}q", data, table)
    kinds = data[table + 8 * times : table + 9 * times]
    offsets = [unpack_from(">i", data, table + 9 * times + 6 * kind)[0] for kind in kinds]
    first = unpack_from(">i", data, table + 9 * times)[0]
    return [instants[n] for n in range(times) if offsets[n] != (offsets[n - 1] if n else first)]


def _rule_changes(name: str) -> list[int]:
    """Days of two years far ahead, where rules alone speak, on which the offset changes."""
    zone = get_zone(name)
    start = to_instant(datetime(2100, 1, 1, tzinfo=UTC))
    days = range(start, start + 731 * DAY, DAY)
    offsets = [to_datetime(day).astimezone(zone).utcoffset() for day in days]
    return [days[n] for n in range(1, len(days)) if offsets[n] != offsets[n - 1]]


def test_no_zone_changes_its_offset_twice_within_the_time_between_two_probes() -> None:
    closest = min(
        later - earlier
        for name in list_zones()
        for changes in (_offset_changes(name), _rule_changes(name))
        for earlier, later in pairwise(changes)
    )
    assert closest > PROBE_EVERY + DAY


def test_no_zone_is_further_from_utc_than_the_compiler_allows() -> None:
    years = [datetime(year, 7, 1, tzinfo=UTC) for year in (2, 1880, 1900, 1940, 2026, 9998)]
    ahead = [abs(moment.astimezone(get_zone(name)).utcoffset()) for name in list_zones() for moment in years]
    assert max(ahead).total_seconds() < LARGEST_OFFSET


def test_every_city_that_is_no_zone_leads_to_one() -> None:
    assert set(_CITIES.values()) <= list_zones()
    assert not {name.rpartition("/")[2].lower() for name in list_zones()} & (_CITIES.keys() - {"prc"})
