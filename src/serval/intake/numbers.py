"""Numbers out of cells, exactly: never through binary fractions, never guessing what a comma means."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction

from serval.intake.dates import normalise_text
from serval.intake.tables import Cell

_DECIMAL = re.compile(r"[+-]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})", re.ASCII)
_WHOLE = re.compile(r"\d{1,15}(?:\.0{1,9})?", re.ASCII)
_BOUND = 1e30
"""No figure of a service is larger; without a bound a short text could ask for a number of a gigabyte."""


def read_number(cell: Cell, *, percent: bool = False) -> Fraction | None:
    """The number in a cell; `98.5%` is a share of one, and with `percent` a plain 98.5 too. None for anything else."""
    if isinstance(cell, str):
        text = normalise_text(cell)
        percent = percent or is_percentage(text)
        text = text.removesuffix("%").rstrip()
        number = Fraction(text) if _DECIMAL.fullmatch(text) else None
    elif isinstance(cell, bool) or not isinstance(cell, int | float) or not _is_bounded(cell):
        number = None
    else:
        # The shortest text of a binary fraction is the number the person typed.
        number = Fraction(Decimal(repr(cell)))
    return number / 100 if number is not None and percent else number


def is_percentage(cell: Cell) -> bool:
    """Whether a cell is written with a percent sign."""
    return isinstance(cell, str) and normalise_text(cell).endswith("%")


def read_count(cell: Cell) -> int | None:
    """The whole number from 0 in a cell; None for anything else."""
    if isinstance(cell, str):
        text = normalise_text(cell)
        return int(text.partition(".")[0]) if _WHOLE.fullmatch(text) else None
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not _is_bounded(cell):
        return None
    return int(cell) if 0 <= cell < 10**15 and cell == int(cell) else None


def _is_bounded(cell: float) -> bool:
    return math.isfinite(cell) and abs(cell) < _BOUND and (cell == 0 or abs(cell) > 1 / _BOUND)
