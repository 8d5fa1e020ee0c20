"""From row groups of a facts file to fact columns, by whole columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from serval.engine.columns.facts import Codes, FactColumns, Texts, Whole, Word
from serval.intake.sealed.arrays import read_numbers, write_places
from serval.intake.sealed.head import SealedHead
from serval.intake.sealed.normal_form import (
    KINDS,
    Rows,
    check_cells,
    check_ids,
    check_instants,
    check_numbers,
    check_order,
    check_same_item,
    check_words,
)
from serval.intake.tables.limits import Limits

MOST_COMBINED = 8_000_000
"""Combinations of kind, name and value up to which a table of all of them is quicker than sorting."""


@dataclass(frozen=True, slots=True)
class Group:
    """One row group that was checked: ids of its items, the place of each one's first fact, and the other columns."""

    ids: pa.Array
    starts: Whole
    facts: pa.Table

    @property
    def last(self) -> str:
        return str(self.ids[-1])


def read_group(table: pa.Table, rows: Rows, *, first_number: int, last: str, limits: Limits) -> Group:
    """A row group that begins with item `first_number`; `last` is the id before it. Raises IntakeError.

    A row group ends with the last fact of an item: the next one is checked to begin with another.
    """
    whole = table.unify_dictionaries().combine_chunks()
    check_cells(whole, rows, limits)
    numbers = read_numbers(whole.column("number").chunk(0))
    check_numbers(numbers, first_number, rows)
    starts = np.flatnonzero(np.diff(numbers, prepend=np.int32(first_number - 1)))
    item = whole.column("item").chunk(0)
    codes = read_numbers(item.indices)
    own = codes[starts]
    check_same_item(codes, own, starts, rows)
    ids = item.dictionary.take(write_places(own))
    check_ids(ids, last, starts, rows)
    return Group(ids, starts, whole.drop_columns(["number", "item"]))


def build_columns(groups: Sequence[Group], rows: Rows, head: SealedHead, *, pauses_known: bool) -> FactColumns:
    """The fact columns of row groups that follow each other. Raises IntakeError."""
    facts = pa.concat_tables([group.facts for group in groups]).unify_dictionaries().combine_chunks()
    at, seq = read_numbers(facts.column("at").chunk(0)), read_numbers(facts.column("seq").chunk(0))
    offsets = _join_starts(groups)
    word, words = _read_words(facts, rows)
    check_instants(at, head, rows)
    check_words(words, word, rows)
    check_order(offsets, at, seq, word, rows)
    tables = facts.column("source_table").chunk(0)
    return FactColumns(
        items=_join_ids(groups),
        offsets=offsets,
        at=at,
        word=word,
        seq=seq,
        table=read_numbers(tables.indices, missing=-1),
        row=read_numbers(facts.column("source_row").chunk(0)),
        words=words,
        tables=tuple(tables.dictionary.to_pylist()),
        pauses_known=pauses_known,
    )


def _join_starts(groups: Sequence[Group]) -> Whole:
    lengths: Whole = np.cumsum([0, *(group.facts.num_rows for group in groups)])
    moved = [group.starts + before for group, before in zip(groups, lengths[:-1], strict=True)]
    return np.concatenate([*moved, lengths[-1:]])


def _join_ids(groups: Sequence[Group]) -> Texts:
    ids = pa.concat_arrays([group.ids for group in groups])
    _, offsets, data = ids.buffers()
    return Texts(
        np.frombuffer(data, np.uint8),
        np.frombuffer(offsets, np.int32, count=len(ids) + 1, offset=4 * ids.offset).astype(np.int64),
    )


def _read_words(facts: pa.Table, rows: Rows) -> tuple[Codes, tuple[Word, ...]]:
    """What each fact says, as codes that rise in the order of facts."""
    kinds = _code_kinds(facts.column("kind").chunk(0), rows)
    names, name_words = _sort_words(facts.column("name").chunk(0))
    values, value_words = _sort_words(facts.column("value").chunk(0))
    combined = (kinds * len(name_words) + names) * len(value_words) + values
    codes, used = _number_densely(combined, len(KINDS) * len(name_words) * len(value_words))
    named, value_places = np.divmod(used, len(value_words))
    kind_places, name_places = np.divmod(named, len(name_words))
    places = zip(kind_places.tolist(), name_places.tolist(), value_places.tolist(), strict=True)
    return codes, tuple(Word(KINDS[kind], name_words[name], value_words[value]) for kind, name, value in places)


def _code_kinds(column: pa.DictionaryArray, rows: Rows) -> Whole:
    """The rank of each fact's kind."""
    ranks = [KINDS.index(word) if word in KINDS else -1 for word in column.dictionary.to_pylist()]
    codes: Whole = np.array(ranks, np.int64)[read_numbers(column.indices)]
    unknown = np.flatnonzero(codes < 0)
    if len(unknown):
        place = int(unknown[0])
        raise rows.refuse("sealed.value_unfit", place, column="kind", value=str(column[place])[:40])
    return codes


def _sort_words(column: pa.DictionaryArray) -> tuple[Whole, list[str]]:
    """The codes of a column when its words are sorted, as Python sorts them, and the words."""
    order = pc.array_sort_indices(column.dictionary)
    ranks = np.empty(len(order), np.int64)
    ranks[read_numbers(order)] = np.arange(len(order))
    return ranks[read_numbers(column.indices)], column.dictionary.take(order).to_pylist()


def _number_densely(combined: Whole, most: int) -> tuple[Codes, Whole]:
    """Codes without holes for codes with holes, in the same order, and the codes they stand for."""
    if most > MOST_COMBINED:
        used, codes = np.unique(combined, return_inverse=True)
        return codes.astype(np.int32), used
    is_used = np.zeros(most, np.bool_)
    is_used[combined] = True
    used = np.flatnonzero(is_used)
    dense = np.zeros(most, np.int32)
    dense[used] = np.arange(len(used), dtype=np.int32)
    return dense[combined], used
