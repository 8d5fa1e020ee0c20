"""The rows behind the verdicts: what breached, and what was left out with who approved it."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from serval.engine.verdicts import LedgerRow, Verdict
from serval.reporting.catalogue import translate as _
from serval.reporting.report.model import Report
from serval.reporting.sentences import name_basis, name_reason
from serval.reporting.sentences.scorecard_words import select_verdicts
from serval.reporting.workbooks import Cell, Table
from serval.reporting.xlsx.figures import list_titles, show_length, show_moment


def build_breaching(report: Report) -> Table:
    """All rows that the verdicts hold; of a rolling promise those of its last window."""
    zone = report.scorecard.agreement.zone
    lengths = [_("Time used"), _("Target"), _("Over target"), _("Time paused")]
    seconds = [_("Used (s)"), _("Target (s)"), _("Over (s)"), _("Paused (s)")]
    proof = [_("Reason"), _("Figure"), _("Set by"), _("Cycle"), _("Terms version"), _("Source")]
    titles = [*_title_row(zone), *lengths, *seconds, *proof]
    none = _("Nothing was breached.")
    return Table(_("Breaches"), list_titles(titles), _list_breaching(report, zone), held=4, none=none)


def build_excluded(report: Report) -> Table:
    """The rows that were left out with approval, as far as they were gathered."""
    zone = report.scorecard.agreement.zone
    titles = [*_title_row(zone), _("Reason"), _("Approved by"), _("Terms version"), _("Source")]
    none = _("Nothing was excluded.")
    return Table(_("Exclusions"), list_titles(titles), _list_excluded(report, zone), held=4, none=none)


def _title_row(zone: ZoneInfo) -> list[str]:
    """Titles that name the zone of their instants, without which a time says nothing."""
    instants = (_("Started ({zone})"), _("Due ({zone})"), _("Stopped ({zone})"))
    return [_("Objective"), _("Subject"), _("Period"), _("Item"), *(text.format(zone=zone.key) for text in instants)]


def _list_breaching(report: Report, zone: ZoneInfo) -> Iterator[list[Cell]]:
    for verdict in select_verdicts(report.scorecard):
        for row in verdict.breaching:
            yield _build_breach(row, zone, is_clock=verdict.objective.kind == "clock")
        known = max(verdict.population.missed, report.find_gathered(verdict).breaching_total)
        if known > len(verdict.breaching):
            text = _("… and {n} more, less far over target: serval evaluate --ledger lists all.")
            yield _build_rest(verdict, text.format(n=known - len(verdict.breaching)))


def _build_breach(row: LedgerRow, zone: ZoneInfo, *, is_clock: bool) -> list[Cell]:
    """Of what is no clock there is no target to be over; an outage was down for the time it used."""
    used, target, paused = row.working_seconds, row.target_seconds, row.paused_seconds
    lengths = (used, target, used - target, paused) if is_clock else (used or None, None, None, paused or None)
    return [
        *_begin_row(row, zone),
        *map(show_length, lengths),
        *lengths,
        name_reason(row.reason),
        row.value,
        name_basis(row.basis),
        row.cycle,
        row.terms_version,
        row.source,
    ]


def _list_excluded(report: Report, zone: ZoneInfo) -> Iterator[list[Cell]]:
    for verdict in select_verdicts(report.scorecard):
        gathered = report.find_gathered(verdict)
        for drawn in gathered.excluded:
            row = drawn.row
            proof = (name_reason(row.reason), drawn.approved_by, row.terms_version, row.source)
            yield [*_begin_row(row, zone), *proof]
        known = max(verdict.population.excluded, gathered.excluded_total)
        if known > len(gathered.excluded):
            text = _("… and {n} more: serval evaluate --ledger lists all.")
            yield _build_rest(verdict, text.format(n=known - len(gathered.excluded)))


def _begin_row(row: LedgerRow, zone: ZoneInfo) -> list[Cell]:
    instants = (show_moment(instant, zone) for instant in (row.started, row.due, row.stopped))
    return [row.objective, row.subject, row.period, row.item, *instants]


def _build_rest(verdict: Verdict, text: str) -> list[Cell]:
    return [verdict.objective.id, verdict.subject, verdict.period.label, text]
