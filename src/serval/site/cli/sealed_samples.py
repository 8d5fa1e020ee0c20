"""Sealed samples beside what was read from other files: as if all had been read at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from serval.engine.availability.samples import merge_samples
from serval.intake.records import RecordsFile


def add_samples(file: RecordsFile, paths: Sequence[Path]) -> RecordsFile:
    """The records of a file, and the samples of sealed ones with their reports. Raises IntakeError."""
    # pyarrow takes longer to load than a small file takes to be judged.
    from serval.intake.sealed.sample_reading import read_sealed_samples

    sealed = [read_sealed_samples(path) for path in paths]
    earliest = [at for at in (file.earliest, *(one.earliest for one in sealed)) if at is not None]
    latest = [at for at in (file.latest, *(one.latest for one in sealed)) if at is not None]
    return RecordsFile(
        replace(file.records, samples=merge_samples([*(one.samples for one in sealed), file.records.samples])),
        (*(report for one in sealed for report in one.reports), *file.reports),
        min(earliest, default=None),
        max(latest, default=None),
    )
