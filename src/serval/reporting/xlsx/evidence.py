"""How sound the evidence is: each source as it was read, and what a reader must know of it."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from serval.reporting.catalogue import translate as _
from serval.reporting.report.model import Report, SourceRead
from serval.reporting.sentences import describe_layout
from serval.reporting.sentences.details import name_row_fault
from serval.reporting.sentences.quality_words import list_missing
from serval.reporting.workbooks import Cell, Column, Table
from serval.reporting.xlsx.figures import show_moment


def build_sources(report: Report) -> Table:
    """One row for each source, followed by one for each reason why rows of it were left out; below, what is missing."""
    zone = report.scorecard.agreement.zone
    counts = (_("Rows read"), _("Taken"), _("Left out"), _("Repeated"), _("Why left out"))
    instants = (text.format(zone=zone.key) for text in (_("First ({zone})"), _("Last ({zone})")))
    titles = (_("Source"), _("What it holds"), *counts, *instants, _("Time zone of the source"))
    rows = [row for source in report.sources for row in _list_rows(source, zone)]
    unread = () if rows else (_("Nothing is known of how it was read."),)
    notes = (*unread, *list_missing(report.scorecard))
    return Table(_("Data quality"), [*map(Column, titles)], rows, notes=notes)


def _list_rows(source: SourceRead, zone: ZoneInfo) -> Iterator[list[Cell]]:
    layout = describe_layout(source.layout)
    instants = (show_moment(source.first, zone), show_moment(source.last, zone))
    counts = (source.rows, source.taken, source.left_out, source.duplicates)
    yield [source.name, layout, *counts, None, *instants, source.timezone]
    for code, number in source.refused.items():
        yield [source.name, layout, None, None, number, None, name_row_fault(code)]


def build_notes(report: Report) -> Table:
    """The notes, one in each row."""
    columns = (Column(_("No.")), Column(_("Note"), wraps=True))
    return Table(_("Notes"), columns, [*enumerate(report.notes, start=1)])
