"""Every entry of the shared vectors of availability: published figures, within the tolerance each states.

Three entries of `nines` are wrong by their own note; they are pinned to the exact figure instead, and must stay wrong.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from serval.engine.availability.budget import (
    DAY,
    absence_limit,
    burn_rate,
    burn_threshold,
    detection_time,
    downtime_of_share,
    error_rate_of,
    exhaustion_time,
    read_budget,
    share_of_downtime,
)
from serval.engine.availability.promise import promise_k_of_n, promise_parallel, promise_series
from serval.engine.availability.reliability import availability_from

Vector = Mapping[str, Any]

SIZES = {"downtime_to_pct": 6, "nines": 50, "composite": 10, "mtbf_mttr": 3}
SIZES |= {"error_budget": 4, "burn_rate": 22, "absent": 11}

OFF_BY_THEIR_OWN_NOTE = {
    (Fraction("99.99"), 604_800): Fraction("60.48"),  # printed as 1m 5s
    (Fraction("99.95"), 7_889_400): Fraction("3944.7"),  # of a shorter year: 1h 5m 12s
    (Fraction("99.95"), 31_557_600): Fraction("15778.8"),  # of a shorter year: 4h 20m 49s
}


@pytest.fixture(scope="module")
def vectors(shared: Path) -> dict[str, list[Vector]]:
    text = (shared / "vectors" / "availability.json").read_text(encoding="utf-8")
    return {name: entries for name, entries in json.loads(text, parse_float=Fraction).items() if name in SIZES}


def share(percent: Any) -> Fraction:
    return Fraction(percent) / 100


def promised(expression: Any) -> Fraction:
    """The availability of an expression of series, parallel and k_of_n."""
    if not isinstance(expression, dict):
        return share(expression)
    if "k_of_n" in expression:
        group = expression["k_of_n"]
        return promise_k_of_n([share(group["each"])] * group["n"], needs=group["k"])
    if "series" in expression:
        return promise_series([promised(part) for part in expression["series"]])
    return promise_parallel([promised(part) for part in expression["parallel"]])


def burned(vector: Vector) -> tuple[Fraction | None, Fraction]:
    """What the engine says and what is expected of an entry of `burn_rate`; rates of error as percentages."""
    given, expected = {name: value for name, value in vector.items() if name != "source"}, Fraction(vector["expected"])
    match given["kind"]:
        case "threshold":
            budget_share = share(given["budget_pct"])
            return burn_threshold(
                budget_share, window=given["window_seconds"], long=given["long_window_seconds"]
            ), expected
        case "exhaustion":
            return exhaustion_time(Fraction(given["burn_rate"]), given["window_seconds"]), expected
        case "error_rate":
            return 100 * error_rate_of(Fraction(given["burn_rate"]), share(given["slo_pct"])), expected
        case "rate":
            return burn_rate(given["consumed_seconds"], given["elapsed_seconds"], share(given["slo_pct"])), expected
        case _:
            rates = {"target": share(given["slo_pct"]), "error_rate": share(given["error_pct"])}
            return detection_time(Fraction(given["burn_rate"]), long=given["long_window_seconds"], **rates), expected


def downtime(vector: Vector) -> tuple[Fraction, Fraction]:
    key = (Fraction(vector["availability_pct"]), vector["period_seconds"])
    found = downtime_of_share(share(vector["availability_pct"]), vector["period_seconds"])
    printed = Fraction(vector["expected_downtime_seconds"])
    if "note" not in vector:
        return found, printed
    assert abs(found - printed) > vector["tol"], "no longer off: take it out of the pinned ones"
    return found, OFF_BY_THEIR_OWN_NOTE[key]


def absence(vector: Vector) -> tuple[Fraction, Fraction]:
    budget_share, window = share(vector["budget_pct"]), vector["window_days"] * DAY
    found = absence_limit(Fraction(vector["target"]), window=window, budget_share=budget_share)
    return Fraction(found), Fraction(vector["expected_minutes"])


def availability(vector: Vector) -> tuple[Fraction | None, Fraction]:
    found = availability_from(Fraction(vector["mtbf"]), Fraction(vector["mttr"]))
    return None if found is None else 100 * found, Fraction(vector["expected_pct"])


READERS: dict[str, Callable[[Vector], tuple[Fraction | None, Fraction]]] = {
    "downtime_to_pct": lambda v: (
        100 * share_of_downtime(v["downtime_seconds"], v["period_seconds"]),
        Fraction(v["expected_pct"]),
    ),
    "nines": downtime,
    "composite": lambda v: (100 * promised(v["expr"]), Fraction(v["expected_pct"])),
    "mtbf_mttr": availability,
    "error_budget": lambda v: (
        read_budget(share(v["slo_pct"]), agreed=v["window_seconds"], down=0).left,
        Fraction(v["expected_budget_seconds"]),
    ),
    "burn_rate": burned,
    "absent": absence,
}


def test_no_section_and_no_entry_is_left_out(vectors: dict[str, list[Vector]]) -> None:
    assert {name: len(entries) for name, entries in vectors.items()} == SIZES


@pytest.mark.parametrize(("section", "number"), [(name, n) for name, size in SIZES.items() for n in range(size)])
def test_a_published_figure_follows_within_its_tolerance(
    section: str, number: int, vectors: dict[str, list[Vector]]
) -> None:
    vector = vectors[section][number]
    found, expected = READERS[section](vector)
    assert found is not None
    pinned = section == "nines" and "note" in vector
    assert abs(found - expected) <= (0 if pinned else vector.get("tol", 0)), vector["source"]


def test_control_a_figure_off_by_a_tenth_of_a_percent_is_caught(vectors: dict[str, list[Vector]]) -> None:
    wrong = 0
    for section, entries in vectors.items():
        for vector in entries:
            found, expected = READERS[section](vector)
            assert found is not None
            wrong += abs(found * Fraction(101, 100) - expected) > vector.get("tol", 0)
    assert wrong >= sum(SIZES.values()) - 25


def test_components_that_differ_are_counted_one_by_one() -> None:
    """By hand: both of a and b, or a and c, or b and c, or all."""
    a, b, c = Fraction(9, 10), Fraction(8, 10), Fraction(5, 10)
    by_hand = a * b * c + a * b * (1 - c) + a * (1 - b) * c + (1 - a) * b * c
    assert promise_k_of_n([a, b, c], needs=2) == by_hand
    assert promise_k_of_n([a, b, c], needs=3) == promise_series([a, b, c])
    assert promise_k_of_n([a, b, c], needs=1) == promise_parallel([a, b, c])


@pytest.mark.parametrize("needs", [0, 2])
def test_a_promise_needs_one_of_its_components_or_more_up_to_all(needs: int) -> None:
    with pytest.raises(ValueError, match="of 1 components"):
        promise_k_of_n([Fraction(1)], needs=needs)
