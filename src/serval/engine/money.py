"""Money: exact decimal amounts of one currency, rounded half up to its minor unit once (TERMS.md rule 12)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from serval.engine.errors import Problem, ServalError

_AMOUNT = re.compile(r"\d{1,15}(?:\.\d{1,4})?", re.ASCII)

_TWO_DIGITS = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC
CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES
KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR
NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT
TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD XCG YER ZAR ZMW ZWG
"""
_NO_DIGITS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_THREE_DIGITS = "BHD IQD JOD KWD LYD OMR TND"

MINOR_DIGITS: dict[str, int] = {
    **dict.fromkeys(_TWO_DIGITS.split(), 2),
    **dict.fromkeys(_NO_DIGITS.split(), 0),
    **dict.fromkeys(_THREE_DIGITS.split(), 3),
}
"""Decimals of the minor unit of each currency of ISO 4217 that people pay in."""


class MoneyError(ServalError):
    """Amounts that cannot be reckoned together, or a currency nobody knows."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency, with exactly the decimals of its minor unit; never negative by itself."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def __add__(self, other: Money) -> Money:
        """Raises MoneyError `money.mixed_currencies`, as every operation on two amounts."""
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other), self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def __bool__(self) -> bool:
        return bool(self.amount)

    def _same(self, other: Money) -> Decimal:
        if other.currency != self.currency:
            raise MoneyError(Problem("money.mixed_currencies", {"one": self.currency, "other": other.currency}))
        return other.amount


def get_minor_digits(currency: str) -> int:
    """How many decimals the currency's smallest unit has. Raises MoneyError `money.unknown_currency`."""
    try:
        return MINOR_DIGITS[currency]
    except KeyError:
        raise MoneyError(Problem("money.unknown_currency", {"value": currency})) from None


def round_half_up(amount: Fraction, currency: str) -> Money:
    """The exact amount in whole minor units; a half goes away from zero, as in commerce (四舍五入)."""
    digits = get_minor_digits(currency)
    scaled = abs(amount) * 10**digits
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    sign = 1 if amount < 0 else 0
    return Money(Decimal((sign, tuple(int(digit) for digit in str(units)), -digits)), currency)


def zero(currency: str) -> Money:
    """Nothing, in that currency."""
    return round_half_up(Fraction(0), currency)


def parse_amount(text: str) -> Decimal | None:
    """`120000.00` as an exact amount, or None: no sign, no thousands separator, no exponent, at most four decimals."""
    return Decimal(text) if _AMOUNT.fullmatch(text) else None


def count_decimals(amount: Decimal) -> int:
    """Decimals that say something: 2.50 has one."""
    exponent = amount.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def format_amount(amount: Decimal) -> str:
    """The amount without needless zeros: equal amounts look equal in canonical forms."""
    return format(amount.normalize(), "f")
