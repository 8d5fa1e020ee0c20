"""Sealed samples are the samples: whatever was sealed comes back, in normal form, and is judged alike."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serval.engine.verdicts import Range, judge_items, scorecard_document
from serval.intake.errors import IntakeError
from serval.intake.mapping import MappingError, load_mapping
from serval.intake.records import read_records
from serval.intake.sealed.samples import read_sealed_samples, seal_samples
from serval.site.cli.inputs import load_versions
from tests.conftest import REPOSITORY
from tests.intake.evidence_files import write_csv
from tests.intake.sealed.sealed_samples import (
    HEADER,
    Said,
    list_values,
    map_samples,
    tell_samples,
    write_as_told,
    write_samples,
)

NAMES = ("foodcoopx", "manticore")
EXAMPLES = REPOSITORY / "examples"

counts = st.integers(0, 3).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))
said = st.builds(
    lambda service, instance, site, at, status, requests, value: (
        (service, instance, site, at, status, str(requests[0]), str(requests[1]), value)
        if requests
        else (service, instance, site, at, status, "", "", value)
    ),
    st.sampled_from(["shop", "商店", "a"]),
    st.sampled_from(["", "h1"]),
    st.sampled_from(["", "北京"]),
    st.integers(0, 8),
    st.sampled_from(["up", "degraded", "down"]),
    st.none() | counts,
    st.sampled_from(["", "0", "12.5", "-3", "0.0000005", "999999999999.999999"]),
)


@settings(max_examples=12)
@given(st.lists(said, max_size=40), st.integers(1, 12), st.randoms())
def test_whatever_is_sealed_comes_back_in_normal_form(rows: list[Said], group: int, random: object) -> None:
    shuffled = sorted([*rows, *rows[::3]], key=lambda _: random.random())  # type: ignore[attr-defined]
    half = len(shuffled) // 2
    with TemporaryDirectory() as name:
        folder = Path(name)
        plain = read_records([(write_samples(folder / "all.csv", rows), map_samples())])
        parts = [
            write_samples(folder / f"{place}.csv", part)
            for place, part in enumerate((shuffled[half:], shuffled[:half]))
        ]
        sources = [(part, map_samples()) for part in parts]
        reports = seal_samples(sources, folder / "out.parquet", group_samples=group)
        sealed = read_sealed_samples(folder / "out.parquet")
        several = read_records(sources)
    assert tell_samples(sealed.samples) == tell_samples(plain.records.samples)
    assert (sealed.earliest, sealed.latest) == (plain.earliest, plain.latest)
    assert sealed.reports == several.reports == reports


@pytest.mark.parametrize("name", NAMES)
def test_real_checks_are_judged_sealed_as_they_are_plain(name: str, shared: Path, tmp_path: Path) -> None:
    source = shared / f"data/monitoring/{name}/events.csv.gz", load_mapping(EXAMPLES / f"uptime-{name}.mapping.yaml")
    plain, out = read_records([source]), tmp_path / "sealed.parquet"
    seal_samples([source], out)
    sealed = read_sealed_samples(out)
    agreement = load_versions([EXAMPLES / f"uptime-{name}.terms.yaml"])
    assert plain.latest is not None
    asked, now = Range(agreement.start, agreement.end, running=True), plain.latest
    documents = [
        scorecard_document(judge_items(agreement, (), asked, now=now, records=records))
        for records in (plain.records, plain.records.__class__(samples=sealed.samples))
    ]
    assert json.dumps(documents[0]) == json.dumps(documents[1])
    assert documents[0]["verdicts"]
    assert (sealed.reports, sealed.earliest, sealed.latest) == (plain.reports, plain.earliest, plain.latest)


def test_of_equal_instants_the_worst_is_sealed_with_its_largest_value(tmp_path: Path) -> None:
    rows: list[Said] = [
        ("shop", "", "", 5, "down", "", "", "7.0000005"),
        ("shop", "", "", 5, "down", "", "", ""),
        ("shop", "", "", 5, "up", "", "", "9"),
        ("shop", "", "", 6, "up", "", "", "0.0000015"),
        ("shop", "", "", 7, "up", "", "", ""),
    ]
    out = tmp_path / "sealed.parquet"
    (report,) = seal_samples([(write_samples(tmp_path / "some.csv", rows), map_samples())], out)
    assert list_values(out) == [("shop", 5, Decimal("7.000000")), ("shop", 6, Decimal("0.000002")), ("shop", 7, None)]
    assert (report.rows, report.records, report.duplicates_dropped) == (5, 3, 2)


def test_requests_that_nobody_counted_take_no_room(tmp_path: Path) -> None:
    out = tmp_path / "sealed.parquet"
    header = ("service", "at", "status")
    table = write_csv(tmp_path / "some.csv", header, [("shop", str(at), "up") for at in range(100)])
    seal_samples([(table, map_samples(header))], out)
    (columns,) = read_sealed_samples(out).samples.places.values()
    assert columns.good.strides == columns.total.strides == (0,)
    assert not columns.total.any()


def test_a_night_without_requests_is_sealed_and_read_again(tmp_path: Path) -> None:
    source = tmp_path / "night.csv"
    source.write_text("service,at,good,total\nshop,2026-01-01T00:00:00Z,0,0\nshop,2026-01-01T00:05:00Z,0,0\n")
    mapping = tmp_path / "map.yaml"
    mapping.write_text(
        "apiVersion: serval/v1\nkind: Mapping\nlayout: samples\ntimezone: UTC\ndates: [iso]\n"
        "columns: {service: service, at: at, good: good, total: total}\n"
    )
    pairs = [(source, load_mapping(mapping))]
    seal_samples(pairs, tmp_path / "night.parquet")
    (place,) = read_sealed_samples(tmp_path / "night.parquet").samples.places.values()
    (plain,) = read_records(pairs).records.samples.places.values()
    assert (
        (place.at.tolist(), place.total.tolist())
        == (plain.at.tolist(), plain.total.tolist())
        == (
            [1767225600, 1767225900],
            [0, 0],
        )
    )


def test_sealing_the_same_samples_in_any_order_gives_the_same_rows_and_twice_the_same_bytes(tmp_path: Path) -> None:
    rows: list[Said] = [("shop", "", "", at, "up", "", "", str(at)) for at in range(50)]
    tables = [write_samples(tmp_path / f"{n}.csv", part) for n, part in enumerate((rows, rows[::-1]))]
    outs = [tmp_path / f"{n}.parquet" for n in range(3)]
    for table, out in zip((tables[0], tables[0], tables[1]), outs, strict=True):
        seal_samples([(table, map_samples())], out, group_samples=7)
    assert outs[0].read_bytes() == outs[1].read_bytes()
    assert list_values(outs[0]) == list_values(outs[2])


def test_a_header_alone_is_sealed_as_no_samples(tmp_path: Path) -> None:
    out = tmp_path / "sealed.parquet"
    seal_samples([(write_samples(tmp_path / "none.csv", []), map_samples())], out)
    sealed = read_sealed_samples(out)
    assert (sealed.samples.count, sealed.earliest, sealed.latest) == (0, None, None)


def test_bad_rows_are_refused_and_nothing_is_left_behind(tmp_path: Path) -> None:
    rows: list[Said] = [
        ("shop", "", "", 5, "up", "", "", ""),
        ("shop", "", "", 6, "broken", "", "", ""),
        ("shop", "", "", 7, "up", "", "", "1000000000000"),
    ]
    table, out = write_samples(tmp_path / "some.csv", rows), tmp_path / "sealed.parquet"
    with pytest.raises(IntakeError) as caught:
        seal_samples([(table, map_samples())], out)
    assert [(p.code, p.data["row"]) for p in caught.value.problems] == [
        ("row.status_unknown", 3),
        ("row.number_unreadable", 4),
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["some.csv"]
    (report,) = seal_samples([(table, map_samples())], out, skip_bad=True)
    assert (report.skipped, report.records) == (2, 1)


def test_what_is_no_sample_is_refused(tmp_path: Path) -> None:
    mapping = load_mapping(EXAMPLES / "incidents-uci.mapping.yaml")
    with pytest.raises(MappingError):
        seal_samples([(write_samples(tmp_path / "some.csv", []), mapping)], tmp_path / "sealed.parquet")


SAMPLES = 4_000_000
SEAL = """
import pathlib, sys
from serval.intake.sealed.samples import read_sealed_samples
samples = read_sealed_samples(pathlib.Path(sys.argv[1])).samples
status = pathlib.Path("/proc/self/status").read_text(encoding="utf-8")
print(samples.count, int(status.split("VmHWM:")[1].split()[0]) // 1024)
"""


@pytest.mark.slow
def test_millions_of_sealed_samples_are_read_in_little_more_than_their_columns(tmp_path: Path) -> None:
    few, many = (_measure(tmp_path / f"{count}.parquet", count) for count in (1_000, SAMPLES))
    assert many - few < 3 * SAMPLES * 9 / 2**20 + 60


def _measure(path: Path, count: int) -> int:
    at = np.arange(count, dtype=np.int64).tolist()
    rows = [{"service": f"S{n // (count // 4)}", "instance": "", "site": "", "at": n, "status": 1} for n in at]
    write_as_told(path, rows, group=256 * 1024)
    done = subprocess.run([sys.executable, "-c", SEAL, str(path)], check=True, capture_output=True, text=True)
    read, megabytes = map(int, done.stdout.split())
    assert read == count
    return megabytes


def test_every_column_of_a_table_of_samples_is_named_by_the_header_of_these_tests() -> None:
    assert set(HEADER) == {key for key, _ in map_samples().columns.list_named()}
