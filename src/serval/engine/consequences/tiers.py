"""Credit tables: which row a value falls into, and whether the rows cover all that is worse than the promise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from serval.engine.errors import Problem
from serval.engine.terms.credits import Tier
from serval.engine.terms.level import Level, LevelUnit


@dataclass(frozen=True, slots=True)
class Promise:
    """The promised value, and the lowest and highest value there can be (None: no bound; a share has 0 and 1)."""

    value: Fraction
    unit: LevelUnit
    better: Literal["higher", "lower"]
    lowest: Fraction | None = Fraction(0)
    highest: Fraction | None = None


def find_tier(tiers: Sequence[Tier], value: Fraction) -> int | None:
    """Index of the row whose half-open span holds the value, the first one of several; None for a value in no row."""
    for index, tier in enumerate(tiers):
        lower, upper = _bounds(tier)
        if (lower is None or lower <= value) and (upper is None or value < upper):
            return index
    return None


def find_worst_tier(tiers: Sequence[Tier], better: Literal["higher", "lower"]) -> int:
    """Index of the row for the worst values: it stands for a breach of which no value is known."""
    lower = [(tier.from_ is not None, _bounds(tier)[0] or 0, index) for index, tier in enumerate(tiers)]
    upper = [(tier.below is None, _bounds(tier)[1] or 0, -index) for index, tier in enumerate(tiers)]
    return min(lower)[2] if better == "higher" else -max(upper)[2]


def find_tier_faults(tiers: Sequence[Tier], promise: Promise) -> tuple[Problem, ...]:
    """Values worse than the promise that no row holds (`terms.tier_gap`) or two rows hold (`terms.tier_overlap`).

    `index` in the data is the row that begins after the gap, or the later of two rows that overlap; the last row where
    nothing comes after the gap.
    """
    order = sorted(range(len(tiers)), key=lambda i: (tiers[i].from_ is not None, _bounds(tiers[i])[0] or 0, i))
    return (*_find_overlaps(tiers, order, promise.unit), *_find_gaps(tiers, order, promise))


def _bounds(tier: Tier) -> tuple[Fraction | None, Fraction | None]:
    return (tier.from_.amount if tier.from_ else None, tier.below.amount if tier.below else None)


def _find_overlaps(tiers: Sequence[Tier], order: Sequence[int], unit: LevelUnit) -> Iterator[Problem]:
    for place, later in enumerate(order):
        for earlier in order[:place]:
            lower, upper = _bounds(tiers[later])[0], _bounds(tiers[earlier])[1]
            if upper is None or lower is None or lower < upper:
                ends = [end for end in (upper, _bounds(tiers[later])[1]) if end is not None]
                data = {"index": max(earlier, later), "with": min(earlier, later)}
                yield Problem("terms.tier_overlap", {**data, **_write(lower, min(ends, default=None), unit)})


def _find_gaps(tiers: Sequence[Tier], order: Sequence[int], promise: Promise) -> Iterator[Problem]:
    """Walk from one end of what is worse than the promise to the other; what is reached so far is covered."""
    highest = Fraction(1) if promise.unit == "share" else promise.highest
    is_higher = promise.better == "higher"
    reached = promise.lowest if is_higher else promise.value
    goal = promise.value if is_higher else highest
    for index in order:
        lower, upper = _bounds(tiers[index])
        if lower is not None and (reached is None or lower > reached):
            if goal is not None and lower >= goal:
                break
            yield Problem("terms.tier_gap", {"index": index, **_write(reached, lower, promise.unit)})
        if upper is None:
            return
        reached = upper if reached is None else max(reached, upper)
    is_done = goal is not None and reached is not None and (reached >= goal if is_higher else reached > goal)
    if not is_done:
        yield Problem("terms.tier_gap", {"index": order[-1], **_write(reached, goal, promise.unit)})


def _write(lower: Fraction | None, upper: Fraction | None, unit: LevelUnit) -> dict[str, str]:
    """Bounds as documents write them; empty for none."""
    return {
        "lower": "" if lower is None else str(Level(lower, unit)),
        "upper": "" if upper is None else str(Level(upper, unit)),
    }
