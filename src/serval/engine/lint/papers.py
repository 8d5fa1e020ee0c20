"""Papers: the documents that are checked, with what several checks need of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

from serval.engine.calendars.calendar import Calendar, compile_calendar
from serval.engine.calendars.spec import HolidaySet
from serval.engine.documents import Document, Path
from serval.engine.periods import Period, list_periods
from serval.engine.terms.calendars import build_spec
from serval.engine.terms.consequences import Consequences
from serval.engine.terms.metrics import Metric, parse_metric
from serval.engine.terms.model import Terms
from serval.engine.terms.objective import Assurance, Objective
from serval.engine.zones import get_zone

WEEK_SECONDS = 7 * 86_400


@dataclass(frozen=True, slots=True)
class Promise:
    """An objective with what it measures and where it stands."""

    place: Path
    objective: Objective
    metric: Metric

    @property
    def id(self) -> str:
        return self.objective.id


@dataclass(frozen=True)
class Paper:
    """One agreement's terms beside the document they were read from.

    holidays  published sets by region; a region that is not among them is taken to have no days off
    """

    terms: Terms
    document: Document
    holidays: Mapping[str, HolidaySet] = field(default_factory=dict)

    @cached_property
    def zone(self) -> ZoneInfo:
        return get_zone(self.terms.effective.timezone)

    @cached_property
    def calendars(self) -> Mapping[str, Calendar]:
        first, last = self.terms.effective.from_.year, self.terms.effective.until.year
        regions = {c.holidays for c in self.terms.calendars.values() if isinstance(c.holidays, str)}
        unpublished = {region: HolidaySet(region, "", first, last) for region in regions}
        return {
            name: compile_calendar(build_spec(name, calendar, self.zone.key, {**unpublished, **self.holidays}))
            for name, calendar in self.terms.calendars.items()
        }

    @cached_property
    def promises(self) -> tuple[Promise, ...]:
        return tuple(self._list_promises())

    def _list_promises(self) -> Iterator[Promise]:
        for index, objective in enumerate(self.terms.objectives):
            metric = parse_metric(objective.metric)
            if metric is not None:
                yield Promise(("objectives", index), objective, metric)

    @cached_property
    def by_id(self) -> Mapping[str, Promise]:
        return {promise.id: promise for promise in self.promises}

    @cached_property
    def consequences(self) -> Consequences:
        return self.terms.consequences or Consequences()

    def list_assurances(self, objective: str) -> list[Assurance]:
        """The dated stricter promises of an objective."""
        return [entry for entry in self.terms.assurance if entry.objective == objective]

    def list_periods(self, objective: Objective) -> tuple[Period, ...]:
        """The accounting periods of a promise over the whole term."""
        effective = self.terms.effective
        return list_periods(objective.period, effective.from_, effective.until, self.zone, partial=objective.partial)

    def is_always_open(self, calendar: str) -> bool:
        """Whether a calendar is open every second of every week, however it says so."""
        spec = self.calendars[calendar].spec
        if spec.always:
            return True
        week = sum(shift.end - shift.start for hours in spec.weekly for shift in hours)
        return week >= WEEK_SECONDS and not (spec.holidays or spec.closed_days or spec.closed_hours or spec.opened)
