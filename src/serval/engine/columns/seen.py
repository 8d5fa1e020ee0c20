"""The evidence of many items in columns, as far as one period can have seen it."""

from __future__ import annotations

import numpy as np

from serval.engine.columns.batch import Batch, Places
from serval.engine.texts import Whole
from serval.engine.verdicts.evidence_rows import EvidenceColumns, Excluded


class SeenFacts:
    """Gathers the facts of items; facts being in order of time, those dated before an instant come first in each."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._words = tuple((word.kind, word.name, word.value) for word in batch.columns.words)
        self._latest = int(batch.columns.at.max()) if len(batch.columns.at) else 0
        self._counts: dict[int, Whole] = {}
        self._gathered: list[tuple[Places, Whole, EvidenceColumns]] = []

    def count_before(self, instant: int) -> Whole:
        """How many facts each item has that are dated before an instant and known."""
        before = min(instant, self._batch.now + 1, self._latest + 1)
        if before not in self._counts:
            columns = self._batch.columns
            counts = np.diff(columns.offsets)
            if before <= self._latest:
                unseen = np.flatnonzero(columns.at >= before)
                counts -= np.bincount(self._batch.item_of[unseen], minlength=len(counts))
            self._counts[before] = counts
        return self._counts[before]

    def gather(self, items: Places, *, before: int) -> EvidenceColumns:
        """Some items, ascending, with their facts dated before an instant and known."""
        return self._gather(items, self.count_before(before)[items])

    def gather_all(self) -> EvidenceColumns:
        """All items with all their facts."""
        columns = self._batch.columns
        return self._gather(np.arange(len(columns)), np.diff(columns.offsets))

    def _gather(self, items: Places, counts: Whole) -> EvidenceColumns:
        """Promises on other clocks often rest on the very same facts: these are gathered once."""
        for other, own, found in tuple(self._gathered):
            if np.array_equal(other, items) and np.array_equal(own, counts):
                return found
        gathered = self._pick_facts(items, counts)
        self._gathered.append((items, counts, gathered))
        return gathered

    def _pick_facts(self, items: Places, counts: Whole) -> EvidenceColumns:
        columns, ends = self._batch.columns, np.cumsum(counts)
        total = int(ends[-1]) if len(ends) else 0
        chosen: slice | Places = slice(None)
        if total < len(columns.at):
            chosen = np.arange(total)
            chosen += np.repeat(columns.offsets[items] - ends + counts, counts)
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
