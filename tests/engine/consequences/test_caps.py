"""Caps: the period's first, then what the year's has left (TERMS.md rule 12)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serval.engine.consequences import Granted, Statement, sum_granted
from serval.engine.consequences.caps import apply_caps
from serval.engine.money import Money, round_half_up
from serval.engine.records import ClaimStep
from tests.engine.consequences.cast import FEE, agree, at, judge, payable, settle_all

ALL_LOST = {"for": "up", "of": "fee", "each": "verdict", "percent": 100}
MONTHS = [f"2026-{month:02}" for month in range(1, 13)]


def yuan(amount: int | str) -> Money:
    return round_half_up(Fraction(amount), "CNY")


def settle_months(months: list[str], caps: dict[str, Any], **more: Any) -> tuple[Statement, ...]:
    agreed = agree({"credits": [ALL_LOST], "caps": caps})
    return settle_all(agreed, [judge("90%", period=month) for month in months], **more)


def test_the_period_cap_comes_before_the_year_cap() -> None:
    first = apply_caps(yuan(9000), yuan(5000), yuan(12_000), yuan(4000))
    assert (first.payable, first.year_left) == (yuan(5000), yuan(8000))


def test_control_the_year_cap_first_would_come_to_something_else() -> None:
    """Were the year's rest taken from the uncapped sum, the second month would find less left."""

    def year_first(total: int, granted: int) -> tuple[int, int]:
        within_year = min(total, 12_000 - granted)
        return min(within_year, 5000), granted + within_year

    one, used = year_first(9000, 0)
    two, _ = year_first(9000, used)
    right = [apply_caps(yuan(9000), yuan(5000), yuan(12_000), yuan(granted)).payable for granted in (0, 5000)]
    assert [yuan(one), yuan(two)] == [yuan(5000), yuan(3000)]
    assert right == [yuan(5000), yuan(5000)]


def test_what_earlier_months_were_granted_uses_up_the_year() -> None:
    statements = settle_months(MONTHS, {"period": "50%", "year": "30%"})
    assert [payable(statement) for statement in statements] == ["5000.00"] * 7 + ["1000.00"] + ["0.00"] * 4
    assert sum_granted(statements) == {"CNY": yuan(36_000)}


def test_credits_granted_before_use_up_the_year_too() -> None:
    before = [Granted("2026-01", date(2026, 1, 31), yuan(33_000)), Granted("2025-12", date(2025, 12, 31), yuan(9000))]
    (statement,) = settle_months(["2026-02"], {"year": "30%"}, granted_before=before)
    assert payable(statement) == "3000.00"


def test_a_month_that_is_settled_again_does_not_use_up_its_own_cap() -> None:
    before = [Granted("2026-01", date(2026, 1, 31), yuan(33_000))]
    (statement,) = settle_months(["2026-01"], {"year": "30%"}, granted_before=before)
    assert payable(statement) == "10000.00"


def test_a_year_that_is_used_up_leaves_nothing_and_never_less() -> None:
    before = [Granted("2026-01", date(2026, 1, 31), yuan(99_000))]
    (statement,) = settle_months(["2026-02"], {"year": "30%"}, granted_before=before)
    assert payable(statement) == "0.00"


@pytest.mark.parametrize(("year_from", "expected"), [("contract", "1000.00"), ("calendar", "4000.00")])
def test_the_caps_year_is_that_of_the_contract_or_of_the_calendar(year_from: str, expected: str) -> None:
    first, last = date(2026, 7, 1), date(2027, 6, 30)
    agreed = agree({"credits": [ALL_LOST], "caps": {"year": "4000.00", "yearFrom": year_from}}, first=first, last=last)
    (december, january) = agreed.settlements.periods[5:7]
    before = [Granted("2026-07", date(2026, 7, 31), yuan(3000))]
    statements = settle_all(agreed, [judge("90%", period=january)], granted_before=before)
    assert (december.label, payable(statements[0])) == ("2026-12", expected)


def test_what_becomes_of_one_months_claim_changes_nothing_in_another_month() -> None:
    """January is never claimed, then restated and claimed in time, when February had long been granted."""
    claims = {"from": "published", "within": "30d"}
    agreed = agree({"credits": [ALL_LOST], "caps": {"year": "12000.00"}, "claims": claims})
    verdicts = [judge("90%", period="2026-01"), judge("90%", period="2026-02")]
    first = [
        ClaimStep("2026-01", "published", at("2026-02-03T10:00:00")),
        ClaimStep("2026-02", "published", at("2026-03-03T10:00:00")),
        ClaimStep("2026-02", "claimed", at("2026-03-04T10:00:00")),
    ]
    later = [
        ClaimStep("2026-01", "published", at("2026-04-01T10:00:00")),
        ClaimStep("2026-01", "claimed", at("2026-04-02T10:00:00")),
    ]
    seen = []
    for now, steps in (("03-04T12:00:00", first), ("03-20T00:00:00", first), ("04-05T00:00:00", [*first, *later])):
        one, two = settle_all(agreed, verdicts, now=at(f"2026-{now}"), claim_steps=steps)
        assert one.credits is not None
        assert two.credits is not None
        seen.append((one.credits.claim.state, str(two.credits.granted), two.digest))
    assert [state for state, _, _ in seen] == ["open", "lapsed", "claimed"]
    assert {(granted, digest) for _, granted, digest in seen} == {("2000.00 CNY", seen[0][2])}


def test_control_another_result_of_january_changes_what_february_has_left() -> None:
    agreed = agree({"credits": [ALL_LOST], "caps": {"year": "12000.00"}})
    kept, lost = (settle_all(agreed, [judge(v), judge("90%", period="2026-02")]) for v in ("100%", "90%"))
    assert [payable(kept[-1]), payable(lost[-1])] == ["10000.00", "2000.00"]


def test_a_part_month_has_its_days_share_of_fee_and_cap() -> None:
    agreed = agree({"credits": [ALL_LOST], "caps": {"period": "50%"}}, first=date(2026, 1, 15))
    (statement,) = settle_all(agreed, [judge("90%", period=agreed.settlements.periods[0])])
    assert (str(statement.fee), payable(statement)) == ("5483.87 CNY", "2741.94")


@given(
    total=st.integers(min_value=0, max_value=10**9),
    period=st.none() | st.integers(min_value=0, max_value=10**9),
    year=st.none() | st.integers(min_value=0, max_value=10**9),
    granted=st.integers(min_value=0, max_value=10**9),
)
def test_nothing_payable_exceeds_any_cap(total: int, period: int | None, year: int | None, granted: int) -> None:
    caps = [None if cap is None else yuan(cap) for cap in (period, year)]
    payable_now = apply_caps(yuan(total), caps[0], caps[1], yuan(granted)).payable
    assert Money(Decimal(0), "CNY") <= payable_now <= yuan(total)
    assert period is None or payable_now <= yuan(period)
    assert year is None or payable_now.amount + min(granted, year) <= year


def test_a_cap_of_a_zero_fee_is_zero() -> None:
    fixed = {"for": "up", "each": "verdict", "amount": "200.00"}
    agreed = agree({"credits": [fixed], "caps": {"period": "50%"}}, {**FEE, "amount": "0"})
    assert [payable(s) for s in settle_all(agreed, [judge("90%")])] == ["0.00"]
