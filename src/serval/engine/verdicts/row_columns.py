"""Ledger rows of one objective, subject and period in columns: what millions of items come to at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from serval.engine.texts import Texts, Whole
from serval.engine.verdicts.column_digests import MISSING, Word
from serval.engine.verdicts.ledger import LEDGER_NUMBERS, LedgerRow, RowOutcome

Codes = npt.NDArray[np.int32]
Places = npt.NDArray[np.intp]

OUTCOME, REASON = 1, 2
"""Where a row's word says its outcome and its reason."""


@dataclass(frozen=True, slots=True)
class RowColumns:
    """Rows in the order of items.

    objective, subject, period  what all rows say alike
    numbers     by name the columns of LEDGER_NUMBERS; MISSING for an instant that is not there
    word        place in `words`, each (terms_version, outcome, reason, basis, value)
    table, row  the fact that decided: place in `tables` (-1 for nowhere), and number of the row
    given       by place the rows that were judged one by one, whose sources are their own
    """

    objective: str
    subject: str
    period: str
    items: Texts
    numbers: Mapping[str, Whole]
    word: Codes
    words: Sequence[Word]
    table: Codes
    row: Whole
    tables: Sequence[str]
    given: Mapping[int, LedgerRow] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.word)

    def find_words(self, outcome: RowOutcome) -> list[int]:
        """The places of the words with an outcome."""
        return [place for place, word in enumerate(self.words) if word[OUTCOME] == outcome]

    def find_rows(self, outcome: RowOutcome) -> Places:
        """The places of the rows with an outcome."""
        is_meant = np.zeros(len(self.words), np.bool_)
        is_meant[self.find_words(outcome)] = True
        return np.flatnonzero(is_meant[self.word])

    def take(self, places: Places) -> RowColumns:
        """Some of the rows, in ascending order of their places."""
        return RowColumns(
            self.objective,
            self.subject,
            self.period,
            self.items.take(places),
            {name: column[places] for name, column in self.numbers.items()},
            self.word[places],
            self.words,
            self.table[places],
            self.row[places],
            self.tables,
            {new: self.given[old] for new, old in enumerate(places.tolist()) if old in self.given}
            if self.given
            else {},
        )

    def build_rows(self) -> Iterator[LedgerRow]:
        """The rows as the judge of single items gives them."""
        numbers = (self.numbers[name].tolist() for name in LEDGER_NUMBERS)
        columns = zip(self.items, self.word.tolist(), self.table.tolist(), self.row.tolist(), *numbers, strict=True)
        for place, (item, word, table, row, *figures) in enumerate(columns):
            if place in self.given:
                yield self.given[place]
                continue
            version, outcome, reason, basis, value = self.words[word]
            cycle, started, stopped, due, provisional, target, working, paused = figures
            yield LedgerRow(
                item,
                self.objective,
                version,
                self.period,
                cycle,
                started,
                None if stopped == MISSING else stopped,
                None if due == MISSING else due,
                bool(provisional),
                target,
                working,
                paused,
                outcome,
                reason,
                "" if table < 0 else f"{self.tables[table]}#{row}",
                self.subject,
                basis,
                value,
            )


@runtime_checkable
class ColumnSink(Protocol):
    """A ledger that takes rows one by one, and many at once in columns."""

    def __call__(self, row: LedgerRow) -> None:
        """Take one row."""

    def take_columns(self, rows: RowColumns) -> None:
        """Take the rows of some items for one objective, subject and period."""
