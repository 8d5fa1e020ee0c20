"""A reading: what one row says of one item, as a plain tuple that sorts by content and can be spilled to disk.

Plain tuples because millions of them are sorted, marshalled and merged; only this module knows their places.
"""

from __future__ import annotations

from typing import NamedTuple

Reading = tuple[str, int, int, int, str, str, tuple[tuple[str, int], ...], tuple[str, ...], tuple[str, ...], int, int]
"""item, at, sequence, rank, meaning, raw state, stamps, fields, duplicate key, table number, row number.

Item, time and content come before the place in the file, so the order in which rows arrive decides nothing.
"""

_RANKS = {"open": 0, "resolved": 2, "closed": 3}
_WAITING_RANK, _WITHDRAWN_RANK = 1, 4


def rank_meaning(meaning: str) -> int:
    """The place of a state in the usual life of a ticket: it orders rows of one instant that have no sequence."""
    if meaning.startswith("waiting_"):
        return _WAITING_RANK
    return _RANKS.get(meaning, _WITHDRAWN_RANK) if meaning else 0


class Said(NamedTuple):
    """A reading with names, for the code that folds.

    meaning  what the raw state means, empty where the row says no state
    stamps   times of events the row holds in columns of their own
    fields   values in the order of the mapping's fields, empty where missing
    """

    item: str
    at: int
    sequence: int
    rank: int
    meaning: str
    raw: str
    stamps: tuple[tuple[str, int], ...]
    fields: tuple[str, ...]
    duplicate_key: tuple[str, ...]
    table: int
    row: int

    @property
    def content(self) -> tuple[object, ...]:
        """All it says, without the place where it stands."""
        return self[:9]
