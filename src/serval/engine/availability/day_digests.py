"""Digests of samples day by day, so that full days are hashed once for all the verdicts that rest on them.

The recipe is told in docs/engine/availability.md: another party needs nothing but SHA-256 to recompute it.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from struct import Struct

import numpy as np
import numpy.typing as npt

DAY = 86_400
HEAD = Struct("<qq32s")
"""What stands for one block: its day and its number of samples in 64 bits each, and a SHA-256."""

Column = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class DayDigests:
    """The samples of one place in blocks of one UTC day, each with its digest; days without samples have no block.

    starts  place of the first sample of each block, then the number of samples
    heads   for each block its day, its number of samples and its digest, joined
    """

    at: Column
    status: Codes
    requests: tuple[Column, Column] | None
    starts: list[int]
    heads: bytes

    def digest(self, first: int, last: int) -> str:
        """SHA-256 of the samples from place `first` to before `last`; only days that are cut are hashed anew."""
        whole, after = bisect_left(self.starts, first), bisect_right(self.starts, last) - 1
        if whole > after:
            return hashlib.sha256(self._write_head(first, last) if first < last else b"").hexdigest()
        parts = hashlib.sha256()
        if first < self.starts[whole]:
            parts.update(self._write_head(first, self.starts[whole]))
        parts.update(self.heads[whole * HEAD.size : after * HEAD.size])
        if self.starts[after] < last:
            parts.update(self._write_head(self.starts[after], last))
        return parts.hexdigest()

    def _write_head(self, first: int, last: int) -> bytes:
        return _write_head(self.at, self.status, self.requests, first, last)


def digest_days(at: Column, status: Codes, good: Column, total: Column) -> DayDigests:
    """The blocks of one place; its columns are in normal form."""
    at, status = np.ascontiguousarray(at, dtype="<i8"), np.ascontiguousarray(status)
    requests = (good, total) if good.any() or total.any() else None
    starts = _find_starts(at)
    heads = [_write_head(at, status, requests, first, last) for first, last in pairwise(starts)]
    return DayDigests(at, status, requests, starts, b"".join(heads))


def _find_starts(at: Column) -> list[int]:
    if not len(at):
        return [0]
    first, last = int(at[0]) // DAY, int(at[-1]) // DAY
    # Far more days than samples, as in a log that is written on a change, are not all asked for.
    days = np.arange(first, last + 1) if last - first < len(at) else np.unique(at // DAY)
    return [*np.unique(np.searchsorted(at, days * DAY)).tolist(), len(at)]


def _write_head(at: Column, status: Codes, requests: tuple[Column, Column] | None, first: int, last: int) -> bytes:
    """Day, number of samples, and the digest of instants, states and, where any request was counted, requests."""
    block = hashlib.sha256(at[first:last].data)
    block.update(status[first:last].data)
    if requests is not None:
        good, total = (np.ascontiguousarray(column[first:last], dtype="<i8") for column in requests)
        if good.any() or total.any():
            block.update(good.data)
            block.update(total.data)
    return HEAD.pack(int(at[first]) // DAY, last - first, block.digest())
