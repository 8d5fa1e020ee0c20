"""What a file is: told from its content, which its name must not contradict."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.tables.tables_read import read, refused, write
from tests.intake.tables.workbook_files import write_workbook, write_zip


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("old.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "xls"),
        ("export.xls", b"<html><table><tr><td>id</td></tr></table></html>", "html"),
        ("export.xls", b'<?xml version="1.0"?><Workbook/>', "xml"),
        ("log.csv", b"%PDF-1.7 ...", "pdf"),
        ("log.tar", b"log.csv".ljust(257, b"\0") + b"ustar" + b"\0" * 300, "tar"),
        ("log", b"7z\xbc\xaf\x27\x1c", "7z"),
    ],
)
def test_what_holds_no_table_we_read_is_named(tmp_path: Path, name: str, content: bytes, found: str) -> None:
    problem = refused(write(tmp_path / name, content))
    assert (problem.code, problem.data["value"]) == ("file.kind_unknown", found)


def test_a_name_that_contradicts_the_content_is_refused(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "log.xlsx").read_bytes()
    problem = refused(write(tmp_path / "log.csv", book))
    assert (problem.code, problem.data["value"], problem.data["ending"]) == ("file.kind_mismatch", "zip", "csv")
    assert refused(write(tmp_path / "text.xlsx", "id,state\n1,new\n")).code == "file.kind_mismatch"


def test_a_name_without_a_known_ending_does_not_matter(tmp_path: Path) -> None:
    assert read(write(tmp_path / "incidents.2026", "id,state\n1,new\n")).rows == [("1", "new")]


def test_an_office_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    entries = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}
    assert refused(write_zip(tmp_path / "letter.zip", entries)).code == "file.kind_unknown"


def test_a_workbook_among_zips_is_known_by_its_content(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "log.xlsx").read_bytes()
    assert read(write(tmp_path / "log.zip", book)).head.kind == "xlsx"
