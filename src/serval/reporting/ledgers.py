"""Ledgers as files: CSV that no spreadsheet takes for formulas, or Parquet with real types."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from serval.engine.errors import Problem, ServalError
from serval.engine.instants import to_datetime
from serval.engine.verdicts.ledger import LEDGER_COLUMNS, LedgerRow, LedgerSink, drop_row

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
BATCH_ROWS = 50_000


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
    writers: dict[str, type[_CsvLedger] | type[_ParquetLedger]] = {".csv": _CsvLedger, ".parquet": _ParquetLedger}
    writer_type = writers.get(path.suffix.lower())
    if writer_type is None:
        raise ReportError(Problem("ledger.ending", {"file": str(path)}))
    unfinished = path.with_name(path.name + ".part")
    with _refuse_faults(path):
        writer = writer_type(unfinished)
    try:
        yield _guard_sink(writer.add, path)
        with _refuse_faults(path):
            writer.finish()
            unfinished.replace(path)
    finally:
        writer.discard()
        unfinished.unlink(missing_ok=True)


@contextmanager
def _refuse_faults(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _refusal(path, error) from None


def _guard_sink(add: LedgerSink, path: Path) -> LedgerSink:
    """The writer's own faults only: what whoever fills the ledger raises is none of the ledger's."""

    def add_row(row: LedgerRow) -> None:
        try:
            add(row)
        except OSError as error:
            raise _refusal(path, error) from None

    return add_row


def _refusal(path: Path, error: OSError) -> ReportError:
    reason = os.strerror(error.errno) if error.errno else type(error).__name__
    return ReportError(Problem("ledger.unwritable", {"file": str(path), "reason": reason}))


def guard_formula(text: str) -> str:
    """Text that a spreadsheet shows instead of running it (ASVS 1.2.10)."""
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def _show_cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return guard_formula(value) if isinstance(value, str) else value


class _CsvLedger:
    def __init__(self, path: Path) -> None:
        # The BOM tells spreadsheets that the file is UTF-8.
        self._stream = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._stream)
        self._writer.writerow(LEDGER_COLUMNS)

    def add(self, row: LedgerRow) -> None:
        record = row.as_record()
        self._writer.writerow([_show_cell(value) for value in record.values()])

    def finish(self) -> None:
        self._stream.close()

    def discard(self) -> None:
        # What is still to be written cannot be wanted here, so that it cannot be written either is no matter.
        with suppress(OSError):
            self._stream.close()


class _ParquetLedger:
    def __init__(self, path: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        instants, numbers = pa.timestamp("s", tz="UTC"), pa.int64()
        types = {
            **dict.fromkeys(("started", "stopped", "due"), instants),
            **dict.fromkeys(("working_seconds", "paused_seconds", "target_seconds", "cycle"), numbers),
            "provisional": pa.bool_(),
        }
        self._schema = pa.schema([(name, types.get(name, pa.string())) for name in LEDGER_COLUMNS])
        self._writer = pq.ParquetWriter(path, self._schema)
        self._table = pa.Table
        self._rows: list[dict[str, Any]] = []

    def add(self, row: LedgerRow) -> None:
        record = {name: getattr(row, name) for name in LEDGER_COLUMNS}
        for name in ("started", "stopped", "due"):
            record[name] = None if record[name] is None else to_datetime(record[name])
        self._rows.append(record)
        if len(self._rows) >= BATCH_ROWS:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(self._table.from_pylist(self._rows, schema=self._schema))
            self._rows = []

    def finish(self) -> None:
        self._flush()
        self._writer.close()

    def discard(self) -> None:
        with suppress(OSError):
            self._writer.close()
