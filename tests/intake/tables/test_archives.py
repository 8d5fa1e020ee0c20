"""Archives: judged by their directory, never written to disk, one table inside."""

from __future__ import annotations

import gzip
import struct
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from serval.intake.tables import Limits
from serval.intake.tables.limits import MIB
from tests.intake.tables.tables_read import read, refused, write
from tests.intake.tables.workbook_files import write_workbook, write_zip

LOG = b"id,state\n1,new\n"
SWELLING = b"id,state\n" + b"1,new\n" * 300_000
SMALL = Limits(ratio_from_bytes=MIB)


def test_a_text_in_an_archive_is_read(tmp_path: Path) -> None:
    entries = {"export/log.csv": LOG, "export/": b"", "__MACOSX/export/._log.csv": b"x", "export/notes.pdf": b"x"}
    content = read(write_zip(tmp_path / "log.zip", entries))
    assert content.head.name == "log.zip/log.csv"
    assert content.rows == [("1", "new")]


def test_a_gzipped_text_of_several_members_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "log.csv.gz", gzip.compress(LOG) + gzip.compress(b"2,closed\n"))
    assert read(path).rows == [("1", "new"), ("2", "closed")]


@pytest.mark.parametrize("names", [[], ["a.csv", "b.csv"], ["a.csv", "b.tsv", "c.txt"], ["x.pdf"], ["a.txt", "b.txt"]])
def test_an_archive_without_exactly_one_table_is_refused_with_its_entries(tmp_path: Path, names: list[str]) -> None:
    problem = refused(write_zip(tmp_path / "log.zip", dict.fromkeys(names, LOG)))
    assert problem.code == "file.archive_entries"
    assert problem.data["entries"] == names


def test_an_entry_that_climbs_out_of_its_folder_is_only_a_name(tmp_path: Path) -> None:
    folder = tmp_path / "inner"
    folder.mkdir()
    content = read(write_zip(folder / "log.zip", {"../../evil\x1b.csv": LOG}))
    assert content.head.name == "log.zip/evil.csv"
    assert [p.name for p in tmp_path.rglob("*")] == ["inner", "log.zip"]


def test_a_symbolic_link_in_an_archive_leads_nowhere(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("log.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "log.zip", "w") as archive:
        archive.writestr(link, "id,target\n1,/etc/passwd\n")
    assert read(tmp_path / "log.zip").rows == [("1", "/etc/passwd")]


@pytest.mark.parametrize("name", ["inner.zip", "log.csv.gz", "book.xlsx", "a.7z"])
def test_an_archive_inside_an_archive_is_refused(tmp_path: Path, name: str) -> None:
    problem = refused(write_zip(tmp_path / "log.zip", {"log.csv": LOG, name: b"x"}))
    assert (problem.code, problem.data["value"]) == ("file.nested_archive", name)


def test_an_archive_that_hides_behind_the_name_of_a_text_is_refused(tmp_path: Path) -> None:
    inner = write_zip(tmp_path / "inner.zip", {"log.csv": LOG}).read_bytes()
    assert refused(write_zip(tmp_path / "log.zip", {"log.csv": inner})).code == "file.nested_archive"
    assert refused(write(tmp_path / "log.csv.gz", gzip.compress(inner))).code == "file.nested_archive"
    assert refused(write(tmp_path / "b.csv.gz", gzip.compress(gzip.compress(LOG)))).code == "file.nested_archive"


def test_what_swells_more_than_allowed_is_refused_from_the_directory(tmp_path: Path) -> None:
    packed = write_zip(tmp_path / "log.zip", {"log.csv": SWELLING})
    problem = refused(packed, limits=SMALL)
    assert (problem.code, problem.data["reason"], problem.data["limit"]) == ("file.zip_bomb", "ratio", 200)
    assert len(read(packed, limits=replace(SMALL, max_ratio=1_100)).rows) == 300_000


def test_what_swells_more_than_allowed_is_refused_while_it_streams(tmp_path: Path) -> None:
    path = write(tmp_path / "log.csv.gz", gzip.compress(SWELLING))
    problem = refused(path, limits=SMALL)
    assert (problem.code, problem.data["reason"]) == ("file.zip_bomb", "ratio")
    assert refused(path, limits=Limits(max_file_bytes=MIB)).code == "file.too_large"
    assert len(read(path).rows) == 300_000


def test_a_workbook_larger_than_allowed_is_refused_from_the_directory(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "log.xlsx")
    problem = refused(path, limits=Limits(max_workbook_bytes=500))
    assert (problem.code, problem.data["reason"]) == ("file.zip_bomb", "size")
    assert read(path).rows == [(1, "new")]


def test_more_entries_than_allowed_are_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "log.zip", {f"{i}.csv": b"" for i in range(40)})
    problem = refused(path, limits=Limits(max_archive_entries=39))
    assert (problem.code, problem.data["reason"]) == ("file.zip_bomb", "entries")
    assert refused(path, limits=Limits(max_archive_entries=40)).code == "file.archive_entries"


def _directory_claims(path: Path, *, entries: int, size: int) -> None:
    """Rewrites the end record, which stands in the last 22 bytes."""
    content = bytearray(path.read_bytes())
    struct.pack_into("<2HL", content, len(content) - 14, entries, entries, size)
    path.write_bytes(content)


def test_a_directory_larger_than_allowed_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "log.zip", {"log.csv": LOG})
    _directory_claims(path, entries=1, size=3 * MIB)
    problem = refused(path)
    assert (problem.code, problem.data["reason"]) == ("file.zip_bomb", "directory")


def test_a_million_entries_that_the_directory_denies_are_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "log.zip", {f"{i}.csv": b"" for i in range(300)})
    honest = struct.unpack_from("<L", path.read_bytes(), path.stat().st_size - 10)[0]
    _directory_claims(path, entries=1, size=honest)
    problem = refused(path, limits=Limits(max_archive_entries=100))
    assert (problem.code, problem.data["reason"]) == ("file.zip_bomb", "entries")


def test_entries_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "log.zip", {"a.csv": LOG * 50, "b.txt": LOG * 50}, zipfile.ZIP_STORED)
    content = bytearray(path.read_bytes())
    second = content.rfind(b"PK\x01\x02")
    struct.pack_into("<L", content, second + 42, 0)
    problem = refused(write(tmp_path / "overlap.zip", bytes(content)))
    assert (problem.code, problem.data["reason"]) == ("file.zip_bomb", "overlap")


def test_an_encrypted_entry_is_refused(tmp_path: Path) -> None:
    content = bytearray(write_zip(tmp_path / "log.zip", {"log.csv": LOG}).read_bytes())
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    assert refused(write(tmp_path / "locked.zip", bytes(content))).code == "file.encrypted"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_compression_that_workbooks_and_exports_never_use_is_refused(tmp_path: Path, method: int) -> None:
    assert refused(write_zip(tmp_path / "log.zip", {"log.csv": LOG}, method)).code == "file.compression_unknown"


def test_a_cut_archive_is_damaged(tmp_path: Path) -> None:
    packed = gzip.compress(LOG * 1000)
    assert refused(write(tmp_path / "log.csv.gz", packed[:-9])).code == "file.damaged"
    whole = write_zip(tmp_path / "log.zip", {"log.csv": LOG}).read_bytes()
    assert refused(write(tmp_path / "cut.zip", whole[:-30])).code == "file.damaged"
