"""Items packed into fact columns, so that those that were read one by one are judged together."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from serval.engine.columns.batch import NOWHERE
from serval.engine.columns.facts import FactColumns, Word
from serval.engine.evidence import Fact, FactKind, Item
from serval.engine.texts import join_texts

PACKED_FACTS = 100_000
"""Facts of one batch: enough that arrays are worth their while, few enough to hold as objects beside them."""


@dataclass(frozen=True, slots=True)
class PackedItems(FactColumns):
    """Columns that still have the items they were made of."""

    originals: tuple[Item, ...] = ()

    def build_item(self, place: int) -> Item:
        """The item itself."""
        return self.originals[place]


def pack_items(items: Iterable[Item], *, most_facts: int = PACKED_FACTS) -> Iterator[FactColumns]:
    """Batches of items that come in ascending order of their ids; all of them or none know their pauses.

    most_facts  a batch ends with the item that fills it up to here
    """
    packer = _Packer()
    for item in items:
        packer.add(item)
        if len(packer.at) >= most_facts:
            yield packer.pack()
            packer = _Packer()
    if packer.items:
        yield packer.pack()


class _Packer:
    """Gathers the columns of one batch."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.at = array("q")
        self._seq, self._row, self._offsets = array("q"), array("q"), array("q", (0,))
        self._word, self._table = array("i"), array("i")
        self._words: dict[tuple[FactKind, str, str], int] = {}
        self._tables: dict[str, int] = {}

    def add(self, item: Item) -> None:
        """Take the next item."""
        self.items.append(item)
        words = self._words
        for fact in item.facts:
            self.at.append(fact.at)
            self._seq.append(fact.seq)
            self._word.append(words.setdefault((fact.kind, fact.name, fact.value), len(words)))
            self._note_source(fact)
        self._offsets.append(len(self.at))

    def _note_source(self, fact: Fact) -> None:
        table, mark, row = fact.source.rpartition("#")
        self._table.append(self._tables.setdefault(table, len(self._tables)) if mark else NOWHERE)
        self._row.append(int(row) if mark else 0)

    def pack(self) -> PackedItems:
        """All items taken."""
        return PackedItems(
            items=join_texts(item.id for item in self.items),
            offsets=np.frombuffer(self._offsets, np.int64),
            at=np.frombuffer(self.at, np.int64),
            word=np.frombuffer(self._word, np.int32),
            seq=np.frombuffer(self._seq, np.int64),
            table=np.frombuffer(self._table, np.int32),
            row=np.frombuffer(self._row, np.int64),
            words=tuple(Word(*word) for word in self._words),
            tables=tuple(self._tables),
            pauses_known=all(item.pauses_known for item in self.items),
            originals=tuple(self.items),
        )
