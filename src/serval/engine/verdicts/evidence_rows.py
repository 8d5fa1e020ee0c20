"""Evidence in canonical form, digested for a whole scorecard and for each verdict as far as it rests on it."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from serval.engine.canonical import canonical_json, digest
from serval.engine.evidence import Item
from serval.engine.records import Exclusion, Records, write_row
from serval.engine.texts import Texts, Whole
from serval.engine.verdicts.column_digests import NumberDigest, TextDigest, Word, WordDigest
from serval.engine.verdicts.sample_digests import write_samples

FACTS_TOGETHER = 1024
"""How many facts wait before their columns are digested."""

Excluded = Sequence[tuple[str, Sequence[Exclusion]]]
"""Ids of items with their exclusions."""


class EvidenceRows:
    """One item's facts and exclusions in columns, made once and digested for every verdict that uses them.

    until  the instant up to which the evidence is judged: no verdict rests on a later fact
    """

    def __init__(self, item: Item, *, until: int, exclusions: Sequence[Exclusion] = ()) -> None:
        self.item = item
        self.exclusions = exclusions
        self.at = array("q", (fact.at for fact in item.facts))
        self.seq = array("q", (fact.seq for fact in item.facts))
        self.words: list[Word] = [(fact.kind, fact.name, fact.value) for fact in item.facts]
        self._known = bisect_right(self.at, until)

    def count_before(self, instant: int) -> int:
        """How many facts a period that ends at an instant can have seen: those dated before it."""
        return min(bisect_left(self.at, instant), self._known)


@dataclass(frozen=True, slots=True)
class EvidenceColumns:
    """Items with those of their facts that a verdict can have seen, in columns.

    counts  how many facts each item has · word  place in `words`, each (kind, name, value)
    """

    items: Texts
    pauses_known: bool
    counts: Whole
    at: Whole
    seq: Whole
    word: npt.NDArray[np.int32]
    words: Sequence[Word]


class EvidenceDigest:
    """SHA-256 over the columns of items, in the order of their ids, and of their facts; then over all other rows."""

    def __init__(self) -> None:
        self._counts = {"items": 0, "facts": 0, "excluded": 0, "rows": 0}
        self._items, self._excluded, self._rows = TextDigest(), TextDigest(), TextDigest()
        self._numbers = {name: NumberDigest() for name in ("pauses_known", "count", "at", "seq")}
        self._words = WordDigest()
        self._open_columns()

    def _open_columns(self) -> None:
        self._ids: list[str] = []
        self._waiting = {name: array("q") for name in self._numbers}
        self._waiting_words: list[Word] = []

    def add_item(self, rows: EvidenceRows, count: int) -> None:
        """Take the next item with the first of its facts, so many of them."""
        self._ids.append(rows.item.id)
        waiting = self._waiting
        waiting["pauses_known"].append(rows.item.pauses_known)
        waiting["count"].append(count)
        waiting["at"].extend(rows.at[:count])
        waiting["seq"].extend(rows.seq[:count])
        self._waiting_words += rows.words[:count]
        self._add_exclusions(rows.item.id, rows.exclusions)
        if len(self._waiting_words) + len(self._ids) >= FACTS_TOGETHER:
            self._flush()

    def _add_exclusions(self, item: str, exclusions: Sequence[Exclusion]) -> None:
        if exclusions:
            self._counts["excluded"] += 1
            self._excluded.add([canonical_json([item, *map(write_row, exclusions)]).decode()])

    def add_columns(self, columns: EvidenceColumns, excluded: Excluded) -> None:
        """Take the next items, many at once; `excluded` are those among them with exclusions."""
        self._flush()
        self._counts["items"] += len(columns.items)
        self._counts["facts"] += len(columns.word)
        self._items.add_columns(columns.items)
        self._numbers["pauses_known"].add(np.full(len(columns.items), columns.pauses_known))
        for name, values in (("count", columns.counts), ("at", columns.at), ("seq", columns.seq)):
            self._numbers[name].add(values)
        self._words.add_codes(columns.word, columns.words)
        for item, exclusions in excluded:
            self._add_exclusions(item, exclusions)

    def add_row(self, row: bytes) -> None:
        """Take the next row of evidence that is no item."""
        self._counts["rows"] += 1
        self._rows.add_bytes([len(row)], row)

    def _flush(self) -> None:
        self._counts["items"] += len(self._ids)
        self._counts["facts"] += len(self._waiting_words)
        self._items.add(self._ids)
        for name, column in self._numbers.items():
            column.add(self._waiting[name])
        self._words.add(self._waiting_words)
        self._open_columns()

    def hexdigest(self) -> str:
        """The digest of everything so far."""
        self._flush()
        texts = {"item": self._items, "exclusions": self._excluded, "row": self._rows}
        return digest(
            {
                **self._counts,
                **{name: column.describe() for name, column in texts.items()},
                **{name: column.describe() for name, column in self._numbers.items()},
                "word": self._words.describe(),
            }
        )


ROW_KINDS = ("outages", "exclusions", "measures", "answers", "obligations", "occurrences", "claim_steps")


def write_record(row: object) -> bytes:
    """One record in canonical form, with its kind."""
    return canonical_json([type(row).__name__, *write_row(row)]) + b"\n"


def write_records(records: Records) -> Iterator[bytes]:
    """All records in canonical form."""
    yield from (write_record(row) for kind in ROW_KINDS for row in getattr(records, kind))
    for place, columns in records.samples.places.items():
        yield write_samples(place, columns, 0, len(columns))


def count_records(records: Records) -> int:
    """How many records there are beside the samples."""
    return sum(len(getattr(records, kind)) for kind in ROW_KINDS)
