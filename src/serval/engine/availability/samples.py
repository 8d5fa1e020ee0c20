"""Samples (采样) of probes in columns: per place one array of instants and one of what was seen.

Normal form: sorted by instant, one sample per instant and place; of samples that contradict each other at one instant
the worst stands (down, degraded, up). So order and number of copies decide nothing (goal R8).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from serval.engine.places import Place

Status = Literal["up", "degraded", "down"]
STATUS_CODES: Mapping[str, int] = {"": 0, "up": 1, "degraded": 2, "down": 3}
"""An empty status stands in samples that only count requests."""

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SampleColumns:
    """The samples of one place, column by column, of equal length and in normal form.

    at      instants, strictly rising · status  codes of STATUS_CODES
    good, total  requests answered well, and all requests, since the sample before; 0 where none were counted
    """

    at: Whole
    status: npt.NDArray[np.int8]
    good: Whole
    total: Whole


@dataclass(frozen=True)
class Samples:
    """All samples by place."""

    places: Mapping[Place, SampleColumns]

    @property
    def count(self) -> int:
        return sum(len(columns.at) for columns in self.places.values())


NO_SAMPLES = Samples({})


class SampleCollector:
    """Takes samples one by one in any order; `build` gives them in normal form."""

    def __init__(self) -> None:
        self._rows: dict[Place, list[tuple[int, int, int, int]]] = {}

    def add(self, place: Place, at: int, status: Status | Literal[""] = "", *, good: int = 0, total: int = 0) -> None:
        """Take one sample. Raises KeyError for a status that is none."""
        self._rows.setdefault(place, []).append((at, STATUS_CODES[status], good, total))

    def build(self) -> Samples:
        """The samples taken, places in order."""
        return Samples({place: _build_columns(self._rows[place]) for place in sorted(self._rows)})


def _build_columns(rows: list[tuple[int, int, int, int]]) -> SampleColumns:
    table = np.array(sorted(set(rows)), dtype=np.int64).reshape(-1, 4)
    last = np.append(table[1:, 0] != table[:-1, 0], True) if len(table) else np.zeros(0, dtype=bool)
    kept = table[last]
    return SampleColumns(kept[:, 0], kept[:, 1].astype(np.int8), kept[:, 2], kept[:, 3])
