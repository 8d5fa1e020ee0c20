"""What was written: how long and how large a report is, read from its bytes."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

_PAGES = re.compile(rb"/Type\s*/Pages\s*/Count (\d+)")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")


@dataclass(frozen=True, slots=True)
class Written:
    """A report that was written: its size in bytes, and how many pages or sheets it has, where it has any."""

    path: Path
    size: int
    pages: int = 0
    sheets: int = 0


def describe_content(path: Path, content: bytes) -> Written:
    """What a report of this content is like; the ending of its name says what it is."""
    match path.suffix.lower():
        case ".pdf":
            counted = [int(number) for number in _PAGES.findall(content)]
            return Written(path, len(content), pages=max(counted, default=0))
        case ".xlsx":
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                sheets = sum(_SHEET.fullmatch(name) is not None for name in book.namelist())
            return Written(path, len(content), sheets=sheets)
    return Written(path, len(content))
