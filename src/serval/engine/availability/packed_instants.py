"""Rising instants in little room: neighbours lie seconds apart, which one or two bytes hold instead of eight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Places = npt.NDArray[np.int64]
Steps = npt.NDArray[Any]

BLOCK = 1024
"""Instants that are reckoned from one that is kept whole: what it costs to look one up."""

CHUNK = 65_536
"""Instants compared with their neighbours at once: what is made of them on the way stays in the processor's cache."""

SIZES = (np.uint8, np.uint16, np.uint32)


@dataclass(frozen=True, slots=True)
class PackedInstants:
    """Strictly rising instants (UTC seconds); nobody may change them.

    steps   seconds since the instant before, as unsigned numbers of the smallest size that holds them all; 0 first
    starts  places, rising from 0, of the instants that are kept whole · anchors  those instants
    """

    steps: Steps
    starts: Places
    anchors: Whole

    def __len__(self) -> int:
        return len(self.steps)

    @property
    def first(self) -> int:
        """The first instant. Raises IndexError without any."""
        return int(self.anchors[0])

    @property
    def last(self) -> int:
        """The last instant. Raises IndexError without any."""
        return int(self.list_between(len(self) - 1, len(self))[0])

    def list_between(self, first: int, last: int) -> Whole:
        """The instants from place `first` to before `last`."""
        if first >= last:
            return np.zeros(0, dtype=np.int64)
        number = int(self.starts.searchsorted(first, side="right")) - 1
        start = int(self.starts[number])
        instants = self.steps[start:last].astype(np.int64)
        instants[0] = self.anchors[number]
        return np.cumsum(instants, out=instants)[first - start :]

    def list_all(self) -> Whole:
        """All instants."""
        return self.list_between(0, len(self))

    def take(self, places: Places) -> Whole:
        """The instants at rising places."""
        if len(places) * BLOCK > len(self):
            return self.list_all()[places]
        numbers = self.starts.searchsorted(places, side="right") - 1
        cuts = [*np.flatnonzero(np.diff(numbers, prepend=-1)).tolist(), len(places)]
        taken = np.empty(len(places), dtype=np.int64)
        for begin, end in pairwise(cuts):
            start, last = int(self.starts[numbers[begin]]), int(places[end - 1])
            taken[begin:end] = self.list_between(start, last + 1)[places[begin:end] - start]
        return taken

    def count_until(self, instant: int) -> int:
        """How many there are up to and including an instant."""
        number = int(self.anchors.searchsorted(instant, side="right")) - 1
        if number < 0:
            return 0
        start = int(self.starts[number])
        end = int(self.starts[number + 1]) if number + 1 < len(self.starts) else len(self)
        return start + int(self.list_between(start, end).searchsorted(instant, side="right"))

    def find_last(self, until: int) -> int | None:
        """The last one up to and including an instant; None where there is none."""
        count = self.count_until(until)
        return int(self.list_between(count - 1, count)[0]) if count else None

    def cut(self, count: int) -> PackedInstants:
        """The first ones, that many."""
        kept = int(self.starts.searchsorted(count))
        return PackedInstants(self.steps[:count], self.starts[:kept], self.anchors[:kept])


def pack_instants(at: Whole) -> PackedInstants:
    """Strictly rising instants, packed."""
    starts = np.arange(0, len(at), BLOCK, dtype=np.int64)
    return PackedInstants(measure_steps(at), starts, at[starts])


def measure_steps(at: Whole) -> Steps:
    """The seconds from each instant to the next, 0 first; signed where any is less than 0."""
    if not len(at):
        return np.zeros(0, dtype=np.uint8)
    parts: list[Steps] = [np.zeros(1, dtype=np.uint8)]
    room = np.empty(min(CHUNK, len(at)), dtype=np.int64)
    for start in range(0, len(at) - 1, CHUNK):
        later = at[start + 1 : start + 1 + CHUNK]
        steps = np.subtract(later, at[start : start + len(later)], out=room[: len(later)])
        parts.append(steps.astype(_choose_size(int(steps.min()), int(steps.max()))))
    return np.concatenate(parts)


def join_instants(parts: Sequence[PackedInstants]) -> PackedInstants:
    """Instants one after the other; those of each part lie behind all before it."""
    if len(parts) == 1:
        return parts[0]
    begins = np.cumsum([0, *(len(part) for part in parts)])
    steps = np.concatenate([part.steps for part in parts])
    for before, part, begin in zip(parts, parts[1:], begins[1:].tolist(), strict=False):
        gap = part.first - before.last
        if gap > np.iinfo(steps.dtype).max:
            steps = steps.astype(_choose_size(0, gap))
        steps[begin] = gap
    starts = np.concatenate([part.starts + begin for part, begin in zip(parts, begins, strict=False)])
    return PackedInstants(steps, starts, np.concatenate([part.anchors for part in parts]))


def _choose_size(least: int, most: int) -> type[np.integer[Any]]:
    if least < 0:
        return np.int64
    return next((size for size in SIZES if most <= np.iinfo(size).max), np.int64)
