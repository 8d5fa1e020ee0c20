"""Parquet files, one small batch of rows at a time."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from serval.intake.errors import IntakeError, refusal
from serval.intake.tables.excel_values import duration_text
from serval.intake.tables.frames import NumberedCells
from serval.intake.tables.limits import Limits
from serval.intake.tables.rows import Cell
from serval.intake.tables.streams import Pulse

_FAULTS = (pa.ArrowException, ValueError, OSError, OverflowError, TypeError, KeyError, NotImplementedError)
_PLAIN = (str, bool, int, datetime, date, time, type(None))


class ParquetTable:
    """A Parquet file opened for reading; `names` are its columns as the file has them."""

    def __init__(self, source: IO[bytes], limits: Limits, pulse: Pulse) -> None:
        self._limits = limits
        self._pulse = pulse
        try:
            self._file = pq.ParquetFile(source, memory_map=False, pre_buffer=False)
            self.names = list(self._file.schema_arrow.names)
            self._rows = int(self._file.metadata.num_rows)
            unpacked = _unpacked_bytes(self._file.metadata)
        except _FAULTS as error:
            raise _damaged(error) from None
        if len(self.names) > limits.max_columns:
            raise refusal("file.too_many_columns", limit=limits.max_columns, value=len(self.names))
        if unpacked > limits.max_file_bytes:
            raise refusal("file.too_large", limit=limits.max_file_bytes, value=unpacked)

    def batches(self) -> Iterator[list[NumberedCells]]:
        """The rows, numbered from 1. Raises IntakeError `file.damaged`, `file.cell_too_long`, `file.row_too_long`."""
        number = 0
        incoming = self._file.iter_batches(batch_size=self._limits.batch_rows, use_threads=False)
        while (columns := self._next_columns(incoming)) is not None:
            batch: list[NumberedCells] = []
            chars = 0
            for cells in zip(*columns, strict=True):
                number += 1
                size = self._count_chars(cells, number)
                batch.append((number, cells))
                chars += size
                if chars >= self._limits.batch_chars:
                    yield batch
                    batch, chars = [], 0
            if batch:
                yield batch
            self._pulse.add(self._limits.batch_rows * 1024, done=number / self._rows)

    def _next_columns(self, incoming: Iterator[Any]) -> list[list[Cell]] | None:
        try:
            record_batch = next(incoming, None)
            if record_batch is None:
                return None
            return [[_cell(value) for value in _as_moments(c).to_pylist()] for c in record_batch.columns]
        except _FAULTS as error:
            raise _damaged(error) from None

    def _count_chars(self, cells: tuple[Cell, ...], row: int) -> int:
        total = 0
        for name, cell in zip(self.names, cells, strict=True):
            if isinstance(cell, str):
                if len(cell) > self._limits.max_cell_chars:
                    raise refusal("file.cell_too_long", row=row, column=name, limit=self._limits.max_cell_chars)
                total += len(cell)
        if total > self._limits.max_row_chars:
            raise refusal("file.row_too_long", row=row, limit=self._limits.max_row_chars)
        return total


def _unpacked_bytes(metadata: Any) -> int:
    return sum(metadata.row_group(index).total_byte_size for index in range(metadata.num_row_groups))


def _as_moments(column: Any) -> Any:
    """Moments in microseconds, in UTC where they have a zone: what Python's datetime can hold."""
    if not pa.types.is_timestamp(column.type):
        return column
    zone = None if column.type.tz is None else "UTC"
    return column.cast(pa.timestamp("us", zone), safe=False)


def _cell(value: Any) -> Cell:
    if isinstance(value, float):
        return None if math.isnan(value) else value
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    if isinstance(value, timedelta):
        return duration_text(value / timedelta(days=1))
    if isinstance(value, bytes):
        return value.decode("utf-8")
    return json.dumps(value, default=str, ensure_ascii=False)


def _damaged(error: Exception) -> IntakeError:
    return refusal("file.damaged", reason=type(error).__name__)
