"""The breaching rows that a verdict holds: those furthest over target, in the order of items."""

from __future__ import annotations

import heapq
from operator import itemgetter

import numpy as np

from serval.engine.texts import Whole
from serval.engine.verdicts.ledger import LedgerRow
from serval.engine.verdicts.row_columns import Places, RowColumns

MOST_BREACHING = 10_000
"""How many breaching rows a verdict holds; the ledger has all."""


class WorstRows:
    """Takes rows one by one or in columns and keeps the worst `most`; of equal ones those that came first."""

    def __init__(self, most: int = MOST_BREACHING) -> None:
        self._most = most
        self._count = 0
        self._heap: list[tuple[int, int, LedgerRow]] = []
        self._pieces: list[tuple[Whole, Places, RowColumns]] = []
        self._held = 0

    def add(self, row: LedgerRow) -> None:
        """Take one row."""
        self._count += 1
        entry = (row.working_seconds - row.target_seconds, -self._count, row)
        if len(self._heap) < self._most:
            heapq.heappush(self._heap, entry)
        else:
            heapq.heappushpop(self._heap, entry)

    def add_columns(self, rows: RowColumns, places: Places) -> None:
        """Take some of the rows."""
        if not len(places) or not self._most:
            return
        over = rows.numbers["working_seconds"][places] - rows.numbers["target_seconds"][places]
        order = self._count + 1 + np.arange(len(places))
        self._count += len(places)
        kept = _list_worst(over, order, self._most)
        self._pieces.append((over[kept], order[kept], rows.take(places[kept])))
        self._held += len(kept)
        if self._held > 4 * self._most:
            self._drop_best()

    def _drop_best(self) -> None:
        """Only what can still be among the worst stays."""
        over = np.concatenate([piece[0] for piece in self._pieces])
        order = np.concatenate([piece[1] for piece in self._pieces])
        is_kept = np.zeros(len(over), np.bool_)
        is_kept[_list_worst(over, order, self._most)] = True
        pieces, first = [], 0
        for part, places, rows in self._pieces:
            kept = np.flatnonzero(is_kept[first : first + len(part)])
            first += len(part)
            if len(kept):
                pieces.append((part[kept], places[kept], rows.take(kept)))
        self._pieces, self._held = pieces, int(is_kept.sum())

    def list_rows(self) -> tuple[LedgerRow, ...]:
        """The worst rows in the order in which they came."""
        if self._pieces:
            self._drop_best()
        found = [(-over, -count, row) for over, count, row in self._heap]
        for over, order, rows in self._pieces:
            found += zip((-over).tolist(), order.tolist(), rows.build_rows(), strict=True)
        worst = sorted(found, key=itemgetter(0, 1))[: self._most] if len(found) > self._most else found
        return tuple(row for _, _, row in sorted(worst, key=itemgetter(1)))


def _list_worst(over: Whole, order: Places, most: int) -> Places:
    """The places of the worst, ascending."""
    if len(over) <= most:
        return np.arange(len(over))
    return np.sort(np.lexsort((order, -over))[:most])
