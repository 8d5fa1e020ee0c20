"""The facts file: one row per fact, by item and in the order of facts. Its columns, and how they are written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from serval.engine.evidence import Item
from serval.intake.errors import refusal
from serval.intake.evidence import EvidenceFile, IntakeReport
from serval.intake.sealed.files import MAX_GROUP_ROWS, SealedWriter, create_sealed
from serval.intake.sealed.head import write_head

FACT_COLUMNS: dict[str, Any] = {
    "number": pa.int32(),
    "item": pa.string(),
    "at": pa.int64(),
    "kind": pa.string(),
    "name": pa.string(),
    "value": pa.string(),
    "seq": pa.int64(),
    "source_table": pa.string(),
    "source_row": pa.int64(),
}
"""number   rises by one from item to item, from 0
at, seq     instant (UTC seconds), and the source's own order within it
source_…    where the fact was read; absent for a fact that no row tells
"""

SOURCE_COLUMNS = ("source_table", "source_row")
TEXT_COLUMNS = ("item", "kind", "name", "value", "source_table")

GROUP_FACTS = 128 * 1024

_SCHEMA = pa.schema([pa.field(name, kind, name in SOURCE_COLUMNS) for name, kind in FACT_COLUMNS.items()])


@dataclass(frozen=True, slots=True)
class Sealed:
    """What was sealed: the report of the intake, facts written, and the size of the file in bytes."""

    report: IntakeReport
    facts: int
    size: int


def seal_tickets(evidence: EvidenceFile, out: Path, *, group_facts: int = GROUP_FACTS) -> Sealed:
    """Reads evidence to its end and writes it as a facts file; the same evidence gives the same bytes.

    group_facts  a row group ends with the item that fills it up to here

    Raises what reading does, and IntakeError `sealed.unwritable`, `sealed.zone_assumed`, `sealed.item_too_long`.
    Then nothing is left behind.
    """
    with create_sealed(out, _SCHEMA, words=(*TEXT_COLUMNS, "seq")) as writer:
        rows = _FactRows(writer, group_facts)
        for item in evidence.items():
            rows.add(item)
        rows.flush()
        report = evidence.report
        head = write_head("facts", [report], earliest=evidence.earliest, latest=evidence.latest)
        return Sealed(report, rows.written, writer.finish(head))


class _FactRows:
    """Gathers the rows of items and writes them in groups that end with an item."""

    def __init__(self, writer: SealedWriter, group_facts: int) -> None:
        self._writer = writer
        self._group_facts = group_facts
        self._items = 0
        self._rows: list[tuple[Any, ...]] = []
        self.written = 0

    def add(self, item: Item) -> None:
        if len(item.facts) > MAX_GROUP_ROWS - self._group_facts:
            raise refusal("sealed.item_too_long", item=item.id, limit=MAX_GROUP_ROWS - self._group_facts)
        number, name = self._items, item.id
        self._items += 1
        for fact in item.facts:
            table, _, row = fact.source.rpartition("#")
            place = (table, int(row)) if row else (None, None)
            self._rows.append((number, name, fact.at, fact.kind, fact.name, fact.value, fact.seq, *place))
        if len(self._rows) >= self._group_facts:
            self.flush()

    def flush(self) -> None:
        """Writes what was gathered, if anything."""
        if not self._rows:
            return
        columns = zip(*self._rows, strict=True)
        arrays = [pa.array(column, field.type) for column, field in zip(columns, _SCHEMA, strict=True)]
        self._writer.write_group(pa.Table.from_arrays(arrays, schema=_SCHEMA))
        self.written += len(self._rows)
        self._rows.clear()
