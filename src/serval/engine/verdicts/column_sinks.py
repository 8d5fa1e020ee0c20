"""Sinks behind sinks: whether rows may come in columns, and how they are passed on."""

from __future__ import annotations

from serval.engine.verdicts.ledger import LedgerSink, drop_row
from serval.engine.verdicts.row_columns import ColumnSink, RowColumns


def takes_columns(sink: LedgerSink) -> bool:
    """Whether a sink takes rows in columns; one that does not must be given every row in its usual order."""
    return sink is drop_row or isinstance(sink, ColumnSink)


def pass_columns(sink: LedgerSink, rows: RowColumns) -> None:
    """Hand rows on to a sink that takes columns. Raises TypeError for one that does not."""
    if isinstance(sink, ColumnSink):
        sink.take_columns(rows)
    elif sink is not drop_row:
        raise TypeError(sink)
