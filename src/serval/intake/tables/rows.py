"""Rows as a reader hands them out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

Cell = str | int | float | bool | datetime | date | time | None
"""CSV gives str only. Workbooks and Parquet give typed cells; a datetime without zone stays without one."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    number  as a person finds it in the file: the line its first character stands on, or the sheet row; the
            header counts. Parquet has no header row, so its first row is 1.
    cells   one per column of the header. Excess cells that are blank are cut off; a row of a text file that is
            shorter than the header or has further filled cells keeps its own length, so that the fault shows.
    """

    number: int
    cells: tuple[Cell, ...]
