"""Settling: statements of periods, published rules of Chinese clouds, and what digests depend on."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serval.engine.canonical import canonical_json
from serval.engine.consequences import FeeTable, FeeTerm, Judged, Meter, sum_granted, write_plain
from serval.engine.records import ClaimStep
from serval.engine.terms.fee import Fee
from tests.engine.consequences.cast import (
    FEE,
    TIERS,
    agree,
    amounts,
    at,
    find_period,
    judge,
    office,
    payable,
    settle_all,
    settle_one,
)

TABLE = {"for": "up", "of": "fee", "tiers": TIERS}


def owed(fee: Fee, first: date, last: date) -> FeeTable:
    """One fee for all the days of an agreement."""
    return FeeTable(fee.currency, first, (FeeTerm(fee, first, last, first),))


def test_datahubs_rule_pays_its_row_up_to_half_the_fee_when_claimed_in_two_months() -> None:
    rows = [
        {"from": "99%", "below": "99.9%", "percent": 20},
        {"from": "95%", "below": "99%", "percent": 30},
        {"below": "95%", "percent": 50},
    ]
    terms = {
        "credits": [{"for": "up", "of": "fee", "tiers": rows}],
        "caps": {"period": "50%"},
        "claims": {"from": "period_end", "opens": "5wd", "within": "2 months"},
    }
    agreed = agree(terms, calendar=office())
    claimed = [ClaimStep("2026-01", "claimed", at("2026-03-31T17:00:00"))]
    statement = settle_one(agreed, judge("94%"), now=at("2026-05-01T00:00:00"), claim_steps=claimed)
    assert statement.credits is not None
    assert (statement.credits.claim.state, str(statement.credits.granted)) == ("claimed", "5000.00 CNY")


def test_a_warehouses_rule_pays_a_hundred_times_the_fee_of_the_minutes_lost_and_no_more_than_the_fee() -> None:
    minute = Meter("minute", "down")
    credit = {"for": "up", "of": "fee.parts.*", "each": "minute", "times": 100, "most": "100%"}
    fee = {**FEE, "parts": {"jdw-1": "1488.00"}}  # two yuan an hour in a month of 744 hours
    for minutes, expected in ((45, "150.00"), (7, "23.33"), (600, "1488.00")):
        verdict = judge("99%", subject="jdw-1", meters={minute: Fraction(minutes)})
        assert amounts(settle_one(agree({"credits": [credit]}, fee), verdict)) == [expected]


@pytest.mark.parametrize(
    ("per", "first", "last", "expected"),
    [
        ("month", "2026-02-01", "2026-02-28", "1200"),
        ("month", "2026-01-16", "2026-02-14", "1200*16/31 + 1200*14/28"),
        ("month", "2025-12-01", "2026-01-31", "1200"),
        ("quarter", "2026-01-01", "2026-03-31", "1200"),
        ("quarter", "2026-02-01", "2026-02-28", "1200*28/90"),
        ("year", "2026-01-01", "2026-12-31", "1200"),
        ("year", "2028-02-01", "2028-02-29", "1200*29/366"),
        ("contract-year", "2026-03-01", "2026-03-31", "1200*31/365"),
    ],
)
def test_whole_units_of_the_fee_are_exact_and_parts_go_by_days(per: str, first: str, last: str, expected: str) -> None:
    fee = Fee.model_validate({"amount": "1200", "currency": "CNY", "per": per})
    table = owed(fee, date(2026, 1, 1), date(2028, 12, 31))
    terms = [part.strip().replace("*", "/").split("/") for part in expected.split("+")]
    exact = sum(
        (Fraction(part[0]) * (Fraction(part[1]) / Fraction(part[2]) if part[1:] else 1) for part in terms), Fraction(0)
    )
    assert table.reckon(date.fromisoformat(first), date.fromisoformat(last)) == exact


def test_a_contract_year_of_the_fee_begins_with_the_contract() -> None:
    fee = Fee.model_validate({"amount": "1200", "currency": "CNY", "per": "contract-year"})
    table = owed(fee, date(2024, 2, 29), date(2026, 2, 28))
    assert table.reckon(date(2024, 2, 29), date(2025, 2, 28)) == 1200
    assert table.reckon(date(2025, 3, 1), date(2026, 2, 28)) == 1200


def test_a_verdict_is_settled_where_its_own_period_ends() -> None:
    agreed = agree({"credits": [TABLE], "settle": "quarter"})
    quarter = find_period("2026-Q1", "quarter")
    verdicts = [judge("98%", period="2026-01"), judge("98%", period=quarter), judge("98%", period="2026-04")]
    assert [(s.period.label, amounts(s)) for s in settle_all(agreed, verdicts)] == [
        ("2026-Q1", ["2500.00", "7500.00"]),
        ("2026-Q2", ["2500.00"]),
    ]


def test_a_period_that_still_runs_is_settled_provisionally() -> None:
    statement = settle_one(agree({"credits": [TABLE]}), judge("98%"), now=find_period("2026-01").end - 1)
    assert statement.provisional == ("period_open",)


def test_sums_of_several_agreements_stay_in_their_currencies() -> None:
    yuan = settle_one(agree({"credits": [TABLE]}), judge("98%"))
    yen = settle_one(agree({"credits": [TABLE]}, {**FEE, "amount": "999", "currency": "JPY"}), judge("98%"))
    assert {name: str(money) for name, money in sum_granted([yuan, yen, yuan]).items()} == {
        "CNY": "5000.00 CNY",
        "JPY": "250 JPY",
    }


def list_verdicts() -> list[Judged]:
    months = [f"2026-{month:02}" for month in range(1, 7)]
    values = ("98%", "99.95%", "90%")
    return [judge(v, period=m, subject=s) for m in months for v, s in zip(values, ("a", "b", "c"), strict=True)]


@given(st.permutations(list_verdicts()))
def test_no_order_of_verdicts_changes_a_digest(shuffled: list[Judged]) -> None:
    agreed = agree({"credits": [TABLE], "caps": {"period": "50%", "year": "10%"}, "stack": "greatest"})
    known = [statement.digest for statement in settle_all(agreed, list_verdicts())]
    assert [statement.digest for statement in settle_all(agreed, shuffled)] == known


def test_control_another_value_changes_the_digest_of_its_month_alone() -> None:
    agreed = agree({"credits": [TABLE]})
    changed = [*list_verdicts()[:-3], judge("97%", period="2026-06", subject="a"), *list_verdicts()[-2:]]
    before, after = (settle_all(agreed, verdicts) for verdicts in (list_verdicts(), changed))
    assert [a.digest == b.digest for a, b in zip(before, after, strict=True)] == [True] * 5 + [False]


def test_a_statement_can_be_written_as_plain_data() -> None:
    agreed = agree({"credits": [TABLE], "score": {"deduct": [{"for": "up", "each": "verdict", "points": "0.5"}]}})
    plain = write_plain(settle_one(agreed, judge("98%")))
    assert plain["credits"]["capped"]["payable"] == {"amount": "2500.00", "currency": "CNY"}
    assert plain["period"]["start"] == "2025-12-31T16:00:00Z"
    assert plain["score"]["points"] == "199/2"
    assert canonical_json(plain)


def test_a_restated_month_pays_what_it_comes_to_now() -> None:
    agreed = agree({"credits": [TABLE]})
    assert payable(settle_one(agreed, judge("99.5%"))) == "1000.00"
    assert payable(settle_one(agreed, judge("98.5%"))) == "2500.00"
