"""Times that are written as numbers: days of a spreadsheet and seconds of Unix."""

from __future__ import annotations

import math
from datetime import date

from serval.engine.instants import LAST_INSTANT
from serval.intake.wallclock import DAY_SECONDS, When, count_wall_seconds

_FIRST_DAYS = {
    "excel": date(1899, 12, 30),
    "excel1900": date(1899, 12, 31),
    "excel1904": date(1904, 1, 1),
}


def read_serial(serial: float, system: str = "excel") -> When | None:
    """The wall clock of an Excel day number, to the nearest second (the fraction of a day is a rounded one).

    `excel` counts from 1900 with the 29 February 1900 that never was (60 is refused), `excel1904` from 1904.
    """
    if not math.isfinite(serial) or not 0 < serial < 2_958_466 or (system == "excel" and 60 <= serial < 61):
        return None
    first = _FIRST_DAYS["excel1900" if system == "excel" and serial < 61 else system]
    midnight = count_wall_seconds(first.year, first.month, first.day, 0)
    return When(midnight + math.floor(serial * DAY_SECONDS + 0.5))


def read_unix(seconds: float) -> When | None:
    """The instant so many seconds after 1970 UTC; sub-seconds are cut off."""
    if not math.isfinite(seconds) or not 0 <= seconds <= LAST_INSTANT:
        return None
    return When(math.floor(seconds), is_instant=True)
