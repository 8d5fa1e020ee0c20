"""Facts of many items in columns, in the normal form of `build_item`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from serval.engine.evidence import Fact, FactKind, Item
from serval.engine.texts import Texts, Whole

__all__ = ["Codes", "FactColumns", "Texts", "Whole", "Word"]

Codes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Word:
    """What a fact says apart from when: its kind, name and value."""

    kind: FactKind
    name: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class FactColumns:
    """Items in ascending order of their ids, and their facts in normal form (sorted by content, without doubles).

    offsets  the facts of item i are those from offsets[i] up to offsets[i + 1]
    at, seq  instant, and the source's own order within it · word  index into `words`
    table, row  where each fact was read: index into `tables`, and number of the row; table -1 for nowhere
    """

    items: Texts
    offsets: Whole
    at: Whole
    word: Codes
    seq: Whole
    table: Codes
    row: Whole
    words: tuple[Word, ...]
    tables: tuple[str, ...]
    pauses_known: bool = True

    def __len__(self) -> int:
        return len(self.items)

    def build_item(self, place: int) -> Item:
        """One item as the judge takes it."""
        first, last = int(self.offsets[place]), int(self.offsets[place + 1])
        return Item(self.items[place], tuple(self._list_facts(first, last)), self.pauses_known)

    def _list_facts(self, first: int, last: int) -> Iterator[Fact]:
        part = slice(first, last)
        columns = (column[part].tolist() for column in (self.at, self.word, self.seq, self.table, self.row))
        for at, code, seq, table, row in zip(*columns, strict=True):
            word = self.words[code]
            yield Fact(at, word.kind, word.name, word.value, seq, "" if table < 0 else f"{self.tables[table]}#{row}")
