"""Statistics of attainment, exact: integers in, fractions out, nothing rounded before it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from typing import Literal

PercentileMethod = Literal["nearest-rank", "linear"]


def share_within(kept: int, counted: int) -> Fraction:
    """Share of counted items within target. Raises ZeroDivisionError for an empty population (no data, never 100 %)."""
    return Fraction(kept, counted)


def is_share_met(kept: int, counted: int, *, share: Fraction, tolerate: int = 0) -> bool:
    """Whether the share is reached, or no more than `tolerate` items missed (TERMS.md rule 8)."""
    return Fraction(kept, counted) >= share or counted - kept <= tolerate


def mean(values: Sequence[int]) -> Fraction:
    """Arithmetic mean."""
    return Fraction(sum(values), len(values))


def median(values: Sequence[int]) -> Fraction:
    """The middle value; of an even number of values the mean of the two middle ones."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return Fraction(ordered[middle])
    return Fraction(ordered[middle - 1] + ordered[middle], 2)


def percentile(values: Sequence[int], share: Fraction, method: PercentileMethod = "nearest-rank") -> Fraction:
    """The value below or at which `share` of the values lie.

    nearest-rank: the ⌈share · n⌉-th smallest value: always one that was really measured (ISO 3534-1, "inverted_cdf").
    linear: interpolated at share · (n − 1) between its neighbours, as in spreadsheets (PERCENTILE.INC, Hyndman-Fan 7).
    """
    ordered = sorted(values)
    if method == "nearest-rank":
        return Fraction(ordered[max(1, ceil(share * len(ordered))) - 1])
    place = share * (len(ordered) - 1)
    below = place.numerator // place.denominator
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
