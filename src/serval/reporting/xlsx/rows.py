"""The rows behind the verdicts: what breached, and what was left out with who approved it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from zoneinfo import ZoneInfo

from serval.engine.verdicts import LedgerRow, Verdict
from serval.reporting.catalogue import translate as _
from serval.reporting.report.model import DrawnRow, Report
from serval.reporting.sentences import name_basis, name_reason
from serval.reporting.sentences.scorecard_words import select_verdicts
from serval.reporting.workbooks import Cell, Field, Table, build_table
from serval.reporting.xlsx.figures import place_field, place_proof, show_length, show_moment

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)


def build_breaching(report: Report) -> Table:
    """All rows that the verdicts hold; of a rolling promise those of its last window."""
    chosen = select_verdicts(report.scorecard)
    rows = [row for verdict in chosen for row in verdict.breaching]
    clocks = frozenset(verdict.objective.id for verdict in chosen if verdict.objective.kind == "clock")
    fields = [*_list_place(report.scorecard.agreement.zone), *_list_lengths(clocks), *_list_proof()]
    notes = [note for verdict in chosen for note in _note_more_breaching(report, verdict)]
    return build_table(_("Breaches"), fields, rows, held=4, none=_("Nothing was breached."), notes=notes)


def build_excluded(report: Report) -> Table:
    """The rows that were left out, as far as they were gathered: with approval, or for what was agreed."""
    chosen = select_verdicts(report.scorecard)
    drawn = [row for verdict in chosen for row in report.find_gathered(verdict).excluded]
    fields: list[Field[DrawnRow]] = [
        *(_lift(field) for field in _list_place(report.scorecard.agreement.zone)),
        place_field(_("Reason"), lambda drawn: name_reason(drawn.row.reason)),
        place_field(_("Approved by"), lambda drawn: drawn.approved_by),
        place_proof(_("Terms version"), lambda drawn: drawn.row.terms_version),
        place_proof(_("Source"), lambda drawn: drawn.row.source),
    ]
    notes = [note for verdict in chosen for note in _note_more_excluded(report, verdict)]
    none = "" if notes else _("Everything was counted.")
    return build_table(_("Not counted"), fields, drawn, held=4, none=none, notes=notes)


def _list_place(zone: ZoneInfo) -> list[Field[LedgerRow]]:
    """Which case it is. The titles name the zone of their instants, without which a time says nothing."""
    return [
        place_field(_("Objective"), lambda row: row.objective),
        place_field(_("Subject"), lambda row: row.subject),
        place_field(_("Period"), lambda row: row.period),
        place_field(_("Item or record"), lambda row: row.item),
        place_field(_("Started ({zone})").format(zone=zone.key), lambda row: show_moment(row.started, zone)),
        place_field(_("Due ({zone})").format(zone=zone.key), lambda row: show_moment(row.due, zone)),
        place_field(_("Stopped ({zone})").format(zone=zone.key), lambda row: show_moment(row.stopped, zone)),
    ]


def _lift(field: Field[LedgerRow]) -> Field[DrawnRow]:
    return Field(field.column, lambda drawn: field.give(drawn.row))


def _list_lengths(clocks: frozenset[str]) -> list[Field[LedgerRow]]:
    """Of what is no clock there is no target to be over; an outage was down for the time it used."""

    def find_used(row: LedgerRow) -> int | None:
        return row.working_seconds if row.objective in clocks else row.working_seconds or None

    def find_target(row: LedgerRow) -> int | None:
        return row.target_seconds if row.objective in clocks else None

    def find_over(row: LedgerRow) -> int | None:
        return row.working_seconds - row.target_seconds if row.objective in clocks else None

    return [
        place_field(_("Time used or down"), lambda row: show_length(find_used(row))),
        place_field(_("Target"), lambda row: show_length(find_target(row))),
        place_field(_("Over target"), lambda row: show_length(find_over(row))),
        place_field(_("Paused or excluded"), lambda row: show_length(row.paused_seconds or None)),
        place_field(_("Reason"), lambda row: name_reason(row.reason)),
        place_proof(_("Used (s)"), find_used),
        place_proof(_("Target (s)"), find_target),
        place_proof(_("Over (s)"), find_over),
        place_proof(_("Paused (s)"), lambda row: row.paused_seconds or None),
    ]


def _list_proof() -> list[Field[LedgerRow]]:
    return [
        place_proof(_("Figure"), lambda row: _read_figure(row.value)),
        place_proof(_("Set by"), lambda row: name_basis(row.basis)),
        place_proof(_("Cycle"), lambda row: row.cycle),
        place_proof(_("Terms version"), lambda row: row.terms_version),
        place_proof(_("Source"), lambda row: row.source),
    ]


def _read_figure(text: str) -> Cell:
    """A measure or an answer as the number it is; `850 / 1000` stays a text."""
    return Decimal(text) if _NUMBER.fullmatch(text) else text


def _note_more_breaching(report: Report, verdict: Verdict) -> Iterator[str]:
    known = max(verdict.population.missed, report.find_gathered(verdict).breaching_total)
    if known > len(verdict.breaching):
        text = _("{about}: {n} more, less far over target; serval evaluate --ledger lists all.")
        yield text.format(about=_name(verdict), n=known - len(verdict.breaching))


def _note_more_excluded(report: Report, verdict: Verdict) -> Iterator[str]:
    gathered = report.find_gathered(verdict)
    known = max(verdict.population.excluded, gathered.excluded_total)
    if known > len(gathered.excluded):
        text = _("{about}: {n} more; serval evaluate --ledger lists all.")
        yield text.format(about=_name(verdict), n=known - len(gathered.excluded))


def _name(verdict: Verdict) -> str:
    return " · ".join(part for part in (verdict.objective.id, verdict.subject, verdict.period.label) if part)
