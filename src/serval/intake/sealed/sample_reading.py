"""A samples file, read again: the engine's columns, each row checked by whole columns."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from serval.engine.availability.samples import STATUS_CODES, Codes, SampleColumns, Samples, Whole
from serval.engine.places import Place
from serval.intake.errors import refusal
from serval.intake.records import RecordReport
from serval.intake.sealed.arrays import find_missing, read_numbers
from serval.intake.sealed.files import SealedFile, refuse_faults
from serval.intake.sealed.head import SealedHead
from serval.intake.sealed.normal_form import Rows
from serval.intake.sealed.sample_columns import COUNT_COLUMNS, PLACE_COLUMNS, VALUE, choose_columns
from serval.intake.tables.limits import DEFAULT_LIMITS, Limits

THREADS = 2
GROUPS_AHEAD = 4
"""Row groups unpacked in advance, while those before them are checked and digested."""

BLOCK = 65_536
"""Samples compared with their neighbours at once."""

WORST = max(STATUS_CODES.values())


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

    def read(self, *, with_values: bool = False) -> SealedSamples:
        """All samples; days are digested while the next ones are unpacked. Values stay in the file.

        with_values  unpack the values too, so that damage to them is found

        Raises IntakeError `sealed.cell_missing`, `sealed.value_unfit`, `sealed.disordered`, `sealed.head` or
        `file.damaged` where the file is no normal form.
        """
        with refuse_faults(self._file.name):
            filling = _Filling(self._file, self.head, self._limits, with_values=with_values)
            for begun in _unpack_ahead(filling, self._file):
                filling.take(begun)
            return SealedSamples(filling.finish(), self.reports, self.head.earliest, self.head.latest)

    def close(self) -> None:
        self._file.close()


def read_sealed_samples(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> SealedSamples:
    """The samples of a sealed file. Raises IntakeError as `SamplesFile` and its `read` do."""
    file = SamplesFile(path, limits=limits)
    try:
        return file.read()
    finally:
        file.close()


def _unpack_ahead(filling: _Filling, file: SealedFile) -> Iterator[list[tuple[int, Place]]]:
    """Which places begin in each row group, in order."""
    pool = ThreadPoolExecutor(THREADS)
    ahead: deque[Future[list[tuple[int, Place]]]] = deque()
    first = 0
    try:
        for number in range(file.parquet.metadata.num_row_groups):
            count = file.parquet.metadata.row_group(number).num_rows
            if count:
                ahead.append(pool.submit(filling.unpack, number, first, count))
            first += count
            if len(ahead) > GROUPS_AHEAD:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


class _Filling:
    """Columns of all places one after the other, filled group by group and checked on the way."""

    def __init__(self, file: SealedFile, head: SealedHead, limits: Limits, *, with_values: bool) -> None:
        self._file, self._head, self._limits = file, head, limits
        self._names = [name for name in file.parquet.schema_arrow.names if with_values or name != VALUE]
        self._has_counts = "total" in self._names
        # One Parquet reader serves one thread at a time.
        self._reading = Lock()
        rows = file.rows
        self._columns: dict[str, npt.NDArray[Any]] = {"at": np.empty(rows, np.int64), "status": np.empty(rows, np.int8)}
        for name in COUNT_COLUMNS:
            # Requests that nobody counted are zeros that take no room.
            nothing = np.broadcast_to(np.zeros(1, np.int64), rows)
            self._columns[name] = np.empty(rows, np.int64) if self._has_counts else nothing
        self._places: dict[Place, SampleColumns] = {}
        self._place: Place | None = None
        self._begun = 0

    def unpack(self, number: int, first: int, count: int) -> list[tuple[int, Place]]:
        """Copies a row group to its rows and checks what can be checked alone; the rows at which places begin in it.

        Several threads may do so at once.
        """
        with self._reading:
            table = self._file.read_group(number, self._names)
        if table.num_rows != count:
            raise refusal("file.damaged", reason="ArrowInvalid")
        whole = table.unify_dictionaries().combine_chunks()
        rows = Rows(first)
        _check_cells(whole, rows, self._limits)
        mine = {name: self._columns[name][first : first + count] for name in self._names if name in self._columns}
        for name, column in mine.items():
            column[:] = read_numbers(whole.column(name).chunk(0))
        _check_states(mine["status"], rows, may_be_untold=self._has_counts)
        if self._has_counts:
            _check_counts(mine["good"], mine["total"], rows)
        return [(first + start, place) for start, place in _list_places(whole)]

    def take(self, begun: Iterable[tuple[int, Place]]) -> None:
        """The places that the next row group begins with, or that begin in it. Raises IntakeError."""
        for start, place in begun:
            if place != self._place:
                self._open(place, start)

    def finish(self) -> Samples:
        """The samples of all places. Raises IntakeError where the head tells another span."""
        self._close(self._file.rows)
        at = [columns.at for columns in self._places.values()]
        span = min((int(a[0]) for a in at), default=None), max((int(a[-1]) for a in at), default=None)
        for key, found in zip(("earliest", "latest"), span, strict=True):
            if found != getattr(self._head, key):
                raise refusal("sealed.head", key=key)
        return Samples(self._places)

    def _open(self, place: Place, start: int) -> None:
        if not place.service:
            raise Rows(start).refuse("sealed.value_unfit", 0, column="service", value="")
        if self._place is not None and place <= self._place:
            raise Rows(start).refuse("sealed.disordered", 0)
        self._close(start)
        self._place, self._begun = place, start

    def _close(self, end: int) -> None:
        """The samples of the place before are all there."""
        if self._place is None:
            return
        columns = SampleColumns(**{name: column[self._begun : end] for name, column in self._columns.items()})
        _check_rising(columns.at, Rows(self._begun))
        columns.days  # noqa: B018 - digested here, while other threads unpack the next groups
        self._places[self._place] = columns


def _check_cells(table: pa.Table, rows: Rows, limits: Limits) -> None:
    """Nothing is missing, and texts are texts."""
    for name in table.column_names:
        column = table.column(name).chunk(0)
        if column.null_count and name != VALUE:
            missing = np.flatnonzero(find_missing(column.indices if name in PLACE_COLUMNS else column))
            raise rows.refuse("sealed.cell_missing", int(missing[0]), column=name)
        if name in PLACE_COLUMNS:
            # The Parquet reader takes any bytes for text.
            column.dictionary.validate(full=True)
            if column.dictionary.null_count:
                raise refusal("file.damaged", reason="ArrowInvalid")
            if len(column.dictionary) and pc.max(pc.utf8_length(column.dictionary)).as_py() > limits.max_cell_chars:
                raise refusal("file.cell_too_long", column=name, limit=limits.max_cell_chars)


def _check_states(status: Codes, rows: Rows, *, may_be_untold: bool) -> None:
    """States are states; only beside requests may there be none."""
    least = 0 if may_be_untold else 1
    if int(status.min()) < least or int(status.max()) > WORST:
        place = int(np.flatnonzero((status < least) | (status > WORST))[0])
        raise rows.refuse("sealed.value_unfit", place, column="status", value=str(status[place]))


def _check_counts(good: Whole, total: Whole, rows: Rows) -> None:
    """No more good requests than requests, and none fewer than 0."""
    wrong = np.flatnonzero((good < 0) | (good > total))
    if len(wrong):
        raise rows.refuse("sealed.value_unfit", int(wrong[0]), column="good", value=str(good[wrong[0]]))


def _check_rising(at: Whole, rows: Rows) -> None:
    """Instants of one place rise, so that none stands twice."""
    for start in range(0, len(at) - 1, BLOCK):
        part = at[start : start + BLOCK + 1]
        rises = part[1:] > part[:-1]
        if not rises.all():
            raise rows.refuse("sealed.disordered", start + 1 + int(np.argmin(rises)))


def _list_places(table: pa.Table) -> list[tuple[int, Place]]:
    """Where in a table each place begins that differs from the one before; the first row begins one."""
    columns = [table.column(name).chunk(0) for name in PLACE_COLUMNS]
    starts = {0}
    for column in columns:
        codes = read_numbers(column.indices)
        if codes.min() != codes.max():
            starts.update((np.flatnonzero(codes[1:] != codes[:-1]) + 1).tolist())
    return [(start, Place(*(str(column[start]) for column in columns))) for start in sorted(starts)]
