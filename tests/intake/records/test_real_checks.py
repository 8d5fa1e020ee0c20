"""Both real monitoring logs through their example mappings, and a log far larger than either in little memory."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from serval.engine.instants import format_instant
from serval.intake.mapping import load_mapping
from serval.intake.records import RecordsFile, read_records
from serval.intake.sniff import sniff
from tests.conftest import REPOSITORY
from tests.intake.records.record_files import tell

EXAMPLES = REPOSITORY / "examples"
NAMES = ("foodcoopx", "manticore")


def find_log(shared: Path, name: str) -> Path:
    return shared / "data" / "monitoring" / name / "events.csv.gz"


def read_log(shared: Path, name: str) -> RecordsFile:
    return read_records([(find_log(shared, name), load_mapping(EXAMPLES / f"uptime-{name}.mapping.yaml"))])


@pytest.mark.parametrize(
    ("name", "rows", "services", "first", "last", "down"),
    [
        ("foodcoopx", 6_274, 48, "2025-11-24T11:21:45Z", "2026-06-21T00:09:34Z", 512),
        ("manticore", 314, 18, "2026-08-11T11:06:25Z", "2026-08-21T23:23:53Z", 47),
    ],
)
def test_every_check_of_a_real_log_is_read(
    shared: Path, name: str, rows: int, services: int, first: str, last: str, down: int
) -> None:
    file = read_log(shared, name)
    (report,) = file.reports
    assert (report.rows, report.records, report.duplicates_dropped, report.ignored) == (rows, rows, 0, 0)
    assert (report.bad_rows, report.skipped, report.timezone_assumed) == ({}, 0, False)
    assert len(report.services) == services
    assert (report.first, report.last) == (file.earliest, file.latest)
    assert [format_instant(at) for at in (report.first, report.last) if at is not None] == [first, last]
    seen: Counter[int] = Counter()
    for columns in file.records.samples.places.values():
        assert (np.diff(columns.at) > 0).all()
        seen.update(columns.status.tolist())
    assert seen == {1: rows - down, 3: down}


def test_both_logs_in_one_call_are_both_logs(shared: Path) -> None:
    sources = [(find_log(shared, name), load_mapping(EXAMPLES / f"uptime-{name}.mapping.yaml")) for name in NAMES]
    both = read_records([*sources, sources[0]])
    alone = [tell(read_log(shared, name).records)["samples"] for name in NAMES]
    assert tell(both.records)["samples"] == alone[0] | alone[1]


@pytest.mark.parametrize("name", NAMES)
def test_a_real_log_is_proposed_as_samples_without_a_doubt(shared: Path, name: str) -> None:
    proposal = sniff(find_log(shared, name))
    example = load_mapping(EXAMPLES / f"uptime-{name}.mapping.yaml")
    assert (proposal.preset, proposal.doubts) == ("samples", ())
    named = dict(example.columns.list_named())
    assert dict(proposal.mapping.columns.list_named()) == {**named, "value": "response_ms"}
    assert len(proposal.sample) == 10
    assert not any(row.problem for row in proposal.sample)
    assert tell(read_records([(find_log(shared, name), proposal.mapping)]).records) == tell(
        read_log(shared, name).records
    )


def test_the_provider_s_own_outages_are_proposed_as_outages(shared: Path) -> None:
    proposal = sniff(shared / "data/monitoring/foodcoopx/derived_outages.csv")
    assert (proposal.preset, proposal.mapping.layout) == ("outages", "outages")
    assert {"service", "start", "end"} <= {key for key, _ in proposal.mapping.columns.list_named()}


ROWS = 1_000_000
READ = """
import pathlib, resource, sys
from serval.intake.mapping import load_mapping
from serval.intake.records import read_records
file = read_records([(sys.argv[1], load_mapping(sys.argv[2]))])
status = pathlib.Path("/proc/self/status").read_text(encoding="utf-8")
own = int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])
print(file.records.samples.count, (own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024)
"""
"""The peak that rusage tells of a process itself begins with that of whoever started it: a test runner may be large."""


@pytest.mark.slow
def test_a_million_samples_stream_into_columns_in_little_memory(tmp_path: Path) -> None:
    log = tmp_path / "checks.csv"
    with log.open("w", encoding="utf-8") as stream:
        stream.write("service,checked_at,status\n")
        for n in range(ROWS):
            stream.write(f"S{n % 20},{format_instant(1_767_225_600 + n * 6)},{'down' if n % 997 < 3 else 'up'}\n")
    mapping = EXAMPLES / "uptime-foodcoopx.mapping.yaml"
    program = subprocess.run(
        [sys.executable, "-c", READ, str(log), str(mapping)], check=True, capture_output=True, text=True
    )
    count, megabytes = program.stdout.split()
    assert int(count) == ROWS
    assert int(megabytes) < 400
