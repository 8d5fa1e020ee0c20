"""The cast of the record tests: for each layout a table that names every column, and a mapping that reads it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from serval.engine.errors import Problem
from serval.engine.records import Records, write_row
from serval.intake.errors import IntakeError
from serval.intake.mapping import LAYOUTS, Mapping
from serval.intake.records import RecordsFile, read_records
from tests.intake.evidence_files import write_csv

GOOD: dict[str, dict[str, str]] = {
    "samples": {"service": "shop", "at": "2026-05-04 09:00", "status": "up", "instance": "a", "site": "north"},
    "outages": {"service": "shop", "start": "2026-05-04 09:00", "end": "2026-05-04 09:30", "kind": "down"},
    "exclusions": {
        "reason": "maintenance",
        "item": "",
        "service": "shop",
        "start": "2026-05-04 09:00",
        "end": "2026-05-04 10:00",
        "askedBy": "provider",
        "approvedBy": "client",
    },
    "measures": {"measure": "hotline", "at": "2026-05", "value": "98.5%", "subject": "", "evidence": "report-05"},
    "surveys": {"id": "S1", "at": "2026-05-04 09:00", "score": "4.5", "subject": "shop"},
    "obligations": {"id": "O1", "obligation": "report", "due": "2026-06-05 18:00", "done": "2026-06-04 10:00"},
    "occurrences": {"id": "X1", "event": "forged", "at": "2026-05-04 09:00"},
    "claims": {"settlement": "2026-05", "step": "published", "at": "2026-06-10 09:00"},
}
"""One good row of each layout, by column key; the header has the same names."""


def build_record_mapping(layout: str, keys: Sequence[str] = (), **document: Any) -> Mapping:
    """A mapping in the zone of Shanghai whose columns are called like their keys."""
    named = {key: key for key in keys or GOOD[layout]}
    return Mapping.model_validate(
        {
            "apiVersion": "serval/v1",
            "kind": "Mapping",
            "layout": layout,
            "timezone": "Asia/Shanghai",
            "dates": ["yyyy-MM-dd HH:mm"],
            "columns": named,
            **document,
        }
    )


def write_rows(path: Path, layout: str, *changes: dict[str, str]) -> Path:
    """A CSV of the good row of a layout, once for each set of changes."""
    rows = [GOOD[layout] | change for change in changes or ({},)]
    header = list(dict.fromkeys(key for row in rows for key in row))
    return write_csv(path, header, [[row.get(key, "") for key in header] for row in rows])


def read_rows_of(tmp_path: Path, layout: str, *changes: dict[str, str], **options: Any) -> RecordsFile:
    """Records from one file of a layout; `document` changes the mapping, the rest goes to `read_records`."""
    path = write_rows(tmp_path / f"{layout}.csv", layout, *changes)
    columns = dict.fromkeys([*GOOD[layout], *(key for change in changes for key in change)])
    return read_records([(path, build_record_mapping(layout, list(columns), **options.pop("document", {})))], **options)


def refuse(tmp_path: Path, layout: str, change: dict[str, str], **document: Any) -> Problem:
    """The one problem of a good row followed by a changed one."""
    with pytest.raises(IntakeError) as caught:
        read_rows_of(tmp_path, layout, {}, change, document=document)
    (problem,) = caught.value.problems
    return problem


def tell(records: Records) -> dict[str, Any]:
    """All that records say, as plain data that can be compared."""
    parts = ("outages", "exclusions", "measures", "answers", "obligations", "occurrences", "claim_steps")
    told: dict[str, Any] = {part: [write_row(row) for row in getattr(records, part)] for part in parts}
    told["samples"] = {
        (place.service, place.instance, place.site): [
            columns.at.tolist(),
            columns.status.tolist(),
            columns.good.tolist(),
            columns.total.tolist(),
        ]
        for place, columns in records.samples.places.items()
    }
    return told


def has_all_layouts() -> bool:
    """Whether the cast has a row for every layout of records."""
    return set(GOOD) == set(LAYOUTS) - {"events", "snapshot"}
