"""From a report to the bytes of its PDF."""

from __future__ import annotations

from typing import Any

from serval.reporting.catalogue import translate as _
from serval.reporting.pdf.appendix import describe_appendix
from serval.reporting.pdf.consequences import describe_consequences
from serval.reporting.pdf.cover import describe_cover, name_report
from serval.reporting.pdf.overview import describe_overview
from serval.reporting.pdf.sections import list_sections
from serval.reporting.report.model import Report
from serval.reporting.sentences.restated_words import describe_change, describe_same, describe_settled, list_differences
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
    sections = list_sections(report)
    return {
        "cover": describe_cover(report, created=created),
        "overview": describe_overview(report, sections),
        "sections": [section.plain for section in sections],
        "sectionsTitle": _("Objective by objective"),
        "consequences": describe_consequences(report),
        "restatement": _describe_restatement(report),
        "appendix": describe_appendix(report),
        "words": {
            "page": _("Page {page} of {pages}"),
            "contents": _("Contents"),
            "target": _("Target"),
            "result": _("Result"),
            "item": _("Item"),
            "approved": _("Approved by"),
        },
    }


def _describe_restatement(report: Report) -> dict[str, Any] | None:
    if report.restatement is None:
        return None
    change = report.restatement
    return {
        "title": _("Restated, beside the first result"),
        "lines": [*map(describe_change, change.verdicts), *map(describe_settled, change.statements)],
        "same": describe_same(change),
        "differences": list(list_differences(change)),
    }
