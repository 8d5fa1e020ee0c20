"""Lengths of time as agreements write them: `15m`, `1h30m`, `5wd`, `60d`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

_UNIT_SECONDS = {"h": 3600, "m": 60, "s": 1}
_CLOCK_FORM = re.compile(r"(?:(\d{1,7})h)?(?:(\d{1,7})m)?(?:(\d{1,9})s)?", re.ASCII)
_PERCENT_FORM = re.compile(r"(\d{1,3}(?:\.\d{1,12})?)\s*%", re.ASCII)
_DAY_FORM = re.compile(r"(\d{1,5})(wd|d)", re.ASCII)

LONGEST_SECONDS = 100_000 * 3600
LONGEST_DAYS = 36_500
"""Nobody promises more; beyond it a calendar would be compiled for thousands of years to find a due instant."""


@dataclass(frozen=True, slots=True)
class Duration:
    """`seconds` of the calendar's working time, or a number of `days`.

    unit  "s": working seconds · "wd": working days · "d": calendar days counted from the next day, a last day that
    is not worked moving to the next working day (民法典 201–203)
    """

    amount: int
    unit: Literal["s", "wd", "d"]

    def __str__(self) -> str:
        if self.unit != "s":
            return f"{self.amount}{self.unit}"
        hours, rest = divmod(self.amount, 3600)
        minutes, seconds = divmod(rest, 60)
        parts = ((hours, "h"), (minutes, "m"), (seconds, "s"))
        return "".join(f"{number}{unit}" for number, unit in parts if number) or "0s"


def parse_duration(text: str) -> Duration | None:
    """The duration a text says, or None when it says none: zero promises nothing, and beyond LONGEST_… it is a slip."""
    text = text.strip()
    days = _DAY_FORM.fullmatch(text)
    if days:
        amount = int(days[1])
        return Duration(amount, "wd" if days[2] == "wd" else "d") if 0 < amount <= LONGEST_DAYS else None
    parts = _CLOCK_FORM.fullmatch(text)
    if not parts:
        return None
    seconds = sum(int(part or 0) * size for part, size in zip(parts.groups(), _UNIT_SECONDS.values(), strict=True))
    return Duration(seconds, "s") if 0 < seconds <= LONGEST_SECONDS else None


def parse_percent(text: str) -> Fraction | None:
    """`99.9%` as an exact fraction of one, or None when the text is no percentage between 0 % and 100 %."""
    found = _PERCENT_FORM.fullmatch(text.strip())
    if not found:
        return None
    share = Fraction(found[1]) / 100
    return share if share <= 1 else None


def format_percent(share: Fraction) -> str:
    """The exact percentage with as few digits as it needs: 999/1000 → `99.9%`."""
    number = share * 100
    whole, rest = divmod(number.numerator, number.denominator)
    digits = ""
    while rest and len(digits) < 12:
        digit, rest = divmod(rest * 10, number.denominator)
        digits += str(digit)
    return f"{whole}.{digits}%" if digits else f"{whole}%"
