"""What commands print with `--json`: a scorecard with its statements, the difference, and what was read."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

from serval.engine.consequences import Statement, write_plain
from serval.engine.instants import format_instant
from serval.engine.verdicts import Scorecard, scorecard_document
from serval.engine.verdicts.restatement import Restatement
from serval.engine.verdicts.restatement_rendering import restatement_document
from serval.intake.evidence import IntakeReport
from serval.intake.records import RecordReport
from serval.intake.rowpass import RowReport
from serval.site.cli.sources import Evidence
from serval.site.cli.unused import Unused, write_unused


def scorecard_output(
    scorecard: Scorecard,
    statements: Sequence[Statement],
    difference: Restatement | None,
    evidence: Evidence,
    unused: Sequence[Unused],
) -> dict[str, Any]:
    """The whole answer as one document."""
    document = {
        **scorecard_document(scorecard),
        "statements": [write_plain(statement) for statement in statements],
        "intake": _ticket_document(evidence.ticket_report),
        "files": [_record_document(report) for report in evidence.record_reports],
        "unused": write_unused(unused),
    }
    if difference is not None:
        document["restatement"] = restatement_document(difference)
    return document


def _rows_document(report: RowReport) -> dict[str, Any]:
    return {
        "rows": report.rows,
        "badRows": report.bad_rows,
        "leftOut": report.skipped,
        "duplicatesDropped": report.duplicates_dropped,
        "repeatedHeaders": report.repeated_headers,
        "encodings": report.encodings,
        "rowsPerFile": report.rows_per_file,
        "timezone": report.timezone,
        "timezoneAssumed": report.timezone_assumed and report.needed_zone,
        "first": None if report.first is None else format_instant(report.first),
        "last": None if report.last is None else format_instant(report.last),
    }


def _ticket_document(report: IntakeReport | None) -> dict[str, Any] | None:
    if report is None:
        return None
    return {**_rows_document(report), "items": report.items, "pausesKnown": report.pauses_known}


def _record_document(report: RecordReport) -> dict[str, Any]:
    return {
        "file": report.file,
        "layout": report.layout,
        "records": report.records,
        "ignored": report.ignored,
        **_rows_document(report),
    }


def write_document(document: dict[str, Any]) -> None:
    """Print a document for another program."""
    sys.stdout.write(render_document(document))


def render_document(document: dict[str, Any]) -> str:
    """A document as it is printed and as it stands in a file."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
