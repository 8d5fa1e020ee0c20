"""Money and points as people read them."""

from __future__ import annotations

from fractions import Fraction

from babel.numbers import format_currency

from serval.engine.durations import format_percent
from serval.engine.money import Money, round_half_up
from serval.engine.terms.rates import write_number
from serval.reporting.catalogue import current_language

_LOCALES = {"zh": "zh_Hans_CN", "en": "en"}


def show_money(money: Money) -> str:
    """`¥20,000.00` for a Chinese reader, `CN¥20,000.00` for an English one: as many decimals as the currency has."""
    locale = _LOCALES["zh" if current_language().startswith("zh") else "en"]
    return format_currency(money.amount, money.currency, locale=locale, currency_digits=True)


def show_amount(amount: Fraction, currency: str) -> str:
    """An exact amount rounded half up for reading, with a mark where rounding changed it."""
    rounded = round_half_up(amount, currency)
    is_exact = Fraction(rounded.amount) == amount
    return show_money(rounded) if is_exact else f"≈ {show_money(rounded)}"


def show_points(points: Fraction) -> str:
    """Points with the decimals they have, at most twelve."""
    return str(write_number(points))


def show_rate(rate: Fraction) -> str:
    """A share of a fee, which may be more than the whole."""
    return format_percent(rate)
