"""The incident log many times over: as large as a test wants, each copy with incidents of its own."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.real.flag_fit import LOG


def write_copies(shared: Path, target: Path, *, copies: int) -> Path:
    """A CSV of `copies` times the incident log; the incidents of each copy are new ones."""
    with zipfile.ZipFile(shared / LOG) as archive:
        content = archive.read(archive.namelist()[0])
    header, rows = content.split(b"\n", 1)
    with target.open("wb") as stream:
        stream.write(header + b"\n")
        for copy in range(copies):
            stream.write(rows.replace(b"INC", f"INC{copy:03}-".encode()))
    return target
