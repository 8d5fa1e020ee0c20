"""Samples put in order outside memory: in any order in, by place and instant out, of each instant the worst."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from serval.engine.availability.samples import STATUS_CODES, Codes, Whole
from serval.engine.places import Place
from serval.intake.records.builders import Sample
from serval.intake.sealed.arrays import find_missing, read_numbers
from serval.intake.sealed.sample_columns import GROUP_SAMPLES, VALUE_DIGITS

RUN_SAMPLES = 500_000
"""Samples gathered before they leave memory."""

SORTING_MEMORY = "1GB"
MOST_THREADS = 4

_TABLE = """create table samples
(place integer, "at" bigint, status tinyint, good bigint, total bigint, "value" bigint, file integer)"""

_SORTED = """select rank, "at", status, good, total, "value", file from samples join ranks using (place)
order by rank, "at", status, good, total, "value" nulls first, file"""


@dataclass(frozen=True)
class SortedSamples:
    """Samples in order, in columns of one length.

    place  places of the sorter's `list_places` · file  numbers of the files they were read from
    value  whole numbers of the last digit kept; 0 where `has_value` is false
    """

    place: npt.NDArray[np.int32]
    at: Whole
    status: Codes
    good: Whole
    total: Whole
    value: Whole
    has_value: npt.NDArray[np.bool_]
    file: npt.NDArray[np.int32]

    def take(self, chosen: Any) -> SortedSamples:
        """Those of a slice or of marks."""
        return SortedSamples(**{field.name: getattr(self, field.name)[chosen] for field in fields(self)})


class SampleSorter:
    """Takes samples in any order and gives them back sorted, with a bound on memory; `folder` is room on a disk.

    counted, valued  whether any sample so far counts requests, or has a value
    """

    def __init__(self, folder: Path) -> None:
        threads = min(MOST_THREADS, os.cpu_count() or 1)
        settings: dict[str, Any] = {
            "temp_directory": str(folder),
            "memory_limit": SORTING_MEMORY,
            "threads": threads,
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        self._database = duckdb.connect(str(folder / "samples.duckdb"), config=settings)
        self._database.execute(_TABLE)
        self._places: dict[Place, int] = {}
        self._open_run()
        self.counted = self.valued = False

    def add(self, sample: Sample, *, file: int) -> None:
        """Take one sample that was read from a file of this number."""
        value = sample.value
        run = self._run
        run["place"].append(self._places.setdefault(sample.place, len(self._places)))
        run["at"].append(sample.at)
        run["status"].append(STATUS_CODES[sample.status])
        run["good"].append(sample.good)
        run["total"].append(sample.total)
        # Rounded half to even: what is measured finer than that was never judged and is no count.
        run["value"].append(0 if value is None else round(value * 10**VALUE_DIGITS))
        run["file"].append(file)
        self._has_value.append(value is not None)
        # A sample without status can only count requests, even where there were none.
        self.counted = self.counted or bool(sample.total) or not sample.status
        self.valued = self.valued or value is not None
        if len(self._has_value) >= RUN_SAMPLES:
            self._store_run()

    def list_places(self) -> list[Place]:
        """All places, in order."""
        return sorted(self._places)

    def list_sorted(self) -> Iterator[SortedSamples]:
        """All samples in order, copies and contradictions with them; samples of one instant stand in one batch."""
        self._store_run()
        ranks = {place: rank for rank, place in enumerate(self.list_places())}
        pairs = pa.table({"place": list(self._places.values()), "rank": [ranks[place] for place in self._places]})
        self._database.register("given", pairs)
        self._database.execute("create table ranks as select place::integer as place, rank::integer as rank from given")
        held: list[SortedSamples] = []
        for batch in self._database.sql(_SORTED).to_arrow_reader(GROUP_SAMPLES):
            if not batch.num_rows:
                continue
            whole = join_samples([*held, _read_batch(batch)])
            last = int(np.searchsorted(mark_instants(whole), mark_instants(whole)[-1]))
            held = [whole.take(slice(last, None))]
            if last:
                yield whole.take(slice(0, last))
        yield from held

    def close(self) -> None:
        self._database.close()

    def _open_run(self) -> None:
        kinds = {"place": "i", "at": "q", "status": "b", "good": "q", "total": "q", "value": "q", "file": "i"}
        self._run: dict[str, array[int]] = {name: array(kind) for name, kind in kinds.items()}
        self._has_value = bytearray()

    def _store_run(self) -> None:
        columns = {name: pa.array(np.frombuffer(run, run.typecode)) for name, run in self._run.items()}
        columns["value"] = pa.array(np.frombuffer(self._run["value"], np.int64), mask=~_read_marks(self._has_value))
        self._database.register("given", pa.table(columns))
        self._database.execute("insert into samples select * from given")
        self._database.unregister("given")
        self._open_run()


def _read_marks(marks: bytearray) -> npt.NDArray[np.bool_]:
    return np.frombuffer(bytes(marks), np.bool_)


def _read_batch(batch: pa.RecordBatch) -> SortedSamples:
    names = ("place", "at", "status", "good", "total", "value")
    numbers = {name: read_numbers(batch.column(place)) for place, name in enumerate(names)}
    return SortedSamples(**numbers, has_value=~find_missing(batch.column(5)), file=read_numbers(batch.column(6)))


def join_samples(parts: list[SortedSamples]) -> SortedSamples:
    """Samples of several batches as one."""
    names = [field.name for field in fields(SortedSamples)]
    return SortedSamples(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})


def mark_instants(samples: SortedSamples) -> Whole:
    """A number for each sample that rises with its place and instant."""
    begins = np.ones(len(samples.at), np.int64)
    begins[1:] = (samples.at[1:] != samples.at[:-1]) | (samples.place[1:] != samples.place[:-1])
    return np.cumsum(begins)
