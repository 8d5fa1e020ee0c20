"""The records of golden cases: rows of plain text, read into engine values, in any order when asked."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from random import Random
from typing import Any

from serval.engine.availability.samples import SampleCollector
from serval.engine.instants import parse_instant
from serval.engine.places import Place
from serval.engine.records import (
    Answer,
    Exclusion,
    MeasureEntry,
    ObligationEntry,
    Outage,
    Records,
    build_records,
)

INSTANTS = frozenset({"at", "start", "end", "detected", "reported", "due", "done"})
ROWS = {
    "outages": Outage,
    "exclusions": Exclusion,
    "measures": MeasureEntry,
    "answers": Answer,
    "obligations": ObligationEntry,
}


def read_records(plain: Mapping[str, list[dict[str, Any]]], shuffle: Random | None) -> Records:
    """Records of one case; shuffled, every row comes up to three times and in another order."""
    rows = {kind: [_read(row) for row in _disorder(plain.get(kind, []), shuffle)] for kind in ROWS}
    collector = SampleCollector()
    for row in _disorder(plain.get("samples", []), shuffle):
        collector.add(**_read(row))
    return build_records(
        **{kind: [ROWS[kind](**row) for row in found] for kind, found in rows.items()},  # type: ignore[arg-type]
        samples=collector.build(),
        complete=[str(kind) for kind in plain.get("complete", [])],
    )


def _disorder(rows: list[dict[str, Any]], shuffle: Random | None) -> list[dict[str, Any]]:
    if shuffle is None:
        return rows
    copies = [row for row in rows for _ in range(1 + shuffle.randrange(3))]
    shuffle.shuffle(copies)
    return copies


def _read(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _read_value(name, value) for name, value in row.items()}


def _read_value(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in INSTANTS:
        return parse_instant(value)
    if name == "place":
        return Place(*value)
    return Fraction(value) if name in ("value", "score") else value
