"""From documents to what is judged: zone, calendars, objectives and their periods as engine values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo

from serval.engine.calendars.calendar import Calendar, compile_calendar
from serval.engine.calendars.compile import local_midnight
from serval.engine.calendars.spec import HolidaySet
from serval.engine.canonical import digest
from serval.engine.clocks.rule import Clock
from serval.engine.dates import day_after
from serval.engine.errors import Problem, TermsError
from serval.engine.terms.calendars import build_spec
from serval.engine.terms.courses import Course
from serval.engine.terms.load import terms_digest
from serval.engine.terms.metrics import OUTAGE_KINDS, Metric, parse_metric
from serval.engine.terms.model import Terms
from serval.engine.terms.objective import Assurance, AvailabilityRule, Objective
from serval.engine.terms.objectives import (
    ClockObjective,
    CompiledObjective,
    EventObjective,
    MeasureObjective,
    ObligationObjective,
    OutageObjective,
    SatisfactionObjective,
)
from serval.engine.terms.reigns import check_currencies, list_reigns
from serval.engine.terms.versions import Version, list_courses
from serval.engine.zones import get_zone


@dataclass(frozen=True)
class Agreement:
    """Compiled terms: every name resolved, every calendar compiled, versions in the order in which they hold.

    `start` and `end` are the half-open instants between which the agreement is in force; `restated` tells whether
    backdated versions that both parties approved change closed periods.
    """

    versions: tuple[Version, ...]
    zone: ZoneInfo
    start: int
    end: int
    courses: tuple[Course, ...]
    digest: str
    restated: bool = True

    @property
    def terms(self) -> Terms:
        """The terms of the latest version."""
        return self.versions[-1].terms

    @property
    def calendars(self) -> Mapping[str, Calendar]:
        return self.versions[-1].calendars

    @property
    def objectives(self) -> tuple[CompiledObjective, ...]:
        """The promises of the latest version."""
        return self.versions[-1].objectives

    @property
    def version(self) -> str:
        """Number and effective date of the latest version."""
        return self.versions[-1].label

    @property
    def first_day(self) -> date:
        """The day from which contract years are counted."""
        return self.versions[0].terms.effective.from_


def compile_terms(terms: Terms, holidays: Mapping[str, HolidaySet] | None = None) -> Agreement:
    """The agreement that one version of terms describes.

    `holidays` holds the set of every region the calendars name. Raises TermsError `calendar.holidays_unresolved`.
    """
    return compile_versions([terms], holidays)


def compile_versions(
    documents: Iterable[Terms], holidays: Mapping[str, HolidaySet] | None = None, *, restate: bool = True
) -> Agreement:
    """The agreement that several versions of its terms describe, each in force until the next one begins (rule 14).

    restate  whether a backdated version that both parties approved for closed periods changes these; without, they are
    judged as they first were. Raises TermsError `terms.versions_differ` for documents of different agreements,
    `terms.versions_same_day`, `terms.split_differs`, `terms.currency_mid_period` or
    `calendar.holidays_unresolved`.
    """
    ordered = sorted(documents, key=lambda terms: terms.effective.from_)
    _check_versions(ordered)
    zone = get_zone(ordered[0].effective.timezone)
    starts = [local_midnight(terms.effective.from_, zone) for terms in ordered]
    ends = [local_midnight(day_after(terms.effective.until), zone) for terms in ordered]
    ends = [*(min(end, after) for end, after in zip(ends, starts[1:], strict=False)), ends[-1]]
    versions = tuple(
        _compile_version(terms, start, end, zone, holidays or {})
        for terms, start, end in zip(ordered, starts, ends, strict=True)
    )
    digests = [version.digest for version in versions]
    courses = tuple(list_courses(versions, zone, restate=restate))
    check_currencies(list_reigns(versions, zone, restate=restate), courses, zone)
    return Agreement(
        versions=versions,
        zone=zone,
        start=versions[0].start,
        end=versions[-1].end,
        courses=courses,
        digest=digests[0] if len(digests) == 1 else digest(digests),
        restated=restate,
    )


def _check_versions(ordered: list[Terms]) -> None:
    for before, after in pairwise(ordered):
        for key, one, other in (
            ("metadata.number", before.metadata.number, after.metadata.number),
            ("parties.provider", before.parties.provider, after.parties.provider),
            ("parties.client", before.parties.client, after.parties.client),
            ("effective.timezone", before.effective.timezone, after.effective.timezone),
        ):
            if one != other:
                raise TermsError(Problem("terms.versions_differ", {"key": key, "one": one, "other": other}))
        if before.effective.from_ == after.effective.from_:
            data = {"value": after.effective.from_.isoformat()}
            raise TermsError(Problem("terms.versions_same_day", data))


def _compile_version(terms: Terms, start: int, end: int, zone: ZoneInfo, holidays: Mapping[str, HolidaySet]) -> Version:
    calendars = {
        name: compile_calendar(build_spec(name, calendar, zone.key, holidays))
        for name, calendar in terms.calendars.items()
    }
    label = f"{terms.metadata.number}@{terms.effective.from_.isoformat()}"
    version = Version(terms, label, terms_digest(terms), start, end, calendars, ())
    objectives = [_compile_objective(objective, version) for objective in terms.objectives]
    by_id = {objective.id: objective for objective in objectives}
    windows = [_narrow(by_id[entry.objective], entry, zone) for entry in terms.assurance]
    return replace(version, objectives=tuple(objectives + windows))


def _narrow(base: CompiledObjective, entry: Assurance, zone: ZoneInfo) -> CompiledObjective:
    """The base promise with a stricter target, for the days of a dated promise."""
    start, end = local_midnight(entry.from_, zone), local_midnight(day_after(entry.until), zone)
    terms = base.terms.model_copy(update={"id": entry.name, "target": entry.target})
    return replace(base, terms=terms, start=max(base.start, start), end=min(base.end, end))


def _compile_objective(objective: Objective, version: Version) -> CompiledObjective:
    metric = parse_metric(objective.metric)
    if metric is None:
        raise TypeError(objective.metric)
    plain = CompiledObjective(
        terms=objective,
        kind=metric.kind,
        calendar=version.calendars[objective.calendar],
        version=version.label,
        digest=version.digest,
        start=version.start,
        end=version.end,
        amended=version.terms.amended,
        base=objective.id,
    )
    return _specialise(plain, metric, version.terms)


def _specialise(plain: CompiledObjective, metric: Metric, terms: Terms) -> CompiledObjective:
    given = dict(plain.__dict__)
    if metric.kind == "clock":
        extension = next((entry for entry in terms.extensions if entry.objective == plain.id), None)
        clock = _build_clock(metric.name, terms)
        if extension is None:
            return ClockObjective(**given, clock=clock)
        return ClockObjective(**given, clock=clock, extended=extension.within, consent=extension.needs)
    if metric.kind in ("count", "rate"):
        return EventObjective(**given, event=metric.name)
    if metric.kind in OUTAGE_KINDS:
        return OutageObjective(**given, rule=plain.terms.measure or AvailabilityRule())
    if metric.kind == "measure":
        return MeasureObjective(**given, name=metric.name, measure=terms.measures[metric.name])
    if metric.kind == "obligation":
        return ObligationObjective(**given, name=metric.name)
    return SatisfactionObjective(**given)


def _build_clock(name: str, terms: Terms) -> Clock:
    rule = terms.clocks[name]
    return Clock(
        name=name,
        start=rule.start,
        stop=rule.stop[0],
        or_stop=frozenset(rule.stop[1:]),
        pause=frozenset(rule.pause),
        ignore=frozenset(rule.ignore),
        reopen=rule.reopen or "ignore",
        settle=rule.settle,
        repeat=rule.repeat,
        phases=rule.phases,
    )
