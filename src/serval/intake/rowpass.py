"""One pass over the rows of a table: opened, bound to its columns, counted, bad rows noted, for all evidence alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from serval.engine.errors import Problem
from serval.intake.badrows import BadRows, RowFault
from serval.intake.errors import IntakeError
from serval.intake.lookalikes import bind_or_explain
from serval.intake.mapping import TICKET_LAYOUTS, BoundColumns, Mapping
from serval.intake.tables import Limits, Row, open_table

Progress = Callable[[int, int], None]
Read = TypeVar("Read")


@dataclass
class RowReport:
    """What was found in the rows.

    rows               rows read, bad ones included; `rows_per_file` the same by table
    bad_rows           bad rows by code; `skipped` how many were left out (0 unless bad rows are skipped)
    contradictions     what the skipped rows that contradict each other say, as far as details were kept
    duplicates_dropped copies of a row, and rows a rule for duplicates left out
    repeated_headers   rows that repeat the header in the middle of a file
    first, last        the earliest and latest instant told; None without any
    needed_zone        whether any time came without an offset, so that `timezone` decided what it means
    absent_columns     columns with several names of which a table has none
    """

    rows: int = 0
    bad_rows: dict[str, int] = field(default_factory=dict)
    skipped: int = 0
    contradictions: tuple[Problem, ...] = ()
    duplicates_dropped: int = 0
    repeated_headers: int = 0
    first: int | None = None
    last: int | None = None
    encodings: dict[str, str] = field(default_factory=dict)
    rows_per_file: dict[str, int] = field(default_factory=dict)
    timezone: str = "UTC"
    timezone_assumed: bool = False
    needed_zone: bool = False
    absent_columns: tuple[str, ...] = ()

    def note_table(self, name: str, encoding: str, absent: Sequence[str]) -> None:
        """Takes note of a table that was opened."""
        self.encodings[name] = encoding
        self.rows_per_file.setdefault(name, 0)
        self.absent_columns = tuple(dict.fromkeys([*self.absent_columns, *absent]))

    def note_rows(self, name: str, count: int) -> None:
        """Counts rows of a table."""
        self.rows += count
        self.rows_per_file[name] += count

    def note_span(self, first: int, last: int) -> None:
        """Widens first and last."""
        self.first = first if self.first is None else min(self.first, first)
        self.last = last if self.last is None else max(self.last, last)


def read_rows(
    path: Path,
    mapping: Mapping,
    build_reader: Callable[[BoundColumns, str], Callable[[Row], Read]],
    *,
    report: RowReport,
    bad: BadRows,
    limits: Limits,
    progress: Progress | None,
) -> Iterator[Read]:
    """What the good rows of a file say; bad ones go to `bad`.

    build_reader  makes the reader of a row from the bound columns and the table's name

    Raises IntakeError `file.empty` for tickets without any row; records may be none.
    """
    with open_table(
        path,
        encoding=mapping.encoding,
        sheet=mapping.sheet,
        header_row=mapping.header_row,
        limits=limits,
        progress=progress,
    ) as table:
        bound = bind_or_explain(mapping, table.header, table=table.name)
        read = build_reader(bound, table.name)
        report.note_table(table.name, table.encoding, bound.absent)
        for batch in table.rows():
            report.note_rows(table.name, len(batch))
            for row in batch:
                try:
                    said = read(row)
                except RowFault as fault:
                    bad.add(fault, file=table.name, row=row.number)
                    continue
                yield said
        report.repeated_headers += table.repeated_headers
        # No outage in a month is something to say; a desk without any ticket is a wrong export.
        if not report.rows_per_file[table.name] and mapping.layout in TICKET_LAYOUTS:
            raise IntakeError(Problem("file.empty", {"file": table.name}), source=table.name)
    if progress is not None:
        progress(1, 1)  # a small file ends before its reader has told anything


def share_progress(tell: Progress | None, paths: Sequence[Path], number: int) -> Progress | None:
    """Progress of one file as progress of all."""
    if tell is None:
        return None
    sizes = [path.stat().st_size if path.is_file() else 0 for path in paths]
    before, total = sum(sizes[:number]), sum(sizes)
    return lambda done, of: tell(before + (sizes[number] * done // of if of else 0), total)
