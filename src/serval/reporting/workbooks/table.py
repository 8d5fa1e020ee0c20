"""A table: columns with titles, and rows of typed cells that are made while they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from serval.reporting.workbooks.cells import Cell

WIDEST = 60

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    wraps    for sentences: they are broken into lines, other texts stay on one
    widest   characters it takes at most; what is longer is covered by the next cell, not cut
    printed  False for what is there to be reckoned with: it stands to the right of all that is printed
    left     whether numbers stand to the left as well, for columns that hold many kinds of things
    """

    title: str
    wraps: bool = False
    widest: int = WIDEST
    printed: bool = True
    left: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet.

    held   how many of the first columns stay in sight when the sheet is scrolled sideways
    notes  sentences that stand below the rows
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    held: int = 1
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Field(Generic[Thing]):
    """A column, and what a thing has in it."""

    column: Column
    give: Callable[[Thing], Cell]


def build_table(
    name: str,
    fields: Sequence[Field[Thing]],
    things: Sequence[Thing],
    *,
    held: int = 1,
    none: str = "",
    notes: Sequence[str] = (),
) -> Table:
    """A row for each thing. A column in which no thing has anything is left out.

    none  what is said where there are no things
    """
    used = [field for field in fields if not things or any(not _is_empty(field.give(thing)) for thing in things)]
    return Table(
        name,
        [field.column for field in used],
        ([field.give(thing) for field in used] for thing in things),
        held=sum(field in used for field in fields[:held]),
        notes=notes if things or not none else (none, *notes),
    )


def _is_empty(cell: Cell) -> bool:
    return cell is None or cell == ""
