"""The rows of one tally from both lanes, plain items' and those judged one by one, joined in the order of items."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from serval.engine.columns.batch import Places
from serval.engine.columns.facts import FactColumns, Whole
from serval.engine.columns.period_rows import LaneRows
from serval.engine.verdicts.column_digests import MISSING, Word
from serval.engine.verdicts.ledger import LedgerRow
from serval.engine.verdicts.row_columns import RowColumns
from serval.engine.verdicts.tally import Tally

_FROM_READING = {
    "started": "started",
    "due": "due",
    "provisional": "provisional",
    "target_seconds": "target",
    "working_seconds": "elapsed",
    "paused_seconds": "paused",
}
"""Columns of a ledger that are columns of readings."""

PlacedRow = tuple[int, LedgerRow]
"""A row of an item judged by itself, with the place of the item."""


def join_rows(
    columns: FactColumns,
    tally: Tally,
    words: Sequence[Word],
    parts: Sequence[LaneRows],
    single: Sequence[PlacedRow],
) -> tuple[Places, RowColumns]:
    """The rows and the items they are about.

    words  what the codes of the parts mean; what only single rows say is added
    """
    all_words = dict.fromkeys(words) | dict.fromkeys(_name(row) for _, row in single)
    codes = {word: code for code, word in enumerate(all_words)}
    items = np.concatenate([*(part.item for part in parts), np.array([place for place, _ in single], np.intp)])
    order = np.argsort(items, kind="stable")
    said = [*(part.said for part in parts), np.array([codes[_name(row)] for _, row in single], np.int32)]
    fact = np.concatenate([part.fact for part in parts]) if parts else np.empty(0, np.intp)
    unsourced = np.full(len(single), -1)
    table = np.concatenate((columns.table[fact], unsourced))[order].astype(np.int32)
    row = np.concatenate((columns.row[fact], unsourced))[order]
    placed = np.flatnonzero(order >= len(fact))
    given = {int(place): single[int(order[place]) - len(fact)][1] for place in placed}
    rows = RowColumns(
        objective=tally.course.id,
        subject=tally.subject,
        period=tally.period.label,
        items=columns.items.take(items[order]),
        numbers={name: column[order] for name, column in _list_numbers(parts, single)},
        word=np.concatenate(said)[order],
        words=tuple(all_words),
        table=table,
        row=row,
        tables=columns.tables,
        given=given,
    )
    return items[order], rows


def _name(row: LedgerRow) -> Word:
    return (row.terms_version, row.outcome, row.reason, row.basis, row.value)


def _list_numbers(parts: Sequence[LaneRows], single: Sequence[PlacedRow]) -> list[tuple[str, Whole]]:
    rows = [row for _, row in single]
    columns: dict[str, list[Whole]] = {
        "cycle": [np.ones(len(part.item), np.int64) for part in parts],
        "stopped": [part.stopped for part in parts],
    }
    for name, source in _FROM_READING.items():
        columns[name] = [getattr(part.reading, source) for part in parts]
    return [(name, np.concatenate([*found, _list_singles(rows, name)])) for name, found in columns.items()]


def _list_singles(rows: Sequence[LedgerRow], name: str) -> Whole:
    values = (getattr(row, name) for row in rows)
    return np.array([MISSING if value is None else value for value in values], np.int64)
