"""Credit tables as steps: what each value costs, so that two tables can be compared value by value."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from serval.engine.terms.credits import Tier
from serval.engine.terms.strictness import Direction, compare_amounts, join_directions


def list_step_directions(old: Sequence[Tier], new: Sequence[Tier]) -> set[Direction]:
    """What the second table is beside the first at every value, between and beyond all their bounds too."""
    edges = sorted({edge.amount for tier in (*old, *new) for edge in (tier.from_, tier.below) if edge is not None})
    between = [(one + other) / 2 for one, other in pairwise(edges)]
    return {_compare_at(old, new, value) for value in (edges[0] - 1, *edges, *between, edges[-1] + 1)}


def compare_tables(old: Sequence[Tier], new: Sequence[Tier]) -> Direction:
    """Whether the second table costs the provider no less at every value, or no more at every value."""
    return join_directions(list_step_directions(old, new))


def _compare_at(old: Sequence[Tier], new: Sequence[Tier], value: Fraction) -> Direction:
    one, other = _cost_at(old, value), _cost_at(new, value)
    if one == other:
        return "equal"
    if one is None or other is None:
        return "stricter" if one is None else "laxer"
    return compare_amounts(one[1], other[1], strict="higher") if one[0] == other[0] else "unclear"


def _cost_at(tiers: Sequence[Tier], value: Fraction) -> tuple[str, Fraction] | None:
    """As judged: the first row that holds the value."""
    for tier in tiers:
        lower, upper = tier.from_, tier.below
        if (lower is None or lower.amount <= value) and (upper is None or value < upper.amount):
            return ("percent", tier.percent) if tier.percent is not None else ("amount", Fraction(tier.amount or 0))
    return None
