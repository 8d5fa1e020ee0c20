"""Zip archives, judged by their directory before anything is unpacked; nothing is ever written to disk."""

from __future__ import annotations

import struct
import zipfile
from typing import IO

from serval.intake.errors import IntakeError, refusal
from serval.intake.tables.limits import Limits

_END = struct.Struct("<4s4H2LH")
_END_MAGIC = b"PK\x05\x06"
_LOCATOR = struct.Struct("<4sLQL")
_LOCATOR_MAGIC = b"PK\x06\x07"
_END64 = struct.Struct("<4sQ2H2L4Q")
_END64_MAGIC = b"PK\x06\x06"
_LOCAL_HEADER_BYTES = 30
_LONGEST_COMMENT = 65_535
_SHOWN_ENTRIES = 20

_TABLE_ENDINGS = (".csv", ".tsv")
_TEXT_ENDINGS = (".txt", ".tab")
_ARCHIVE_ENDINGS = (".zip", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".tar", ".zst", ".xlsx", ".xlsm", ".jar")


def open_archive(source: IO[bytes], limits: Limits, *, max_unpacked: int) -> zipfile.ZipFile:
    """The archive, once its directory promises to stay within the limits.

    Raises IntakeError `file.zip_bomb` (reason entries, directory, size, ratio or overlap), `file.encrypted`,
    `file.compression_unknown` or `file.damaged`.
    """
    _check_directory_size(source, limits)
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OSError, UnicodeError) as error:
        raise refusal("file.damaged", reason=type(error).__name__) from None
    entries = archive.infolist()
    if len(entries) > limits.max_archive_entries:
        raise refusal("file.zip_bomb", reason="entries", limit=limits.max_archive_entries)
    _check_sizes(entries, limits, max_unpacked)
    _check_overlap(entries, archive.start_dir)
    for entry in entries:
        _check_readable(entry)
    return archive


def find_table_entry(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    """The one table inside. Raises IntakeError `file.nested_archive` or, naming them, `file.archive_entries`."""
    files = [e for e in archive.infolist() if not e.is_dir() and not _is_side_file(e.filename)]
    for entry in files:
        if entry.filename.lower().endswith(_ARCHIVE_ENDINGS):
            raise refusal("file.nested_archive", value=shown_name(entry.filename))
    for endings in (_TABLE_ENDINGS, _TEXT_ENDINGS):
        tables = [e for e in files if e.filename.lower().endswith(endings)]
        if len(tables) == 1:
            return tables[0]
        if tables:
            break
    names = [shown_name(e.filename) for e in files[:_SHOWN_ENTRIES]]
    raise refusal("file.archive_entries", entries=names, value=len(files))


def shown_name(entry_name: str) -> str:
    """The last part of an entry's name, without what could not be shown; folders in it mean nothing here."""
    last = entry_name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return "".join(c for c in last if c.isprintable()).encode("utf-8", "replace").decode()[:200]


def _is_side_file(name: str) -> bool:
    last = name.rpartition("/")[2]
    return name.startswith("__MACOSX/") or last in (".DS_Store", "Thumbs.db") or last.startswith("._")


def _check_directory_size(source: IO[bytes], limits: Limits) -> None:
    """zipfile builds an object for each entry of the directory, so its size is asked before zipfile sees it."""
    size = source.seek(0, 2)
    tail_bytes = min(size, _END.size + _LONGEST_COMMENT + _LOCATOR.size)
    source.seek(size - tail_bytes)
    tail = source.read(tail_bytes)
    at = tail.rfind(_END_MAGIC)
    if at < 0 or len(tail) - at < _END.size:
        raise refusal("file.damaged", reason="directory")
    _, _, _, _, entries, directory, _, _ = _END.unpack_from(tail, at)
    if at >= _LOCATOR.size and tail[at - _LOCATOR.size :].startswith(_LOCATOR_MAGIC):
        entries, directory = _read_large_directory(source, size - tail_bytes + at)
    if entries > limits.max_archive_entries:
        raise refusal("file.zip_bomb", reason="entries", limit=limits.max_archive_entries, value=entries)
    if directory > limits.max_directory_bytes:
        raise refusal("file.zip_bomb", reason="directory", limit=limits.max_directory_bytes, value=directory)


def _read_large_directory(source: IO[bytes], end_begins: int) -> tuple[int, int]:
    """Entries and bytes of the directory as the Zip64 record says; it stands before its locator."""
    source.seek(max(0, end_begins - _LOCATOR.size - _END64.size))
    record = source.read(_END64.size)
    if len(record) < _END64.size or not record.startswith(_END64_MAGIC):
        raise refusal("file.damaged", reason="directory")
    fields = _END64.unpack(record)
    return fields[7], fields[8]


def _check_sizes(entries: list[zipfile.ZipInfo], limits: Limits, max_unpacked: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > max_unpacked:
        raise refusal("file.zip_bomb", reason="size", limit=max_unpacked, value=unpacked)
    if unpacked > limits.ratio_from_bytes and unpacked > limits.max_ratio * max(1, packed):
        raise refusal("file.zip_bomb", reason="ratio", limit=limits.max_ratio, value=unpacked // max(1, packed))


def _check_overlap(entries: list[zipfile.ZipInfo], directory_begins: int) -> None:
    """Entries that share bytes are how a small archive unpacks to petabytes without being nested."""
    ordered = sorted(entries, key=lambda e: e.header_offset)
    ends = [*(e.header_offset for e in ordered), directory_begins][1:]
    for entry, end in zip(ordered, ends, strict=True):
        if entry.header_offset + _LOCAL_HEADER_BYTES + len(entry.orig_filename) + entry.compress_size > end:
            raise refusal("file.zip_bomb", reason="overlap", value=shown_name(entry.filename))


def _check_readable(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 0x1:
        raise refusal("file.encrypted", value=shown_name(entry.filename))
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise refusal("file.compression_unknown", value=entry.compress_type)


def open_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> IO[bytes]:
    """The unpacked bytes of an entry, as a stream. Raises IntakeError `file.damaged`."""
    try:
        return archive.open(entry)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, struct.error, OSError, ValueError) as error:
        raise _damaged(error) from None


def _damaged(error: Exception) -> IntakeError:
    return refusal("file.damaged", reason=type(error).__name__)
