"""The cast of the intake tests: small files written for one test, and mappings that read them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from serval.engine.evidence import Item
from serval.intake.evidence import EvidenceFile, read_items
from serval.intake.mapping import Mapping

LOG_HEADER = ("ticket", "when", "state", "opened", "priority")
LIST_HEADER = ("ticket", "opened", "answered", "resolved", "closed", "state", "priority", "changed")

LOG: dict[str, Any] = {
    "apiVersion": "serval/v1",
    "kind": "Mapping",
    "layout": "events",
    "timezone": "Asia/Shanghai",
    "dates": ["yyyy-MM-dd HH:mm"],
    "columns": {
        "item": "ticket",
        "at": "when",
        "state": "state",
        "opened": "opened",
        "fields": {"priority": "priority"},
    },
    "states": {"New": "open", "Work": "open", "Wait": "waiting_client", "Done": "resolved", "Closed": "closed"},
}
LIST: dict[str, Any] = {
    "apiVersion": "serval/v1",
    "kind": "Mapping",
    "layout": "snapshot",
    "timezone": "Asia/Shanghai",
    "dates": ["yyyy-MM-dd HH:mm"],
    "columns": {
        "item": "ticket",
        "at": "changed",
        "state": "state",
        "opened": "opened",
        "resolved": "resolved",
        "closed": "closed",
        "events": {"first_response": "answered"},
        "fields": {"priority": "priority"},
    },
    "states": {"Open": "open", "Wait": "waiting_client", "Done": "resolved", "Closed": "closed", "Void": "cancelled"},
}


def build_mapping(base: dict[str, Any], **changes: Any) -> Mapping:
    """A mapping like `base`, with some keys of the document (or, under `columns`, some columns) changed."""
    columns = {**base["columns"], **changes.pop("columns", {})}
    return Mapping.model_validate({**base, **changes, "columns": {k: v for k, v in columns.items() if v is not None}})


def write_csv(path: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    """A CSV file in UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def read_all(paths: Path | Sequence[Path], mapping: Mapping, **options: Any) -> tuple[list[Item], EvidenceFile]:
    """All items and the evidence they came from, its report ready."""
    evidence = read_items(paths, mapping, **options)
    return list(evidence.items()), evidence


def tell(item: Item) -> list[tuple[str, str, str]]:
    """Kind, name and value of an item's facts, in order."""
    return [(fact.kind, fact.name, fact.value) for fact in item.facts]
