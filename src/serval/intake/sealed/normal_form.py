"""The normal form of a facts file, checked by whole columns: every breach is refused with its row."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, get_args

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from serval.engine.columns.facts import Codes, Whole, Word
from serval.engine.evidence import Fact, FactKind
from serval.intake.errors import IntakeError, refusal
from serval.intake.mapping.model import is_meaning
from serval.intake.rows import MOST_SEQUENCE
from serval.intake.sealed.arrays import find_missing
from serval.intake.sealed.facts import SOURCE_COLUMNS, TEXT_COLUMNS
from serval.intake.sealed.head import SealedHead
from serval.intake.tables.limits import Limits

KINDS: tuple[FactKind, ...] = tuple(sorted(get_args(FactKind), key=lambda kind: Fact(0, kind, "").order))
"""In the order in which facts of one instant and sequence stand."""

Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a file in which something is looked at; `first` is how many stand before them."""

    first: int

    def refuse(self, code: str, place: int, **data: Any) -> IntakeError:
        """An error that names the row at a place, counted from 0."""
        return refusal(code, row=self.first + place + 1, **data)


def check_cells(table: pa.Table, rows: Rows, limits: Limits) -> None:
    """Nothing is missing, but that a fact may have no source, and texts are texts."""
    for name in table.column_names:
        column = table.column(name)
        if column.null_count and name not in SOURCE_COLUMNS:
            cells = column.chunk(0).indices if name in TEXT_COLUMNS else column.chunk(0)
            _refuse_first(find_missing(cells), "sealed.cell_missing", rows, column=name)
        if name in TEXT_COLUMNS:
            _check_texts(column.chunk(0).dictionary, name, limits)
    sources = [table.column(name).chunk(0) for name in SOURCE_COLUMNS]
    if any(source.null_count for source in sources):
        half = find_missing(sources[0].indices) != find_missing(sources[1])
        _refuse_first(half, "sealed.cell_missing", rows, column=SOURCE_COLUMNS[-1])


def _check_texts(words: pa.Array, name: str, limits: Limits) -> None:
    # The Parquet reader takes any bytes for text.
    words.validate(full=True)
    if words.null_count or len(pc.unique(words)) != len(words):
        raise refusal("file.damaged", reason="ArrowInvalid")
    if len(words) and pc.max(pc.utf8_length(words)).as_py() > limits.max_cell_chars:
        raise refusal("file.cell_too_long", column=name, limit=limits.max_cell_chars)


def check_numbers(numbers: Numbers, first_number: int, rows: Rows) -> None:
    """Numbers begin with a new item and rise by one from item to item."""
    steps = np.diff(numbers.astype(np.int64), prepend=first_number - 1)
    wrong = (steps != 0) & (steps != 1)
    wrong[0] = steps[0] != 1
    _refuse_first(wrong, "sealed.disordered", rows)


def check_ids(ids: pa.Array, last: str, starts: Whole, rows: Rows) -> None:
    """Ids rise, from the last one before them on; none is empty."""
    if str(ids[0]) <= last:
        raise rows.refuse("sealed.disordered", 0)
    if pc.any(pc.less_equal(ids[1:], ids[:-1])).as_py():
        names = ids.to_pylist()
        wrong = next(place for place, (before, name) in enumerate(pairwise(names), 1) if name <= before)
        raise rows.refuse("sealed.disordered", int(starts[wrong]))


def check_same_item(codes: Codes, own: Codes, starts: Whole, rows: Rows) -> None:
    """All facts of one number name one item."""
    _refuse_first(np.repeat(own, np.diff(starts, append=len(codes))) != codes, "sealed.disordered", rows)


def check_instants(at: Whole, head: SealedHead, rows: Rows) -> None:
    """No fact lies outside the span the head tells."""
    if head.earliest is None or head.latest is None:
        raise refusal("sealed.head", key="earliest")
    _refuse_number((at < head.earliest) | (at > head.latest), "at", at, rows)


def check_order(offsets: Whole, at: Whole, seq: Whole, word: Codes, rows: Rows) -> None:
    """Within an item facts rise by instant, sequence and content, so that none stands twice.

    word  codes that rise in the order of facts
    """
    _refuse_number((seq < -MOST_SEQUENCE) | (seq > MOST_SEQUENCE), "seq", seq, rows)
    rises = at[1:] > at[:-1]
    rises[offsets[1:-1] - 1] = True
    near = np.flatnonzero(~rises)
    then = near + 1
    follows = (seq[then] > seq[near]) | ((seq[then] == seq[near]) & (word[then] > word[near]))
    wrong = then[(at[then] < at[near]) | ~follows]
    if len(wrong):
        raise rows.refuse("sealed.disordered", int(wrong[0]))


def check_words(words: tuple[Word, ...], codes: Codes, rows: Rows) -> None:
    """Everything has a name, states are states, and only a field has a value."""
    for code, word in enumerate(words):
        column = ""
        if not word.name or (word.kind == "state" and not is_meaning(word.name)):
            column = "name"
        elif word.value and word.kind != "field":
            column = "value"
        if column:
            place = int(np.flatnonzero(codes == code)[0])
            raise rows.refuse("sealed.value_unfit", place, column=column, value=getattr(word, column)[:40])


def _refuse_number(wrong: npt.NDArray[np.bool_], column: str, numbers: Whole, rows: Rows) -> None:
    places = np.flatnonzero(wrong)
    if len(places):
        place = int(places[0])
        raise rows.refuse("sealed.value_unfit", place, column=column, value=str(numbers[place]))


def find_first(mask: pa.ChunkedArray | pa.Array) -> int:
    """The place of the first true one."""
    return int(pc.index(mask, pa.scalar(True)).as_py())


def _refuse_first(wrong: npt.NDArray[np.bool_], code: str, rows: Rows, **data: Any) -> None:
    places = np.flatnonzero(wrong)
    if len(places):
        raise rows.refuse(code, int(places[0]), **data)
