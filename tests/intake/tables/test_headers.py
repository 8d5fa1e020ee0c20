"""The header: found below titles, cleaned, unique; its repetitions left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from serval.intake.tables.headers import unique_names
from tests.intake.tables.tables_read import read, refused, write


def test_title_rows_above_the_header_are_skipped(tmp_path: Path) -> None:
    text = "2026年5月事件清单,,\n导出时间：,2026-05-31,\n\n编号,状态,时间\n1,已解决,2026-05-04\n2,,\n"
    content = read(write(tmp_path / "log.csv", text))
    assert content.head.header == ("编号", "状态", "时间")
    assert content.numbers == [5, 6]


def test_names_are_cleaned_of_blanks_marks_and_line_breaks(tmp_path: Path) -> None:
    text = '\ufeff 编号\u3000,"状态\n","优先\r\n级" \n1,2,3\n'.replace('" \n', '"\n')
    assert read(write(tmp_path / "log.csv", text)).head.header == ("编号", "状态", "优先 级")


def test_repeated_names_become_unique_and_are_told(tmp_path: Path) -> None:
    content = read(write(tmp_path / "log.csv", "Case,Variant,Variant,x,Variant\n1,a,b,c,d\n"))
    assert content.head.header == ("Case", "Variant", "Variant#2", "x", "Variant#3")
    assert content.head.repeated == ("Variant",)


def test_names_stay_unique_when_the_file_itself_uses_our_marks() -> None:
    names, _ = unique_names(["a", "a", "a#2", "", "#4", "a"])
    assert len(set(names)) == len(names)
    assert names[0] == "a"
    assert names[2] == "a#2"


def test_a_nameless_column_is_called_by_its_position(tmp_path: Path) -> None:
    assert read(write(tmp_path / "log.csv", ",id,state\n0,1,new\n")).head.header == ("#1", "id", "state")


def test_empty_columns_at_the_end_of_all_rows_are_cut_off(tmp_path: Path) -> None:
    content = read(write(tmp_path / "log.csv", "id,state,,\n1,new,,\n"))
    assert content.head.header == ("id", "state")
    assert content.rows == [("1", "new")]


def test_a_header_repeated_by_joined_exports_is_left_out_and_counted(tmp_path: Path) -> None:
    text = "\ufeffid,state\n1,new\nid,state\n2,new\n\ufeffid,state\n3,new\n"
    content = read(write(tmp_path / "log.csv", text))
    assert content.rows == [("1", "new"), ("2", "new"), ("3", "new")]
    assert content.numbers == [2, 4, 6]
    assert content.repeated_headers == 2


def test_a_named_row_is_the_header_whatever_stands_there(tmp_path: Path) -> None:
    path = write(tmp_path / "log.csv", "some,title\n2016,2017\n1,2\n")
    assert read(path, header_row=2).head.header == ("2016", "2017")
    assert refused(path, header_row=9).code == "file.header_missing"
    assert read(path, header_row=3).rows == []


@pytest.mark.parametrize("first", ["1,new", "1,new,x,more"])
def test_a_broken_first_row_does_not_hide_the_header(tmp_path: Path, first: str) -> None:
    content = read(write(tmp_path / "log.csv", f"id,state,note\n{first}\n2,closed,y\n3,open,z\n"))
    assert content.head.header == ("id", "state", "note")
    assert content.rows[0] == tuple(first.split(","))


def test_where_two_rows_could_be_the_header_a_person_decides(tmp_path: Path) -> None:
    path = write(tmp_path / "log.csv", "id,state,note\n1,new,x,y\n2,closed,y,z\n3,open,z,w\n")
    problem = refused(path)
    assert (problem.code, problem.data["rows"]) == ("file.header_unsure", [1, 2])
    assert read(path, header_row=1).head.header == ("id", "state", "note")


@pytest.mark.parametrize("text", ["1,2\n3,4\n5,6\n", "one column\nof words\nonly\n"])
def test_a_file_without_names_has_no_header(tmp_path: Path, text: str) -> None:
    assert refused(write(tmp_path / "log.csv", text)).code == "file.header_missing"
