"""Credit tables cover all that is worse than the promise, without gap or overlap (TERMS.md rule 11)."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serval.engine.consequences import Promise, find_tier_faults
from serval.engine.consequences.tiers import find_tier
from serval.engine.terms.credits import Tier

HIGHER = Promise(Fraction("0.999"), "share", "higher")
LOWER = Promise(Fraction(14_400), "seconds", "lower")


def rows(*bounds: tuple[str | None, str | None]) -> tuple[Tier, ...]:
    named = [{"from": lower, "below": upper, "percent": 5} for lower, upper in bounds]
    return tuple(Tier.model_validate({key: value for key, value in row.items() if value}) for row in named)


@pytest.mark.parametrize(
    ("tiers", "promise", "expected"),
    [
        (rows(("99%", "99.9%"), ("95%", "99%"), (None, "95%")), HIGHER, []),
        (rows(("99%", "99.9%"), ("95%", "99%"), ("0%", "95%")), HIGHER, []),
        (rows((None, "100%")), HIGHER, []),
        (rows(("99%", "99.9%"), (None, "95%")), HIGHER, [("terms.tier_gap", 0, "95%", "99%")]),
        (rows(("95%", "99%"), (None, "95%")), HIGHER, [("terms.tier_gap", 0, "99%", "99.9%")]),
        (rows(("99%", "99.9%"), ("10%", "99%")), HIGHER, [("terms.tier_gap", 1, "0%", "10%")]),
        (rows(("98%", "99.9%"), (None, "99%")), HIGHER, [("terms.tier_overlap", 1, "98%", "99%")]),
        (rows((None, "99.9%"), (None, "95%")), HIGHER, [("terms.tier_overlap", 1, "", "95%")]),
        (rows(("4h", "8h"), ("8h", None)), LOWER, []),
        (rows(("4h", "8h"), ("8h", "24h")), LOWER, [("terms.tier_gap", 1, "24h", "")]),
        (rows(("5h", "8h"), ("8h", None)), LOWER, [("terms.tier_gap", 0, "4h", "5h")]),
        (rows(("4h", "8h"), ("9h", None)), LOWER, [("terms.tier_gap", 1, "8h", "9h")]),
        (rows(("4h", "8h"), ("7h", None)), LOWER, [("terms.tier_overlap", 1, "7h", "8h")]),
        (rows(("5%", "20%"), ("20%", None)), Promise(Fraction("0.05"), "share", "lower"), []),
        (
            rows(("5%", "20%"), ("20%", "100%")),
            Promise(Fraction("0.05"), "share", "lower"),
            [("terms.tier_gap", 1, "100%", "100%")],
        ),
    ],
)
def test_gaps_and_overlaps_are_found_with_their_row(
    tiers: tuple[Tier, ...], promise: Promise, expected: list[tuple[str, int, str, str]]
) -> None:
    found = find_tier_faults(tiers, promise)
    assert [(f.code, f.data["index"], f.data["lower"], f.data["upper"]) for f in found] == expected


@given(st.lists(st.integers(min_value=0, max_value=20), min_size=2, max_size=8))
def test_a_table_without_fault_holds_every_value_in_exactly_one_row(bounds: list[int]) -> None:
    pairs: Any = [(str(a), str(b)) for a, b in pairwise(bounds) if a < b]
    if not pairs:
        return
    tiers, promise = rows(*pairs), Promise(Fraction(20), "number", "higher")
    holding = [sum(find_tier((tier,), Fraction(n)) == 0 for tier in tiers) for n in range(20)]
    assert (find_tier_faults(tiers, promise) == ()) == (holding == [1] * 20)


@pytest.mark.parametrize(("value", "row"), [("0.999", None), ("0.9989", 0), ("0.99", 0), ("0.98999", 1), ("0", 1)])
def test_the_lower_bound_belongs_to_a_row_and_the_upper_does_not(value: str, row: int | None) -> None:
    assert find_tier(rows(("99%", "99.9%"), (None, "99%")), Fraction(value)) == row
