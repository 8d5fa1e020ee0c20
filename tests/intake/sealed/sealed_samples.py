"""Samples sealed for a test: out of rows of a table, or written as they stand with whatever is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from serval.engine.availability.samples import Samples
from serval.intake.mapping import Mapping
from serval.intake.records import RecordReport
from serval.intake.sealed.files import create_sealed
from serval.intake.sealed.head import write_head
from serval.intake.sealed.sample_columns import SAMPLE_COLUMNS
from tests.intake.evidence_files import write_csv
from tests.intake.records.record_files import build_record_mapping

HEADER = ("service", "instance", "site", "at", "status", "good", "total", "value")
UNIX: dict[str, Any] = {"dates": ["unix"], "timezone": "UTC"}

Said = tuple[str, str, str, int, str, str, str, str]
"""A row of a table of samples, in the order of HEADER."""


def map_samples(header: Sequence[str] = HEADER) -> Mapping:
    """A mapping of tables with these columns, times as seconds since 1970."""
    return build_record_mapping("samples", header, **UNIX)


def write_samples(path: Path, rows: Sequence[Said]) -> Path:
    """A table of samples."""
    return write_csv(path, HEADER, [[str(cell) for cell in row] for row in rows])


def tell_samples(samples: Samples) -> dict[str, list[list[int]]]:
    """All that samples say, as plain data that can be compared."""
    return {
        "/".join((place.service, place.instance, place.site)): [
            part.tolist() for part in (columns.at, columns.status, columns.good, columns.total)
        ]
        for place, columns in samples.places.items()
    }


def write_as_told(
    path: Path, rows: Sequence[dict[str, Any]], *, group: int = 3, span: tuple[int | None, int | None] | None = None
) -> Path:
    """A samples file of rows as they stand; `span` takes the place of the span they have."""
    names = [name for name in SAMPLE_COLUMNS if any(name in row for row in rows)]
    schema = pa.schema([pa.field(name, SAMPLE_COLUMNS[name]) for name in names])
    at = [row["at"] for row in rows if row["at"] is not None]
    earliest, latest = span or (min(at), max(at))
    report = RecordReport(file="told.csv", layout="samples", rows=len(rows), records=len(rows))
    with create_sealed(path, schema, words=("service", "instance", "site", "status")) as writer:
        for start in range(0, len(rows), group):
            part = [{name: row.get(name) for name in names} for row in rows[start : start + group]]
            writer.write_group(pa.Table.from_pylist(part, schema=schema))
        writer.finish(write_head("samples", [report], earliest=earliest, latest=latest))
    return path


def list_values(path: Path) -> list[tuple[str, int, Decimal | None]]:
    """Service, instant and value of every row."""
    return [(row["service"], row["at"], row["value"]) for row in pq.read_table(path).to_pylist()]
