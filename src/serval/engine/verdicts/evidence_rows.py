"""Evidence in canonical rows, digested for a whole scorecard and for each verdict as far as it rests on it."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from serval.engine.availability.samples import SampleColumns
from serval.engine.canonical import canonical_json
from serval.engine.evidence import Item
from serval.engine.places import Place
from serval.engine.records import Exclusion, Records, write_row


class EvidenceRows:
    """One item's facts and exclusions in canonical form, written once and digested for every verdict that uses them.

    until  the instant up to which the evidence is judged: no verdict rests on a later fact
    """

    def __init__(self, item: Item, *, until: int, exclusions: Sequence[Exclusion] = ()) -> None:
        self.item = item
        self.exclusions = exclusions
        self._head = canonical_json([item.id, item.pauses_known])
        self._head += b"".join(canonical_json(write_row(exclusion)) for exclusion in exclusions)
        self._instants = [fact.at for fact in item.facts]
        self._known = bisect_right(self._instants, until)
        self._facts = [canonical_json([fact.at, fact.kind, fact.name, fact.value, fact.seq]) for fact in item.facts]

    def write_before(self, instant: int) -> bytes:
        """The item with the facts dated before an instant: what a period that ends there can have seen."""
        return self._write(min(bisect_left(self._instants, instant), self._known))

    def write_all(self) -> bytes:
        return self._write(len(self._facts))

    def _write(self, count: int) -> bytes:
        return self._head + b"".join(self._facts[:count]) + b"\n"


class EvidenceDigest:
    """SHA-256 over items in the order of their ids."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, row: bytes) -> None:
        self._hash.update(row)

    def hexdigest(self) -> str:
        return self._hash.hexdigest()


ROW_KINDS = ("outages", "exclusions", "measures", "answers", "obligations", "occurrences", "claim_steps")


def write_record(row: object) -> bytes:
    """One record in canonical form, with its kind."""
    return canonical_json([type(row).__name__, *write_row(row)]) + b"\n"


def write_samples(place: Place, columns: SampleColumns, first: int, last: int) -> bytes:
    """Samples of one place: its name, then a digest of columns of whole numbers, lowest byte first.

    Instants and requests have 64 bits, states 8.
    """
    columns_digest = hashlib.sha256()
    for part in (columns.at, columns.good, columns.total):
        columns_digest.update(part[first:last].astype("<i8", copy=False).tobytes())
    columns_digest.update(columns.status[first:last].tobytes())
    head = ["Samples", place.service, place.instance, place.site, last - first, columns_digest.hexdigest()]
    return canonical_json(head) + b"\n"


def write_records(records: Records) -> bytes:
    """All records in canonical form."""
    rows = [write_record(row) for kind in ROW_KINDS for row in getattr(records, kind)]
    rows += [write_samples(place, columns, 0, len(columns.at)) for place, columns in records.samples.places.items()]
    return b"".join(rows)


def count_records(records: Records) -> int:
    """How many records there are beside the samples."""
    return sum(len(getattr(records, kind)) for kind in ROW_KINDS)
