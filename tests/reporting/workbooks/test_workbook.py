"""Workbooks: values keep their types, nothing runs, nothing is lost, and the same tables are the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter

from serval.engine.money import Money
from serval.reporting.catalogue import set_language
from serval.reporting.workbooks import (
    Cell,
    Column,
    Field,
    Instant,
    Length,
    Share,
    Table,
    Word,
    Workbook,
    build_table,
    clean_text,
    workbook,
)
from tests.reporting.workbooks.workbook_reading import (
    ABOUT,
    list_active,
    open_book,
    read_parts,
    read_sheets,
    write_book,
    write_rows,
)

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
STARTS = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠", "{=", "<r>")
PAYLOADS = [start + 'HYPERLINK("http://example.org","x")' for start in STARTS] + [
    "=cmd|'/c calc'!A0",
    "http://example.org",
    "mailto:a@example.org",
    "internal:Sheet!A1",
    "<r><t>raw</t></r>",
    "</t></si><f>1+1</f>",
    "_x0041_",
    "]]>",
    "00123",
    "1e5",
    "TRUE",
]


@pytest.fixture(params=["in memory", "on the disk"])
def _place(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of writing; they differ in how texts stand in the file."""
    if request.param == "on the disk":
        monkeypatch.setattr(workbook, "MOST_HELD", -1)
    return request.param


def write_cell(cell: Cell) -> Any:
    """The cell as another library reads it."""
    return open_book(write_rows([(cell,)], columns=1))["Sheet"]["A2"]


@pytest.mark.usefixtures("_place")
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_runs_and_every_one_is_read_back_as_it_was(payload: str) -> None:
    content = write_book(Table(payload, [Column(payload)], [(payload,), (Word(payload, "bad"),)], notes=[payload]))
    assert list_active(content) == []
    (rows,) = read_sheets(content).values()
    # The other library does not read the escape of a text that looks like an escape within a row.
    assert {row[0].replace("x005F_", "") for row in rows} == {clean_text(payload)}


def test_control_the_library_by_itself_makes_formulas_and_links_of_texts() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row, payload in enumerate(("=1+1", "http://example.org")):
            sheet.write(row, 0, payload)
    found = " ".join(list_active(stream.getvalue()))
    assert "<f>" in found
    assert "<hyperlink " in found


def test_control_the_library_by_itself_copies_markup_of_its_own_into_the_file() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.add_worksheet().write_string(0, 0, "<r><t>raw</t></r>")
    assert "<r><t>raw</t></r>" in read_parts(stream.getvalue())["xl/sharedStrings.xml"]


@pytest.mark.parametrize("number", [0, -1, 7, -86_400, 999_999_999_999_999, Decimal("-2.5"), Decimal("0.000001")])
def test_a_number_stays_a_number_with_its_sign(number: int | Decimal) -> None:
    cell = write_cell(number)
    assert cell.data_type == "n"
    assert Decimal(str(cell.value)) == number


@pytest.mark.parametrize("number", [1_234_567_890_123_456, Decimal("123456789012345.67")])
def test_a_number_with_more_digits_than_a_spreadsheet_keeps_is_a_text(number: int | Decimal) -> None:
    cell = write_cell(number)
    assert (cell.data_type, cell.value) == ("s", str(number))


def test_ten_million_is_a_number_however_many_noughts_it_has() -> None:
    assert write_cell(10**18).value == 10**18


def test_a_fraction_is_the_nearest_number_and_one_beyond_reckoning_a_text() -> None:
    assert write_cell(Fraction(1, 3)).value == pytest.approx(1 / 3, rel=1e-15)
    assert write_cell(Fraction(10**400, 3)).data_type == "s"


def test_a_share_is_a_number_shown_as_a_percentage_with_its_digits() -> None:
    cell = write_cell(Share(Fraction(99_995, 100_000)))
    assert (cell.value, cell.number_format) == (0.99995, "0.00####%")


@pytest.mark.parametrize(
    ("money", "english", "chinese"),
    [
        (Money(Decimal("20000.00"), "CNY"), "[$CN¥]#,##0.00", "[$¥]#,##0.00"),
        (Money(Decimal(500), "JPY"), "[$¥]#,##0", "[$JP¥]#,##0"),
        (Money(Decimal("-1.500"), "KWD"), "[$KWD]#,##0.000", "[$KWD]#,##0.000"),
    ],
)
def test_money_is_its_exact_amount_with_the_decimals_of_its_currency(money: Money, english: str, chinese: str) -> None:
    cell = write_cell(money)
    assert (Decimal(str(cell.value)), cell.number_format) == (money.amount, english)
    set_language("zh")
    assert write_cell(money).number_format == chinese


def test_an_amount_that_a_number_cannot_hold_is_a_text_with_its_currency() -> None:
    assert write_cell(Money(Decimal("99999999999999.99"), "CNY")).value == "99999999999999.99 CNY"


def test_an_instant_is_the_date_and_time_of_its_zone() -> None:
    cell = write_cell(Instant(1_777_852_800, SHANGHAI))
    assert cell.is_date
    assert cell.value == datetime(2026, 5, 4, 8, 0)  # noqa: DTZ001 (spreadsheets know no zone)
    assert write_cell(Instant(1_777_852_799, BERLIN)).value.isoformat() == "2026-05-04T01:59:59"


def test_a_day_is_a_date_and_one_that_spreadsheets_do_not_agree_upon_a_text() -> None:
    assert write_cell(date(2026, 5, 4)).value.date() == date(2026, 5, 4)
    assert write_cell(date(1900, 3, 1)).value.date() == date(1900, 3, 1)
    assert write_cell(date(1900, 2, 28)).value == "1900-02-28"
    assert write_cell(Instant(-5_000_000_000, SHANGHAI)).value.startswith("1811-")


