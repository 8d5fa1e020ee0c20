"""Credits of single verdicts: tables, units, bases, rounding."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serval.engine.consequences import Meter, Statement, list_meters
from serval.engine.consequences.judged import keeps_causes
from serval.engine.terms.consequences import Consequences
from tests.engine.consequences.cast import (
    FEE,
    TIERS,
    agree,
    amounts,
    find_period,
    judge,
    payable,
    settle_all,
    settle_one,
)

TABLE = {"for": "up", "of": "fee", "tiers": TIERS}


def settle_credit(credit: dict[str, Any], *judged: Any, fee: dict[str, Any] = FEE) -> Statement:
    return settle_one(agree({"credits": [credit]}, fee), *judged)


def test_the_working_of_a_table_is_shown() -> None:
    statement = settle_credit(TABLE, judge("98%"))
    assert statement.credits is not None
    (line,) = statement.credits.lines
    assert (line.reason, line.tier, line.base, line.percent, line.exact) == ("tier", 1, 10_000, Fraction(1, 4), 2500)
    assert str(line.amount) == "2500.00 CNY"


def test_a_kept_promise_leaves_no_line() -> None:
    assert amounts(settle_credit(TABLE, judge("99.9%"))) == []


@pytest.mark.parametrize("outcome", ["no_data", "refused"])
def test_without_data_or_when_refused_nothing_is_paid_and_a_refusal_is_listed(outcome: Any) -> None:
    statement = settle_credit(TABLE, judge(None, outcome=outcome))
    assert (payable(statement), amounts(statement)) == ("0.00", [])
    assert bool(statement.unjudged) is (outcome == "refused")


def test_a_breach_without_a_value_takes_the_worst_row() -> None:
    statement = settle_credit(TABLE, judge(None, outcome="breached"))
    assert statement.credits is not None
    assert [(line.reason, line.tier) for line in statement.credits.lines] == [("worst_tier", 2)]
    assert payable(statement) == "10000.00"


def test_a_breach_without_a_value_takes_the_highest_row_where_less_is_better() -> None:
    tiers = [{"from": "4h", "below": "8h", "percent": 5}, {"from": "8h", "percent": 20}]
    verdict = judge(None, "14400", unit="seconds", better="lower", outcome="breached")
    assert amounts(settle_credit({**TABLE, "tiers": tiers}, verdict)) == ["2000.00"]


def test_a_value_in_no_row_pays_nothing_and_says_so() -> None:
    holed = [TIERS[0], {"below": "95%", "percent": 100}]
    statement = settle_credit({**TABLE, "tiers": holed}, judge("97%"))
    assert statement.credits is not None
    assert [(line.reason, line.exact) for line in statement.credits.lines] == [("no_tier", 0)]


def test_a_rolling_verdict_never_pays() -> None:
    assert amounts(settle_credit(TABLE, judge("90%", binding=False))) == []
    assert amounts(settle_credit(TABLE, judge("90%"))) == ["10000.00"]


def test_a_provisional_verdict_grants_nothing_yet() -> None:
    statement = settle_credit(TABLE, judge("90%", provisional=True))
    assert statement.provisional == ("verdict_provisional",)
    assert statement.credits is not None
    assert (payable(statement), str(statement.credits.granted.amount)) == ("10000.00", "0.00")


def test_a_settlement_period_judged_in_part_is_not_final() -> None:
    span = (find_period("2026-01").start + 1, find_period("2026-12").end)
    (statement,) = settle_all(agree({"credits": [TABLE]}), [judge("90%")], span=span)
    assert statement.provisional == ("not_all_judged",)


@pytest.mark.parametrize(
    ("each", "rounding", "units", "expected"),
    [
        ("item", "down", "3", "600.00"),
        ("minute", "down", "90", "18000.00"),
        ("hour", "up", "2", "400.00"),
        ("day", "exact", "1/3", "66.67"),
    ],
)
def test_each_unit_of_the_ledger_costs_its_amount(each: Any, rounding: Any, units: str, expected: str) -> None:
    meter = Meter(each, "exact" if each == "item" else rounding)
    round_ = {} if each == "item" else {"round": rounding}
    credit = {"for": "up", "each": each, "amount": "200.00", **round_}
    assert list_meters(Consequences.model_validate({"credits": [credit]}), "up") == {meter}
    assert amounts(settle_credit(credit, judge("90%", meters={meter: Fraction(units)}))) == [expected]


def test_a_sum_that_was_not_kept_while_judging_is_an_error_and_not_nothing() -> None:
    with pytest.raises(KeyError):
        settle_credit({"for": "up", "each": "item", "amount": "200.00"}, judge("90%"))


@pytest.mark.parametrize(("rounding", "expected"), [("down", "200.00"), ("up", "300.00"), ("exact", "240.00")])
def test_each_percentage_point_short_is_rounded_as_agreed(rounding: str, expected: str) -> None:
    credit = {"for": "up", "each": "point", "amount": "100.00", "round": rounding}
    assert amounts(settle_credit(credit, judge("87.6%", "90%"))) == [expected]


def test_points_count_upwards_where_less_is_better() -> None:
    credit = {"for": "up", "each": "point", "amount": "100.00"}
    verdict = judge("7", "3", unit="number", better="lower")
    assert amounts(settle_credit(credit, verdict)) == ["400.00"]


def test_a_breached_verdict_costs_once_and_a_kept_one_nothing() -> None:
    credit = {"for": "up", "of": "fee", "each": "verdict", "percent": "0.5"}
    assert amounts(settle_credit(credit, judge("90%"))) == ["50.00"]
    assert amounts(settle_credit(credit, judge("99.95%"))) == []


def test_units_count_in_a_kept_promise_only_where_they_always_do() -> None:
    meters = {Meter("item"): Fraction(2)}
    credit = {"for": "up", "each": "item", "amount": "200.00"}
    assert amounts(settle_credit(credit, judge("99.95%", meters=meters))) == []
    assert amounts(settle_credit({**credit, "when": "always"}, judge("99.95%", meters=meters))) == ["400.00"]


def test_most_limits_what_one_verdict_costs() -> None:
    meters = {Meter("item"): Fraction(9)}
    credit = {"for": "up", "each": "item", "amount": "200.00", "most": "1000.00"}
    assert amounts(settle_credit(credit, judge("90%", meters=meters))) == ["1000.00"]
    assert amounts(settle_credit({**credit, "of": "fee", "most": "5%"}, judge("90%", meters=meters))) == ["500.00"]


def test_a_part_of_the_fee_is_the_base_where_the_terms_say_so() -> None:
    fee = {**FEE, "parts": {"core": "8000.00", "portal": "2000.00"}}
    verdicts = [judge("98%", subject="core"), judge("98%", subject="portal")]
    assert amounts(settle_credit({**TABLE, "of": "fee.parts.core"}, *verdicts, fee=fee)) == ["2000.00", "2000.00"]
    assert amounts(settle_credit({**TABLE, "of": "fee.parts.*"}, *verdicts, fee=fee)) == ["2000.00", "500.00"]


def test_an_instance_or_a_site_has_the_part_of_the_fee_that_bears_its_name_alone() -> None:
    fee = {**FEE, "parts": {"db-1": "8000.00", "north": "2000.00"}}
    verdicts = [judge("98%", subject="store/db-1"), judge("98%", subject="store@north")]
    assert amounts(settle_credit({**TABLE, "of": "fee.parts.*"}, *verdicts, fee=fee)) == ["2000.00", "500.00"]


def test_a_subject_without_a_part_of_the_fee_is_named_and_pays_nothing() -> None:
    fee = {**FEE, "parts": {"core": "8000.00"}}
    statement = settle_credit({**TABLE, "of": "fee.parts.*"}, judge("98%", subject="mail"), fee=fee)
    assert statement.credits is not None
    assert [(line.reason, line.exact) for line in statement.credits.lines] == [("no_such_part", 0)]


def test_a_fee_of_zero_gives_credits_of_zero() -> None:
    assert amounts(settle_credit(TABLE, judge("90%"), fee={**FEE, "amount": "0.00"})) == ["0.00"]


@pytest.mark.parametrize(
    ("amount", "expected"),
    [("0.04", "0.01"), ("0.01", "0.00"), ("0.02", "0.01"), ("999999999999999.99", "250000000000000.00")],
)
def test_the_smallest_and_the_largest_amounts_are_exact(amount: str, expected: str) -> None:
    assert amounts(settle_credit(TABLE, judge("98%"), fee={**FEE, "amount": amount})) == [expected]


@pytest.mark.parametrize(("currency", "expected"), [("JPY", "250"), ("CNY", "250.25"), ("KWD", "250.250")])
def test_a_credit_has_the_decimals_of_its_currency(currency: str, expected: str) -> None:
    fee = {"amount": "1001", "currency": currency, "per": "month"}
    assert amounts(settle_credit(TABLE, judge("98%"), fee=fee)) == [expected]


def test_the_base_is_the_fee_of_the_verdicts_own_period() -> None:
    year = find_period("2026", "year")
    agreed = agree({"credits": [TABLE], "settle": "year"})
    (statement,) = settle_all(agreed, [judge("98%", period=year), judge("98%", period="2026-03")])
    assert amounts(statement) == ["2500.00", "30000.00"]


def test_causes_are_kept_only_where_credits_of_units_compete() -> None:
    item = {"for": "up", "each": "item", "amount": "1.00"}
    assert keeps_causes(Consequences.model_validate({"credits": [item], "stack": "greatest"}), "up")
    assert not keeps_causes(Consequences.model_validate({"credits": [item]}), "up")
    assert not keeps_causes(Consequences.model_validate({"credits": [TABLE], "stack": "greatest"}), "up")


@given(st.fractions(min_value=0, max_value=1), st.fractions(min_value=0, max_value=1))
def test_a_worse_value_never_costs_less(one: Fraction, other: Fraction) -> None:
    worse, better = sorted((one, other))
    agreed = agree({"credits": [TABLE]})
    assert Fraction(payable(settle_one(agreed, judge(worse)))) >= Fraction(payable(settle_one(agreed, judge(better))))


def test_control_a_table_upside_down_costs_less_for_a_worse_value() -> None:
    upside_down = [{"from": "95%", "below": "99.9%", "percent": 50}, {"below": "95%", "percent": 10}]
    agreed = agree({"credits": [{**TABLE, "tiers": upside_down}]})
    assert Fraction(payable(settle_one(agreed, judge("90%")))) < Fraction(payable(settle_one(agreed, judge("99%"))))
