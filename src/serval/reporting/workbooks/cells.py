"""What a cell holds: a value of its own type, so that nothing is guessed from how a text looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, tzinfo
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from serval.engine.money import Money

Tone = Literal["plain", "good", "bad", "doubtful"]


@dataclass(frozen=True, slots=True)
class Share:
    """A share of one, shown as a percentage."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time in seconds, shown in hours, minutes and seconds."""

    seconds: int | Fraction


@dataclass(frozen=True, slots=True)
class Instant:
    """UTC seconds, shown as date and time of a zone."""

    at: int
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Word:
    """A text with a tone, such as an outcome."""

    text: str
    tone: Tone


Cell = str | int | Decimal | Fraction | date | Money | Share | Length | Instant | Word | None
"""None is an empty cell."""
