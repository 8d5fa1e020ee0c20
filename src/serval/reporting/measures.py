"""Measured figures as a CSV that evidence of the layout `measures` is read from, and that opens in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from serval.engine.instants import format_instant
from serval.reporting.ledgers import guard_formula

COLUMNS = ("measure", "at", "value", "subject", "evidence")

KEPT_DIGITS = 12
"""Digits behind the point; only means have more, and are rounded."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure: its measure, an instant of the period it stands for, its value, its subject, and its proof."""

    measure: str
    at: int
    value: Fraction
    subject: str
    evidence: str


def write_measures(path: Path, rows: Iterable[Measured]) -> None:
    """Write figures to a new file. Raises OSError."""
    # The BOM tells spreadsheets that the file is UTF-8.
    with path.open("x", encoding="utf-8-sig", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(COLUMNS)
        for row in rows:
            texts = [guard_formula(text) for text in (row.subject, row.evidence)]
            value = write_decimal(row.value, KEPT_DIGITS)
            table.writerow([guard_formula(row.measure), format_instant(row.at), value, *texts])


def write_decimal(value: Fraction, digits: int) -> str:
    """A number in decimal, rounded half to even where it has more digits, without zeros at its end."""
    units = round(value * 10**digits)
    whole, rest = divmod(abs(units), 10**digits)
    text = f"{whole}.{rest:0{digits}}".rstrip("0").rstrip(".")
    return f"-{text}" if units < 0 else text
