"""The evidence of many items in columns, as far as one period can have seen it."""

from __future__ import annotations

import numpy as np

from serval.engine.columns.batch import Batch, Places
from serval.engine.texts import Whole
from serval.engine.verdicts.evidence_rows import EvidenceColumns, Excluded


class SeenFacts:
    """Gathers the facts of items; courses that look at the same items share what was gathered."""

    def __init__(self, batch: Batch) -> None:
        columns = batch.columns
        self._batch = batch
        self._words = tuple((word.kind, word.name, word.value) for word in columns.words)
        self._last: tuple[Places, int, EvidenceColumns] | None = None
        self._latest = int(columns.at.max()) if len(columns.at) else 0

    def gather(self, items: Places, *, before: int) -> EvidenceColumns:
        """Some items, ascending, with their facts dated before an instant and known."""
        before = min(before, self._batch.now + 1, self._latest + 1)
        if self._last is not None and self._last[1] == before and np.array_equal(self._last[0], items):
            return self._last[2]
        found = self._gather(items, before)
        self._last = items, before, found
        return found

    def gather_all(self) -> EvidenceColumns:
        """All items with all their facts."""
        columns = self._batch.columns
        return self._build(np.arange(len(columns)), np.diff(columns.offsets), np.arange(len(columns.at)))

    def _gather(self, items: Places, before: int) -> EvidenceColumns:
        columns, batch = self._batch.columns, self._batch
        is_seen = columns.at < before
        if len(items) < batch.count:
            is_chosen = np.zeros(batch.count, np.bool_)
            is_chosen[items] = True
            is_seen &= is_chosen[batch.item_of]
        passed = np.concatenate((np.zeros(1, np.int64), np.cumsum(is_seen)))
        counts = np.diff(passed[columns.offsets])[items]
        return self._build(items, counts, np.flatnonzero(is_seen))

    def _build(self, items: Places, counts: Whole, facts: Places) -> EvidenceColumns:
        columns = self._batch.columns
        chosen = slice(None) if len(facts) == len(columns.at) else facts
        return EvidenceColumns(
            columns.items.take(items),
            columns.pauses_known,
            counts,
            columns.at[chosen],
            columns.seq[chosen],
            columns.word[chosen],
            self._words,
        )

    def list_excluded(self, items: Places) -> Excluded:
        """Those of some items that have exclusions."""
        excluded = self._batch.excluded
        meant = sorted(set(excluded).intersection(items.tolist())) if excluded else ()
        return [(self._batch.columns.items[place], excluded[place]) for place in meant]
