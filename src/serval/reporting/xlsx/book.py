"""The workbook of a report: which sheets it has, in which order."""

from __future__ import annotations

from collections.abc import Iterator

from serval.reporting.catalogue import current_language
from serval.reporting.report.model import Report
from serval.reporting.workbooks import About, Table, Workbook
from serval.reporting.xlsx.evidence import build_notes, build_sources
from serval.reporting.xlsx.overview import build_overview
from serval.reporting.xlsx.restated import build_restated
from serval.reporting.xlsx.rows import build_breaching, build_excluded
from serval.reporting.xlsx.settlement import build_lines, build_scores, build_statements, build_working
from serval.reporting.xlsx.terms import build_definitions, build_promises, build_terms
from serval.reporting.xlsx.verdicts import build_trend, build_verdicts


def write_xlsx(report: Report, *, created: int) -> bytes:
    """The report as an .xlsx file in the reader's language; `created` in UTC seconds stands in the file.

    The same report, language and instant give the same bytes.
    """
    terms = report.scorecard.agreement.terms
    about = About(
        title=terms.metadata.title.choose(current_language()),
        subject=terms.metadata.number,
        author=terms.parties.provider,
        created=created,
    )
    rows = sum(1 + len(verdict.breaching) for verdict in report.scorecard.verdicts)
    with Workbook(about, rows=rows) as book:
        for table in _list_tables(report, created):
            book.add(table)
    return book.content


def _list_tables(report: Report, created: int) -> Iterator[Table]:
    yield build_overview(report, created)
    yield build_verdicts(report)
    yield build_breaching(report)
    yield build_excluded(report)
    if report.statements:
        yield build_statements(report)
        yield build_lines(report)
        if any(statement.score is not None for statement in report.statements):
            yield build_scores(report)
        yield build_working(report)
    if any(report.trend.values()):
        yield build_trend(report)
    if report.restatement is not None:
        yield build_restated(report.restatement)
    yield build_sources(report)
    if report.notes:
        yield build_notes(report)
    yield build_promises(report)
    yield build_terms(report)
    yield build_definitions()
