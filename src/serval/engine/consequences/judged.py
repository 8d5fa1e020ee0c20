"""What consequences are drawn from: one verdict as this room sees it, and the sums of its ledger that it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from serval.engine.periods import Period
from serval.engine.terms.consequences import Consequences
from serval.engine.terms.entries import TIME_UNITS, Each, RoundUnits
from serval.engine.terms.level import LevelUnit

MeterUnit = Literal["item", "minute", "hour", "day"]


@dataclass(frozen=True, slots=True, order=True)
class Meter:
    """A sum over the breaching rows of a ledger.

    item               how many rows breached
    minute, hour, day  the time each row took too long or was down, in that unit; each row is rounded by itself as
                       `round` says (down: whole units, up: units begun, exact: fractions), then added
    """

    unit: MeterUnit
    round: RoundUnits = "exact"


@dataclass(frozen=True, slots=True)
class Judged:
    """One verdict.

    subject      the service, instance or site it is about; empty for the agreement as a whole
    value        a share of one, seconds, or a number; None without data
    target       the promise, in the value's unit
    better       whether a higher or a lower value is better
    binding      False for rolling windows, which never pay
    running      it stands for breaches of an earlier period that went on in this one: `outcome` is that period's, and
                 only what is charged by time follows from it
    meters       every meter of `list_meters`, zero where nothing breached
    dated        of a dated stricter promise, which stands beside the verdicts of the promise it is based on
    causes       the same meters for each cause (item, outage) alone, where `keeps_causes` asks for them
    """

    objective: str
    subject: str
    period: Period
    outcome: Literal["met", "breached", "no_data", "refused"]
    value: Fraction | None
    unit: LevelUnit
    target: Fraction | None
    better: Literal["higher", "lower"]
    provisional: bool = False
    binding: bool = True
    meters: Mapping[Meter, Fraction] = field(default_factory=dict)
    causes: Mapping[str, Mapping[Meter, Fraction]] = field(default_factory=dict)
    digest: str = ""
    running: bool = False
    dated: bool = False

    @property
    def is_decided(self) -> bool:
        """Whether anything can follow from it."""
        return self.binding and self.outcome in ("met", "breached")


def find_meter(each: Each | None, rounding: RoundUnits) -> Meter | None:
    """The meter that a unit is read from; None for units that come from the verdict itself."""
    if each == "item":
        return Meter("item")
    return Meter(each, rounding) if each in TIME_UNITS else None  # type: ignore[arg-type]


def list_meters(consequences: Consequences, objective: str) -> frozenset[Meter]:
    """The sums that must be kept while an objective is judged, so that its consequences can be drawn."""
    money = [find_meter(entry.each, entry.round) for entry in consequences.credits if objective in entry.for_]
    deductions = consequences.score.deduct if consequences.score else ()
    points = [find_meter(entry.each, entry.round) for entry in deductions if objective in (entry.for_ or ())]
    return frozenset(meter for meter in (*money, *points) if meter is not None)


def keeps_causes(consequences: Consequences, objective: str) -> bool:
    """Whether credits compete item by item, so that each cause needs meters of its own."""
    return consequences.stack == "greatest" and any(
        objective in entry.for_ and find_meter(entry.each, entry.round) is not None for entry in consequences.credits
    )


def count_points(judged: Judged, rounding: RoundUnits) -> Fraction:
    """How many percentage points (of a share) or whole numbers the value is worse than the promise, rounded as told.

    A breach without data falls short by the whole promise, where more is better; nothing is known otherwise.
    """
    if judged.target is None or judged.unit == "seconds":
        return Fraction(0)
    value = Fraction(0) if judged.value is None and judged.better == "higher" else judged.value
    if value is None:
        return Fraction(0)
    short = judged.target - value if judged.better == "higher" else value - judged.target
    return round_units(max(short, Fraction(0)) * (100 if judged.unit == "share" else 1), rounding)


def round_units(units: Fraction, rounding: RoundUnits) -> Fraction:
    """Whole units, units begun, or the exact fraction."""
    match rounding:
        case "down":
            return Fraction(units.numerator // units.denominator)
        case "up":
            return Fraction(-(-units.numerator // units.denominator))
        case "exact":
            return units


def count_units(judged: Judged, each: Each, rounding: RoundUnits) -> Fraction:
    """How many units of a credit or deduction the verdict has. Raises KeyError for a meter that was not kept."""
    meter = find_meter(each, rounding)
    if meter is not None:
        return judged.meters[meter]
    if each == "point":
        return count_points(judged, rounding)
    return Fraction(judged.outcome == "breached")
