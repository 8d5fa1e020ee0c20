"""The digest of a ledger, column by column (docs/engine/verdict.md says byte by byte how)."""

from __future__ import annotations

from typing import Any

from serval.engine.canonical import digest
from serval.engine.verdicts.column_digests import MISSING, NumberDigest, TextDigest, WordDigest
from serval.engine.verdicts.ledger import LEDGER_NUMBERS, LedgerRow
from serval.engine.verdicts.row_columns import RowColumns

ROWS_TOGETHER = 256
"""How many rows wait before their columns are digested; few, as there may be thousands of ledgers at once."""


class LedgerDigest:
    """SHA-256 over the columns of one verdict's rows in the order of items: equal for equal evidence, however it came.

    head  what all rows say alike: objective, subject, label of the period
    """

    def __init__(self, *head: str) -> None:
        self._head = head
        self._waiting: list[tuple[Any, ...]] = []
        self._count = 0
        self._items = TextDigest()
        self._numbers = [NumberDigest() for _ in LEDGER_NUMBERS]
        self._words = WordDigest()

    def add(self, row: LedgerRow) -> None:
        """Take the next row."""
        self._waiting.append(
            (
                row.item,
                (row.terms_version, row.outcome, row.reason, row.basis, row.value),
                row.cycle,
                row.started,
                MISSING if row.stopped is None else row.stopped,
                MISSING if row.due is None else row.due,
                row.provisional,
                row.target_seconds,
                row.working_seconds,
                row.paused_seconds,
            )
        )
        if len(self._waiting) == ROWS_TOGETHER:
            self._flush()

    def add_columns(self, rows: RowColumns) -> None:
        """Take the next rows, many at once."""
        self._flush()
        self._count += len(rows)
        self._items.add_columns(rows.items)
        self._words.add_codes(rows.word, rows.words)
        for column, name in zip(self._numbers, LEDGER_NUMBERS, strict=True):
            column.add(rows.numbers[name])

    def _flush(self) -> None:
        if self._waiting:
            items, words, *numbers = zip(*self._waiting, strict=True)
            self._count += len(items)
            self._items.add(items)
            self._words.add(words)
            for column, values in zip(self._numbers, numbers, strict=True):
                column.add(values)
            self._waiting = []

    def hexdigest(self) -> str:
        """The digest of all rows so far."""
        self._flush()
        columns = {name: column.describe() for name, column in zip(LEDGER_NUMBERS, self._numbers, strict=True)}
        head = dict(zip(("objective", "subject", "period"), self._head, strict=True))
        return digest(
            {**head, "rows": self._count, "item": self._items.describe(), **columns, "word": self._words.describe()}
        )
