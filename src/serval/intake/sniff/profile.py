"""What the columns of a table hold, from its first rows and from the distinct values of all that were looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from serval.engine.errors import Problem
from serval.intake.cells import write_cell
from serval.intake.errors import IntakeError
from serval.intake.tables import DEFAULT_LIMITS, Cell, Limits, Row, open_table

SAMPLE_ROWS = 20_000
LOOKED_AT_ROWS = 300_000
"""Rows whose distinct values are counted; a longer table is only sampled, and the proposal says so."""

MOST_DISTINCT = 300
"""A column with more distinct values holds no words to be explained (states, priorities)."""

_DASHES = ("?", "-", "--", "—", "/")
_WORDS = ("\\N", "N/A", "n/a", "NA", "NaN", "nan", "NULL", "null", "None", "none", "(empty)")
_CHINESE_WORDS = ("(空)", "空", "无", "暂无", "未知")
MISSING_MARKS = frozenset({*_DASHES, *_WORDS, *_CHINESE_WORDS})
_UNFILLED = MISSING_MARKS | {""}


@dataclass(frozen=True)
class TableChoice:
    """What a person says of the table where it cannot be found out: see `open_table`."""

    encoding: str = "auto"
    sheet: str | None = None
    header_row: int | None = None


WHATEVER_IS_FOUND = TableChoice()


@dataclass
class ColumnProfile:
    """One column.

    cells  its cells in the sample, in order
    seen   every cell and how often it occurs in the rows looked at; None where there are too many different ones
    """

    name: str
    place: int
    cells: list[Cell] = field(default_factory=list)
    seen: Counter[Cell] | None = field(default_factory=Counter)

    def count(self, cells: Iterable[Cell]) -> None:
        """Counts cells."""
        if self.seen is not None:
            self.seen.update(cells)
            if len(self.seen) > MOST_DISTINCT:
                self.seen = None

    @cached_property
    def distinct(self) -> Counter[str] | None:
        """Texts and how often they occur; ask when all rows were looked at."""
        if self.seen is None:
            return None
        texts: Counter[str] = Counter()
        for cell, count in self.seen.items():
            texts[write_cell(cell)] += count
        return texts

    @property
    def is_constant(self) -> bool:
        """Whether every row looked at has one and the same value."""
        return self.distinct is not None and len(self.distinct) == 1

    @cached_property
    def filled(self) -> list[Cell]:
        """Cells of the sample that are not missing; ask when the sample is complete."""
        return [cell for cell in self.cells if write_cell(cell) not in _UNFILLED]


@dataclass
class TableProfile:
    """A table as far as it was looked at; `whole` says whether to its end."""

    name: str
    encoding: str
    header: tuple[str, ...]
    repeated: tuple[str, ...]
    columns: list[ColumnProfile]
    rows: list[Row]
    rows_seen: int = 0
    whole: bool = True
    repeated_headers: int = 0

    def find_column(self, name: str) -> ColumnProfile:
        """The column of a name in the header."""
        return self.columns[self.header.index(name)]

    def list_missing_marks(self) -> list[str]:
        """Marks for a missing value that occur, in the order of their number."""
        found: Counter[str] = Counter()
        for column in self.columns:
            counted = Counter(write_cell(cell) for cell in column.cells)
            counted.update(column.distinct or {})
            found.update({mark: counted[mark] for mark in MISSING_MARKS if counted[mark]})
        return [mark for mark, _ in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))]


def profile_table(
    path: Path | str,
    *,
    choice: TableChoice = WHATEVER_IS_FOUND,
    limits: Limits = DEFAULT_LIMITS,
    progress: Callable[[int, int], None] | None = None,
    looked_at_rows: int = LOOKED_AT_ROWS,
) -> TableProfile:
    """Looks at a table. Raises IntakeError as reading it would."""
    with open_table(
        path,
        encoding=choice.encoding,
        sheet=choice.sheet,
        header_row=choice.header_row,
        limits=limits,
        progress=progress,
    ) as table:
        columns = [ColumnProfile(name, place) for place, name in enumerate(table.header)]
        profile = TableProfile(table.name, table.encoding, table.header, table.repeated, columns, [])
        for batch in table.rows():
            if profile.rows_seen >= looked_at_rows:
                profile.whole = False
                break
            _note_batch(profile, batch)
        profile.repeated_headers = table.repeated_headers
    if not profile.rows:
        raise IntakeError(Problem("file.empty", {"file": profile.name}), source=profile.name)
    return profile


def _note_batch(profile: TableProfile, batch: list[Row]) -> None:
    profile.rows_seen += len(batch)
    sampled = batch[: SAMPLE_ROWS - len(profile.rows)]
    profile.rows += sampled
    for column in profile.columns:
        place = column.place
        column.cells += [row.cells[place] if place < len(row.cells) else None for row in sampled]
        if column.seen is not None:
            column.count(row.cells[place] if place < len(row.cells) else None for row in batch)
