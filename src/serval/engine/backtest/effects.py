"""Effects: how much of the difference between two terms each clause explains, and what only happens together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from serval.engine.backtest.amounts import Amounts, sum_amounts
from serval.engine.backtest.clauses import Clause, list_clauses
from serval.engine.backtest.figures import Figures
from serval.engine.backtest.mixing import mix_terms, read_mixed
from serval.engine.backtest.trials import Trial, Trials
from serval.engine.terms.model import Terms


@dataclass(frozen=True, slots=True)
class Effect:
    """What changes in money and in the number of breached verdicts."""

    cost: Amounts
    breached: int

    def __add__(self, other: Effect) -> Effect:
        return Effect(self.cost + other.cost, self.breached + other.breached)

    def __sub__(self, other: Effect) -> Effect:
        return Effect(self.cost - other.cost, self.breached - other.breached)

    def __bool__(self) -> bool:
        return bool(self.cost) or self.breached != 0


@dataclass(frozen=True, slots=True)
class ClauseEffect:
    """What one clause does.

    alone    when the first terms take only this clause over from the second
    last     when the second terms take it over last: by how much they differ from themselves without it
    objectives  promises whose verdicts differ when the first terms take it over
    """

    clause: Clause
    alone: Effect
    last: Effect
    objectives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explained:
    """The difference between two terms, clause by clause: the clauses alone and `together` add up to `total`.

    together  what only happens because clauses meet; nothing where each does what it does alone
    """

    clauses: tuple[ClauseEffect, ...]
    together: Effect
    total: Effect


class ClauseTrials:
    """Two terms, and for each clause that differs both terms with that clause exchanged."""

    def __init__(self, trials: Trials, old: Terms, new: Terms) -> None:
        self._tried: list[tuple[Clause, Trial, Trial]] = []
        for clause in list_clauses(old, new):
            with_it = trials.enter(read_mixed(mix_terms(old, new, clause.places)))
            without_it = trials.enter(read_mixed(mix_terms(old, new, clause.places, back=True)))
            self._tried.append((clause, with_it, without_it))

    def explain(self, trials: Trials, before: Figures, after: Figures) -> Explained:
        """The effects, given what the two terms themselves come to."""
        total = _compare(before, after)
        found: list[ClauseEffect] = []
        for clause, with_it, without_it in self._tried:
            alone = trials.read_figures(with_it)
            left = trials.read_figures(without_it)
            changed = tuple(_list_changed(before, alone))
            found.append(ClauseEffect(clause, _compare(before, alone), _compare(left, after), changed))
        together = total - _add_up([effect.alone for effect in found], total)
        return Explained(tuple(found), together, total)


def _compare(before: Figures, after: Figures) -> Effect:
    return Effect(after.cost - before.cost, after.breached - before.breached)


def _add_up(effects: Sequence[Effect], like: Effect) -> Effect:
    """The sum, in the currencies of the whole even where there are no effects."""
    nothing = like.cost - like.cost
    cost = sum_amounts([nothing, *(effect.cost for effect in effects)])
    return Effect(cost, sum(effect.breached for effect in effects))


def _list_changed(before: Figures, after: Figures) -> Sequence[str]:
    one, other = _by_objective(before), _by_objective(after)
    return [name for name in dict.fromkeys([*one, *other]) if one.get(name) != other.get(name)]


def _by_objective(figures: Figures) -> Mapping[str, list[object]]:
    found: dict[str, list[object]] = {}
    for entry in figures.reached:
        found.setdefault(entry.objective, []).append(entry)
    return found
