"""Sealing samples, and reading what was sealed: `seal_samples` and `read_sealed_samples`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from serval.engine.places import Place
from serval.intake.badrows import BadRows
from serval.intake.errors import refusal
from serval.intake.mapping import Mapping, check_layout
from serval.intake.records import RecordReport
from serval.intake.records.reading import FileReading
from serval.intake.rowpass import Progress, share_progress
from serval.intake.sealed.arrays import write_places
from serval.intake.sealed.files import SealedWriter, create_sealed
from serval.intake.sealed.head import write_head
from serval.intake.sealed.sample_columns import (
    COUNT_COLUMNS,
    GROUP_SAMPLES,
    PLACE_COLUMNS,
    REPEATING_COLUMNS,
    SAMPLE_COLUMNS,
    VALUE,
    choose_columns,
)
from serval.intake.sealed.sample_reading import SealedSamples, read_sealed_samples
from serval.intake.sealed.sample_sorting import SampleSorter, SortedSamples, join_samples, mark_instants
from serval.intake.tables.limits import DEFAULT_LIMITS, Limits

__all__ = ["SealedSamples", "read_sealed_samples", "seal_samples"]


def seal_samples(
    sources: Sequence[tuple[Path, Mapping]],
    out: Path,
    *,
    skip_bad: bool = False,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress | None = None,
    group_samples: int = GROUP_SAMPLES,
) -> tuple[RecordReport, ...]:
    """Reads files as their mappings say and writes one samples file; the same evidence gives the same bytes.

    More samples than fit into memory are sorted on the disk that `out` is on. Gives the report of each file.

    group_samples  samples of one row group

    Raises IntakeError with every bad row of all files, unless bad rows are skipped; `sealed.unwritable` and
    `sealed.zone_assumed`; MappingError for a mapping of anything but samples. Then nothing is left behind.
    """
    for _, mapping in sources:
        check_layout(mapping, ("samples",))
    with _make_room(out) as folder, closing(SampleSorter(folder)) as sorter:
        bad = BadRows()
        files = [
            FileReading(path, mapping, bad, partial(sorter.add, file=number))
            for number, (path, mapping) in enumerate(sources)
        ]
        paths = [path for path, _ in sources]
        for number, file in enumerate(files):
            file.read(limits, share_progress(progress, paths, number))
        if not skip_bad:
            bad.refuse(", ".join(path.name for path in paths))
        reports = tuple(file.close(skip_bad=skip_bad) for file in files)
        observed = [instant for file in files for instant in file.observed]
        span = {"earliest": min(observed, default=None), "latest": max(observed, default=None)}
        _write_file(sorter, out, reports, span, group_samples)
    return reports


def _write_file(
    sorter: SampleSorter, out: Path, reports: Sequence[RecordReport], span: dict[str, int | None], group_samples: int
) -> None:
    columns = choose_columns(counted=sorter.counted, valued=sorter.valued)
    schema = pa.schema([pa.field(name, kind, name == VALUE) for name, kind in columns.items()])
    with create_sealed(out, schema, words=REPEATING_COLUMNS) as writer:
        rows = _SampleRows(writer, schema, sorter.list_places(), len(reports), group_samples)
        for samples in sorter.list_sorted():
            rows.add(samples)
        rows.flush()
        for report, kept in zip(reports, rows.kept.tolist(), strict=True):
            report.records += kept
            report.duplicates_dropped -= kept
        writer.finish(write_head("samples", reports, earliest=span["earliest"], latest=span["latest"]))


@contextmanager
def _make_room(out: Path) -> Iterator[Path]:
    """A folder beside a file, gone afterwards. Raises IntakeError `sealed.unwritable`."""
    try:
        room = TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent)
    except OSError as error:
        raise refusal("sealed.unwritable", reason=os.strerror(error.errno or 0)).in_file(out.name) from None
    with room as folder:
        try:
            yield Path(folder)
        except duckdb.Error as error:
            raise refusal("sealed.unwritable", reason=type(error).__name__).in_file(out.name) from None


class _SampleRows:
    """Writes sorted samples in row groups of one size, of each place and instant the worst.

    kept  how many samples each file gave, each place and instant once
    """

    def __init__(
        self, writer: SealedWriter, schema: pa.Schema, places: Sequence[Place], files: int, group: int
    ) -> None:
        self._writer = writer
        self._schema = schema
        self._group = group
        self._names = {name: pa.array([getattr(p, name) for p in places], pa.string()) for name in PLACE_COLUMNS}
        self._held: list[SortedSamples] = []
        self.kept: npt.NDArray[np.int64] = np.zeros(files, np.int64)

    def add(self, samples: SortedSamples) -> None:
        """Take samples of whole instants that follow those before."""
        instants = mark_instants(samples)
        files = len(self.kept)
        self.kept += np.bincount(np.unique(instants * files + samples.file) % files, minlength=files)
        self._held.append(samples.take(np.append(instants[1:] != instants[:-1], True)))
        while sum(len(part.at) for part in self._held) >= self._group:
            whole = join_samples(self._held)
            self._write(whole.take(slice(0, self._group)))
            self._held = [whole.take(slice(self._group, None))]

    def flush(self) -> None:
        """Writes what is left, if anything."""
        left = join_samples(self._held) if self._held else None
        if left is not None and len(left.at):
            self._write(left)
        self._held = []

    def _write(self, samples: SortedSamples) -> None:
        ranks = write_places(samples.place)
        columns = {name: names.take(ranks) for name, names in self._names.items()}
        columns |= {name: pa.array(getattr(samples, name)) for name in ("at", "status", *COUNT_COLUMNS)}
        columns[VALUE] = _write_values(samples)
        chosen = [columns[name] for name in self._schema.names]
        self._writer.write_group(pa.Table.from_arrays(chosen, schema=self._schema))


def _write_values(samples: SortedSamples) -> pa.Array:
    """Decimals: 128 bits each, of which the upper half only repeats the sign."""
    words = np.column_stack((samples.value, samples.value >> 63))
    marks = np.packbits(samples.has_value, bitorder="little")
    return pa.Array.from_buffers(
        SAMPLE_COLUMNS[VALUE], len(samples.at), [pa.py_buffer(marks.tobytes()), pa.py_buffer(words.tobytes())]
    )
