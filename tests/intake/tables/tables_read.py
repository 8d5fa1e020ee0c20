"""Reading a file the way the child does, in this process: fast, and a parser's own fault shows as what it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from serval.engine.errors import Problem
from serval.intake.errors import IntakeError
from serval.intake.tables.frames import TableHead
from serval.intake.tables.reading import Request, read_table


@dataclass(frozen=True)
class Content:
    """All of a table."""

    head: TableHead
    numbers: list[int]
    rows: list[tuple[Any, ...]]
    repeated_headers: int


def read(path: Path, **wanted: Any) -> Content:
    """Everything in the file at `path`; `wanted` as in Request."""
    with path.open("rb") as source:
        reading = read_table(source, Request(name=path.name, **wanted), lambda *_: None)
        rows = [row for batch in reading.batches for row in batch]
    numbers = [number for number, _ in rows]
    return Content(reading.head, numbers, [tuple(c) for _, c in rows], reading.count_repeated_headers())


def refused(path: Path, **wanted: Any) -> Problem:
    """The problem for which the file is refused; fails when it is read."""
    with pytest.raises(IntakeError) as caught:
        read(path, **wanted)
    return caught.value.problems[0]


def wall(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment as files have it: without a zone."""
    return datetime(year, month, day, hour, minute)  # noqa: DTZ001


def write(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    """Writes text as it stands, without touching its line breaks."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path
