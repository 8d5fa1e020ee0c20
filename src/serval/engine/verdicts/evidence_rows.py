"""Evidence in canonical rows, digested for a whole scorecard and for each verdict as far as it rests on it."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right

from serval.engine.canonical import canonical_json
from serval.engine.evidence import Item


class EvidenceRows:
    """One item's facts in canonical form, written once and digested for every verdict that uses them.

    until  the instant up to which the evidence is judged: no verdict rests on a later fact
    """

    def __init__(self, item: Item, *, until: int) -> None:
        self.item = item
        self._head = canonical_json([item.id, item.pauses_known])
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
