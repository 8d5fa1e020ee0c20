"""Decisions: from what a period's rows add up to, to value and outcome (TERMS.md rule 8)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from serval.engine.statistics import is_share_met, mean, median, percentile, share_within
from serval.engine.terms.objective import Objective
from serval.engine.terms.target import Target
from serval.engine.verdicts.results import Decision, Population


def decide_clocks(objective: Objective, population: Population, values: Sequence[int]) -> Decision:
    """What clocks come to: a share in time, or a statistic of their working time."""
    if population.counted < objective.minimum:
        return decide_no_data(objective, "below_minimum" if population.counted else "no_items")
    target = objective.target
    return decide_share(target, population) if target.within is not None else decide_statistic(target, values)


def decide_no_data(objective: Objective, reason: str) -> Decision:
    """Neither met nor breached, unless the provider owes the evidence."""
    return Decision(None, "breached" if objective.no_data == "breach" else "no_data", reason)


def decide_share(target: Target, population: Population) -> Decision:
    """`within` with `share` or `all`."""
    value = share_within(population.kept, population.counted)
    share = Fraction(1) if target.share is None else target.share
    if value >= share:
        return Decision(value, "met", "share_reached")
    if is_share_met(population.kept, population.counted, share=share, tolerate=target.tolerate):
        return Decision(value, "met", "tolerated")
    return Decision(value, "breached", "share_missed")


def decide_statistic(target: Target, values: Sequence[int]) -> Decision:
    """`mean`, `median` or `pNN` of the working seconds of clocks that stopped in the period."""
    limit = target.limit
    if limit is None:
        raise TypeError("a statistic needs a limit")
    if target.percentile is not None:
        value = percentile(values, target.percentile.share, target.method)
    else:
        value = mean(values) if target.mean is not None else median(values)
    kept = value <= limit.amount
    return Decision(value, "met" if kept else "breached", "limit_kept" if kept else "limit_exceeded")


def decide_level(target: Target, value: Fraction) -> Decision:
    """`atMost` or `atLeast` something."""
    if target.at_most is not None:
        kept = value <= target.at_most.amount
        return Decision(value, "met" if kept else "breached", "limit_kept" if kept else "limit_exceeded")
    kept = target.at_least is not None and value >= target.at_least.amount
    return Decision(value, "met" if kept else "breached", "limit_kept" if kept else "limit_missed")
