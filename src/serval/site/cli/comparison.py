"""Minutes down as measured beside minutes down as the provider's own page has them, by service and day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from zoneinfo import ZoneInfo

from serval.engine.calendars.compile import local_midnight
from serval.engine.dates import day_after
from serval.engine.instants import to_datetime
from serval.engine.records import MeasureEntry
from serval.engine.verdicts import LedgerRow

DAY_TOLERANCE = 300
"""Seconds by which two figures of a day may differ unmentioned: pages round every outage to minutes."""


@dataclass(frozen=True, slots=True)
class Downtime:
    """Both figures of one service, in seconds; None where a side does not know the service.

    days  on which the two differ by more than the tolerance, where both know the service
    """

    service: str
    measured: int | None
    reported: Fraction | None
    days: tuple[date, ...] = ()

    @property
    def difference(self) -> Fraction | None:
        """How much more the page reports; None where a side is silent."""
        return None if self.measured is None or self.reported is None else self.reported - self.measured


@dataclass
class MeasuredDowntime:
    """A sink for ledger rows that sums the seconds down by service and local day, as one objective counts them.

    Of an outage with excluded time inside, the seconds that count are laid on the days from its start.
    """

    objective: str
    zone: ZoneInfo
    seconds: dict[str, dict[date, int]] = field(default_factory=dict)

    def take(self, row: LedgerRow) -> None:
        """Add a row; only those of outages that count hold any seconds."""
        if row.objective != self.objective:
            return
        days = self.seconds.setdefault(row.subject, {})
        if row.outcome != "counted":
            return
        start, end = row.started, row.started + row.working_seconds
        while start < end:
            day = find_day(start, self.zone)
            until = min(end, local_midnight(day_after(day), self.zone))
            days[day] = days.get(day, 0) + until - start
            start = until


def sum_reported(entries: Iterable[MeasureEntry], zone: ZoneInfo) -> dict[str, dict[date, Fraction]]:
    """Seconds down by service and local day, from figures in minutes; a listed service without any has a nought."""
    seconds: dict[str, dict[date, Fraction]] = {}
    for entry in entries:
        days, day = seconds.setdefault(entry.subject, {}), find_day(entry.at, zone)
        days[day] = days.get(day, Fraction(0)) + 60 * (entry.value or Fraction(0))
    return seconds


def compare_downtime(
    measured: Mapping[str, Mapping[date, int]], reported: Mapping[str, Mapping[date, Fraction]]
) -> tuple[Downtime, ...]:
    """Every service of either side: largest difference first, then those only one side knows, longest down first."""
    found = [_compare_service(name, measured.get(name), reported.get(name)) for name in {*measured, *reported}]
    return tuple(sorted(found, key=_rank))


def _compare_service(
    name: str, measured: Mapping[date, int] | None, reported: Mapping[date, Fraction] | None
) -> Downtime:
    if measured is None or reported is None:
        return Downtime(
            name,
            None if measured is None else sum(measured.values()),
            None if reported is None else sum(reported.values(), Fraction(0)),
        )
    differing = [
        day
        for day in sorted({*measured, *reported})
        if abs(reported.get(day, Fraction(0)) - measured.get(day, 0)) > DAY_TOLERANCE
    ]
    return Downtime(name, sum(measured.values()), sum(reported.values(), Fraction(0)), tuple(differing))


def _rank(entry: Downtime) -> tuple[bool, Fraction, str]:
    difference = entry.difference
    size = abs(difference) if difference is not None else (entry.reported or Fraction(entry.measured or 0))
    return difference is None, -size, entry.service


def find_day(instant: int, zone: ZoneInfo) -> date:
    """The local date of an instant."""
    return to_datetime(instant).astimezone(zone).date()
