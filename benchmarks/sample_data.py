"""Years of made-up probe samples as a sealed samples file: the same arguments, the same bytes.

Fifty services, each looked at about once a minute: outages of minutes to hours, slow spells, now and then a gap, and a
response time in seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from serval.engine.availability.samples import STATUS_CODES
from serval.engine.instants import parse_instant
from serval.intake.records import RecordReport
from serval.intake.sealed.files import create_sealed
from serval.intake.sealed.head import write_head
from serval.intake.sealed.sample_columns import (
    GROUP_SAMPLES,
    REPEATING_COLUMNS,
    SAMPLE_COLUMNS,
    VALUE,
    choose_columns,
)

BEGIN = parse_instant("2022-01-01T00:00:00+08:00")
SERVICES = 50
TABLE = "probes.csv"
UP, DEGRADED, DOWN = (STATUS_CODES[name] for name in ("up", "degraded", "down"))


@dataclass(frozen=True, slots=True)
class Probed:
    """What was written: samples, services, the first and last instant, and the size of the file in bytes."""

    samples: int
    services: int
    first: int
    last: int
    size: int


def write_samples(path: Path, samples: int) -> Probed:
    """A sealed samples file of about that many samples, as many for each service."""
    each = samples // SERVICES
    columns = choose_columns(counted=False, valued=True)
    schema = pa.schema([pa.field(name, kind, name == VALUE) for name, kind in columns.items()])
    spans = []
    with create_sealed(path, schema, words=REPEATING_COLUMNS) as writer:
        for service in range(SERVICES):
            table = _draw(service, each, schema)
            spans.append((table["at"][0].as_py(), table["at"][-1].as_py()))
            for first in range(0, each, GROUP_SAMPLES):
                writer.write_group(table.slice(first, GROUP_SAMPLES))
        first, last = min(span[0] for span in spans), max(span[1] for span in spans)
        written = each * SERVICES
        report = RecordReport(
            file=TABLE,
            layout="samples",
            rows=written,
            first=first,
            last=last,
            encodings={TABLE: "utf-8"},
            rows_per_file={TABLE: written},
            records=written,
            services=tuple(f"service-{service:02}" for service in range(SERVICES)),
        )
        size = writer.finish(write_head("samples", [report], earliest=first, latest=last))
    return Probed(written, SERVICES, first, last, size)


def _draw(service: int, count: int, schema: pa.Schema) -> pa.Table:
    generator = np.random.default_rng([service, count])
    at = BEGIN + np.arange(count) * 60 + service % 60 // 2 + generator.integers(0, 3, count)
    at += np.cumsum(generator.random(count) < 1e-6) * 1800  # nobody looked for half an hour
    status = np.full(count, UP, dtype=np.int8)
    for code, chance, longest in ((DEGRADED, 2e-5, 120), (DOWN, 1e-5, 240)):
        for start in np.flatnonzero(generator.random(count) < chance):
            status[start : start + generator.integers(1, longest)] = code
    taken = (generator.lognormal(-1.8, 0.45, count) * 1000).astype(np.int64) * np.where(status == UP, 1, 4)
    names = [f"service-{service:02}", "", ""]
    places = [pa.array([name], pa.string()).take(pa.array(np.zeros(count, np.int8))) for name in names]
    return pa.Table.from_arrays([*places, pa.array(at), pa.array(status), _as_decimals(taken * 1000)], schema=schema)


def _as_decimals(millionths: NDArray[np.int64]) -> pa.Array:
    """Whole millionths as decimals of 128 bits: the number itself below, zeros above."""
    words = np.zeros((len(millionths), 2), dtype="<i8")
    words[:, 0] = millionths
    return pa.Array.from_buffers(SAMPLE_COLUMNS["value"], len(millionths), [None, pa.py_buffer(words)])
