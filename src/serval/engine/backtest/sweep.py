"""A sweep: one promise with one bound after another, everything else as it stands."""

from __future__ import annotations

from dataclasses import dataclass

from serval.engine.backtest.amounts import Amounts
from serval.engine.backtest.figures import Attainment, attain
from serval.engine.backtest.steps import Bound, SweepRange, find_bound, find_objective, with_bound
from serval.engine.backtest.trials import Trial, Trials
from serval.engine.terms.model import Terms
from serval.engine.terms.target import Target


@dataclass(frozen=True, slots=True)
class SweepStep:
    """What the terms come to with one bound.

    attainment  of the swept promise · cost, breached  of all promises together
    """

    bound: Bound
    attainment: Attainment
    cost: Amounts
    breached: int


@dataclass(frozen=True, slots=True)
class Sweep:
    """A promise with every bound tried; `current` is the bound it has, `target` the whole promise."""

    objective: str
    target: Target
    current: Bound | None
    steps: tuple[SweepStep, ...]


class SweepTrials:
    """The terms once for every bound. Only the swept promise is judged again; settling is done for all."""

    def __init__(self, trials: Trials, terms: Terms, asked: SweepRange) -> None:
        self._objective = find_objective(terms, asked.objective)
        self._bounds = asked.bounds
        self._trials: list[Trial] = [trials.enter(with_bound(terms, asked.objective, bound)) for bound in asked.bounds]

    def read(self, trials: Trials) -> Sweep:
        """The curve."""
        steps = tuple(read_step(trials, trial, self._objective.id, bound) for bound, trial in self._list())
        target = self._objective.target
        return Sweep(self._objective.id, target, find_bound(target, self._bounds[0]), steps)

    def _list(self) -> list[tuple[Bound, Trial]]:
        return list(zip(self._bounds, self._trials, strict=True))


def read_step(trials: Trials, trial: Trial, objective: str, bound: Bound) -> SweepStep:
    """What terms come to in which one promise has a certain bound."""
    figures = trials.read_figures(trial)
    target = find_objective(trial.agreement.terms, objective).target
    return SweepStep(bound, attain(figures, objective, target), figures.cost, figures.breached)
