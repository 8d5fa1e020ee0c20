"""Money: exact amounts of one currency, rounded half up once to its minor unit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serval.engine.money import MINOR_DIGITS, Money, MoneyError, get_minor_digits, parse_amount, round_half_up, zero


@pytest.mark.parametrize(
    ("exact", "currency", "expected"),
    [
        ("0.005", "CNY", "0.01"),
        ("0.00499999", "CNY", "0.00"),
        ("2.675", "CNY", "2.68"),
        ("1/3", "CNY", "0.33"),
        ("999.5", "JPY", "1000"),
        ("999.4999", "KRW", "999"),
        ("1.0005", "KWD", "1.001"),
        ("1.00049", "TND", "1.000"),
        ("-0.005", "CNY", "-0.01"),
        ("123456789012345.675", "USD", "123456789012345.68"),
    ],
)
def test_a_half_of_the_minor_unit_is_rounded_up(exact: str, currency: str, expected: str) -> None:
    assert str(round_half_up(Fraction(exact), currency)) == f"{expected} {currency}"


def test_control_bankers_rounding_would_give_other_money() -> None:
    assert Decimal("2.665").quantize(Decimal("0.01")) != round_half_up(Fraction("2.665"), "CNY").amount


@given(st.fractions(min_value=0, max_value=10**12), st.sampled_from(sorted(MINOR_DIGITS)))
def test_rounding_moves_an_amount_by_at_most_half_a_minor_unit(exact: Fraction, currency: str) -> None:
    money = round_half_up(exact, currency)
    assert abs(Fraction(money.amount) - exact) <= Fraction(1, 2 * 10 ** MINOR_DIGITS[currency])
    assert money.amount.as_tuple().exponent == -MINOR_DIGITS[currency]


@given(st.fractions(min_value=0, max_value=10**9), st.fractions(min_value=0, max_value=10**9))
def test_more_is_never_rounded_to_less(one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    assert round_half_up(low, "CNY") <= round_half_up(high, "CNY")


def test_two_currencies_are_never_added_subtracted_or_compared() -> None:
    yuan, yen = zero("CNY"), zero("JPY")
    for reckon in (Money.__add__, Money.__sub__, Money.__lt__, Money.__le__):
        with pytest.raises(MoneyError) as caught:
            reckon(yuan, yen)
        assert caught.value.code == "money.mixed_currencies"


def test_control_one_currency_is_added_and_compared() -> None:
    one, two = round_half_up(Fraction(1), "CNY"), round_half_up(Fraction(2), "CNY")
    assert str(one + one) == "2.00 CNY"
    assert str(two - one) == "1.00 CNY"
    assert one < two
    assert one <= one
    assert not zero("CNY")


def test_a_currency_nobody_knows_is_refused() -> None:
    with pytest.raises(MoneyError) as caught:
        get_minor_digits("RMB")
    assert caught.value.code == "money.unknown_currency"


@pytest.mark.parametrize(
    "text", ["12,000", "NaN", "1e3", "-5.00", "+5", "", " 5", "5.", ".5", "1.23456", "١٢", "Infinity"]
)
def test_an_amount_in_any_other_notation_is_refused(text: str) -> None:
    assert parse_amount(text) is None


@pytest.mark.parametrize("text", ["0", "0.00", "120000.00", "12000", "1.2345"])
def test_control_plain_amounts_are_read_exactly(text: str) -> None:
    assert parse_amount(text) == Decimal(text)
