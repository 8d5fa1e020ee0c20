"""Rows of the ledger that were not judged for what they say, gathered while judging: why, and where they stand."""

from __future__ import annotations

from serval.engine.verdicts import LedgerRow
from serval.engine.verdicts.column_sinks import pass_columns
from serval.engine.verdicts.ledger import LedgerSink
from serval.engine.verdicts.row_columns import RowColumns


class Doubts:
    """A sink that passes every row on and remembers those with bad data, each once however many windows it is in.

    Rows may come in columns where the sink behind it takes them so.
    """

    def __init__(self, sink: LedgerSink) -> None:
        self._sink = sink
        self._found: dict[tuple[str, str], set[str]] = {}

    def __call__(self, row: LedgerRow) -> None:
        """Takes one row."""
        self._sink(row)
        self._note(row)

    def take_columns(self, rows: RowColumns) -> None:
        """Takes the rows of many items."""
        pass_columns(self._sink, rows)
        for row in rows.take(rows.find_rows("bad_data")).build_rows():
            self._note(row)

    def _note(self, row: LedgerRow) -> None:
        if row.outcome == "bad_data":
            self._found.setdefault((row.objective, row.reason), set()).add(row.source or row.item)

    def list_reasons(self) -> list[tuple[str, str, list[str]]]:
        """Objective, reason, and the rows (or items, where no row is known), sorted."""
        return [(objective, reason, sorted(rows)) for (objective, reason), rows in sorted(self._found.items())]
