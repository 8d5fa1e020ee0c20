"""Ledgers as files: what is written comes back, a spreadsheet runs nothing, and there is all of a file or none."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from serval.engine.verdicts.ledger import LEDGER_COLUMNS, LedgerRow
from serval.reporting import ledgers, parquet_ledgers
from serval.reporting.ledgers import ReportError, guard_formula, open_ledger

ROW = LedgerRow(
    item="INC-1",
    objective="response",
    terms_version="T-1@2026-05-01",
    period="2026-05",
    cycle=1,
    started=1_777_852_800,
    stopped=None,
    due=1_777_867_200,
    target_seconds=14_400,
    provisional=False,
    working_seconds=15_000,
    paused_seconds=0,
    outcome="breached",
    reason="due_passed",
    source="log.csv#17",
)
ENDINGS = ("ledger.csv", "ledger.parquet")


def build_row(**changes: object) -> LedgerRow:
    values = {name: getattr(ROW, name) for name in LEDGER_COLUMNS}
    return LedgerRow(**{**values, **changes})


def write(path: Path, *rows: LedgerRow) -> None:
    with open_ledger(path) as sink:
        for row in rows:
            sink(row)


def write_half(path: Path) -> None:
    with open_ledger(path) as sink:
        sink(ROW)
        raise ZeroDivisionError


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def refused(path: Path) -> tuple[str, object]:
    with pytest.raises(ReportError) as caught:
        write(path, ROW)
    return caught.value.code, caught.value.problems[0].data.get("reason")


def test_a_csv_ledger_begins_with_the_mark_that_tells_spreadsheets_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    write(path, build_row(item="工单-1"))
    assert path.read_bytes().startswith(b"\xef\xbb\xbfitem,objective,")
    assert read_csv(path)[0]["item"] == "工单-1"


def test_a_csv_ledger_has_one_line_per_row_and_instants_in_utc(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    write(path, ROW, build_row(item="INC-2", stopped=1_777_856_400, outcome="met"))
    rows = read_csv(path)
    assert tuple(rows[0]) == LEDGER_COLUMNS
    assert [row["item"] for row in rows] == ["INC-1", "INC-2"]
    assert [row["stopped"] for row in rows] == ["", "2026-05-04T01:00:00Z"]
    assert rows[0]["working_seconds"] == "15000"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"])
def test_no_text_of_a_csv_ledger_begins_like_a_formula(tmp_path: Path, start: str) -> None:
    path = tmp_path / "ledger.csv"
    item = start + 'HYPERLINK("http://example.org")'
    texts = ("item", "source", "subject", "basis", "value")
    write(path, build_row(**dict.fromkeys(texts, item)))
    with path.open(encoding="utf-8-sig", newline="") as stream:
        record = dict(zip(LEDGER_COLUMNS, list(csv.reader(stream))[1], strict=True))
    assert {record[name] for name in texts} == {"'" + item}


def test_control_the_same_text_unguarded_begins_like_a_formula(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ledgers, "FORMULA_STARTS", ("never",))
    path = tmp_path / "ledger.csv"
    write(path, build_row(item="=1+1"))
    assert read_csv(path)[0]["item"] == "=1+1"


def test_what_a_row_belongs_to_rests_on_and_measured_stands_in_its_last_columns(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    write(path, build_row(subject="portal", basis="extension", value="4.5"))
    assert LEDGER_COLUMNS[-3:] == ("subject", "basis", "value")
    assert [read_csv(path)[0][name] for name in LEDGER_COLUMNS[-3:]] == ["portal", "extension", "4.5"]


def test_negative_numbers_stay_numbers(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    write(path, build_row(working_seconds=-60, started=-86_400))
    assert read_csv(path)[0]["working_seconds"] == "-60"
    assert read_csv(path)[0]["started"] == "1969-12-31T00:00:00Z"


def test_a_measured_figure_below_zero_stays_a_number_and_control_a_ticket_of_that_name_a_text(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    write(path, build_row(value="-3.5", item="-3.5"), build_row(value="-3.5+1"))
    assert [row["value"] for row in read_csv(path)] == ["-3.5", "'-3.5+1"]
    assert read_csv(path)[0]["item"] == "'-3.5"


def test_an_ordinary_text_is_not_changed() -> None:
    for text in ("INC-1", "", "a=b", "'quoted"):
        assert guard_formula(text) == text


def test_a_parquet_ledger_has_real_types(tmp_path: Path) -> None:
    path = tmp_path / "ledger.parquet"
    write(path, build_row(item="=1+1"), build_row(stopped=1_777_856_400, working_seconds=-60))
    table = pq.read_table(path)
    types = {field.name: field.type for field in table.schema}
    assert tuple(types) == LEDGER_COLUMNS
    for name in ("started", "stopped", "due"):
        assert pa.types.is_timestamp(types[name])
        assert types[name].tz == "UTC"
    for name in ("working_seconds", "paused_seconds", "target_seconds", "cycle"):
        assert types[name] == pa.int64()
    for name in ("item", "outcome", "source", "subject", "basis", "value"):
        assert types[name] == pa.string()
    rows = table.to_pylist()
    assert rows[0]["item"] == "=1+1"
    assert [row["stopped"] for row in rows] == [None, datetime(2026, 5, 4, 1, 0, tzinfo=UTC)]
    assert rows[1]["working_seconds"] == -60


def test_a_parquet_ledger_longer_than_a_batch_keeps_every_row(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(parquet_ledgers, "BATCH_ROWS", 3)
    path = tmp_path / "ledger.parquet"
    write(path, *(build_row(item=str(number)) for number in range(10)))
    assert pq.read_table(path).column("item").to_pylist() == [str(number) for number in range(10)]


@pytest.mark.parametrize("name", ENDINGS)
def test_a_ledger_without_rows_has_its_columns(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write(path)
    if name.endswith(".csv"):
        assert path.read_text(encoding="utf-8-sig").strip() == ",".join(LEDGER_COLUMNS)
    else:
        assert tuple(pq.read_table(path).column_names) == LEDGER_COLUMNS


@pytest.mark.parametrize("name", ENDINGS)
def test_a_ledger_that_was_not_finished_leaves_nothing_behind(tmp_path: Path, name: str) -> None:
    with pytest.raises(ZeroDivisionError):
        write_half(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ENDINGS)
def test_a_ledger_that_was_not_finished_leaves_the_older_one_as_it_was(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"older")
    with pytest.raises(ZeroDivisionError):
        write_half(path)
    assert path.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ENDINGS)
def test_control_a_finished_ledger_takes_the_place_of_the_older_one(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"older")
    write(path, ROW)
    assert path.read_bytes() != b"older"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ENDINGS)
def test_a_folder_that_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    assert refused(tmp_path / "nowhere" / name) == ("ledger.unwritable", "No such file or directory")


@pytest.mark.parametrize("name", ENDINGS)
def test_a_folder_in_the_place_of_the_file_is_refused_and_stays(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    assert refused(tmp_path / name) == ("ledger.unwritable", "Is a directory")
    assert [entry.name for entry in tmp_path.iterdir()] == [name]


def test_a_disk_that_is_full_is_refused_and_leaves_nothing_behind(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("optional: this system has no device that is always full")
    path = tmp_path / "ledger.csv"
    (tmp_path / "ledger.csv.part").symlink_to("/dev/full")
    assert refused(path) == ("ledger.unwritable", "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_ends_in_neither_csv_nor_parquet_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "ledger.xlsx")[0] == "ledger.ending"
    assert list(tmp_path.iterdir()) == []


def test_without_a_file_rows_are_dropped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    with open_ledger(None) as sink:
        sink(ROW)
    assert list(tmp_path.iterdir()) == []


def test_a_fault_of_whoever_fills_the_ledger_is_not_taken_for_the_ledgers_own(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), open_ledger(tmp_path / "ledger.csv"):
        raise FileNotFoundError("the evidence went away")
