"""Workbooks: typed cells, dates of both systems, merged cells, sheets; openpyxl reads the same values."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.intake.tables.tables_read import read, refused, wall
from tests.intake.tables.workbook_files import MAIN, sheet_xml, text_cell, write_workbook

OPENED = wall(2026, 5, 4, 15, 7)


def _save(path: Path, rows: list[list[Any]], *merges: str, title: str = "事件") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for merged in merges:
        sheet.merge_cells(merged)
    book.save(path)
    return path


def test_cells_keep_their_types(tmp_path: Path) -> None:
    row = ["INC1", 3, 2.5, True, OPENED, date(2026, 5, 4), time(15, 7), None, "末"]
    header = ["id", "n", "share", "flag", "opened", "day", "at", "none", "last"]
    content = read(_save(tmp_path / "log.xlsx", [header, row]))
    assert content.rows == [("INC1", 3, 2.5, True, OPENED, wall(2026, 5, 4), time(15, 7), None, "末")]
    assert [type(cell) for cell in content.rows[0][1:4]] == [int, float, bool]
    assert content.head.name == "log.xlsx/事件"


def test_every_value_is_the_one_openpyxl_reads(tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    formats = [
        "yyyy/m/d h:mm",
        "h:mm AM/PM",
        'yyyy"年"m"月"d"日"',
        "[$-804]yyyy-mm-dd",
        "0.00",
        '0 "days"',
        "[Red]0",
        "@",
    ]
    sheet.write_row(0, 0, [f"column {i}" for i, _ in enumerate(formats)])
    for row in range(1, 40):
        for column, code in enumerate(formats):
            sheet.write_number(row, column, row * 1234.56789 + 1, book.add_format({"num_format": code}))
    book.close()
    theirs = openpyxl.load_workbook(path, data_only=True).active.iter_rows(min_row=2, values_only=True)
    assert read(path).rows == list(theirs)


def test_dates_of_a_1904_workbook_are_the_same_days(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["id", "opened"])
    book.active.append(["INC1", OPENED])
    book.save(tmp_path / "log.xlsx")
    assert read(tmp_path / "log.xlsx").rows == [("INC1", OPENED)]


def test_days_around_the_leap_day_excel_invented_are_right(tmp_path: Path) -> None:
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>'
    serials = ["1", "59", "60", "61", "2958465", "2958466", "-1", "0.5"]
    cells = "".join(f'<row><c t="str"><v>a</v></c><c s="1"><v>{serial}</v></c></row>' for serial in serials)
    header = f"<row>{text_cell('A1', 'id')}{text_cell('B1', 'at')}</row>"
    path = write_workbook(tmp_path / "log.xlsx", sheet_xml(header + cells), styles=styles)
    assert [row[1] for row in read(path).rows] == [
        wall(1900, 1, 1),
        wall(1900, 2, 28),
        60,
        wall(1900, 3, 1),
        wall(9999, 12, 31),
        2958466,
        -1,
        time(12, 0),
    ]


def test_a_duration_is_given_as_hours_minutes_and_seconds(tmp_path: Path) -> None:
    path = _save(tmp_path / "log.xlsx", [["id", "spent"], ["INC1", timedelta(hours=26, minutes=30)]])
    assert read(path).rows == [("INC1", "26:30:00")]


def test_a_percentage_is_given_with_its_sign_and_all_its_digits(tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["a", "b", "c", "d", "e"])
    for column, (share, code) in enumerate(
        [(0.932, "0%"), (1, "0.00%"), (0.07, "0.0%"), (0.99955, "0%;[Red]-0%"), (0.932, '0.0"%"')]
    ):
        sheet.write_number(1, column, share, book.add_format({"num_format": code}))
    book.close()
    assert read(path).rows == [("93.2%", "100%", "7%", "99.955%", 0.932)]


def test_a_merged_body_cell_fills_its_range(tmp_path: Path) -> None:
    rows = [
        ["组", "编号", "状态"],
        ["网络", "1", "新建"],
        [None, "2", None],
        [None, "3", "关闭"],
        ["桌面", "4", "新建"],
    ]
    content = read(_save(tmp_path / "log.xlsx", rows, "A2:A4", "C2:C3"))
    assert content.rows == [
        ("网络", "1", "新建"),
        ("网络", "2", "新建"),
        ("网络", "3", "关闭"),
        ("桌面", "4", "新建"),
    ]


def test_a_merged_title_above_the_header_is_no_header(tmp_path: Path) -> None:
    rows = [["五月事件", None, None], ["编号", "状态", "组"], ["1", "新建", "网络"]]
    content = read(_save(tmp_path / "log.xlsx", rows, "A1:C1"))
    assert content.head.header == ("编号", "状态", "组")
    assert content.numbers == [3]


def test_a_header_of_two_merged_rows_joins_their_names(tmp_path: Path) -> None:
    rows = [["编号", "时间", None], [None, "创建", "解决"], ["1", OPENED, OPENED]]
    content = read(_save(tmp_path / "log.xlsx", rows, "A1:A2", "B1:C1"))
    assert content.head.header == ("编号", "时间 创建", "时间 解决")
    assert content.numbers == [3]


def test_a_header_cell_merged_over_two_columns_names_both(tmp_path: Path) -> None:
    rows = [["id", "person", None], ["1", "first", "second"]]
    assert read(_save(tmp_path / "log.xlsx", rows, "B1:C1")).head.header == ("id", "person", "person#2")


def _save_sheets(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "empty"
    for title, state in (("hidden", "hidden"), ("deep", "veryHidden"), ("data", "visible"), ("more", "visible")):
        sheet = book.create_sheet(title)
        sheet.sheet_state = state
        sheet.append(["id", "from"])
        sheet.append(["1", title])
    book.save(path)
    return path


def test_the_first_visible_sheet_with_data_is_read(tmp_path: Path) -> None:
    content = read(_save_sheets(tmp_path / "log.xlsx"))
    assert content.head.name == "log.xlsx/data"
    assert content.rows == [("1", "data")]


def test_a_named_sheet_is_read_and_an_unknown_one_refused_with_the_names(tmp_path: Path) -> None:
    path = _save_sheets(tmp_path / "log.xlsx")
    assert read(path, sheet="more").rows == [("1", "more")]
    problem = refused(path, sheet="nope")
    assert problem.code == "file.sheet_unknown"
    assert problem.data["sheets"] == ["empty", "hidden", "deep", "data", "more"]
    assert refused(path, sheet="empty").code == "file.empty"


def test_of_a_formula_the_stored_value_counts(tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["id", "sum", "text"])
    sheet.write_row(1, 0, ["1"])
    sheet.write_formula(1, 1, "=1+1", None, 7)
    sheet.write_formula(1, 2, '="a"', None, "stored")
    book.close()
    assert read(path).rows == [("1", 7, "stored")]


def test_escapes_rich_text_and_phonetic_guides_give_plain_text(tmp_path: Path) -> None:
    strings = (
        f'<sst xmlns="{MAIN}"><si><t>id</t></si><si><r><t>rich </t></r><r><t>text</t></r>'
        "<rPh><t>guide</t></rPh></si><si><t>a_x000D_b_xD83D_</t></si></sst>"
    )
    rows = (
        '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c t="s"><v>2</v></c><c t="e"><v>#N/A</v></c></row>'
    )
    content = read(write_workbook(tmp_path / "log.xlsx", sheet_xml(rows), strings=strings))
    assert content.head.header == ("id", "rich text")
    assert content.rows == [("a\rb_xD83D_", "#N/A")]


def test_a_workbook_with_prefixed_names_is_read(tmp_path: Path) -> None:
    sheet = sheet_xml().replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
    assert read(write_workbook(tmp_path / "log.xlsx", sheet)).rows == [(1, "new")]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ('<row r="1"><c r="1A"><v>1</v></c></row>', "file.damaged"),
        ('<row r="5"/><row r="5"/>', "file.damaged"),
        ('<row r="1"><c t="s"><v>7</v></c></row>', "file.damaged"),
        ('<row r="1"><c><v>nan</v></c></row>', "file.damaged"),
        ('<row r="1"><c><v>1e999</v></c></row>', "file.damaged"),
        ('<row r="1"><c r="XFD1"><v>1</v></c></row>', "file.too_many_columns"),
        ('<row r="1048577"><c><v>1</v></c></row>', "file.too_many_rows"),
        ("", "file.empty"),
        ('<row r="1"><c r="A1" s="3"/></row>', "file.empty"),
    ],
)
def test_a_sheet_no_program_writes_is_refused(tmp_path: Path, rows: str, code: str) -> None:
    assert refused(write_workbook(tmp_path / "log.xlsx", sheet_xml(rows))).code == code


def test_a_broken_cell_is_named_by_row_and_column(tmp_path: Path) -> None:
    rows = '<row r="3"><c r="AB3"><v>x</v></c></row>'
    problem = refused(write_workbook(tmp_path / "log.xlsx", sheet_xml(rows)))
    assert (problem.data["row"], problem.data["column"], problem.data["value"]) == (3, "AB", "x")


def test_formatting_far_to_the_right_adds_no_columns(tmp_path: Path) -> None:
    rows = '<row r="3"><c r="A3" t="str"><v>id</v></c><c r="B3" t="str"><v>at</v></c><c r="XFD3" s="1"/></row>'
    rows += '<row r="4"><c r="A4"><v>1</v></c><c r="XFD4" s="1"/></row>'
    assert read(write_workbook(tmp_path / "log.xlsx", sheet_xml(rows))).rows == [(1, None)]
