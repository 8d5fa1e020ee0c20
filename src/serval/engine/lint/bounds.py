"""The value a target promises, on the scale that verdicts, credit tables and rewards share."""

from __future__ import annotations

from fractions import Fraction

from serval.engine.consequences.tiers import Promise as Bound
from serval.engine.lint.papers import Paper, Promise
from serval.engine.terms.target import Target


def read_bound(promise: Promise, target: Target) -> Bound:
    """What a target of an objective promises, with the lowest and highest value there can be."""
    level = target.level
    if level is None:
        if target.within is not None:
            return Bound(Fraction(1) if target.share is None else target.share, "share", "higher")
        limit = target.limit
        return Bound(Fraction(limit.amount if limit else 0), "seconds", "lower")
    lowest, highest = Fraction(0), None
    if promise.metric.kind == "satisfaction" and level.unit == "number":
        scale = promise.objective.scale or (0, 0)
        is_nps = promise.objective.method == "nps"
        lowest, highest = (Fraction(-100), Fraction(100)) if is_nps else (Fraction(scale[0]), Fraction(scale[1]))
    better = "higher" if target.at_least is not None else "lower"
    if level.unit == "share":
        highest = Fraction(1)
    return Bound(level.amount, level.unit, better, lowest, highest)  # type: ignore[arg-type]


def list_bounds(paper: Paper, promise: Promise) -> list[Bound]:
    """That of the objective, then those of its dated stricter promises: all have its consequences."""
    targets = [promise.objective.target, *(entry.target for entry in paper.list_assurances(promise.id))]
    return [read_bound(promise, target) for target in targets]


def find_strictest(bounds: list[Bound]) -> Bound:
    """The bound below which something may be owed: the strictest of those with the first one's unit."""
    alike = [bound for bound in bounds if (bound.unit, bound.better) == (bounds[0].unit, bounds[0].better)]
    return (max if bounds[0].better == "higher" else min)(alike, key=lambda bound: bound.value)
