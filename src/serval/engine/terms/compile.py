"""From the document to what is judged: zone, calendars, periods and objectives as engine values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from zoneinfo import ZoneInfo

from serval.engine.calendars.calendar import Calendar, compile_calendar
from serval.engine.calendars.compile import local_midnight
from serval.engine.calendars.spec import CalendarSpec, HolidaySet, Hours
from serval.engine.clocks.rule import Clock
from serval.engine.errors import Problem, TermsError
from serval.engine.terms.load import CLOCK_PREFIX, COUNT_PREFIX, terms_digest
from serval.engine.terms.model import CalendarTerms, HolidayDates, Objective, Terms
from serval.engine.terms.target import Target
from serval.engine.terms.values import WEEKDAYS
from serval.engine.zones import get_zone


@dataclass(frozen=True)
class ClockObjective:
    """One promise ready to be judged; `clock` is None for a count of `event`."""

    terms: Objective
    calendar: Calendar
    clock: Clock | None
    event: str = ""

    @property
    def id(self) -> str:
        return self.terms.id

    @property
    def target(self) -> Target:
        return self.terms.target

    @property
    def warnings(self) -> tuple[Fraction, ...]:
        return tuple(sorted(self.terms.warn))


@dataclass(frozen=True)
class Agreement:
    """Compiled terms: every name resolved, every calendar compiled.

    `start` and `end` are the half-open instants between which the terms are in force.
    """

    terms: Terms
    zone: ZoneInfo
    start: int
    end: int
    calendars: Mapping[str, Calendar]
    objectives: tuple[ClockObjective, ...]
    digest: str

    @property
    def version(self) -> str:
        """Number and effective date: how people name a version of terms."""
        return f"{self.terms.metadata.number}@{self.terms.effective.from_.isoformat()}"


def compile_terms(terms: Terms, holidays: Mapping[str, HolidaySet] | None = None) -> Agreement:
    """The agreement these terms describe.

    `holidays` holds the set of every region the calendars name. Raises TermsError `calendar.holidays_unresolved`.
    """
    zone_name = terms.effective.timezone
    zone = get_zone(zone_name)
    calendars = {
        name: compile_calendar(build_spec(name, calendar, zone_name, holidays or {}))
        for name, calendar in terms.calendars.items()
    }
    objectives = tuple(_compile_objective(objective, terms, calendars) for objective in terms.objectives)
    day_after = terms.effective.until.fromordinal(terms.effective.until.toordinal() + 1)
    return Agreement(
        terms=terms,
        zone=zone,
        start=local_midnight(terms.effective.from_, zone),
        end=local_midnight(day_after, zone),
        calendars=calendars,
        objectives=objectives,
        digest=terms_digest(terms),
    )


def _compile_objective(objective: Objective, terms: Terms, calendars: Mapping[str, Calendar]) -> ClockObjective:
    calendar = calendars[objective.calendar]
    if objective.metric.startswith(COUNT_PREFIX):
        return ClockObjective(objective, calendar, None, objective.metric.removeprefix(COUNT_PREFIX))
    name = objective.metric.removeprefix(CLOCK_PREFIX)
    rule = terms.clocks[name]
    clock = Clock(
        name=name,
        start=rule.start,
        stop=rule.stop[0],
        or_stop=frozenset(rule.stop[1:]),
        pause=frozenset(rule.pause),
        ignore=frozenset(rule.ignore),
        reopen=rule.reopen or "ignore",
        settle=rule.settle,
        repeat=rule.repeat,
    )
    return ClockObjective(objective, calendar, clock)


def build_spec(
    name: str, calendar: CalendarTerms, default_zone: str, holidays: Mapping[str, HolidaySet]
) -> CalendarSpec:
    """The calendar of a document as the compiler's input; regions are looked up in `holidays`."""
    weekly = tuple(calendar.weekly.get(day, ()) for day in WEEKDAYS)
    return CalendarSpec(
        name=name,
        timezone=calendar.timezone or default_zone,
        always=calendar.always,
        weekly=weekly,  # type: ignore[arg-type]
        holidays=_resolve(name, calendar.holidays, holidays),
        makeup_weekday=calendar.first_worked if calendar.makeup is None else calendar.makeup,
        closed_days=frozenset(entry.on for entry in calendar.closed if entry.hours is None),
        closed_hours=tuple(sorted((entry.on, entry.hours) for entry in calendar.closed if entry.hours)),
        opened=_openings(calendar),
    )


def _openings(calendar: CalendarTerms) -> tuple[tuple[date, Hours], ...]:
    return tuple(sorted((entry.on, entry.hours) for entry in calendar.open))


def _resolve(name: str, named: str | HolidayDates | None, holidays: Mapping[str, HolidaySet]) -> HolidaySet | None:
    if named is None:
        return None
    if isinstance(named, HolidayDates):
        first, last = named.years
        return HolidaySet(named.region, named.source, first, last, frozenset(named.off), frozenset(named.makeup))
    if named not in holidays:
        data = {"calendar": name, "region": named, "known": sorted(holidays)}
        raise TermsError(Problem("calendar.holidays_unresolved", data))
    return holidays[named]
