"""Sealed files as Parquet: told by their head, opened within limits, written all or nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from serval.intake.errors import IntakeError, refusal
from serval.intake.sealed.head import SealedKind, parse_head
from serval.intake.tables.limits import DEFAULT_LIMITS, MIB, Limits

MAX_GROUP_ROWS = 8 * 1024 * 1024
"""Rows of one row group: a few bytes can claim any number of them, and each would be unpacked into memory."""

MAX_GROUP_BYTES = 1024 * MIB

PARQUET_FAULTS = (
    pa.ArrowException,
    ValueError,
    OSError,
    OverflowError,
    TypeError,
    LookupError,
    NotImplementedError,
    MemoryError,
)


@contextmanager
def refuse_faults(name: str) -> Iterator[None]:
    """Whatever the Parquet reader stumbles over is the file's fault; problems get the file's name."""
    try:
        yield
    except IntakeError as error:
        raise error.in_file(name) from None
    except PARQUET_FAULTS as error:
        raise refusal("file.damaged", reason=type(error).__name__).in_file(name) from None


class SealedFile:
    """An opened sealed file: its head, and its Parquet reader; columns named in `words` come as dictionaries.

    Raises IntakeError: `sealed.holds_facts` or `sealed.holds_samples` for a file of the other kind, `sealed.columns`
    and `sealed.column_type` for a wrong schema, `sealed.group_too_large`, `file.too_large`, `file.damaged`.
    """

    def __init__(
        self,
        path: Path,
        kind: SealedKind,
        schema: Mapping[str, Any],
        *,
        words: tuple[str, ...] = (),
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        self.name = path.name
        with refuse_faults(self.name):
            metadata = pq.read_metadata(path)
            self.head = parse_head(metadata.metadata or {})
            if self.head.kind != kind:
                raise refusal("sealed.holds_facts" if kind == "samples" else "sealed.holds_samples")
            _check_schema(metadata.schema.to_arrow_schema(), schema)
            _check_size(metadata, limits)
            self.parquet = pq.ParquetFile(
                path, metadata=metadata, read_dictionary=list(words), page_checksum_verification=True
            )

    @property
    def rows(self) -> int:
        return int(self.parquet.metadata.num_rows)

    def read_group(self, number: int, columns: Sequence[str] | None = None) -> pa.Table:
        """One row group, of all columns or some. Raises IntakeError `file.damaged`."""
        with refuse_faults(self.name):
            return self.parquet.read_row_group(number, None if columns is None else list(columns))

    def close(self) -> None:
        self.parquet.close()


def _check_schema(found: Any, wanted: Mapping[str, Any]) -> None:
    """The very columns in the very order."""
    if found.names != list(wanted):
        raise refusal("sealed.columns", found=found.names[:20], expected=list(wanted))
    for field in found:
        if field.type != wanted[field.name]:
            expected = str(wanted[field.name])
            raise refusal("sealed.column_type", column=field.name, found=str(field.type), expected=expected)


def _check_size(metadata: Any, limits: Limits) -> None:
    sizes = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    for number, group in enumerate(sizes, 1):
        if not 0 <= group.num_rows <= MAX_GROUP_ROWS or not 0 <= group.total_byte_size <= MAX_GROUP_BYTES:
            raise refusal("sealed.group_too_large", group=number, limit=MAX_GROUP_ROWS)
    unpacked = sum(group.total_byte_size for group in sizes)
    if unpacked > limits.max_file_bytes:
        raise refusal("file.too_large", limit=limits.max_file_bytes, value=unpacked)
    if sum(group.num_rows for group in sizes) != metadata.num_rows:
        raise refusal("file.damaged", reason="ArrowInvalid")


class SealedWriter:
    """Writes tables into an unfinished file beside the one that is wanted; `finish` puts it in its place.

    words  columns that say the same again and again; of whole numbers in other columns the differences are written
    """

    def __init__(self, path: Path, schema: pa.Schema, words: tuple[str, ...] = ()) -> None:
        self._path = path
        self._unfinished = path.with_name(path.name + ".part")
        numbers = [field.name for field in schema if pa.types.is_integer(field.type) and field.name not in words]
        # Chosen by the speed of reading: the figures stand in the decision record on sealed evidence.
        self._parquet = pq.ParquetWriter(
            self._unfinished,
            schema,
            compression="lz4",
            use_dictionary=list(words),
            column_encoding=dict.fromkeys(numbers, "DELTA_BINARY_PACKED"),
            store_schema=False,
            store_decimal_as_integer=True,
            write_page_checksum=True,
            dictionary_pagesize_limit=64 * MIB,
        )

    def write_group(self, table: pa.Table) -> None:
        """Writes one row group."""
        self._parquet.write_table(table, row_group_size=max(1, table.num_rows))

    def finish(self, head: Mapping[str, str]) -> int:
        """Ends the file, sees it onto the disk and gives it its name; its size in bytes."""
        self._parquet.add_key_value_metadata(dict(head))
        self._parquet.close()
        with self._unfinished.open("rb+") as written:
            os.fsync(written.fileno())
        self._unfinished.replace(self._path)
        return self._path.stat().st_size

    def discard(self) -> None:
        """Leaves nothing behind of what was not finished."""
        with suppress(OSError, pa.ArrowException):
            self._parquet.close()
        self._unfinished.unlink(missing_ok=True)


@contextmanager
def create_sealed(path: Path, schema: pa.Schema, *, words: tuple[str, ...] = ()) -> Iterator[SealedWriter]:
    """A writer that leaves a whole file or none. Raises IntakeError `sealed.unwritable`."""
    try:
        writer = SealedWriter(path, schema, words)
    except OSError as error:
        raise _unwritable(path, error) from None
    try:
        yield writer
    except OSError as error:
        raise _unwritable(path, error) from None
    finally:
        writer.discard()


def _unwritable(path: Path, error: OSError) -> IntakeError:
    reason = os.strerror(error.errno) if error.errno else type(error).__name__
    return refusal("sealed.unwritable", reason=reason).in_file(path.name)
