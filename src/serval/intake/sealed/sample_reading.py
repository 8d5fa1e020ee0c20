"""A samples file, read again: the engine's columns, each row checked by whole columns."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import pyarrow.parquet as pq

from serval.engine.availability.samples import SampleColumns, Samples
from serval.engine.places import Place
from serval.intake.errors import refusal
from serval.intake.records import RecordReport
from serval.intake.sealed.files import SealedFile, refuse_faults
from serval.intake.sealed.head import SealedHead
from serval.intake.sealed.normal_form import Rows
from serval.intake.sealed.sample_columns import COUNT_COLUMNS, PLACE_COLUMNS, VALUE, choose_columns
from serval.intake.sealed.sample_parts import Part, PlaceColumns, examine
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
        places: dict[Place, PlaceColumns] = {}
        done: dict[Place, SampleColumns] = {}
        with refuse_faults(self._file.name):
            for part in self._list_parts(names):
                for place, first, last in part.stretches:
                    if place not in places:
                        done |= {other: columns.build() for other, columns in places.items()}
                        places = {place: PlaceColumns()}
                    places[place].add(part, first, last)
        done |= {other: columns.build() for other, columns in places.items()}
        return SealedSamples(Samples(done), self.reports, self.head.earliest, self.head.latest)

    def check(self) -> None:
        """Reads every column, values too, and keeps none. Raises IntakeError as `read` does."""
        with refuse_faults(self._file.name):
            for _ in self._list_parts(self._file.parquet.schema_arrow.names):
                pass

    def _list_parts(self, names: Sequence[str]) -> Iterator[Part]:
        """All row groups in order, each checked, also against those before it; last the head."""
        walk = _Walk(self.head)
        for part in _unpack_ahead(self._file, names, self._limits):
            walk.take(part)
            yield part
        walk.finish()

    def close(self) -> None:
        self._file.close()


def read_sealed_samples(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> SealedSamples:
    """The samples of a sealed file. Raises IntakeError as `SamplesFile` and its `read` do."""
    file = SamplesFile(path, limits=limits)
    try:
        return file.read()
    finally:
        file.close()


class _Walk:
    """Goes over the parts of a file in order and holds them against each other and the head."""

    def __init__(self, head: SealedHead) -> None:
        self._head = head
        self._place: Place | None = None
        self._before: int | None = None
        self._instants: list[int] = []

    def take(self, part: Part) -> None:
        """Look at the next part. Raises IntakeError."""
        opened = set()
        for place, first, _ in part.stretches:
            if place == self._place:
                continue
            if not place.service:
                raise Rows(part.first + first).refuse("sealed.value_unfit", 0, column="service", value="")
            if self._place is not None and place <= self._place:
                raise Rows(part.first + first).refuse("sealed.disordered", 0)
            opened.add(first)
            self._place = place
        falls = [0] if self._before is not None and part.at[0] <= self._before else []
        for row in (*falls, *part.falls):
            if row not in opened:
                raise Rows(part.first + row).refuse("sealed.disordered", 0)
        self._before = int(part.at[-1])
        self._instants = [min([*self._instants, part.earliest]), max([*self._instants, part.latest])]

    def finish(self) -> None:
        """Raises IntakeError where the head tells another span."""
        earliest, latest = self._instants or (None, None)
        for key, found in (("earliest", earliest), ("latest", latest)):
            if found != getattr(self._head, key):
                raise refusal("sealed.head", key=key)


def _unpack_ahead(file: SealedFile, names: Sequence[str], limits: Limits) -> Iterator[Part]:
    """All row groups in order; the next are unpacked and checked while one is looked at."""
    # One Parquet reader serves one thread at a time.
    reading = Lock()

    def unpack(number: int, first: int, count: int) -> Part:
        with reading:
            table = file.read_group(number, names)
        if table.num_rows != count:
            raise refusal("file.damaged", reason="ArrowInvalid")
        return examine(table.unify_dictionaries().combine_chunks(), first, limits)

    pool = ThreadPoolExecutor(THREADS)
    ahead: deque[Future[Part]] = deque()
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
