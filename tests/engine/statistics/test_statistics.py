"""Statistics of attainment are exact, and agree with those of NumPy and the standard library."""

from __future__ import annotations

import statistics
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from serval.engine.statistics import is_share_met, mean, median, percentile, share_within

WORKING_SECONDS = st.lists(st.integers(0, 40_000_000), min_size=1, max_size=60)
# Quarters of a percent are binary fractions of one, so NumPy's own share is exact and its rank the same.
SHARES = st.integers(1, 64).map(lambda part: Fraction(part, 64))


@given(WORKING_SECONDS, SHARES)
def test_the_nearest_rank_is_numpys_inverted_cdf(values: list[int], share: Fraction) -> None:
    theirs = np.percentile(np.array(values), float(share * 100), method="inverted_cdf")
    assert percentile(values, share) == int(theirs)


@given(WORKING_SECONDS, SHARES)
def test_linear_percentiles_are_numpys_to_its_last_digit(values: list[int], share: Fraction) -> None:
    theirs = np.percentile(np.array(values), float(share * 100), method="linear")
    assert float(percentile(values, share, "linear")) == pytest.approx(float(theirs), rel=1e-12)


@given(WORKING_SECONDS)
def test_the_median_is_that_of_the_standard_library(values: list[int]) -> None:
    assert median(values) == statistics.median([Fraction(value) for value in values])


@given(WORKING_SECONDS)
def test_the_mean_is_that_of_the_standard_library(values: list[int]) -> None:
    assert mean(values) == statistics.mean([Fraction(value) for value in values])


@given(WORKING_SECONDS, st.randoms())
def test_order_is_no_matter(values: list[int], order: object) -> None:
    shuffled = list(values)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    for share in (Fraction(1, 2), Fraction(9, 10)):
        assert percentile(values, share) == percentile(shuffled, share)
        assert percentile(values, share, "linear") == percentile(shuffled, share, "linear")
    assert (mean(values), median(values)) == (mean(shuffled), median(shuffled))


@given(WORKING_SECONDS, SHARES)
def test_at_least_the_promised_share_lies_at_or_below_the_nearest_rank(values: list[int], share: Fraction) -> None:
    limit = percentile(values, share)
    assert limit in values
    assert Fraction(sum(value <= limit for value in values), len(values)) >= share
    assert Fraction(sum(value < limit for value in values), len(values)) < share


def test_a_share_that_floats_cannot_write_has_its_exact_rank() -> None:
    """0.07 · 100 is 7.000000000000001 in floats, whose ceiling is 8: a rank too high."""
    values = list(range(1, 101))
    assert percentile(values, Fraction(7, 100)) == 7


@pytest.mark.parametrize("method", ["nearest-rank", "linear"])
def test_the_percentile_of_one_value_is_that_value(method: str) -> None:
    assert percentile([42], Fraction(9, 10), method) == 42  # type: ignore[arg-type]


def test_the_share_of_nothing_is_no_number() -> None:
    with pytest.raises(ZeroDivisionError):
        share_within(0, 0)


@pytest.mark.parametrize(
    ("kept", "counted", "share", "tolerate", "met"),
    [
        (95, 100, Fraction(95, 100), 0, True),
        (94, 100, Fraction(95, 100), 0, False),
        (94, 100, Fraction(95, 100), 6, True),
        (94, 100, Fraction(95, 100), 5, False),
        (2, 3, Fraction(2, 3), 0, True),
        (0, 2, Fraction(1), 2, True),
    ],
)
def test_meeting_the_share_exactly_is_met(kept: int, counted: int, share: Fraction, tolerate: int, met: bool) -> None:
    assert is_share_met(kept, counted, share=share, tolerate=tolerate) is met
