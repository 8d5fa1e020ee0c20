"""Hostile files through the real child: each is refused by the rule made for it, or the child is ended.

No test measures time or memory: the bound that ends the child is the assertion, and a control shows that the same
file passes where the bound allows it.
"""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from serval.engine.errors import Problem
from serval.intake.tables import IntakeError, Limits, open_table
from serval.intake.tables.limits import MIB
from tests.intake.tables.tables_read import write
from tests.intake.tables.workbook_files import MAIN, TWO_ROWS, sheet_xml, text_cell, write_workbook


def _refused(path: Path, limits: Limits | None = None) -> Problem:
    with pytest.raises(IntakeError) as caught, open_table(path, limits=limits or Limits()) as table:
        for _ in table.rows():
            pass
    assert caught.value.problems[0].data["file"] == path.name
    return caught.value.problems[0]


def _count_rows(path: Path, limits: Limits) -> int:
    with open_table(path, limits=limits) as table:
        return sum(len(batch) for batch in table.rows())


def _dense_sheet(rows: int) -> str:
    header = f'<row r="1">{text_cell("A1", "id")}{text_cell("B1", "state")}</row>'
    return sheet_xml(header + '<row><c t="str"><v>1</v></c><c><v>1</v></c></row>' * rows)


def test_half_a_million_rows_from_a_small_workbook_are_refused_by_their_ratio(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "log.xlsx", _dense_sheet(500_000))
    assert path.stat().st_size < MIB
    problem = _refused(path)
    assert (problem.code, problem.data["reason"]) == ("file.zip_bomb", "ratio")


@pytest.mark.slow
def test_a_workbook_that_holds_the_processor_ends_the_child(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "log.xlsx", _dense_sheet(300_000))
    allowing = {"max_ratio": 10_000}
    problem = _refused(path, Limits(cpu_seconds=1, cpu_seconds_per_mb=0, **allowing))
    assert (problem.code, problem.data["reason"]) == ("file.child_killed", "cpu")
    assert _count_rows(path, Limits(**allowing)) == 300_000


def test_a_workbook_that_fills_the_memory_ends_the_reading(tmp_path: Path) -> None:
    strings = f'<sst xmlns="{MAIN}">' + f"<si><t>{'x' * 1000}</t></si>" * 90_000 + "</sst>"
    path = write_workbook(tmp_path / "log.xlsx", strings=strings)
    limits = {"max_ratio": 10_000}
    problem = _refused(path, Limits(max_memory_bytes=96 * MIB, **limits))
    assert (problem.code, problem.data["reason"]) == ("file.child_killed", "memory")
    assert _count_rows(path, Limits(**limits)) == 1


def test_a_text_many_times_larger_than_a_buffer_streams_in_little_memory(tmp_path: Path) -> None:
    path = write(tmp_path / "log.csv.gz", gzip.compress(b"id,text\n" + (b"1," + b"x" * 1000 + b"\n") * 90_000, 1))
    assert _count_rows(path, Limits(max_memory_bytes=96 * MIB, max_ratio=10_000)) == 90_000


def test_a_number_format_made_to_hold_the_processor_means_nothing(tmp_path: Path) -> None:
    code = "[" * 900_000
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="200" formatCode="{code}"/></numFmts>'
        '<cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>'
    )
    assert _count_rows(write_workbook(tmp_path / "log.xlsx", styles=styles), Limits()) == 1


def test_a_million_laughs_are_refused_where_the_document_type_begins(tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    prolog = f'<!DOCTYPE lolz [<!ENTITY l0 "lol">{levels}]>'
    sheet = sheet_xml(f"<row>{text_cell('A1', '&l9;')}</row>", prolog=prolog)
    problem = _refused(write_workbook(tmp_path / "log.xlsx", sheet))
    assert (problem.code, problem.data["reason"]) == ("file.damaged", "document_type")


def test_an_external_entity_is_never_fetched(tmp_path: Path) -> None:
    secret = write(tmp_path / "secret.txt", "a secret")
    prolog = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
    sheet = sheet_xml(f"<row>{text_cell('A1', '&e;')}</row>", prolog=prolog)
    for part in ({"sheet": sheet}, {"strings": prolog + f'<sst xmlns="{MAIN}"/>'}):
        problem = _refused(write_workbook(tmp_path / "log.xlsx", **part))
        assert (problem.code, problem.data["reason"]) == ("file.damaged", "document_type")


def test_columns_up_to_the_last_are_refused(tmp_path: Path) -> None:
    header = "".join(f'<c t="str"><v>c{i}</v></c>' for i in range(16_384))
    problem = _refused(write_workbook(tmp_path / "log.xlsx", sheet_xml(f"<row>{header}</row>")))
    assert (problem.code, problem.data["column"]) == ("file.too_many_columns", "BXY")


def test_a_merged_range_over_the_whole_sheet_is_refused(tmp_path: Path) -> None:
    rows = TWO_ROWS + '<row><c t="str"><v>x</v></c></row>' * 5_000
    sheet = sheet_xml(rows, behind='<mergeCells><mergeCell ref="A3:XFD1048576"/></mergeCells>')
    problem = _refused(write_workbook(tmp_path / "log.xlsx", sheet))
    assert problem.code == "file.too_many_merged"


def test_one_long_text_used_by_every_cell_is_refused(tmp_path: Path) -> None:
    strings = f'<sst xmlns="{MAIN}"><si><t>{"x" * 900_000}</t></si></sst>'
    rows = TWO_ROWS + "<row>" + '<c t="s"><v>0</v></c>' * 100 + "</row>"
    problem = _refused(write_workbook(tmp_path / "log.xlsx", sheet_xml(rows), strings=strings))
    assert (problem.code, problem.data["row"]) == ("file.row_too_long", 3)


def test_a_cell_of_ten_megabytes_is_refused_with_row_and_column(tmp_path: Path) -> None:
    rows = TWO_ROWS + f"<row>{text_cell('B3', 'x' * 10_000_000)}</row>"
    path = write_workbook(tmp_path / "log.xlsx", sheet_xml(rows))
    problem = _refused(path, Limits(max_ratio=10_000))
    assert (problem.code, problem.data["row"], problem.data["column"]) == ("file.cell_too_long", 3, "B")


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("crowded") / "log.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(20_000):
            archive.writestr(zipfile.ZipInfo(str(number)), b"")
    yield path
    path.unlink()


def test_a_directory_of_twenty_thousand_entries_is_refused_unread(crowded: Path) -> None:
    problem = _refused(crowded)
    assert (problem.code, problem.data["reason"]) == ("file.zip_bomb", "entries")
    assert problem.data["value"] == 20_000


def test_deeply_nested_elements_are_survived(tmp_path: Path) -> None:
    deep = "<a>" * 200_000 + "</a>" * 200_000
    path = write_workbook(tmp_path / "log.xlsx", sheet_xml(TWO_ROWS + deep))
    assert _count_rows(path, Limits(max_ratio=10_000)) == 1
