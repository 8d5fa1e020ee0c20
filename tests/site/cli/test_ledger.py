"""`serval evaluate --ledger`: one row per item and objective, the same in CSV and Parquet."""

from __future__ import annotations

import csv
from datetime import UTC
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tests.site.cli.cast import LOG, Cast, write_cast
from tests.site.cli.conftest import SAMPLE, Run

PROMISED = [
    *("item", "objective", "terms_version", "started", "stopped", "due"),
    *("working_seconds", "paused_seconds", "outcome", "reason"),
]
FURTHER = ["period", "cycle", "target_seconds", "provisional", "source", "subject", "basis", "value"]


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def as_text(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if hasattr(value, "astimezone") else str(value)


def test_the_ledger_has_one_row_per_item_and_objective(run: Run, cast: Cast) -> None:
    ledger = cast.folder / "may.csv"
    ran = run(*cast.words("evaluate"), "--period", "2026-05", "--ledger", ledger)
    rows = read_csv(ledger)
    assert "may.csv" in ran.out
    assert list(rows[0]) == PROMISED + FURTHER
    assert {(row["item"], row["objective"], row["outcome"]) for row in rows} == {
        ("T-1", "answered", "met"),
        ("T-1", "solved", "met"),
        ("T-2", "answered", "breached"),
        ("T-2", "solved", "breached"),
        ("T-3", "answered", "met"),
        ("T-3", "solved", "open"),
    }


def test_a_row_of_the_ledger_can_be_checked_by_hand(run: Run, cast: Cast) -> None:
    ledger = cast.folder / "may.csv"
    run(*cast.words("evaluate"), "--period", "2026-05", "--ledger", ledger)
    (row,) = [row for row in read_csv(ledger) if (row["item"], row["objective"]) == ("T-1", "solved")]
    assert row == {
        "item": "T-1",
        "objective": "solved",
        "terms_version": "SLA-1@2026-01-01",
        "started": "2026-05-04T01:00:00Z",
        "stopped": "2026-05-04T07:00:00Z",
        "due": "2026-05-04T07:00:00Z",
        "working_seconds": "14400",
        "paused_seconds": "7200",
        "outcome": "met",
        "reason": "stopped_in_time",
        "period": "2026-05",
        "cycle": "1",
        "target_seconds": "14400",
        "provisional": "false",
        "source": row["source"],
        "subject": "",
        "basis": "",
        "value": "",
    }
    assert row["source"].startswith("log.csv#")


def test_csv_and_parquet_agree_row_by_row_on_the_sample(run: Run, tmp_path: Path) -> None:
    words = ("evaluate", SAMPLE / "terms.yaml", "--tickets", SAMPLE / "incidents.csv.gz")
    for name in ("ledger.csv", "ledger.parquet"):
        run(*words, "--mapping", SAMPLE / "mapping.yaml", "--period", "2016-04", "--ledger", tmp_path / name)
    written = read_csv(tmp_path / "ledger.csv")
    table = pq.read_table(tmp_path / "ledger.parquet")
    columnar = [{name: as_text(value) for name, value in row.items()} for row in table.to_pylist()]
    assert len(written) > 1000
    assert columnar == written
    assert str(table.schema.field("started").type) == "timestamp[ms, tz=UTC]"
    assert str(table.schema.field("working_seconds").type) == "int64"


def test_an_item_that_looks_like_a_formula_stays_text_in_a_spreadsheet(run: Run, tmp_path: Path) -> None:
    cast = write_cast(tmp_path, log=LOG.replace("T-1", "=1+1"))
    run(*cast.words("evaluate"), "--period", "2026-05", "--ledger", tmp_path / "may.csv")
    assert {row["item"] for row in read_csv(tmp_path / "may.csv")} == {"'=1+1", "T-2", "T-3"}


def test_a_ledger_of_another_kind_is_refused_before_anything_is_read(run: Run, cast: Cast) -> None:
    cast.log.unlink()
    ran = run(*cast.words("evaluate"), "--ledger", cast.folder / "may.txt")
    assert ran.code == 2
    assert "may.txt" in ran.err
    assert ".csv or .parquet" in ran.err


def test_a_ledger_in_a_folder_that_is_not_there_is_refused(run: Run, cast: Cast) -> None:
    ran = run(*cast.words("evaluate"), "--ledger", cast.folder / "gone" / "may.csv")
    assert ran.code == 2
    assert "may.csv" in ran.err
    assert sorted(path.name for path in cast.folder.iterdir()) == ["log.csv", "mapping.yaml", "terms.yaml"]


def test_a_ledger_never_replaces_what_is_judged(run: Run, cast: Cast) -> None:
    before = cast.log.read_bytes()
    ran = run(*cast.words("evaluate"), "--ledger", cast.log)
    assert ran.code == 2
    assert cast.log.read_bytes() == before


def test_an_older_ledger_is_replaced_only_by_a_whole_one(run: Run, cast: Cast) -> None:
    ledger = cast.folder / "may.csv"
    ledger.write_text("older", encoding="utf-8")
    cast.log.write_text(LOG + "T-4,some day,New,low\n", encoding="utf-8")
    assert run(*cast.words("evaluate"), "--ledger", ledger).code == 2
    assert ledger.read_text(encoding="utf-8") == "older"
    assert run(*cast.words("evaluate"), "--ledger", ledger, "--skip-bad").code == 1
    assert len(read_csv(ledger)) == 6
