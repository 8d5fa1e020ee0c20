"""Encodings: decided over the whole file, refused when its lines contradict each other."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.intake.tables.tables_read import read, refused, write

HEADER = "编号,状态\n"


@pytest.mark.parametrize(
    ("codec", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("gb18030", "gb18030"), ("gbk", "gb18030")],
)
def test_an_encoding_is_found_and_leaves_no_mark_in_the_header(tmp_path: Path, codec: str, found: str) -> None:
    content = read(write(tmp_path / "log.csv", HEADER + "1,已解决\n2,挂起\n", codec))
    assert content.head.encoding == found
    assert content.head.header == ("编号", "状态")
    assert content.rows == [("1", "已解决"), ("2", "挂起")]


def test_a_file_that_turns_to_gb18030_after_a_megabyte_of_ascii_is_gb18030(tmp_path: Path) -> None:
    head = "id,state\n" + "1,new\n" * 200_000
    content = read(write(tmp_path / "log.csv", head.encode() + "2,已解决\n".encode("gb18030")))
    assert content.head.encoding == "gb18030"
    assert content.rows[-1] == ("2", "已解决")


def test_a_character_cut_by_the_reading_buffer_is_whole(tmp_path: Path) -> None:
    for codec in ("utf-8", "gb18030"):
        for shift in range(4):
            text = "id,text\n1," + "a" * shift + "龘中" * 140_000 + "\n2,文\n"
            assert read(write(tmp_path / "log.csv", text, codec)).rows[1] == ("2", "文")


def test_chinese_text_that_looks_like_utf8_by_chance_is_still_gb18030(tmp_path: Path) -> None:
    chance = "隆"  # its two bytes in GB18030 are one letter in UTF-8
    assert chance.encode("gb18030").decode("utf-8") == "¡"
    content = read(write(tmp_path / "log.csv", f"id,state\n1,{chance}\n2,已解决\n", "gb18030"))
    assert content.rows == [("1", chance), ("2", "已解决")]


@pytest.mark.parametrize(("first", "second"), [("utf-8", "gb18030"), ("gb18030", "utf-8")])
def test_a_file_that_mixes_encodings_is_refused_with_the_row(tmp_path: Path, first: str, second: str) -> None:
    mixed = "id,state\n1,已解决\n".encode(first) + b"2,new\n" + "3,已挂起\n".encode(second)
    problem = refused(write(tmp_path / "log.csv", mixed))
    assert (problem.code, problem.data["row"]) == ("file.encoding_mixed", 4)


def test_western_text_is_not_taken_for_chinese(tmp_path: Path) -> None:
    path = write(tmp_path / "log.csv", "id,name\n1,Résumé für Jürgen\n", "latin-1")
    problem = refused(path)
    assert (problem.code, problem.data["row"]) == ("file.encoding_unknown", 2)
    assert read(path, encoding="latin-1").rows == [("1", "Résumé für Jürgen")]


def test_a_named_encoding_is_used_and_its_faults_name_the_row(tmp_path: Path) -> None:
    path = write(tmp_path / "log.csv", "id,state\n1,已解決\n", "big5")
    assert read(path, encoding="big5").rows == [("1", "已解決")]
    mixed = write(tmp_path / "mixed.csv", (HEADER + "1,好\n").encode() + b"2,\xff\n")
    problem = refused(mixed, encoding="utf-8")
    assert (problem.code, problem.data["row"]) == ("file.encoding_wrong", 3)


@pytest.mark.parametrize("name", ["klingon", "idna", "unicode_escape", "rot13", "zlib", "utf-8\0"])
def test_only_encodings_of_text_files_may_be_named(tmp_path: Path, name: str) -> None:
    problem = refused(write(tmp_path / "log.csv", "id,state\n1,new\n"), encoding=name)
    assert problem.code == "file.encoding_unsupported"
    assert "gb18030" in problem.data["known"]


def test_the_encoding_of_a_packed_text_is_found_too(tmp_path: Path) -> None:
    path = tmp_path / "log.csv.gz"
    path.write_bytes(gzip.compress((HEADER + "1,已解决\n").encode("gb18030")))
    assert read(path).rows == [("1", "已解决")]
