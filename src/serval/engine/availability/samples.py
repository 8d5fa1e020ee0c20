"""Samples (采样) of probes in columns: per place one array of instants and one of what was seen.

Normal form: sorted by instant, one sample per instant and place; of samples that contradict each other at one instant
the worst stands (down, degraded, up). So order and number of copies decide nothing (goal R8).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from serval.engine.availability.day_digests import DayBlocks, DayDigests, digest_days
from serval.engine.availability.packed_instants import PackedInstants, pack_instants
from serval.engine.places import Place

Status = Literal["up", "degraded", "down"]
STATUS_CODES: Mapping[str, int] = {"": 0, "up": 1, "degraded": 2, "down": 3}
"""An empty status stands in samples that only count requests."""

Whole = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int8]


@dataclass(frozen=True)
class SampleColumns:
    """The samples of one place, column by column, of equal length and in normal form; nobody may change them.

    instants  strictly rising · status  codes of STATUS_CODES
    good, total  requests answered well, and all requests, since the sample before; 0 where none were counted
    blocks  digests of its days, where they were taken already
    """

    instants: PackedInstants
    status: Codes
    good: Whole
    total: Whole
    blocks: DayBlocks | None = None

    def __len__(self) -> int:
        return len(self.instants)

    @property
    def at(self) -> Whole:
        """All instants, unpacked anew each time."""
        return self.instants.list_all()

    @cached_property
    def days(self) -> DayDigests:
        """The digests of its days, taken once however many verdicts rest on them."""
        blocks = self.blocks or digest_days(self.at, self.status, self.good, self.total)
        return DayDigests(self.instants, self.status, (self.good, self.total), blocks)


@dataclass(frozen=True)
class Samples:
    """All samples by place."""

    places: Mapping[Place, SampleColumns]

    @property
    def count(self) -> int:
        return sum(len(columns) for columns in self.places.values())


NO_SAMPLES = Samples({})


class SampleCollector:
    """Takes samples one by one in any order; `build` gives them in normal form.

    Each place keeps four columns of machine numbers, so a million samples need some 30 MB and no object each.
    """

    def __init__(self) -> None:
        self._columns: dict[Place, tuple[array[int], array[int], array[int], array[int]]] = {}

    def add(self, place: Place, at: int, status: Status | Literal[""] = "", *, good: int = 0, total: int = 0) -> None:
        """Take one sample. Raises KeyError for a status that is none."""
        code = STATUS_CODES[status]
        if place not in self._columns:
            self._columns[place] = (array("q"), array("b"), array("q"), array("q"))
        instants, statuses, answered, asked = self._columns[place]
        instants.append(at)
        statuses.append(code)
        answered.append(good)
        asked.append(total)

    def build(self) -> Samples:
        """The samples taken, places in order."""
        return Samples({place: _read_columns(self._columns[place]) for place in sorted(self._columns)})


def merge_samples(parts: Iterable[Samples]) -> Samples:
    """All samples of several sets, in normal form whatever the order of the sets."""
    found: dict[Place, list[SampleColumns]] = {}
    for part in parts:
        for place, columns in part.places.items():
            found.setdefault(place, []).append(columns)
    return Samples({place: _join_columns(found[place]) for place in sorted(found)})


def _read_columns(columns: tuple[array[int], array[int], array[int], array[int]]) -> SampleColumns:
    instants, statuses, answered, asked = columns
    return _normalise(
        np.array(instants, dtype=np.int64),
        np.array(statuses, dtype=np.int8),
        np.array(answered, dtype=np.int64),
        np.array(asked, dtype=np.int64),
    )


def _join_columns(parts: list[SampleColumns]) -> SampleColumns:
    if len(parts) == 1:
        return parts[0]
    return _normalise(
        np.concatenate([part.at for part in parts]),
        np.concatenate([part.status for part in parts]),
        np.concatenate([part.good for part in parts]),
        np.concatenate([part.total for part in parts]),
    )


def _normalise(at: Whole, status: Codes, good: Whole, total: Whole) -> SampleColumns:
    """Sorts by instant and content and keeps the last, which is the worst, of each instant."""
    order = np.lexsort((total, good, status, at))
    at = at[order]
    last = np.append(at[1:] != at[:-1], True) if len(at) else np.zeros(0, dtype=bool)
    kept = order[last]
    return SampleColumns(pack_instants(at[last]), status[kept], good[kept], total[kept])
