"""A Parquet ledger that takes rows in columns holds the very rows that it takes one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from serval.engine.columns.judge import ColumnJudge
from serval.engine.verdicts import Judge, Range
from serval.engine.verdicts.column_sinks import takes_columns
from serval.reporting import parquet_ledgers
from serval.reporting.ledgers import open_ledger
from tests.engine.columns.columns_of_items import build_columns
from tests.engine.verdicts.random_cases import END, build_agreement, build_items, seeded

BATCH = 4
SEEDS = (0, 3, 8, 11, 16, 17, 18, 19, 22)
"""Cases with rows of both kinds."""


def _write(path: Path, seed: int, *, in_columns: bool) -> list[dict[str, Any]]:
    below = seeded(seed)
    agreement = build_agreement(below)
    items = sorted(build_items(below, agreement), key=lambda item: item.id)
    asked = Range(agreement.start, agreement.end, running=True)
    with open_ledger(path) as sink:
        if in_columns:
            judge = ColumnJudge(agreement, asked, now=END, sink=sink)
            for first in range(0, len(items), BATCH):
                judge.take_columns(build_columns(items[first : first + BATCH]))
            judge.finish()
        else:
            judge_rows = Judge(agreement, asked, now=END, sink=sink)
            for item in items:
                judge_rows.take(item)
            judge_rows.finish()
    return sorted(pq.read_table(path).to_pylist(), key=repr)


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_in_columns_and_one_by_one_make_the_same_ledger(tmp_path: Path, seed: int) -> None:
    by_rows = _write(tmp_path / "rows.parquet", seed, in_columns=False)
    assert _write(tmp_path / "columns.parquet", seed, in_columns=True) == by_rows
    assert by_rows


def test_control_a_column_taken_for_another_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = parquet_ledgers._read_number
    swapped = {"due": "started", "started": "due"}
    monkeypatch.setattr(parquet_ledgers, "_read_number", lambda name, rows: read(swapped.get(name, name), rows))
    by_rows = _write(tmp_path / "rows.parquet", 19, in_columns=False)
    assert _write(tmp_path / "columns.parquet", 19, in_columns=True) != by_rows


def test_rows_in_columns_are_written_in_groups_as_they_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    by_rows = _write(tmp_path / "rows.parquet", 19, in_columns=False)
    monkeypatch.setattr(parquet_ledgers, "GROUP_ROWS", 3)
    assert _write(tmp_path / "columns.parquet", 19, in_columns=True) == by_rows
    assert pq.ParquetFile(tmp_path / "columns.parquet").num_row_groups > 1


def test_a_csv_ledger_takes_rows_one_by_one_in_the_order_of_items(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger.csv") as rows, open_ledger(tmp_path / "ledger.parquet") as columns:
        assert (takes_columns(rows), takes_columns(columns)) == (False, True)
