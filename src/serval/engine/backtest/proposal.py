"""A proposal: the tightest limit with which past evidence would have reached a wanted share in time.

Limits are tried in two passes over the evidence: first far apart, doubling each time, then close together between the
two limits where the share is reached first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from serval.engine.backtest.amounts import Amounts
from serval.engine.backtest.figures import Attainment, Reached, find_worst
from serval.engine.backtest.span import BacktestError
from serval.engine.backtest.steps import find_objective, with_target
from serval.engine.backtest.sweep import SweepStep, read_step
from serval.engine.backtest.trials import Trial, Trials
from serval.engine.durations import LONGEST_DAYS, LONGEST_SECONDS, Duration, parse_percent
from serval.engine.errors import Problem
from serval.engine.terms.model import Terms
from serval.engine.terms.target import Target

LEAST_ITEMS = 20
"""Fewer items support no target, whatever their share."""

DOUBLINGS = 6
HALVINGS = 4
FINEST_DIVISION = 8

_SIZES = (1, 5, 10, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400)
"""Seconds of the steps people agree on: 5 min, 15 min, 1 h …"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A share of the items of one promise that should be in time."""

    objective: str
    share: Fraction


@dataclass(frozen=True, slots=True)
class Supported:
    """A target that the history supports, judged: what it would have come to.

    worst  the period in which least was reached
    """

    target: Target
    attainment: Attainment
    worst: Reached
    cost: Amounts


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the history supports.

    overall   the tightest limit with which the wanted share is reached over all items of the span together
    each      the tightest one with which it is reached in every period
    problem   why there is none: too few items, or out of reach of the longest limit tried
    """

    wanted: Wanted
    current: Target
    overall: Supported | None
    each: Supported | None
    problem: Problem | None = None


def read_wanted(text: str, objective: str = "") -> Wanted:
    """`OBJECTIVE=95%`, or `95%` where the promise is known. Raises BacktestError `backtest.wanted`."""
    name, _equals, said = text.partition("=") if "=" in text else (objective, "", text)
    share = parse_percent(said)
    if not name.strip() or share is None or not share:
        raise BacktestError(Problem("backtest.wanted", {"value": text}))
    return Wanted(name.strip(), share)


class ProposalTrials:
    """The terms with one limit after another: far apart in a first pass, close together in a second one."""

    def __init__(self, trials: Trials, terms: Terms, wanted: Wanted) -> None:
        self._terms, self._wanted = terms, wanted
        self._target = find_objective(terms, wanted.objective).target
        self._first = trials
        self._entered = self._enter(trials, list_doublings(find_limit(terms, wanted)))
        self._steps: list[SweepStep] = []
        self._second: Trials | None = None

    def _enter(self, trials: Trials, limits: Sequence[Duration]) -> list[tuple[Duration, Trial]]:
        changes = {"share": self._wanted.share, "all": None, "tolerate": 0}
        targets = [self._target.model_copy(update={"within": limit, **changes}) for limit in limits]
        terms = [with_target(self._terms, self._wanted.objective, target) for target in targets]
        return [(limit, trials.enter(entry)) for limit, entry in zip(limits, terms, strict=True)]

    def _read(self, trials: Trials) -> list[SweepStep]:
        return [read_step(trials, trial, self._wanted.objective, limit) for limit, trial in self._entered]

    def look_closer(self, second: Trials) -> bool:
        """After the first pass: enters the limits to look at in a second one; False where there are none."""
        self._steps = self._read(self._first)
        found = {limit for reaches in _CRITERIA for limit in self._list_between(reaches)}
        if self._find_problem() is not None or not found:
            return False
        self._entered = self._enter(second, sorted(found, key=lambda limit: limit.amount))
        self._second = second
        return True

    def _list_between(self, reaches: Reaches) -> Sequence[Duration]:
        """Limits between the last one tried that is too tight, and the first one that is not."""
        low: Duration | None = None
        for step in self._steps:
            if isinstance(step.bound, Duration):
                if reaches(step.attainment, self._wanted.share):
                    return list_between(low, step.bound)
                low = step.bound
        return ()

    def _find_problem(self) -> Problem | None:
        counted = max(step.attainment.counted for step in self._steps)
        needed = count_needed(self._wanted.share)
        if counted < needed:
            data = {"id": self._wanted.objective, "found": counted, "needed": needed}
            return Problem("backtest.too_few_items", data)
        if any(_reach_overall(step.attainment, self._wanted.share) for step in self._steps):
            return None
        return Problem("backtest.out_of_reach", {"id": self._wanted.objective, "longest": str(self._steps[-1].bound)})

    def propose(self) -> Proposal:
        """The tightest of the limits looked at, after the last pass."""
        problem = self._find_problem()
        if problem is not None or self._second is None:
            return Proposal(self._wanted, self._target, None, None, problem)
        steps = self._read(self._second)
        overall, each = (self._choose(steps, reaches) for reaches in _CRITERIA)
        return Proposal(self._wanted, self._target, overall, each)

    def _choose(self, steps: Sequence[SweepStep], reaches: Reaches) -> Supported | None:
        for step in steps:
            worst = find_worst(step.attainment.reached)
            if worst is not None and reaches(step.attainment, self._wanted.share):
                return Supported(step.attainment.target, step.attainment, worst, step.cost)
        return None


def find_limit(terms: Terms, wanted: Wanted) -> Duration:
    """The limit of the promise. Raises BacktestError `backtest.wanted_needs_limit` where it is no share in time."""
    limit = find_objective(terms, wanted.objective).target.within
    if limit is None:
        raise BacktestError(Problem("backtest.wanted_needs_limit", {"id": wanted.objective}))
    return limit


def count_needed(share: Fraction) -> int:
    """How many items a share needs to mean something: so many that one miss does not spoil it, and never very few."""
    missed = 1 - share
    return LEAST_ITEMS if not missed else max(LEAST_ITEMS, -(-missed.denominator // missed.numerator))


def list_doublings(limit: Duration) -> list[Duration]:
    """Limits from a sixteenth of a limit to sixty-four times as much, each twice the one before."""
    longest = LONGEST_SECONDS if limit.unit == "s" else LONGEST_DAYS
    amounts = [limit.amount >> halved for halved in range(HALVINGS, 0, -1)]
    amounts += [limit.amount << doubled for doubled in range(DOUBLINGS + 1)]
    return [Duration(amount, limit.unit) for amount in dict.fromkeys(amounts) if 0 < amount <= longest]


def list_between(low: Duration | None, high: Duration) -> list[Duration]:
    """Limits above one and up to another, in steps people agree on, the other one included."""
    size = 1
    if high.unit == "s":
        size = max(size for size in _SIZES if size == 1 or size * FINEST_DIVISION <= high.amount)
    elif high.amount > FINEST_DIVISION * 2:
        size = high.amount // (FINEST_DIVISION * 2)
    begin = low.amount // size * size + size if low is not None else size
    amounts = [*range(begin, high.amount, size), high.amount]
    return [Duration(amount, high.unit) for amount in amounts]


def _reach_overall(attainment: Attainment, share: Fraction) -> bool:
    return attainment.attained is not None and attainment.attained >= share


def _reach_each(attainment: Attainment, share: Fraction) -> bool:
    """In every period that has enough items to be judged."""
    values = [entry.value for entry in attainment.reached if entry.value is not None]
    return bool(values) and min(values) >= share


Reaches = Callable[[Attainment, Fraction], bool]
_CRITERIA: tuple[Reaches, Reaches] = (_reach_overall, _reach_each)
