"""Dates beside instants: the day before and after, and the date that a zone shows."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from serval.engine.instants import to_datetime


def day_after(day: date) -> date:
    """The next date."""
    return date.fromordinal(day.toordinal() + 1)


def day_before(day: date) -> date:
    """The date before."""
    return date.fromordinal(day.toordinal() - 1)


def find_local_date(instant: int, zone: ZoneInfo) -> date:
    """The date that a zone shows at an instant."""
    return to_datetime(instant).astimezone(zone).date()
