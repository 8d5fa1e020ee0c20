"""Time zones from the pinned `tzdata` package only: a verdict must not depend on the machine's zone files."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import tzdata  # type: ignore[import-untyped]

from serval.engine.errors import CalendarError, Problem

TZDATA_VERSION: str = tzdata.IANA_VERSION
"""Version of the zone data (such as `2026a`); part of every digest of a calendar."""

NEAR_COUNT = 3
"""How many similar names are offered for an unknown one."""

_CITIES = {
    **dict.fromkeys(("beijing", "peking", "shenzhen", "guangzhou", "hangzhou", "chengdu", "tianjin"), "Asia/Shanghai"),
    **dict.fromkeys(("nanjing", "wuhan", "xian", "china", "prc", "北京", "上海", "中国"), "Asia/Shanghai"),
    **dict.fromkeys(("delhi", "new_delhi", "mumbai", "bangalore", "india"), "Asia/Kolkata"),
    **dict.fromkeys(("munich", "frankfurt", "hamburg", "germany"), "Europe/Berlin"),
    **dict.fromkeys(("washington", "boston", "miami", "atlanta"), "America/New_York"),
    **dict.fromkeys(("san_francisco", "seattle", "las_vegas"), "America/Los_Angeles"),
    **dict.fromkeys(("osaka", "kyoto"), "Asia/Tokyo"),
    "milan": "Europe/Rome",
    "geneva": "Europe/Zurich",
}
"""Cities and countries people look for that are no name of a zone."""


@cache
def list_zones() -> frozenset[str]:
    """All zone names of the pinned data."""
    return frozenset(files("tzdata").joinpath("zones").read_text(encoding="ascii").split())


@cache
def get_zone(name: str) -> ZoneInfo:
    """The zone of an IANA name such as `Asia/Shanghai`.

    Raises CalendarError `calendar.unknown_zone` with similar names. Only listed names reach the file system.
    """
    if name not in list_zones():
        raise CalendarError(Problem("calendar.unknown_zone", {"zone": name, "near": find_near_zones(name)}))
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as data:
        return ZoneInfo.from_file(data, key=name)


def find_near_zones(name: str) -> list[str]:
    """Up to three known names similar to `name`, best first; the city alone is enough to be found."""
    known = {zone.lower(): zone for zone in sorted(list_zones())}
    cities = {zone.rpartition("/")[2].lower(): zone for zone in sorted(list_zones())}
    wanted = name.lower()
    whole = [known[near] for near in get_close_matches(wanted, known, n=NEAR_COUNT)]
    city = wanted.rpartition("/")[2]
    meant = [_CITIES[city]] if city in _CITIES else []
    by_city = [cities[near] for near in get_close_matches(city, cities, n=NEAR_COUNT)]
    return list(dict.fromkeys([*meant, *whole, *by_city]))[:NEAR_COUNT]
