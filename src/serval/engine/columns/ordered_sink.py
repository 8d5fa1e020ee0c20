"""A ledger's sink behind the judge of columns: columns if it takes them, else rows in their usual order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from serval.engine.columns.batch import Places
from serval.engine.verdicts.ledger import LedgerRow, LedgerSink, drop_row
from serval.engine.verdicts.row_columns import ColumnSink, RowColumns


class OrderedSink:
    """Holds the rows of a batch until all courses have judged it, then passes them on by item and course."""

    def __init__(self, sink: LedgerSink) -> None:
        self._sink = sink
        self._columns = sink if isinstance(sink, ColumnSink) else None
        self._rows: list[tuple[int, int, bool, LedgerRow]] = []
        self._place: tuple[int, int] | None = None

    def __call__(self, row: LedgerRow) -> None:
        """Take a row: of the item and course that `at` names, or of none."""
        if self._place is None or self._columns is not None:
            self._sink(row)
        else:
            self._rows.append((*self._place, False, row))

    @contextmanager
    def at(self, place: int, course: int) -> Iterator[None]:
        """Rows that come meanwhile are those of one item and course."""
        self._place = (place, course)
        yield
        self._place = None

    def take_single(self, row: LedgerRow, place: int, course: int) -> None:
        """Take a row that will be among the columns, of an item judged by itself."""
        if self._columns is None:
            self._rows.append((place, course, False, row))

    def take_columns(self, rows: RowColumns, items: Places, course: int) -> None:
        """Take the rows of a tally, with the items they are about.

        Of an item's rows the one that counts comes before those that carry it over, as its bench tells them. Rows that
        a bench told came already.
        """
        if self._columns is not None:
            self._columns.take_columns(rows)
        elif self._sink is not drop_row:
            for place, (item, row) in enumerate(zip(items.tolist(), rows.build_rows(), strict=True)):
                if place not in rows.given:
                    self._rows.append((item, course, row.outcome == "open", row))

    def flush(self) -> None:
        """Pass on what is held."""
        for *_, row in sorted(self._rows, key=lambda entry: entry[:3]):
            self._sink(row)
        self._rows.clear()
