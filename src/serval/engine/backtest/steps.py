"""Steps: the targets a sweep tries, read from `10m..60m/5m`, and targets with another bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from serval.engine.backtest.mixing import check_terms
from serval.engine.backtest.span import BacktestError
from serval.engine.durations import Duration, parse_duration, parse_percent
from serval.engine.errors import Problem
from serval.engine.terms.level import Level, parse_level
from serval.engine.terms.model import Terms
from serval.engine.terms.objective import Objective
from serval.engine.terms.target import Target

MOST_STEPS = 60
"""Each step is one promise more to judge on all evidence."""

Bound = Duration | Level


@dataclass(frozen=True, slots=True)
class SweepRange:
    """Bounds that a sweep of one promise tries, from the first on, as the text said them."""

    objective: str
    bounds: tuple[Bound, ...]


def read_sweep(text: str) -> SweepRange:
    """`OBJECTIVE=10m..60m/5m`, `OBJECTIVE=95%..99%/0.5%`, `OBJECTIVE=1..5/1`: every bound from first to last.

    Raises BacktestError `backtest.sweep`, `backtest.sweep_backwards`, `backtest.sweep_step` or
    `backtest.sweep_too_many`.
    """
    name, _equals, said = text.partition("=")
    begin, _dots, rest = said.partition("..")
    end, slash, size = rest.partition("/")
    first, last, step = _read_amount(begin), _read_amount(end), _read_amount(size)
    if not (name.strip() and slash) or first is None or last is None or first[1] != last[1]:
        raise BacktestError(Problem("backtest.sweep", {"value": text}))
    if last[0] < first[0]:
        raise BacktestError(Problem("backtest.sweep_backwards", {"value": text}))
    if step is None or step[1] != first[1] or step[0] <= 0:
        raise BacktestError(Problem("backtest.sweep_step", {"value": size.strip()}))
    count = int((last[0] - first[0]) / step[0]) + 1
    if count > MOST_STEPS:
        raise BacktestError(Problem("backtest.sweep_too_many", {"found": count, "most": MOST_STEPS}))
    amounts = (first[0] + step[0] * place for place in range(count))
    return SweepRange(name.strip(), tuple(_build_bound(amount, first[1]) for amount in amounts))


Unit = Literal["s", "wd", "d", "share", "number"]


def _read_amount(text: str) -> tuple[Fraction, Unit] | None:
    length = parse_duration(text)
    if length is not None:
        return Fraction(length.amount), length.unit
    share = parse_percent(text)
    if share is not None:
        return share, "share"
    level = parse_level(text)
    return (level.amount, "number") if level is not None and level.unit == "number" else None


def _build_bound(amount: Fraction, unit: Unit) -> Bound:
    if unit == "share" or unit == "number":
        return Level(amount, unit)
    return Duration(int(amount), unit)


def find_objective(terms: Terms, name: str) -> Objective:
    """The promise of that name. Raises BacktestError `backtest.unknown_objective`."""
    found = next((objective for objective in terms.objectives if objective.id == name), None)
    if found is None:
        known = [objective.id for objective in terms.objectives]
        raise BacktestError(Problem("backtest.unknown_objective", {"id": name, "known": known}))
    if found.period.name == "rolling":
        raise BacktestError(Problem("backtest.rolling", {"id": name}))
    return found


def with_bound(terms: Terms, name: str, bound: Bound) -> Terms:
    """The terms with one promise bound elsewhere: its length of time, its share, or its level.

    Raises BacktestError `backtest.sweep_unit` where the target has no such bound, and TermsError where what comes out
    does not hold together.
    """
    target = _rebind(find_objective(terms, name).target, bound)
    if target is None:
        data = {"id": name, "value": str(bound)}
        raise BacktestError(Problem("backtest.sweep_unit", data))
    changed = with_target(terms, name, target)
    check_terms(changed)
    return changed


def with_target(terms: Terms, name: str, target: Target) -> Terms:
    """The terms with another target for one promise."""
    objectives = tuple(
        objective.model_copy(update={"target": target}) if objective.id == name else objective
        for objective in terms.objectives
    )
    return terms.model_copy(update={"objectives": objectives})


def _rebind(target: Target, bound: Bound) -> Target | None:
    if target.level is not None:
        level = _as_level(bound)
        if level is None or level.unit != target.level.unit:
            return None
        return target.model_copy(update={"at_most" if target.at_most is not None else "at_least": level})
    if isinstance(bound, Level):
        is_share = target.within is not None and bound.unit == "share"
        return target.model_copy(update={"share": bound.amount, "all": None}) if is_share else None
    return target.model_copy(update=_with_limit(target, bound))


def _as_level(bound: Bound) -> Level | None:
    if isinstance(bound, Level):
        return bound
    return Level(Fraction(bound.amount), "seconds") if bound.unit == "s" else None


def _with_limit(target: Target, limit: Duration) -> dict[str, Any]:
    if target.percentile is not None:
        return {"percentile": target.percentile.model_copy(update={"within": limit})}
    kinds: Sequence[str] = ("within", "mean", "median")
    return {next(kind for kind in kinds if getattr(target, kind) is not None): limit}


def find_bound(target: Target, like: Bound) -> Bound | None:
    """The bound of a target that a sweep with such bounds moves."""
    if target.level is not None:
        return target.level
    if isinstance(like, Level):
        share = Fraction(1) if target.share is None else target.share
        return None if target.within is None else Level(share, "share")
    return target.limit
