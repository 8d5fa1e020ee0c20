"""Points assessments: deductions, floor, grades and the share of the fee they pay."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serval.engine.consequences import Judged, Meter
from serval.engine.consequences.score import ScoreResult
from serval.engine.records import Occurrence
from tests.engine.consequences.cast import FEE, agree, at, judge, settle_all, settle_one

ITEM = Meter("item")
DAILY: dict[str, Any] = {
    "deduct": [
        {"for": "hotline", "each": "point", "points": "0.5"},
        {"for": "picture", "each": "verdict", "points": 1},
        {"for": "arrival", "each": "item", "points": 1},
        {"for": "patrol", "each": "item", "points": 5},
        {"event": "safeguard_missing", "points": 3},
        {"event": "report_late", "points": 1},
        {"event": "report_forged", "points": 3},
    ],
    "grades": [
        {"from": 90, "name": {"zh": "合格", "en": "pass"}},
        {"from": 80, "name": {"zh": "一般", "en": "fair"}},
        {"from": 0, "name": {"zh": "不合格", "en": "fail"}},
    ],
}
"""The daily assessment of an operations service (../shared/data/sla-texts, E), in our own words."""

COUNTY: dict[str, Any] = {
    "deduct": [{"event": "failure", "points": 1}, {"event": "reprimand", "points": 5}],
    "grades": [
        {"from": 90, "name": "优秀"},
        {"from": 75, "name": "良好"},
        {"from": 60, "name": "合格"},
        {"from": 0, "name": "不合格"},
    ],
}
"""The assessment of an environment office (F): one point for each failure, five for a reprimand from above."""


def occur(*events: str) -> list[Occurrence]:
    return [Occurrence(f"{event}-{n}", event, at(f"2026-01-{n + 1:02}T12:00:00")) for n, event in enumerate(events)]


def rows(objective: str, number: int, **more: Any) -> Judged:
    value = Fraction(0 if number else 1)
    return judge(value, "100%", objective=objective, meters={ITEM: Fraction(number)}, **more)


def score(
    terms: dict[str, Any], *judged: Judged, events: tuple[str, ...] = (), fee: dict[str, Any] | None = None
) -> ScoreResult:
    result = settle_one(agree({"score": terms}, fee), *judged, occurrences=occur(*events)).score
    assert result is not None
    return result


def test_a_month_of_the_daily_assessment_comes_to_the_points_of_its_sheet() -> None:
    result = score(
        DAILY,
        judge("86.4%", "90%", objective="hotline"),
        judge("36000", "28800", objective="picture", subject="cam-1", unit="seconds", better="lower"),
        judge("28800", "28800", objective="picture", subject="cam-2", unit="seconds", better="lower"),
        rows("arrival", 2),
        rows("patrol", 1),
        events=("safeguard_missing", "report_late", "report_forged"),
    )
    assert [line.points for line in result.deductions] == [Fraction("1.5"), 1, 2, 5, 3, 1, 3]
    assert (result.points, result.grade) == (Fraction("83.5"), 1)


@pytest.mark.parametrize(("late", "points", "grade"), [(0, 100, 0), (10, 90, 0), (11, 89, 1), (20, 80, 1), (21, 79, 2)])
def test_the_lower_bound_of_a_grade_belongs_to_it(late: int, points: int, grade: int) -> None:
    result = score(DAILY, rows("arrival", late))
    assert (result.points, result.grade) == (points, grade)


def test_a_score_stops_at_its_floor() -> None:
    assert score(DAILY, rows("patrol", 30)).points == 0
    assert score({**DAILY, "floor": 40, "grades": []}, rows("patrol", 30)).points == 40


@pytest.mark.parametrize(
    ("failures", "reprimands", "points", "grade"),
    [(10, 0, 90, 0), (6, 1, 89, 1), (0, 5, 75, 1), (1, 5, 74, 2), (1, 8, 59, 3)],
)
def test_the_environment_offices_sheet_counts_failures_and_reprimands(
    failures: int, reprimands: int, points: int, grade: int
) -> None:
    result = score(COUNTY, judge("100%"), events=("failure",) * failures + ("reprimand",) * reprimands)
    assert (result.points, result.grade) == (points, grade)


def test_most_limits_what_one_entry_takes() -> None:
    terms = {"deduct": [{"for": "arrival", "each": "item", "points": 2, "most": 10}]}
    (line,) = score(terms, rows("arrival", 9)).deductions
    assert (line.units, line.worked, line.points) == (9, 18, 10)


def test_points_are_lost_for_each_unit_even_where_the_promise_as_a_whole_is_kept() -> None:
    kept = judge("100%", "95%", objective="arrival", meters={ITEM: Fraction(2)})
    terms = {"deduct": [{"for": "arrival", "each": "item", "points": 1}]}
    assert score(terms, kept).points == 98
    terms["deduct"][0]["when"] = "breached"
    assert score(terms, kept).points == 100


def test_nothing_is_deducted_without_data_and_a_breach_without_data_falls_wholly_short() -> None:
    assert score(DAILY, judge(None, "90%", objective="hotline")).points == 100
    assert score(DAILY, judge(None, "90%", objective="hotline", outcome="breached")).points == 55


def test_occurrences_belong_to_the_month_in_which_they_happened() -> None:
    agreed = agree({"score": COUNTY}, None)
    midnight = at("2026-02-01T00:00:00")
    events = [Occurrence("a", "failure", midnight - 1), Occurrence("b", "failure", midnight)]
    statements = settle_all(agreed, [judge("100%")], occurrences=events)
    assert [(s.period.label, s.score.points) for s in statements if s.score] == [("2026-01", 99), ("2026-02", 99)]


def test_an_occurrence_that_nothing_assesses_settles_nothing() -> None:
    assert settle_all(agree({"score": COUNTY}, None), [], occurrences=occur("party")) == ()


@pytest.mark.parametrize(("late", "withheld"), [(0, "0.00"), (11, "1000.00"), (30, "2000.00")])
def test_a_grade_withholds_its_share_of_the_fee_beside_the_credits_and_their_caps(late: int, withheld: str) -> None:
    grades = [{**grade, "pay": pay} for grade, pay in zip(DAILY["grades"], ("100%", "90%", "80%"), strict=True)]
    agreed = agree({"score": {**DAILY, "grades": grades}, "caps": {"period": "0.00"}})
    statement = settle_one(agreed, rows("arrival", late))
    assert str(statement.withheld) == f"{withheld} CNY"


def test_without_a_fee_there_are_points_and_no_money() -> None:
    statement = settle_one(agree({"score": COUNTY}, None), judge("100%"), occurrences=occur("failure"))
    assert (statement.fee, statement.credits, statement.withheld) == (None, None, None)


def test_rewards_stand_beside_and_are_never_netted() -> None:
    reward = {"for": "up", "atLeast": "99.99%", "of": "fee", "percent": 2}
    credit = {"for": "answer", "each": "verdict", "amount": "500.00"}
    agreed = agree({"rewards": [reward], "credits": [credit], "caps": {"period": "1%"}})
    statement = settle_one(agreed, judge("99.99%"), judge("90%", objective="answer"))
    assert statement.credits is not None
    assert (str(statement.rewarded), str(statement.credits.payable)) == ("200.00 CNY", "100.00 CNY")


@pytest.mark.parametrize(
    ("value", "more", "number"),
    [
        ("99.99%", {}, 1),
        ("99.98%", {}, 0),
        (None, {}, 0),
        ("99.995%", {"outcome": "breached"}, 0),
        ("1", {"binding": False}, 0),
    ],
)
def test_a_reward_needs_a_kept_binding_promise_that_is_good_enough(
    value: str | None, more: dict[str, Any], number: int
) -> None:
    reward = {"for": "up", "atLeast": "99.99%", "amount": "10.00"}
    assert len(settle_one(agree({"rewards": [reward]}, FEE), judge(value, **more)).rewards) == number


@given(st.integers(min_value=0, max_value=200), st.integers(min_value=0, max_value=200))
def test_more_breaches_never_leave_more_points(one: int, other: int) -> None:
    few, many = sorted((one, other))
    assert 0 <= score(DAILY, rows("arrival", many)).points <= score(DAILY, rows("arrival", few)).points <= 100
