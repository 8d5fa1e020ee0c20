"""Parquet: typed columns, moments with and without zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from serval.intake.tables import Limits
from tests.intake.tables.tables_read import read, refused, wall, write


def _save(path: Path, **columns: object) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


def test_columns_keep_their_types(tmp_path: Path) -> None:
    path = _save(
        tmp_path / "log.parquet",
        编号=["INC1", None],
        n=[1, None],
        share=[0.5, float("nan")],
        flag=[True, None],
        day=[date(2026, 5, 4), None],
        at=[time(15, 7), None],
        price=[Decimal("1.50"), Decimal("2.00")],
        spent=[timedelta(hours=26), None],
        raw=[b"abc", None],
        tags=[["a", "中"], None],
    )
    content = read(path)
    first = ("INC1", 1, 0.5, True, date(2026, 5, 4), time(15, 7), "1.50", "26:00:00", "abc", '["a", "中"]')
    assert content.rows == [first, (None, None, None, None, None, None, 2, None, None, None)]
    assert content.numbers == [1, 2]
    assert content.head.header[0] == "编号"


def test_moments_keep_or_lack_their_zone(tmp_path: Path) -> None:
    naive = wall(2026, 5, 4, 9, 0)
    path = _save(
        tmp_path / "log.parquet",
        naive=pa.array([naive], pa.timestamp("ns")),
        zoned=pa.array([datetime(2026, 5, 4, 1, 0, tzinfo=UTC)], pa.timestamp("ms", "Asia/Shanghai")),
    )
    ((read_naive, read_zoned),) = read(path).rows
    assert read_naive == naive
    assert read_naive.tzinfo is None
    assert read_zoned == datetime(2026, 5, 4, 1, 0, tzinfo=UTC)


def test_repeated_names_become_unique(tmp_path: Path) -> None:
    table = pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["v", "v"])
    pq.write_table(table, tmp_path / "log.parquet")
    content = read(tmp_path / "log.parquet")
    assert content.head.header == ("v", "v#2")
    assert content.rows == [(1, 2)]


def test_many_rows_come_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "log.parquet"
    pq.write_table(pa.table({"n": range(10_000)}), path, row_group_size=3_000)
    assert [row[0] for row in read(path).rows] == list(range(10_000))


def test_limits_are_kept(tmp_path: Path) -> None:
    long = _save(tmp_path / "long.parquet", id=["a", "b" * 2_000_000])
    problem = refused(long)
    assert (problem.code, problem.data["row"], problem.data["column"]) == ("file.cell_too_long", 2, "id")
    wide = _save(tmp_path / "wide.parquet", **{f"c{i}": [1] for i in range(30)})
    assert refused(wide, limits=Limits(max_columns=20)).code == "file.too_many_columns"
    assert read(_save(tmp_path / "none.parquet", id=pa.array([], pa.string()))).rows == []


def test_a_cut_file_is_damaged(tmp_path: Path) -> None:
    whole = _save(tmp_path / "log.parquet", id=["a"]).read_bytes()
    assert refused(write(tmp_path / "cut.parquet", whole[:-20])).code == "file.damaged"
