"""A table: columns with titles, and rows of typed cells that are made while they are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from serval.reporting.workbooks.cells import Cell


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `wraps` is for sentences: they are broken into lines, other texts stay on one."""

    title: str
    wraps: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet.

    held  how many of the first columns stay in sight when the sheet is scrolled sideways
    none  what stands in the only row where there are no rows
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    held: int = 1
    none: str = ""
