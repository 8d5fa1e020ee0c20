"""The ledger as a Parquet file with real types: rows one by one, and rows of many items in columns."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from serval.engine.instants import to_datetime
from serval.engine.texts import Texts
from serval.engine.verdicts.column_digests import MISSING
from serval.engine.verdicts.ledger import LEDGER_COLUMNS, LEDGER_NUMBERS, LedgerRow
from serval.engine.verdicts.row_columns import RowColumns

BATCH_ROWS = 50_000
"""Rows gathered one by one before they are written."""

GROUP_ROWS = 500_000
"""Rows in columns gathered before they are written."""

_INSTANTS = ("started", "stopped", "due")
_WORDS = ("terms_version", "outcome", "reason", "basis", "value")
_TYPES = {
    **dict.fromkeys(_INSTANTS, pa.timestamp("s", tz="UTC")),
    **dict.fromkeys(("working_seconds", "paused_seconds", "target_seconds", "cycle"), pa.int64()),
    "provisional": pa.bool_(),
}
_REPEATING = (*_WORDS, "objective", "period", "subject")
_WORD = pa.dictionary(pa.int32(), pa.string())
_SCHEMA = pa.schema([(name, _WORD if name in _REPEATING else _TYPES.get(name, pa.string())) for name in LEDGER_COLUMNS])


class ParquetLedger:
    """A ledger sink, and a column sink. Rows of items stand in the order in which they come."""

    def __init__(self, path: Path) -> None:
        # Without the schema of Arrow, words come back as plain texts.
        self._writer = pq.ParquetWriter(path, _SCHEMA, use_dictionary=list(_REPEATING), store_schema=False)
        self._rows: list[dict[str, Any]] = []
        self._tables: list[Any] = []

    def add(self, row: LedgerRow) -> None:
        record = {name: getattr(row, name) for name in LEDGER_COLUMNS}
        for name in _INSTANTS:
            record[name] = None if record[name] is None else to_datetime(record[name])
        self._rows.append(record)
        if len(self._rows) >= BATCH_ROWS:
            self._flush()

    def add_columns(self, rows: RowColumns) -> None:
        self._tables.append(_build_table(rows))
        if sum(table.num_rows for table in self._tables) >= GROUP_ROWS:
            self._flush()

    def finish(self) -> None:
        self._flush()
        self._writer.close()

    def discard(self) -> None:
        # What is still to be written cannot be wanted here, so that it cannot be written either is no matter.
        with suppress(OSError):
            self._writer.close()

    def _flush(self) -> None:
        held = self._tables
        if self._rows:
            held = [*held, pa.Table.from_pylist(self._rows, schema=_SCHEMA)]
        if held:
            self._writer.write_table(pa.concat_tables(held))
        self._rows, self._tables = [], []


def _build_table(rows: RowColumns) -> Any:
    count = len(rows)
    columns = {name: _read_number(name, rows) for name in LEDGER_NUMBERS}
    columns |= {name: _spell(rows.word, [word[place] for word in rows.words]) for place, name in enumerate(_WORDS)}
    for name in ("objective", "period", "subject"):
        columns[name] = _spell(np.zeros(count, np.int32), [getattr(rows, name)])
    columns |= {"item": _read_texts(rows.items), "source": _name_sources(rows)}
    return pa.Table.from_arrays([columns[name] for name in LEDGER_COLUMNS], schema=_SCHEMA)


def _read_number(name: str, rows: RowColumns) -> Any:
    column = rows.numbers[name]
    return pa.array(column, mask=column == MISSING).cast(_TYPES[name])


def _spell(codes: Any, words: Sequence[str]) -> Any:
    """Codes of words, of which the same may stand twice."""
    places = {word: place for place, word in enumerate(dict.fromkeys(words))}
    own = np.array([places[word] for word in words], np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(own[codes]), pa.array(list(places), pa.string()))


def _read_texts(texts: Texts) -> Any:
    offsets, data = pa.py_buffer(texts.offsets), pa.py_buffer(texts.data)
    return pa.LargeStringArray.from_buffers(len(texts), offsets, data).cast(pa.string())


def _name_sources(rows: RowColumns) -> Any:
    """The fact that decided, as `table#row`; empty for nowhere."""
    tables = pa.array([*rows.tables, None], pa.string())
    places = pa.array(np.where(rows.table < 0, len(rows.tables), rows.table))
    named = pc.binary_join_element_wise(tables.take(places), pa.array(rows.row).cast(pa.string()), "#").fill_null("")
    if not rows.given:
        return named
    own = np.zeros(len(rows), np.bool_)
    own[list(rows.given)] = True
    sources = [rows.given[place].source for place in sorted(rows.given)]
    return pc.replace_with_mask(named, pa.array(own), pa.array(sources, pa.string()))
