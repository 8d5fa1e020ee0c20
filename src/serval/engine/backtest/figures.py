"""Figures: what one set of terms comes to over the span of a back-test, month by month and promise by promise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from serval.engine.backtest.amounts import Amounts, add_up, sum_amounts
from serval.engine.backtest.span import name_month
from serval.engine.consequences import Statement
from serval.engine.terms.level import LevelUnit
from serval.engine.terms.target import Target
from serval.engine.verdicts import Verdict
from serval.engine.verdicts.results import VerdictOutcome
from serval.engine.verdicts.settlement import describe_judged


@dataclass(frozen=True, slots=True)
class Reached:
    """What one verdict says.

    period  label of its period · month  the calendar month in which it ends
    value   a share of one, seconds or a number, of which the higher or the lower is `better`; None without data
    kept, missed, counted  rows of its ledger; of figures without sides only `counted`
    """

    objective: str
    subject: str
    period: str
    month: str
    value: Fraction | None
    unit: LevelUnit
    better: Literal["higher", "lower"]
    outcome: VerdictOutcome
    kept: int
    missed: int
    counted: int
    provisional: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """What one statement says.

    credits   payable after caps, claimed or not · withheld  what the grade of the score does not pay
    credited  credits of each promise before caps · score  points, None where none are agreed
    """

    period: str
    month: str
    credits: Amounts
    withheld: Amounts
    credited: tuple[tuple[str, Amounts], ...]
    score: Fraction | None
    provisional: bool

    @property
    def cost(self) -> Amounts:
        """What the provider loses: credits and what is withheld."""
        return self.credits + self.withheld


@dataclass(frozen=True)
class Figures:
    """Verdicts and statements of a span, or of a part of it. Rolling windows, which never pay, are left out."""

    reached: tuple[Reached, ...]
    settled: tuple[Settled, ...]

    @cached_property
    def credits(self) -> Amounts:
        return sum_amounts(entry.credits for entry in self.settled)

    @cached_property
    def withheld(self) -> Amounts:
        return sum_amounts(entry.withheld for entry in self.settled)

    @cached_property
    def cost(self) -> Amounts:
        """What the provider loses: credits after caps, and what a score withholds."""
        return self.credits + self.withheld

    def count(self, outcome: VerdictOutcome) -> int:
        """How many verdicts have an outcome."""
        return sum(entry.outcome == outcome for entry in self.reached)

    @property
    def breached(self) -> int:
        return self.count("breached")

    @property
    def is_provisional(self) -> bool:
        is_open = any(entry.provisional for entry in self.reached)
        return is_open or any(entry.provisional for entry in self.settled)

    def list_months(self) -> set[str]:
        """Calendar months in which anything ends."""
        return {entry.month for entry in self.reached} | {entry.month for entry in self.settled}

    def of_month(self, month: str) -> Figures:
        """What ends in a calendar month."""
        return Figures(
            tuple(entry for entry in self.reached if entry.month == month),
            tuple(entry for entry in self.settled if entry.month == month),
        )


@dataclass(frozen=True)
class Attainment:
    """One promise over the span.

    attained  of a share in time all items of all periods together, else the worst figure of any period
    worst     the verdict furthest from the promise, None without any value
    credited  its own credits before caps, out of all statements
    """

    objective: str
    target: Target
    reached: tuple[Reached, ...]
    attained: Fraction | None
    worst: Reached | None
    credited: Amounts

    @property
    def kept(self) -> int:
        return sum(entry.kept for entry in self.reached)

    @property
    def missed(self) -> int:
        return sum(entry.missed for entry in self.reached)

    @property
    def counted(self) -> int:
        return sum(entry.counted for entry in self.reached)

    @property
    def decided(self) -> int:
        """Verdicts that are met or breached."""
        return sum(entry.outcome in ("met", "breached") for entry in self.reached)

    @property
    def breached(self) -> int:
        return sum(entry.outcome == "breached" for entry in self.reached)


def read_figures(verdicts: Sequence[Verdict], statements: Sequence[Statement]) -> Figures:
    """The figures that verdicts and statements hold."""
    reached = tuple(_describe(verdict) for verdict in verdicts if verdict.binding)
    return Figures(reached, tuple(map(_describe_statement, statements)))


def attain(figures: Figures, objective: str, target: Target) -> Attainment:
    """How one promise fared."""
    reached = tuple(entry for entry in figures.reached if entry.objective == objective)
    worst = find_worst(reached)
    attained = worst.value if worst is not None else None
    if target.within is not None:
        counted = sum(entry.counted for entry in reached)
        attained = Fraction(sum(entry.kept for entry in reached), counted) if counted else None
    credited = sum_amounts(money for entry in figures.settled for name, money in entry.credited if name == objective)
    return Attainment(objective, target, reached, attained, worst, credited)


def find_worst(reached: Sequence[Reached]) -> Reached | None:
    """The verdict with the worst value, the first of several; None where none has a value."""
    valued = [(entry.value, entry) for entry in reached if entry.value is not None]
    if not valued:
        return None
    choose = min if valued[0][1].better == "higher" else max
    return choose(valued, key=lambda pair: pair[0])[1]


def _describe(verdict: Verdict) -> Reached:
    population, judged = verdict.population, describe_judged(verdict)
    return Reached(
        objective=verdict.objective.id,
        subject=verdict.subject,
        period=verdict.period.label,
        month=name_month(verdict.period.last),
        value=verdict.value,
        unit=judged.unit,
        better=judged.better,
        outcome=verdict.outcome,
        kept=population.kept,
        missed=population.missed,
        counted=population.counted,
        provisional=verdict.provisional,
    )


def _describe_statement(statement: Statement) -> Settled:
    owed = statement.credits
    return Settled(
        period=statement.period.label,
        month=name_month(statement.period.last),
        credits=add_up([owed.payable if owed else None]),
        withheld=add_up([statement.withheld if statement.score else None]),
        credited=tuple(_list_credited(statement)),
        score=statement.score.points if statement.score else None,
        provisional=statement.is_provisional,
    )


def _list_credited(statement: Statement) -> Iterator[tuple[str, Amounts]]:
    lines = statement.credits.lines if statement.credits else ()
    for name in dict.fromkeys(line.objective for line in lines):
        yield name, add_up(line.amount for line in lines if line.objective == name)
