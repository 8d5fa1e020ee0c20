"""From a report to the bytes of its PDF."""

from __future__ import annotations

from typing import Any

from serval.reporting.catalogue import translate as _
from serval.reporting.pdf.appendix import describe_appendix
from serval.reporting.pdf.chapters import describe_chapter, list_chapters
from serval.reporting.pdf.consequences import describe_consequences
from serval.reporting.pdf.cover import describe_cover, name_report
from serval.reporting.pdf.overview import describe_overview
from serval.reporting.report.model import Report
from serval.reporting.sentences.restated_words import (
    describe_change,
    describe_same,
    describe_settled,
    is_changed,
    list_differences,
)
from serval.reporting.typeset import typeset_pdf


def write_pdf(report: Report, *, created: int) -> bytes:
    """The report in the reader's language, A4; equal reports made at one instant give equal bytes.

    created  the instant of UTC written into the file and on the cover
    """
    return typeset_pdf(
        "pdf/report.typ", describe_report(report, created=created), title=name_report(report), created=created
    )


def describe_report(report: Report, *, created: int) -> dict[str, Any]:
    """All that the pages say, as plain data."""
    chapters = list_chapters(report)
    return {
        "cover": describe_cover(report, created=created),
        "overview": describe_overview(report, chapters),
        "chapters": [describe_chapter(chapter, report) for chapter in chapters],
        "chaptersTitle": _("Objective by objective"),
        "consequences": describe_consequences(report),
        "restatement": _describe_restatement(report),
        "appendix": describe_appendix(report),
        "words": {
            "page": _("Page {page} of {pages}"),
            "contents": _("Contents"),
        },
    }


def _describe_restatement(report: Report) -> dict[str, Any] | None:
    change = report.restatement
    if change is None or not is_changed(change):
        return None
    return {
        "title": _("Restated, beside the first result"),
        "lines": [*map(describe_change, change.verdicts), *map(describe_settled, change.statements)],
        "same": describe_same(change),
        "differences": list(list_differences(change)),
    }
