"""Readings in any order become groups of one item each, sorted by item id, in bounded memory.

What fits into one run stays in memory; more is sorted run by run, spilled to temporary files of our own and merged.
"""

from __future__ import annotations

import heapq
import marshal
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import IO, Self

from serval.intake.readings import Reading, Said

RUN_READINGS = 250_000
"""Readings held in memory at once, some 100 MB."""

CHUNK_READINGS = 1_000
MERGE_WIDTH = 64
"""Runs merged at once; more are first merged into one, so that open files stay few."""


class SortedReadings:
    """All readings of a pass, sorted; `groups` may be called more than once. Leave the block to delete the files."""

    def __init__(self, *, run_readings: int = RUN_READINGS, merge_width: int = MERGE_WIDTH) -> None:
        self._run_readings = run_readings
        self._merge_width = merge_width
        self._folder: TemporaryDirectory[str] | None = None
        self._held: list[Reading] = []
        self._files: list[Path] = []
        self._written = 0

    def take(self, readings: Iterable[Reading]) -> None:
        """Takes all readings of an iterator."""
        for reading in readings:
            self._held.append(reading)
            if len(self._held) >= self._run_readings:
                self._spill()

    @property
    def spilled_runs(self) -> int:
        """Files written so far; 0 when everything fits into memory."""
        return self._written

    def groups(self) -> Iterator[tuple[str, list[Said]]]:
        """Item id and readings (sorted by time and content) of each item, in the order of ids."""
        self._held.sort()
        merged: Iterable[Reading] = self._held
        if self._files:
            merged = heapq.merge(self._held, *(_read_run(path) for path in self._files))
        for item, group in groupby(merged, key=itemgetter(0)):
            yield item, [Said(*reading) for reading in group]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.clear()
        self._files.clear()
        if self._folder is not None:
            self._folder.cleanup()

    def _spill(self) -> None:
        self._held.sort()
        self._write(self._held)
        self._held.clear()
        if len(self._files) >= self._merge_width:
            spent = list(self._files)
            self._files.clear()
            self._write(heapq.merge(*(_read_run(path) for path in spent)))
            for path in spent:
                path.unlink()

    def _write(self, readings: Iterable[Reading]) -> None:
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="serval-")
        path = Path(self._folder.name) / f"run-{self._written}"
        self._written += 1
        with path.open("wb") as file:
            chunk: list[Reading] = []
            for reading in readings:
                chunk.append(reading)
                if len(chunk) >= CHUNK_READINGS:
                    marshal.dump(chunk, file)
                    chunk.clear()
            if chunk:
                marshal.dump(chunk, file)
        self._files.append(path)


def _read_run(path: Path) -> Iterator[Reading]:
    """The readings of one file; this process wrote it into a folder nobody else may enter, so marshal is safe."""
    with path.open("rb") as file:
        while (chunk := _read_chunk(file)) is not None:
            yield from chunk


def _read_chunk(file: IO[bytes]) -> list[Reading] | None:
    try:
        return marshal.load(file)  # type: ignore[no-any-return]  # noqa: S302
    except EOFError:
        return None
