"""The small values of fees and consequences: amounts, rates, points, caps and spans of dates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from serval.engine.documents import shorten
from serval.engine.money import MINOR_DIGITS, format_amount, parse_amount

HIGHEST_RATE = 10
"""1000 %: penalties may exceed the fee they are reckoned from; beyond this a rate is taken for a slip."""

_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,9})?", re.ASCII)
_SPAN = re.compile(r"([1-9]\d{0,4})(?:(d)|\s*(months?))", re.ASCII)
_BELOW = re.compile(r"below\s+(\d{1,9}(?:\.\d{1,9})?)", re.ASCII)
_BASE = re.compile(r"fee(?:\.parts\.(.+))?")


def _refusal(code: str, value: Any) -> PydanticCustomError:
    return PydanticCustomError(code, code, {"value": shorten(value)})


def _read_number(value: Any) -> Fraction | None:
    """A number as it is written: `0.5` is one half, whether or not it stands in quotes."""
    if isinstance(value, bool):
        return None
    text = repr(value) if isinstance(value, int | float) else value.strip() if isinstance(value, str) else ""
    return Fraction(text) if _NUMBER.fullmatch(text) else None


def write_number(number: Fraction) -> int | str:
    """A whole number, or decimal text with at most twelve decimals, which is more than documents may have."""
    if number.denominator == 1:
        return int(number)
    whole, rest = divmod(number, 1)
    return f"{whole}.{int(rest * 10**12):012}".rstrip("0")


def _amount(value: Any) -> Decimal:
    amount = value if isinstance(value, Decimal) else parse_amount(value) if isinstance(value, str) else None
    if amount is None:
        raise _refusal("terms.amount", value)
    return amount


def _currency(value: str) -> str:
    if value not in MINOR_DIGITS:
        raise _refusal("terms.currency", value)
    return value


def _rate(value: Any) -> Fraction:
    if isinstance(value, Fraction):
        return value
    number = _read_number(value.strip().removesuffix("%") if isinstance(value, str) else value)
    if number is None or number > HIGHEST_RATE * 100:
        raise _refusal("terms.rate", value)
    return number / 100


def _points(value: Any) -> Fraction:
    number = value if isinstance(value, Fraction) else _read_number(value)
    if number is None:
        raise _refusal("terms.points", value)
    return number


@dataclass(frozen=True, slots=True)
class Cap:
    """At most a share of some fee, or a fixed amount: one of the two."""

    share: Fraction | None = None
    amount: Decimal | None = None

    def __str__(self) -> str:
        if self.share is not None:
            return f"{write_number(self.share * 100)}%"
        return "" if self.amount is None else format_amount(self.amount)


def _cap(value: Any) -> Cap:
    if isinstance(value, Cap):
        return value
    text = value.strip() if isinstance(value, str) else ""
    if text.endswith("%"):
        return Cap(share=_rate(text))
    amount = parse_amount(text)
    if amount is None:
        raise _refusal("terms.cap", value)
    return Cap(amount=amount)


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A length in calendar days or in months, counted on dates (`60d`, `2 months`)."""

    amount: int
    unit: Literal["d", "months"]

    def __str__(self) -> str:
        return f"{self.amount}d" if self.unit == "d" else f"{self.amount} months"


LONGEST_SPAN = {"d": 36_500, "months": 1_200}


def _span(value: Any) -> DateSpan:
    if isinstance(value, DateSpan):
        return value
    found = _SPAN.fullmatch(value.strip()) if isinstance(value, str) else None
    span = DateSpan(int(found[1]), "d" if found[2] else "months") if found else None
    if span is None or span.amount > LONGEST_SPAN[span.unit]:
        raise _refusal("terms.span", value)
    return span


def _below(value: Any) -> Fraction:
    found = _BELOW.fullmatch(value.strip()) if isinstance(value, str) else None
    if isinstance(value, Fraction):
        return value
    if found is None:
        raise _refusal("terms.score_below", value)
    return Fraction(found[1])


@dataclass(frozen=True, slots=True)
class FeeBase:
    """What a percentage is of: the whole fee (no part), one part, or `*`, the part named like a verdict's subject."""

    part: str = ""

    def __str__(self) -> str:
        return f"fee.parts.{self.part}" if self.part else "fee"


def _base(value: Any) -> FeeBase:
    if isinstance(value, FeeBase):
        return value
    found = _BASE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise _refusal("terms.fee_base", value)
    return FeeBase(found[1] or "")


_NUMBER_TEXT = r"[0-9]{1,9}(\.[0-9]{1,9})?"
_AMOUNT_TEXT = r"[0-9]{1,15}(\.[0-9]{1,4})?"


def _text(description: str, pattern: str) -> dict[str, Any]:
    return {"type": "string", "description": description, "pattern": f"^{pattern}$"}


def _number_or_text(description: str, pattern: str, **bounds: int) -> WithJsonSchema:
    number = {"type": "number", "minimum": 0, **bounds}
    return WithJsonSchema(
        {"description": description, "anyOf": [number, {"type": "string", "pattern": f"^{pattern}$"}]}
    )


AmountField = Annotated[
    Decimal,
    BeforeValidator(_amount),
    PlainSerializer(format_amount),
    WithJsonSchema(_text("an amount of money in quotes, without separators", _AMOUNT_TEXT)),
]
CurrencyField = Annotated[
    str,
    AfterValidator(_currency),
    WithJsonSchema(_text("a currency's code by ISO 4217", "[A-Z]{3}")),
]
RateField = Annotated[
    Fraction,
    BeforeValidator(_rate),
    PlainSerializer(lambda share: write_number(share * 100)),
    _number_or_text("a number of per cent", rf"\s*{_NUMBER_TEXT}%?\s*", maximum=HIGHEST_RATE * 100),
]
PointsField = Annotated[
    Fraction,
    BeforeValidator(_points),
    PlainSerializer(write_number),
    _number_or_text("a number of points, or of times", rf"\s*{_NUMBER_TEXT}\s*"),
]
CapField = Annotated[
    Cap,
    BeforeValidator(_cap),
    PlainSerializer(str),
    WithJsonSchema(_text("a percentage with its sign, or an amount", rf"\s*({_NUMBER_TEXT}%|{_AMOUNT_TEXT})\s*")),
]
SpanField = Annotated[
    DateSpan,
    BeforeValidator(_span),
    PlainSerializer(str),
    WithJsonSchema(_text("calendar days (60d) or months (2 months)", r"\s*[1-9][0-9]{0,4}(d|\s*months?)\s*")),
]
BelowField = Annotated[
    Fraction,
    BeforeValidator(_below),
    PlainSerializer(lambda number: f"below {write_number(number)}"),
    WithJsonSchema(_text("a score not reached (below 60)", rf"\s*below\s+{_NUMBER_TEXT}\s*")),
]
FeeBaseField = Annotated[
    FeeBase,
    BeforeValidator(_base),
    PlainSerializer(str),
    WithJsonSchema(
        _text("fee, fee.parts.NAME, or fee.parts.* for the part of the verdict's subject", r"fee(\.parts\..+)?")
    ),
]
