"""What a file is, told from its first bytes; the ending of its name must not contradict them."""

from __future__ import annotations

from typing import Literal

from serval.intake.errors import refusal

Container = Literal["text", "zip", "gzip", "parquet"]

HEAD_BYTES = 512

_KNOWN: tuple[tuple[bytes, Container], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"PAR1", "parquet"),
)

_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "xls"),
    (b"%PDF", "pdf"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "rar"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"SQLite format 3", "sqlite"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
)

_MARKUP = ((b"<!doctype html", "html"), (b"<html", "html"), (b"<table", "html"), (b"<?xml", "xml"), (b"{\\rtf", "rtf"))

_ENDINGS: dict[str, Container] = {
    "csv": "text",
    "tsv": "text",
    "tab": "text",
    "txt": "text",
    "zip": "zip",
    "xlsx": "zip",
    "xlsm": "zip",
    "gz": "gzip",
    "parquet": "parquet",
}


def detect_container(head: bytes, name: str) -> Container:
    """How the bytes that begin with `head` are packed.

    Raises IntakeError `file.kind_unknown` for what holds no table we read, `file.kind_mismatch` when the name says
    something else than the content.
    """
    found = _by_content(head)
    claimed = _ENDINGS.get(name.rpartition(".")[2].lower())
    if claimed is not None and claimed != found:
        raise refusal("file.kind_mismatch", value=found, ending=name.rpartition(".")[2])
    return found


def check_is_text(head: bytes) -> None:
    """Refuses what was packed inside an archive and is no text: `file.nested_archive` or `file.kind_unknown`."""
    if _by_content(head) != "text":
        raise refusal("file.nested_archive", value=_by_content(head))


def _by_content(head: bytes) -> Container:
    for magic, container in _KNOWN:
        if head.startswith(magic):
            return container
    for magic, foreign in _FOREIGN:
        if head.startswith(magic):
            raise refusal("file.kind_unknown", value=foreign)
    if head[257:262] == b"ustar":
        raise refusal("file.kind_unknown", value="tar")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for magic, foreign in _MARKUP:
        if start.startswith(magic):
            raise refusal("file.kind_unknown", value=foreign)
    return "text"
