"""Delimited text: delimiters, quotes, line numbers."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from serval.intake.tables import Limits
from tests.intake.tables.tables_read import read, refused, write


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "log.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = [["number", "opened, by", "state"], ["1", "a;b|c, d", "new"], ["2", "x", "closed"]]
        csv.writer(file, delimiter=delimiter).writerows(rows)
    content = read(path)
    assert content.head.header == ("number", "opened, by", "state")
    assert content.rows == [("1", "a;b|c, d", "new"), ("2", "x", "closed")]


def test_a_line_break_inside_quotes_belongs_to_the_cell_and_rows_keep_their_line_numbers(tmp_path: Path) -> None:
    path = write(tmp_path / "log.csv", 'id,text\r\n1,"two\r\nlines, ""quoted"""\r\n2,plain\r\n')
    content = read(path)
    assert content.rows == [("1", 'two\r\nlines, "quoted"'), ("2", "plain")]
    assert content.numbers == [2, 4]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_any_line_break_ends_a_row(tmp_path: Path, line_break: str) -> None:
    content = read(write(tmp_path / "log.csv", line_break.join(["id,state", "1,new", "2,closed"])))
    assert content.rows == [("1", "new"), ("2", "closed")]
    assert content.numbers == [2, 3]


def test_separators_that_are_no_line_breaks_stay_in_the_cell(tmp_path: Path) -> None:
    text = "a\x0bb\x0cc\x1cd\x85e\u2028f"
    assert read(write(tmp_path / "log.csv", f"id,text\n1,{text}\n")).rows == [("1", text)]


def test_rows_cut_anywhere_by_the_reading_buffer_are_whole(tmp_path: Path) -> None:
    lines = [f'{i},"事件 {i}\r\n第二行"' for i in range(60_000)]
    content = read(write(tmp_path / "log.csv", "\r\n".join(["id,text", *lines])))
    assert content.rows == [(str(i), f"事件 {i}\r\n第二行") for i in range(60_000)]
    assert content.numbers == list(range(2, 120_002, 2))


def test_blank_rows_are_left_out_and_rows_of_another_width_show_it(tmp_path: Path) -> None:
    content = read(write(tmp_path / "log.csv", "id,state\n1,new\n\n,\n2\n3,new,,\n4,new,extra\n"))
    assert content.rows == [("1", "new"), ("2",), ("3", "new"), ("4", "new", "extra")]
    assert content.numbers == [2, 5, 6, 7]


def test_an_open_quote_is_refused_with_the_row_where_it_begins(tmp_path: Path) -> None:
    problem = refused(write(tmp_path / "log.csv", 'id,text\n1,fine\n2,"never closed\n3,x\n'))
    assert (problem.code, problem.data["row"]) == ("file.quotes_broken", 3)


def test_a_cell_of_ten_megabytes_is_refused_with_its_row(tmp_path: Path) -> None:
    path = write(tmp_path / "log.csv", "id,text\n1,a\n2," + "x" * 10_000_000 + "\n")
    problem = refused(path)
    assert (problem.code, problem.data["row"]) == ("file.cell_too_long", 3)


def test_a_row_that_never_ends_is_refused_with_its_row(tmp_path: Path) -> None:
    path = write(tmp_path / "log.csv", "id,text\n1,a\n" + '"\n",' * 100_000)
    problem = refused(path, limits=Limits(max_row_chars=200_000))
    assert (problem.code, problem.data["row"]) == ("file.row_too_long", 3)


def test_more_columns_than_allowed_are_refused_with_the_row(tmp_path: Path) -> None:
    path = write(tmp_path / "log.csv", "id,text\n1,a\n" + "," * 16_383 + "\n")
    problem = refused(path)
    assert problem.code == "file.too_many_columns"
    assert (problem.data["row"], problem.data["limit"], problem.data["value"]) == (3, 2_000, 16_384)


def test_a_nul_byte_is_refused_with_its_row(tmp_path: Path) -> None:
    problem = refused(write(tmp_path / "log.csv", "id,text\n1,a\n2,b\0\n"))
    assert (problem.code, problem.data["row"]) == ("file.damaged", 3)


def test_a_header_without_rows_is_a_table_of_none(tmp_path: Path) -> None:
    content = read(write(tmp_path / "log.csv", "id,state\n"))
    assert (content.head.header, content.rows) == (("id", "state"), [])


@pytest.mark.parametrize("text", ["", "\ufeff", "\n\n", " \n,,\n", "\r\n\r\n"])
def test_a_file_without_a_header_is_empty(tmp_path: Path, text: str) -> None:
    assert refused(write(tmp_path / "log.csv", text)).code == "file.empty"
