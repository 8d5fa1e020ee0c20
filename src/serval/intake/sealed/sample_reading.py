"""A samples file, read again: the engine's columns, each row checked by whole columns."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from serval.engine.availability.samples import SampleColumns, Samples
from serval.engine.places import Place
from serval.intake.errors import refusal
from serval.intake.records import RecordReport
from serval.intake.sealed.arrays import read_numbers
from serval.intake.sealed.files import SealedFile, refuse_faults
from serval.intake.sealed.head import SealedHead
from serval.intake.sealed.normal_form import Rows
from serval.intake.sealed.sample_checks import check_cells, check_counts, check_states, list_places
from serval.intake.sealed.sample_columns import COUNT_COLUMNS, PLACE_COLUMNS, VALUE, choose_columns
from serval.intake.tables.limits import DEFAULT_LIMITS, Limits

THREADS = 2
GROUPS_AHEAD = 4
"""Row groups unpacked in advance, while those before them are checked and digested."""


@dataclass(frozen=True)
class SealedSamples:
    """The samples of one file, the reports on their sources, and the first and last instant they speak of."""

    samples: Samples
    reports: tuple[RecordReport, ...]
    earliest: int | None
    latest: int | None


class SamplesFile:
    """One samples file, opened. Raises IntakeError as `SealedFile` does, and `sealed.head`.

    has_values  whether anything was measured beside the states
    """

    def __init__(self, path: Path, *, limits: Limits = DEFAULT_LIMITS) -> None:
        self._limits = limits
        with refuse_faults(path.name):
            names = pq.read_schema(path).names
        self.has_values = VALUE in names
        schema = choose_columns(counted=any(name in names for name in COUNT_COLUMNS), valued=self.has_values)
        self._file = SealedFile(path, "samples", schema, words=PLACE_COLUMNS, limits=limits)
        self.head = self._file.head
        with refuse_faults(self._file.name):
            self.reports = self.head.list_reports(RecordReport)

    def read(self) -> SealedSamples:
        """All samples; days are digested while the next ones are unpacked. Values stay in the file.

        Raises IntakeError `sealed.cell_missing`, `sealed.value_unfit`, `sealed.disordered`, `sealed.head` or
        `file.damaged` where the file is no normal form.
        """
        names = [name for name in self._file.parquet.schema_arrow.names if name != VALUE]
        columns = _Columns(self._file.rows, has_counts="total" in names)
        with refuse_faults(self._file.name):
            for place, first, last in self._list_places(names, columns):
                columns.close(place, first, last)
        return SealedSamples(Samples(columns.places), self.reports, self.head.earliest, self.head.latest)

    def check(self) -> None:
        """Reads every column, values too, and keeps none. Raises IntakeError as `read` does."""
        with refuse_faults(self._file.name):
            for _ in self._list_places(self._file.parquet.schema_arrow.names, None):
                pass

    def _list_places(self, names: Sequence[str], columns: _Columns | None) -> Iterator[tuple[Place, int, int]]:
        """Each place with its first row and the row behind its last, once all its rows were checked."""
        walk = _Walk(self.head)
        for part in _unpack_ahead(self._file, names, columns, self._limits):
            yield from walk.take(part)
        yield from walk.finish(self._file.rows)

    def close(self) -> None:
        self._file.close()


def read_sealed_samples(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> SealedSamples:
    """The samples of a sealed file. Raises IntakeError as `SamplesFile` and its `read` do."""
    file = SamplesFile(path, limits=limits)
    try:
        return file.read()
    finally:
        file.close()


@dataclass(frozen=True, slots=True)
class _Part:
    """What was found in one row group.

    first     how many rows stand before it
    begun     rows at which a place begins that differs from the one before, the first row among them
    falls     rows whose instant is not later than that of the row before in the group
    earliest, latest  of its instants · start, end  its first and its last instant
    """

    first: int
    begun: list[tuple[int, Place]]
    falls: list[int]
    earliest: int
    latest: int
    start: int
    end: int


class _Columns:
    """The columns of all places one after the other, filled group by group."""

    def __init__(self, rows: int, *, has_counts: bool) -> None:
        self.columns: dict[str, npt.NDArray[Any]] = {"at": np.empty(rows, np.int64), "status": np.empty(rows, np.int8)}
        for name in COUNT_COLUMNS:
            # Requests that nobody counted are zeros that take no room.
            nothing = np.broadcast_to(np.zeros(1, np.int64), rows)
            self.columns[name] = np.empty(rows, np.int64) if has_counts else nothing
        self.places: dict[Place, SampleColumns] = {}

    def fill(self, first: int, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        """Copies a row group to its rows; several threads may do so at once."""
        for name, array in arrays.items():
            self.columns[name][first : first + len(array)] = array

    def close(self, place: Place, first: int, last: int) -> None:
        """The samples of a place are all there."""
        columns = SampleColumns(**{name: column[first:last] for name, column in self.columns.items()})
        columns.days  # noqa: B018 - digested here, while other threads unpack the next groups
        self.places[place] = columns


class _Walk:
    """Goes over the parts of a file in order and holds them against each other and the head."""

    def __init__(self, head: SealedHead) -> None:
        self._head = head
        self._place: Place | None = None
        self._begun = 0
        self._before: int | None = None
        self._instants: list[int] = []

    def take(self, part: _Part) -> Iterator[tuple[Place, int, int]]:
        """The places that end in a part or before it. Raises IntakeError."""
        opened = set()
        for row, place in part.begun:
            if place == self._place:
                continue
            if not place.service:
                raise Rows(row).refuse("sealed.value_unfit", 0, column="service", value="")
            if self._place is not None and place <= self._place:
                raise Rows(row).refuse("sealed.disordered", 0)
            opened.add(row)
            yield from self._end(row)
            self._place, self._begun = place, row
        falls = [part.first] if self._before is not None and part.start <= self._before else []
        for row in (*falls, *part.falls):
            if row not in opened:
                raise Rows(row).refuse("sealed.disordered", 0)
        self._before = part.end
        self._instants = [min([*self._instants, part.earliest]), max([*self._instants, part.latest])]

    def finish(self, rows: int) -> Iterator[tuple[Place, int, int]]:
        """The last place. Raises IntakeError where the head tells another span."""
        earliest, latest = self._instants or (None, None)
        for key, found in (("earliest", earliest), ("latest", latest)):
            if found != getattr(self._head, key):
                raise refusal("sealed.head", key=key)
        yield from self._end(rows)

    def _end(self, row: int) -> Iterator[tuple[Place, int, int]]:
        if self._place is not None:
            yield self._place, self._begun, row


def _unpack_ahead(file: SealedFile, names: Sequence[str], columns: _Columns | None, limits: Limits) -> Iterator[_Part]:
    """All row groups in order; the next are unpacked, and copied where columns are kept, while one is looked at."""
    # One Parquet reader serves one thread at a time.
    reading = Lock()

    def unpack(number: int, first: int, count: int) -> _Part:
        with reading:
            table = file.read_group(number, names)
        if table.num_rows != count:
            raise refusal("file.damaged", reason="ArrowInvalid")
        part, arrays = _examine(table.unify_dictionaries().combine_chunks(), first, limits)
        if columns is not None:
            columns.fill(first, arrays)
        return part

    pool = ThreadPoolExecutor(THREADS)
    ahead: deque[Future[_Part]] = deque()
    first = 0
    try:
        for number in range(file.parquet.metadata.num_row_groups):
            count = file.parquet.metadata.row_group(number).num_rows
            if count:
                ahead.append(pool.submit(unpack, number, first, count))
            first += count
            if len(ahead) > GROUPS_AHEAD:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _examine(table: pa.Table, first: int, limits: Limits) -> tuple[_Part, dict[str, npt.NDArray[Any]]]:
    """What can be checked of a row group alone, and its columns of numbers. Raises IntakeError."""
    rows = Rows(first)
    check_cells(table, rows, limits)
    names = [name for name in table.column_names if name not in (*PLACE_COLUMNS, VALUE)]
    arrays = {name: read_numbers(table.column(name).chunk(0)) for name in names}
    has_counts = "total" in arrays
    check_states(arrays["status"], rows, may_be_untold=has_counts)
    if has_counts:
        check_counts(arrays["good"], arrays["total"], rows)
    at = arrays["at"]
    falls = np.flatnonzero(at[1:] <= at[:-1]) + (first + 1)
    begun = [(first + start, place) for start, place in list_places(table)]
    part = _Part(first, begun, falls.tolist(), int(at.min()), int(at.max()), int(at[0]), int(at[-1]))
    return part, arrays
