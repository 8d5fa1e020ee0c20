"""Axes have round ticks that reach over all that is shown."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serval.reporting.charts import describe_waterfall, fit_axis, fit_time_axis


@pytest.mark.parametrize(
    ("low", "high", "whole", "places"),
    [
        (0, 7, True, [0, 2, 4, 6, 8]),
        (0, 0, True, [0, 1]),
        (86.0, 99.2, False, [85, 90, 95, 100]),
        (0, 48_000, False, [0, 20_000, 40_000, 60_000]),
        (99.9, 100.0, False, [99.9, 99.95, 100.0]),
    ],
)
def test_an_axis_has_round_ticks_over_both_values(low: float, high: float, whole: bool, places: list[float]) -> None:
    axis = fit_axis(low, high, str, whole=whole)
    assert [tick.at for tick in axis.ticks] == places
    assert (axis.low, axis.high) == (places[0], places[-1])


@given(st.floats(-1e9, 1e9), st.floats(0, 1e9), st.booleans())
def test_every_axis_holds_its_values_and_has_few_ticks(low: float, length: float, whole: bool) -> None:
    axis = fit_axis(low, low + length, str, whole=whole)
    slack = 1e-6 * max(1.0, abs(low), length)
    assert axis.low <= low + slack
    assert axis.high >= low + length - slack
    assert 2 <= len(axis.ticks) <= 7


@pytest.mark.parametrize(
    ("seconds", "step"), [(90, 30), (3600, 900), (44_100, 10_800), (5 * 86_400, 86_400), (40 * 86_400, 10 * 86_400)]
)
def test_ticks_of_time_stand_at_round_minutes_hours_and_days(seconds: int, step: int) -> None:
    places = [tick.at for tick in fit_time_axis(seconds, str).ticks]
    assert {after - before for before, after in pairwise(places)} == {step}
    assert places[0] == 0
    assert places[-1] >= seconds


def test_each_step_of_a_waterfall_begins_where_the_last_one_ended() -> None:
    steps = [("A", 100.0, "100"), ("up", 50.0, "+50"), ("down", -30.0, "−30"), ("B", 120.0, "120")]
    rows = describe_waterfall(steps, fit_axis(0, 150, str), "from 100 to 120").rows
    assert [(row.bars[0].low, row.bars[0].high) for row in rows] == [(0, 100), (100, 150), (120, 150), (0, 120)]
