"""Frames: what the child says to the parent, in bytes that can do nothing but be wrong.

A frame is a kind, a length and a payload of JSON or of separated text. Nothing is unpickled, and the parent checks
every value it takes over, because a child that parsed a hostile file may no longer be ours.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any

from serval.intake.errors import IntakeError, refusal
from serval.intake.tables.rows import Cell, Row

HEADER, TEXT_ROWS, TYPED_ROWS, PROGRESS, DONE, REFUSED = range(1, 7)

PREFIX = struct.Struct("<BI")
COUNT = struct.Struct("<I")
PROGRESS_BODY = struct.Struct("<QQ")
MAX_FRAME_BYTES = 256 * 1024 * 1024

_CELL_END = "\x1f"
_ROW_END = "\x1e"
_PLAIN = (str, int, float, bool, type(None), datetime, date, time)

_MOMENT_READERS: dict[str, Callable[[str], datetime | date | time]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}

NumberedCells = tuple[int, Sequence[Cell]]


def pack_frame(kind: int, payload: bytes) -> bytes:
    """The frame's bytes as written to the pipe."""
    return PREFIX.pack(kind, len(payload)) + payload


@dataclass(frozen=True, slots=True)
class TableHead:
    """What is known of a table before its first row; see Table."""

    name: str
    kind: str
    encoding: str
    header: tuple[str, ...]
    repeated: tuple[str, ...]


def pack_json(kind: int, value: dict[str, Any]) -> bytes:
    """A frame whose payload is one JSON object."""
    return pack_frame(kind, json.dumps(value).encode())


def pack_header(head: TableHead) -> bytes:
    """A HEADER frame."""
    return pack_json(HEADER, asdict(head))


def unpack_header(payload: bytes) -> TableHead:
    """The head of a HEADER frame. Like all unpackers raises `file.child_killed` when the child sent nonsense."""
    sent = unpack_json(payload)
    try:
        head = TableHead(**{**sent, "header": tuple(sent["header"]), "repeated": tuple(sent["repeated"])})
    except (TypeError, KeyError):
        raise _nonsense() from None
    texts = (head.name, head.kind, head.encoding, *head.header, *head.repeated)
    if not all(isinstance(text, str) for text in texts):
        raise _nonsense()
    return head


def unpack_done(payload: bytes) -> int:
    """How many repeated headers were left out."""
    count = unpack_json(payload).get("repeated_headers")
    if not isinstance(count, int):
        raise _nonsense()
    return count


def unpack_refusal(payload: bytes) -> IntakeError:
    """The error the child sent: a code with plain data."""
    sent = unpack_json(payload)
    code, data = sent.get("code"), sent.get("data")
    if not isinstance(code, str) or not isinstance(data, dict):
        return _nonsense()
    return refusal(code, **data)


def pack_progress(done: int, total: int) -> bytes:
    """A sign of life: bytes done of bytes in all."""
    return pack_frame(PROGRESS, PROGRESS_BODY.pack(done, total))


def unpack_progress(payload: bytes) -> tuple[int, int]:
    """Bytes done, bytes in all."""
    try:
        done, total = PROGRESS_BODY.unpack(payload)
    except struct.error:
        raise _nonsense() from None
    return done, total


def pack_rows(rows: Sequence[NumberedCells], *, typed: bool) -> bytes:
    """A frame of rows; rows of text alone travel as separated text, which splits many times faster than JSON."""
    if not typed:
        text = _ROW_END.join([_CELL_END.join(cells) for _, cells in rows])  # type: ignore[arg-type]
        cell_ends = sum(len(cells) - 1 for _, cells in rows)
        if text.count(_ROW_END) == len(rows) - 1 and text.count(_CELL_END) == cell_ends:
            numbers = struct.pack(f"<{len(rows)}Q", *[number for number, _ in rows])
            return pack_frame(TEXT_ROWS, COUNT.pack(len(rows)) + numbers + text.encode())
    body = json.dumps([[number, list(cells)] for number, cells in rows], default=_moment_as_json)
    return pack_frame(TYPED_ROWS, body.encode())


def unpack_text_rows(payload: bytes) -> list[Row]:
    """Rows of a TEXT_ROWS frame."""
    try:
        (count,) = COUNT.unpack_from(payload)
        numbers = struct.unpack_from(f"<{count}Q", payload, COUNT.size)
        lines = payload[COUNT.size + 8 * count :].decode().split(_ROW_END)
    except (struct.error, UnicodeDecodeError, MemoryError):
        raise _nonsense() from None
    if len(lines) != count:
        raise _nonsense()
    return [Row(number, tuple(line.split(_CELL_END))) for number, line in zip(numbers, lines, strict=True)]


def unpack_typed_rows(payload: bytes) -> list[Row]:
    """Rows of a TYPED_ROWS frame."""
    try:
        pairs = json.loads(payload, object_hook=_moment_from_json)
        rows = [Row(int(number), tuple(cells)) for number, cells in pairs]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise _nonsense() from None
    if not all(isinstance(cell, _PLAIN) for row in rows for cell in row.cells):
        raise _nonsense()
    return rows


def unpack_json(payload: bytes) -> dict[str, Any]:
    try:
        value = json.loads(payload)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise _nonsense()
    return value


def _moment_as_json(value: object) -> dict[str, str]:
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat()}
    raise TypeError(type(value).__name__)


def _moment_from_json(value: dict[str, str]) -> datetime | date | time:
    ((kind, text),) = value.items()
    return _MOMENT_READERS[kind](text)


def _nonsense() -> IntakeError:
    return refusal("file.child_killed", reason="nonsense")
