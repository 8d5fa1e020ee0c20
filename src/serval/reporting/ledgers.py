"""Ledgers as files: CSV that no spreadsheet takes for formulas, or Parquet with real types."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol, runtime_checkable

from serval.engine.errors import Problem, ServalError
from serval.engine.verdicts.ledger import LEDGER_COLUMNS, LedgerRow, LedgerSink, drop_row
from serval.engine.verdicts.row_columns import RowColumns

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
_FIGURE = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
"""A measured figure, which may be below zero and stays a number."""


class ReportError(ServalError):
    """A report cannot be written."""


@contextmanager
def open_ledger(path: Path | None) -> Iterator[LedgerSink]:
    """A sink that writes rows to `path` (.csv or .parquet), or drops them when there is none.

    The file appears only when everything was written; until then an older one stays as it is. Raises ReportError
    `ledger.ending` or `ledger.unwritable`.
    """
    if path is None:
        yield drop_row
        return
    unfinished = path.with_name(path.name + ".part")
    writer = _open_writer(path, unfinished)
    try:
        yield _ColumnSink(writer, path) if isinstance(writer, _ColumnWriter) else _RowSink(writer, path)
        with _refuse_faults(path):
            writer.finish()
            unfinished.replace(path)
    finally:
        writer.discard()
        unfinished.unlink(missing_ok=True)


class _RowWriter(Protocol):
    def add(self, row: LedgerRow) -> None: ...

    def finish(self) -> None: ...

    def discard(self) -> None: ...


@runtime_checkable
class _ColumnWriter(_RowWriter, Protocol):
    def add_columns(self, rows: RowColumns) -> None: ...


def _open_writer(path: Path, unfinished: Path) -> _RowWriter:
    with _refuse_faults(path):
        match path.suffix.lower():
            case ".csv":
                return _CsvLedger(unfinished)
            case ".parquet":
                from serval.reporting.parquet_ledgers import ParquetLedger

                return ParquetLedger(unfinished)
    raise ReportError(Problem("ledger.ending", {"file": str(path)}))


@contextmanager
def _refuse_faults(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _refusal(path, error) from None


class _RowSink:
    """Tells the writer's own faults only: what whoever fills the ledger raises is none of the ledger's."""

    def __init__(self, writer: _RowWriter, path: Path) -> None:
        self._writer = writer
        self._path = path

    def __call__(self, row: LedgerRow) -> None:
        try:
            self._writer.add(row)
        except OSError as error:
            raise _refusal(self._path, error) from None


class _ColumnSink(_RowSink):
    """The same for a writer that takes columns as well."""

    def __init__(self, writer: _ColumnWriter, path: Path) -> None:
        super().__init__(writer, path)
        self._columns = writer

    def take_columns(self, rows: RowColumns) -> None:
        with _refuse_faults(self._path):
            self._columns.add_columns(rows)


def _refusal(path: Path, error: OSError) -> ReportError:
    reason = os.strerror(error.errno) if error.errno else type(error).__name__
    return ReportError(Problem("ledger.unwritable", {"file": str(path), "reason": reason}))


def guard_formula(text: str) -> str:
    """Text that a spreadsheet shows instead of running it (ASVS 1.2.10)."""
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def _show_cell(name: str, value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str) or (name == "value" and _FIGURE.fullmatch(value)):
        return value
    return guard_formula(value)


class _CsvLedger:
    def __init__(self, path: Path) -> None:
        # The BOM tells spreadsheets that the file is UTF-8.
        self._stream = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._stream)
        self._writer.writerow(LEDGER_COLUMNS)

    def add(self, row: LedgerRow) -> None:
        record = row.as_record()
        self._writer.writerow([_show_cell(name, value) for name, value in record.items()])

    def finish(self) -> None:
        self._stream.close()

    def discard(self) -> None:
        # What is still to be written cannot be wanted here, so that it cannot be written either is no matter.
        with suppress(OSError):
            self._stream.close()
