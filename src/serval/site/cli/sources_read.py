"""What was read, as a report tells it: one entry for all files of tickets, and one for each other file."""

from __future__ import annotations

from collections.abc import Sequence

from serval.intake.evidence import IntakeReport
from serval.intake.records import RecordReport
from serval.intake.rowpass import RowReport
from serval.reporting.report.model import SourceRead

IGNORED = "ignored"
"""Stands for rows that were understood and say nothing that could be judged, such as a check that was switched off."""

MOST_NAMED = 3
"""Files of one kind whose names are given; of more the first ones, and how many there are."""


def list_sources_read(tickets: IntakeReport | None, files: Sequence[RecordReport]) -> tuple[SourceRead, ...]:
    """Each source in the order in which they were read."""
    of_tickets = () if tickets is None else (_describe_tickets(tickets),)
    return (*of_tickets, *(_describe_file(file) for file in files))


def _describe_tickets(report: IntakeReport) -> SourceRead:
    names = list(report.rows_per_file)
    name = ", ".join(names) if len(names) <= MOST_NAMED else f"{', '.join(names[:MOST_NAMED])}, … ({len(names)})"
    layout = "events" if report.pauses_known else "snapshot"
    return _describe(report, name, layout, report.items, report.bad_rows)


def _describe_file(report: RecordReport) -> SourceRead:
    ignored = {IGNORED: report.ignored} if report.ignored else {}
    return _describe(report, report.file, report.layout, report.records, {**report.bad_rows, **ignored})


def _describe(report: RowReport, name: str, layout: str, taken: int, refused: dict[str, int]) -> SourceRead:
    return SourceRead(
        name=name,
        layout=layout,
        rows=report.rows,
        taken=taken,
        refused=refused,
        duplicates=report.duplicates_dropped,
        first=report.first,
        last=report.last,
        timezone=report.timezone if report.needed_zone else "",
    )
