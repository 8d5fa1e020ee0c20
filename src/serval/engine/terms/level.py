"""A level: the number, share or length of time that a promise puts a bound on (`3`, `"4.5"`, `99.9%`, `4h`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from serval.engine.documents import shorten
from serval.engine.durations import Duration, format_percent, parse_duration, parse_percent

LevelUnit = Literal["number", "share", "seconds"]

_NUMBER = re.compile(r"-?\d{1,12}(?:\.\d{1,6})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Level:
    """`amount` in a unit: a plain number, a share of one, or seconds (working time of the calendar)."""

    amount: Fraction
    unit: LevelUnit

    def __str__(self) -> str:
        if self.unit == "share":
            return format_percent(self.amount)
        if self.unit == "seconds":
            return str(Duration(int(self.amount), "s"))
        return format_number(self.amount)


def format_number(amount: Fraction) -> str:
    """A plain number as decimal text without needless digits, half up at six decimals: 9/2 → `4.5`."""
    units = (abs(amount.numerator) * 2 * 10**6 + amount.denominator) // (amount.denominator * 2)
    whole, rest = divmod(units, 10**6)
    text = f"{whole}.{rest:06}".rstrip("0").rstrip(".")
    return f"-{text}" if amount < 0 and units else text


def parse_level(value: Any) -> Level | None:
    """The level a document says, or None when it says none."""
    if isinstance(value, bool):
        return None
    text = repr(value) if isinstance(value, int | float) else value.strip() if isinstance(value, str) else ""
    if _NUMBER.fullmatch(text):
        return Level(Fraction(text), "number")
    share = parse_percent(text)
    if share is not None:
        return Level(share, "share")
    length = parse_duration(text)
    return Level(Fraction(length.amount), "seconds") if length is not None and length.unit == "s" else None


def _level(value: Any) -> Level:
    level = value if isinstance(value, Level) else parse_level(value)
    if level is None:
        raise PydanticCustomError("terms.level", "level", {"value": shorten(value)})
    return level


def _write(level: Level) -> int | str:
    is_whole = level.unit == "number" and level.amount.denominator == 1
    return int(level.amount) if is_whole else str(level)


LevelField = Annotated[
    Level,
    BeforeValidator(_level),
    PlainSerializer(_write),
    WithJsonSchema(
        {
            "description": "a number, a percentage with its sign, or hours, minutes and seconds",
            "anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^\s*(-?[0-9.]+|[0-9.]+\s*%|[0-9hms]+)\s*$"}],
        }
    ),
]
