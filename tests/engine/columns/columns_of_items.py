"""Fact columns of items, built the obvious way."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from serval.engine.columns.facts import FactColumns, Word
from serval.engine.evidence import Fact, Item
from serval.engine.texts import join_texts


def build_columns(items: Sequence[Item]) -> FactColumns:
    """Items in ascending order of their ids, of which all or none know their pauses."""
    facts = [fact for item in items for fact in item.facts]
    words = sorted({(fact.kind, fact.name, fact.value) for fact in facts})
    codes = {word: code for code, word in enumerate(words)}
    tables = sorted({_split(fact)[0] for fact in facts} - {""})
    places = {"": -1} | {table: place for place, table in enumerate(tables)}
    return FactColumns(
        items=join_texts(item.id for item in items),
        offsets=np.cumsum([0, *(len(item.facts) for item in items)], dtype=np.int64),
        at=np.array([fact.at for fact in facts], np.int64),
        word=np.array([codes[fact.kind, fact.name, fact.value] for fact in facts], np.int32),
        seq=np.array([fact.seq for fact in facts], np.int64),
        table=np.array([places[_split(fact)[0]] for fact in facts], np.int32),
        row=np.array([_split(fact)[1] for fact in facts], np.int64),
        words=tuple(Word(*word) for word in words),
        tables=tuple(tables),
        pauses_known=all(item.pauses_known for item in items),
    )


def _split(fact: Fact) -> tuple[str, int]:
    table, _, row = fact.source.rpartition("#")
    return (table, int(row)) if table else ("", 0)
