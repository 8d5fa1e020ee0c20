"""Products of percentages: what components promise together. For promises and forecasts, never for what was measured.

Components are taken to fail independently; what was measured is combined second by second in `composite`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod


def promise_series(shares: Sequence[Fraction]) -> Fraction:
    """Availability of what needs every component: the product. Nothing needed is always there."""
    return prod(shares, start=Fraction(1))


def promise_parallel(shares: Sequence[Fraction]) -> Fraction:
    """Availability of what needs any one component: all but the time in which all fail at once."""
    return 1 - prod((1 - share for share in shares), start=Fraction(1))


def promise_k_of_n(shares: Sequence[Fraction], *, needs: int) -> Fraction:
    """Availability of what needs at least `needs` of components that may differ.

    Raises ValueError unless `needs` lies between 1 and the number of components.
    """
    if not 1 <= needs <= len(shares):
        raise ValueError(f"needs {needs} of {len(shares)} components")
    exactly = [Fraction(1)]
    for share in shares:
        failing = [chance * (1 - share) for chance in exactly]
        working = [chance * share for chance in exactly]
        exactly = [down + up for down, up in zip([*failing, Fraction(0)], [Fraction(0), *working], strict=True)]
    return sum(exactly[needs:], Fraction(0))
