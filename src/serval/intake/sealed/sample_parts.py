"""A row group of a samples file, checked as far as it can be alone; the columns of a place, grown from such parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from serval.engine.availability.day_digests import DayDigester, Stretch
from serval.engine.availability.packed_instants import (
    BLOCK,
    PackedInstants,
    Steps,
    join_instants,
    measure_steps,
)
from serval.engine.availability.samples import Codes, SampleColumns, Whole
from serval.engine.places import Place
from serval.intake.sealed.arrays import read_numbers
from serval.intake.sealed.normal_form import Rows
from serval.intake.sealed.sample_checks import check_cells, check_counts, check_states, list_places
from serval.intake.tables.limits import Limits


@dataclass(frozen=True, slots=True)
class Part:
    """The samples of one row group; rows are counted from its first.

    first      how many rows stand before it in the file
    stretches  its places, each with its first row and the row behind its last
    steps      seconds from each instant to the next · falls  rows that are not later than the one before
    earliest, latest  of its instants · good, total  None where the file counts no requests
    """

    first: int
    stretches: list[tuple[Place, int, int]]
    at: Whole
    steps: Steps
    falls: list[int]
    earliest: int
    latest: int
    status: Codes
    good: Whole | None
    total: Whole | None


def examine(table: pa.Table, first: int, limits: Limits) -> Part:
    """What can be checked of a row group alone. Raises IntakeError."""
    rows = Rows(first)
    check_cells(table, rows, limits)
    at, status = (read_numbers(table.column(name).chunk(0)) for name in ("at", "status"))
    good = total = None
    if "total" in table.column_names:
        good, total = (read_numbers(table.column(name).chunk(0)) for name in ("good", "total"))
        check_counts(good, total, rows)
    check_states(status, rows, may_be_untold=total is not None)
    begun = list_places(table)
    ends = [*(start for start, _ in begun[1:]), len(at)]
    stretches = [(place, start, end) for (start, place), end in zip(begun, ends, strict=True)]
    steps, falls = measure_steps(at), []
    earliest, latest = int(at[0]), int(at[-1])
    if len(begun) > 1 or int(steps[1:].min(initial=1)) < 1:
        falls = (np.flatnonzero(at[1:] <= at[:-1]) + 1).tolist()
        earliest, latest = int(at.min()), int(at.max())
    return Part(first, stretches, at, steps, falls, earliest, latest, status, good, total)


class PlaceColumns:
    """The columns of one place, grown in the order of the file; its days are digested on the way."""

    def __init__(self) -> None:
        self._instants: list[PackedInstants] = []
        self._status: list[Codes] = []
        self._counts: list[tuple[Whole, Whole]] = []
        self._days = DayDigester()

    def add(self, part: Part, first: int, last: int) -> None:
        """Take the rows of a part from `first` to before `last`."""
        at, status = part.at[first:last], part.status[first:last]
        steps = part.steps[first:last] if last - first == len(part.at) else measure_steps(at)
        starts = np.arange(0, len(at), BLOCK, dtype=np.int64)
        self._instants.append(PackedInstants(steps, starts, at[starts]))
        self._status.append(status)
        stretch = Stretch(at, status, None, None)
        if part.good is not None and part.total is not None:
            stretch = Stretch(at, status, part.good[first:last], part.total[first:last])
            self._counts.append((part.good[first:last], part.total[first:last]))
        self._days.add(stretch)

    def build(self) -> SampleColumns:
        """The samples of the place."""
        status = np.concatenate(self._status)
        # Requests that nobody counted are zeros that take no room.
        good = total = np.broadcast_to(np.zeros(1, np.int64), len(status))
        if self._counts:
            good, total = (np.concatenate([pair[number] for pair in self._counts]) for number in (0, 1))
        return SampleColumns(join_instants(self._instants), status, good, total, self._days.finish())
