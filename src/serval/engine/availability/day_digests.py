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

from serval.engine.availability.packed_instants import PackedInstants

DAY = 86_400
HEAD = Struct("<qq32s")
"""What stands for one block: its day and its number of samples in 64 bits each, and a SHA-256."""

Column = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class DayBlocks:
    """The samples of one place in blocks of one UTC day, each with its digest; days without samples have no block.

    starts  place of the first sample of each block, then the number of samples
    heads   for each block its day, its number of samples and its digest, joined
    """

    starts: list[int]
    heads: bytes


@dataclass(frozen=True, slots=True)
class DayDigests:
    """The samples of one place, and their blocks."""

    instants: PackedInstants
    status: Codes
    requests: tuple[Column, Column]
    blocks: DayBlocks

    def digest(self, first: int, last: int) -> str:
        """SHA-256 of the samples from place `first` to before `last`; only days that are cut are hashed anew."""
        starts = self.blocks.starts
        whole, after = bisect_left(starts, first), bisect_right(starts, last) - 1
        if whole > after:
            return hashlib.sha256(self._write_head(first, last) if first < last else b"").hexdigest()
        parts = hashlib.sha256()
        if first < starts[whole]:
            parts.update(self._write_head(first, starts[whole]))
        parts.update(self.blocks.heads[whole * HEAD.size : after * HEAD.size])
        if starts[after] < last:
            parts.update(self._write_head(starts[after], last))
        return parts.hexdigest()

    def _write_head(self, first: int, last: int) -> bytes:
        good, total = (column[first:last] for column in self.requests)
        return _write_head(Stretch(self.instants.list_between(first, last), self.status[first:last], good, total))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some samples of one place, one after the other; `good` and `total` are None where nobody counted requests."""

    at: Column
    status: Codes
    good: Column | None
    total: Column | None

    def take(self, first: int, last: int) -> Stretch:
        """Those from place `first` to before `last`."""
        good, total = (None if column is None else column[first:last] for column in (self.good, self.total))
        return Stretch(self.at[first:last], self.status[first:last], good, total)


class DayDigester:
    """Digests the samples of one place in normal form, taken stretch by stretch in their order."""

    def __init__(self) -> None:
        self._count = 0
        self._starts: list[int] = []
        self._heads: list[bytes] = []
        self._open: list[Stretch] = []

    def add(self, stretch: Stretch) -> None:
        """Take samples that follow those before; of the last day more may still come."""
        starts = _find_starts(stretch.at)
        for first, last in pairwise(starts):
            part = stretch.take(first, last)
            if self._open and int(part.at[0]) // DAY != int(self._open[0].at[0]) // DAY:
                self._close_day()
            if not self._open:
                self._starts.append(self._count + first)
            self._open.append(part)
        self._count += len(stretch.at)

    def finish(self) -> DayBlocks:
        """The blocks of all that was taken."""
        if self._open:
            self._close_day()
        return DayBlocks([*self._starts, self._count], b"".join(self._heads))

    def _close_day(self) -> None:
        self._heads.append(_write_head(self._open[0] if len(self._open) == 1 else _join(self._open)))
        self._open = []


def digest_days(at: Column, status: Codes, good: Column, total: Column) -> DayBlocks:
    """The blocks of one place; its columns are in normal form."""
    digester = DayDigester()
    digester.add(Stretch(at, status, good, total))
    return digester.finish()


def _join(parts: list[Stretch]) -> Stretch:
    at, status = np.concatenate([part.at for part in parts]), np.concatenate([part.status for part in parts])
    good, total = ([part.good for part in parts], [part.total for part in parts])
    return Stretch(at, status, _join_counts(good), _join_counts(total))


def _join_counts(columns: list[Column | None]) -> Column | None:
    told = [column for column in columns if column is not None]
    return np.concatenate(told) if told else None


def _find_starts(at: Column) -> list[int]:
    if not len(at):
        return [0]
    first, last = int(at[0]) // DAY, int(at[-1]) // DAY
    # Far more days than samples, as in a log that is written on a change, are not all asked for.
    days = np.arange(first, last + 1) if last - first < len(at) else np.unique(at // DAY)
    return [*np.unique(np.searchsorted(at, days * DAY)).tolist(), len(at)]


def _write_head(part: Stretch) -> bytes:
    """Day, number of samples, and the digest of instants, states and, where any request was counted, requests."""
    block = hashlib.sha256(np.ascontiguousarray(part.at, dtype="<i8").data)
    block.update(np.ascontiguousarray(part.status).data)
    if part.good is not None and part.total is not None and (part.good.any() or part.total.any()):
        block.update(np.ascontiguousarray(part.good, dtype="<i8").data)
        block.update(np.ascontiguousarray(part.total, dtype="<i8").data)
    return HEAD.pack(int(part.at[0]) // DAY, len(part.at), block.digest())
