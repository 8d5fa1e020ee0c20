"""Zones come from the pinned package and from nowhere else."""

from __future__ import annotations

import pytest
import tzdata

from serval.engine.errors import CalendarError
from serval.engine.zones import TZDATA_VERSION, find_near_zones, get_zone, list_zones


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
    [("Asia/Shangai", "Asia/Shanghai"), ("Shanghai", "Asia/Shanghai"), ("europe/berlin", "Europe/Berlin")],
)
def test_a_slip_is_answered_with_the_name_that_was_meant(name: str, near: str) -> None:
    assert find_near_zones(name)[0] == near
