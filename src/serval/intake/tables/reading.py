"""From opened bytes to a header and batches of rows: everything the child does with a file."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

from serval.intake.errors import refusal
from serval.intake.tables.archives import find_table_entry, open_archive, open_entry, shown_name
from serval.intake.tables.delimited import Lines, read_delimited
from serval.intake.tables.encodings import detect_encoding, find_codec
from serval.intake.tables.frames import NumberedCells, TableHead
from serval.intake.tables.headers import HeadedRows, clean_name, unique_names
from serval.intake.tables.kinds import HEAD_BYTES, check_is_text, detect_container
from serval.intake.tables.limits import DEFAULT_LIMITS, Limits
from serval.intake.tables.sheets import MergedRange
from serval.intake.tables.streams import Beat, PackedFile, Pulse, read_chunks
from serval.intake.tables.workbooks import CONTENT_TYPES, Workbook

_ENCODING_SHARE = 0.2  # finding the encoding needs about a fifth of the time that parsing does

_STREAM_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError)


@dataclass(frozen=True, slots=True)
class Request:
    """Which table is wanted; see `open_table`."""

    name: str
    encoding: str = "auto"
    sheet: str | None = None
    header_row: int | None = None
    limits: Limits = DEFAULT_LIMITS


@dataclass(frozen=True, slots=True)
class Reading:
    """A table being read: its head, its batches, and the count of repeated headers met so far."""

    head: TableHead
    batches: Iterator[list[NumberedCells]]
    typed: bool
    count_repeated_headers: Callable[[], int]


def read_table(source: IO[bytes], request: Request, beat: Beat) -> Reading:
    """Reads head first, rows as `batches` is drawn. Raises IntakeError, there too; never anything else."""
    packed = PackedFile(source)
    pulse = Pulse(packed.size, beat)
    head = packed.rewound().read(HEAD_BYTES)
    if not head:
        raise refusal("file.empty")
    container = detect_container(head, request.name)
    if container == "zip":
        return _read_zip(packed, request, pulse)
    if container == "gzip":
        return _read_gzip(packed, request, pulse)
    if container == "parquet":
        return _read_parquet(packed, request, pulse)
    return _read_text(packed.rewound, request.name, packed, request, pulse)


def _read_zip(packed: PackedFile, request: Request, pulse: Pulse) -> Reading:
    limits = request.limits
    archive = open_archive(packed.source, limits, max_unpacked=limits.max_file_bytes)
    if CONTENT_TYPES in archive.namelist():
        _check_workbook_size(archive, limits)
        return _read_workbook(archive, request, pulse)
    entry = find_table_entry(archive)
    with open_entry(archive, entry) as stream:
        _check_inside(stream)
    name = f"{request.name}/{shown_name(entry.filename)}"
    return _read_text(lambda: open_entry(archive, entry), name, packed, request, pulse)


def _read_gzip(packed: PackedFile, request: Request, pulse: Pulse) -> Reading:
    with _gunzipped(packed) as stream:
        _check_inside(stream)
    return _read_text(lambda: _gunzipped(packed), request.name, packed, request, pulse)


def _gunzipped(packed: PackedFile) -> IO[bytes]:
    return gzip.GzipFile(fileobj=packed.rewound(), mode="rb")  # type: ignore[return-value]


def _check_inside(stream: IO[bytes]) -> None:
    try:
        head = stream.read(HEAD_BYTES)
    except _STREAM_FAULTS as error:
        raise refusal("file.damaged", reason=type(error).__name__) from None
    check_is_text(head)


def _read_text(
    open_stream: Callable[[], IO[bytes]], name: str, packed: PackedFile, request: Request, pulse: Pulse
) -> Reading:
    limits = request.limits

    def chunks() -> Iterator[bytes]:
        try:
            yield from read_chunks(open_stream(), packed, limits, pulse)
        except _STREAM_FAULTS as error:
            raise refusal("file.damaged", reason=type(error).__name__) from None

    encoding, codec = request.encoding, "auto"
    if encoding == "auto":
        pulse.enter_stage(0.0, _ENCODING_SHARE)
        encoding = detect_encoding(chunks())
        pulse.enter_stage(_ENCODING_SHARE, 1 - _ENCODING_SHARE)
    codec = find_codec(encoding)
    rows = read_delimited(Lines(chunks(), codec, limits), limits)
    headed = HeadedRows(rows, limits, header_row=request.header_row)
    head = TableHead(name, "csv", encoding, headed.header, headed.repeated)
    return Reading(head, headed.batches(), typed=False, count_repeated_headers=lambda: headed.repeated_headers)


def _check_workbook_size(archive: zipfile.ZipFile, limits: Limits) -> None:
    unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > limits.max_workbook_bytes:
        raise refusal("file.zip_bomb", reason="size", limit=limits.max_workbook_bytes, value=unpacked)


def _read_workbook(archive: zipfile.ZipFile, request: Request, pulse: Pulse) -> Reading:
    book = Workbook(archive, request.limits, pulse)
    sheet, rows, merges = book.open_sheet(request.sheet)
    headed = HeadedRows(
        rows,
        request.limits,
        header_row=request.header_row,
        fixed_width=True,
        block_end=lambda row: _last_row_of_block(merges, row),
    )
    head = TableHead(f"{request.name}/{sheet}", "xlsx", "", headed.header, headed.repeated)
    return Reading(head, headed.batches(), typed=True, count_repeated_headers=lambda: headed.repeated_headers)


def _last_row_of_block(merges: list[MergedRange], row: int) -> int:
    return max([row, *(merged.bottom for merged in merges if merged.top == row)])


def _read_parquet(packed: PackedFile, request: Request, pulse: Pulse) -> Reading:
    # Loaded here alone: pyarrow costs more memory and time than all other formats need together.
    from serval.intake.tables.columnar import ParquetTable

    table = ParquetTable(packed.rewound(), request.limits, pulse)
    header, repeated = unique_names([clean_name(name) for name in table.names])
    head = TableHead(request.name, "parquet", "", header, repeated)
    return Reading(head, table.batches(), typed=True, count_repeated_headers=lambda: 0)
