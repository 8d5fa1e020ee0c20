"""Objectives ready to be judged: one class per kind of metric, each as one version of the agreement words it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from serval.engine.calendars.calendar import Calendar
from serval.engine.clocks.rule import Clock
from serval.engine.durations import Duration
from serval.engine.terms.metrics import MetricKind
from serval.engine.terms.objective import AvailabilityRule, Objective
from serval.engine.terms.services import Measure
from serval.engine.terms.target import Target

Amended = Literal["keep", "from_start", "restart"]


@dataclass(frozen=True)
class CompiledObjective:
    """One promise as one version words it.

    version, digest  label and digest of the version of terms
    start, end       the half-open instants between which this wording is in force
    amended          what this version does with clocks that were running when it came into force
    base             the objective whose consequences it has: its own id, or that of the promise it makes stricter
    """

    terms: Objective
    kind: MetricKind
    calendar: Calendar
    version: str
    digest: str
    start: int
    end: int
    amended: Amended
    base: str

    @property
    def id(self) -> str:
        return self.terms.id

    @property
    def target(self) -> Target:
        return self.terms.target


@dataclass(frozen=True)
class ClockObjective(CompiledObjective):
    """A length of time kept by a clock; an extension gives `extended` instead when `consent` came in time."""

    clock: Clock
    extended: Duration | None = None
    consent: str = ""

    @property
    def warnings(self) -> tuple[Fraction, ...]:
        return tuple(sorted(self.terms.warn))


@dataclass(frozen=True)
class EventObjective(CompiledObjective):
    """A count of events of items, or a rate: the share of them whose item also matches `counting`."""

    event: str


@dataclass(frozen=True)
class OutageObjective(CompiledObjective):
    """Availability, downtime, number of outages, MTBF, MTTR or MTTD."""

    rule: AvailabilityRule


@dataclass(frozen=True)
class SatisfactionObjective(CompiledObjective):
    """What answered surveys say."""


@dataclass(frozen=True)
class MeasureObjective(CompiledObjective):
    """A figure that came typed or imported."""

    name: str
    measure: Measure


@dataclass(frozen=True)
class ObligationObjective(CompiledObjective):
    """The share of obligations of one name met in time."""

    name: str