@pytest.mark.parametrize("seconds", [0, 1, 59, 30_240, 2_592_001])
def test_a_length_of_time_is_a_number_of_days_shown_in_hours(seconds: int) -> None:
    cell = write_cell(Length(seconds))
    assert (cell.value or timedelta(0), cell.number_format) == (timedelta(seconds=seconds), "[h]:mm:ss")


def test_a_negative_length_of_time_is_a_number_of_hours_since_no_spreadsheet_shows_it_else() -> None:
    cell = write_cell(Length(-5400))
    assert (cell.value, cell.number_format) == (-1.5, '#,##0.00## "h"')


@pytest.mark.parametrize("value", [True, 1.5, b"x", ["x"]])
def test_what_is_no_cell_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="no cell"):
        write_rows([(value,)])


@pytest.mark.usefixtures("_place")
def test_rows_that_one_sheet_cannot_hold_go_on_in_the_next_and_none_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 4)
    table = Table("Rows", [Column("N"), Column("T")], ((n, str(n)) for n in range(7)), notes=["the end"])
    sheets = read_sheets(write_book(table, Table("rows", [Column("N")], [])))
    assert list(sheets) == ["Rows", "Rows (2)", "Rows (3)", "rows (4)"]
    assert all(rows[0][0] == "N" for rows in sheets.values())
    assert [row[0] for rows in sheets.values() for row in rows[1:]] == [*range(7), "the end"]


@pytest.mark.usefixtures("_place")
def test_the_same_tables_are_the_same_bytes_and_control_another_creation_time_is_not() -> None:
    rows = [(n, f"工单 {n}") for n in range(50)]
    first = write_rows(rows)
    assert write_rows(rows) == first
    table = Table("Sheet", [Column("C0"), Column("C1")], rows)
    assert write_book(table) == first
    assert write_book(table, about=replace(ABOUT, created=ABOUT.created + 1)) != first


def test_both_ways_of_writing_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[tuple[Cell, Cell]] = [("a\nb", Share(Fraction(1, 3))), (" c ", None), (Word("d", "good"), Length(90))]
    held = read_sheets(write_rows(rows))
    monkeypatch.setattr(workbook, "MOST_HELD", -1)
    assert read_sheets(write_rows(rows)) == held


def test_a_file_says_what_it_is_about_and_when_it_was_made() -> None:
    properties = open_book(write_book(Table("S", [Column("C")], []), about=replace(ABOUT, title="a\0<b>"))).properties
    assert (properties.title, properties.subject, properties.creator) == ("a␀<b>", "SLA-1", "yunhai")
    assert properties.created == datetime(2026, 5, 4, 0, 0)  # noqa: DTZ001 (the library gives UTC without a zone)


def test_titles_stay_in_sight_filters_stand_and_the_page_is_as_wide_as_the_printed_columns() -> None:
    columns = [Column("No."), Column("标题很长的一列"), Column("Digest", printed=False)]
    sheet = open_book(write_book(Table("表", columns, [(1, "x" * 100, "y" * 64)] * 3, held=2)))["表"]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:C4"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.print_area == "'表'!$A$1:$B$4"
    assert sheet.merged_cells.ranges == set()
    assert 8 <= sheet.column_dimensions["A"].width < 10
    assert 60 <= sheet.column_dimensions["B"].width < 62


def test_a_column_is_twice_as_wide_for_chinese() -> None:
    widths = []
    for text in ("abcdefghij", "甲乙丙丁戊己庚辛壬癸"):
        sheet = open_book(write_rows([(text,)]))["Sheet"]
        widths.append(sheet.column_dimensions["A"].width)
    assert widths[1] - widths[0] == pytest.approx(10, abs=0.5)


def test_a_sentence_is_broken_into_lines_and_its_row_is_as_high() -> None:
    table = Table("S", [Column("C", wraps=True)], [("字" * 100,), ("short",), ("x" * 40_000,)])
    sheet = open_book(write_book(table))["S"]
    assert sheet["A2"].alignment.wrap_text
    assert [sheet.row_dimensions[row].height for row in (2, 3, 4)] == [45, None, 405]


def test_a_column_in_which_nothing_stands_is_left_out() -> None:
    fields = [
        Field(Column("name"), lambda word: word),
        Field(Column("nothing"), lambda _word: None),
        Field(Column("empty"), lambda _word: ""),
        Field(Column("length"), lambda word: len(word) - 1),
    ]
    table = build_table("T", fields, ["a", "b"], held=3)
    assert [column.title for column in table.columns] == ["name", "length"]
    assert (list(table.rows), table.held) == ([["a", 0], ["b", 0]], 1)


def test_a_table_without_rows_has_its_titles_and_says_so() -> None:
    table = build_table("T", [Field(Column("name"), lambda word: word)], [], none="There is nothing.")
    assert read_sheets(write_book(table)) == {"T": [["name"], ["There is nothing."]]}


def test_a_fault_of_whoever_gives_the_rows_leaves_nothing_on_the_disk(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def give_rows() -> Iterator[tuple[Cell, ...]]:
        yield ("one",)
        raise ZeroDivisionError

    monkeypatch.setattr(workbook, "MOST_HELD", -1)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(ZeroDivisionError), Workbook(ABOUT) as book:
        book.add(Table("S", [Column("C")], give_rows()))
    assert list(tmp_path.iterdir()) == []
    assert book.content == b""
