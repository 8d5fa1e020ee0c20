"""The appendix: what all of it rests on, so that either party can compute it again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from serval.engine import ENGINE_VERSION
from serval.engine.calendars.calendar import Calendar
from serval.engine.verdicts import Scorecard
from serval.engine.zones import TZDATA_VERSION
from serval.reporting.catalogue import translate as _
from serval.reporting.dates import show_days_between
from serval.reporting.formats import show_instant
from serval.reporting.pdf.promises import begin_large
from serval.reporting.report.model import Report, SourceRead
from serval.reporting.sentences.calendar_words import describe_calendar, show_days
from serval.reporting.sentences.definitions import list_definitions
from serval.reporting.sentences.details import describe_layout, name_row_fault
from serval.reporting.sentences.quality_words import list_missing
from serval.reporting.sentences.scorecard_words import list_versions, select_verdicts

Plain = dict[str, Any]


def describe_appendix(report: Report) -> Plain:
    """Terms, calendars, evidence, quality of the data, notes, words."""
    scorecard = report.scorecard
    return {
        "title": _("Appendix"),
        "terms": {
            "title": _("Terms"),
            "columns": [_("Version"), _("In force"), _("Digest (SHA-256)")],
            "rows": list(_list_terms(scorecard)),
        },
        "calendars": {"title": _("Calendars"), "rows": list(_list_calendars(scorecard))},
        "evidence": {"title": _("Evidence and engine"), "rows": list(_list_evidence(scorecard))},
        "quality": {
            "title": _("Quality of the data"),
            "columns": [_("Source"), _("Rows read"), _("Taken"), _("Repeated"), _("Left out")],
            "rows": [_describe_source(source, scorecard) for source in report.sources],
            "none": _("Nothing is known of how the evidence was read."),
            "missing": list(list_missing(scorecard)),
        },
        "notes": {"title": _("Notes"), "rows": list(report.notes)},
        "definitions": {"title": _("Words"), "rows": [list(pair) for pair in list_definitions()]},
    }


def _list_terms(scorecard: Scorecard) -> Iterator[list[str]]:
    used = list_versions(scorecard)
    for version in scorecard.agreement.versions:
        if version.label in used:
            effective = version.terms.effective
            yield [version.label, show_days_between(effective.from_, effective.until), version.digest]


def _list_calendars(scorecard: Scorecard) -> Iterator[list[str]]:
    """Every calendar that a verdict was judged in, with the days that differ from its week in the time judged."""
    found: dict[str, list[Calendar]] = {}
    spans: dict[str, list[date]] = {}
    for verdict in select_verdicts(scorecard):
        name = verdict.objective.calendar.spec.name
        calendars = found.setdefault(name, [])
        if verdict.objective.calendar.spec not in [calendar.spec for calendar in calendars]:
            calendars.append(verdict.objective.calendar)
        spans.setdefault(name, []).extend((verdict.period.first, verdict.period.last))
    for name, calendars in found.items():
        for calendar in calendars:
            yield [begin_large(describe_calendar(calendar)), *_list_days(calendar, min(spans[name]), max(spans[name]))]


def _list_days(calendar: Calendar, first: date, last: date) -> Iterator[str]:
    spec = calendar.spec
    off = set(spec.closed_days) | (set(spec.holidays.off) if spec.holidays else set())
    makeup = set(spec.holidays.makeup) if spec.holidays else set()
    opened = {day for day, _hours in spec.opened}
    for days, text in (
        (off - opened, _("Days off in this time: {days}")),
        (makeup - set(spec.closed_days), _("Make-up workdays in this time: {days}")),
        (opened, _("Opened besides in this time: {days}")),
        ({day for day, _hours in spec.closed_hours}, _("Closed for some hours in this time: {days}")),
    ):
        shown = sorted(day for day in days if first <= day <= last)
        if shown:
            yield text.format(days=show_days(shown))


def _list_evidence(scorecard: Scorecard) -> Iterator[list[str]]:
    evidence, zone = scorecard.evidence, scorecard.agreement.zone
    yield [_("Evidence (SHA-256)"), evidence.digest]
    yield [_("Scorecard (SHA-256)"), scorecard.digest]
    yield [_("Items and their facts"), f"{evidence.items:,} / {evidence.facts:,}"]
    yield [_("Samples and other records"), f"{evidence.samples:,} / {evidence.records:,}"]
    if evidence.first is not None:
        first, last = show_instant(evidence.first, zone), show_instant(evidence.last, zone)
        yield [_("Evidence from and to"), f"{first} – {last}"]
    yield [
        _("Judged as of"),
        _("{instant} ({zone})").format(instant=show_instant(scorecard.as_of, zone), zone=zone.key),
    ]
    yield [_("Engine and time zone data"), f"{ENGINE_VERSION} / {TZDATA_VERSION}"]


def _describe_source(source: SourceRead, scorecard: Scorecard) -> Plain:
    zone = scorecard.agreement.zone
    span = "" if source.first is None else f"{show_instant(source.first, zone)} – {show_instant(source.last, zone)}"
    about = " · ".join(part for part in (describe_layout(source.layout), span, source.timezone) if part)
    faults = [
        _("{about}: {said}").format(about=name_row_fault(code), said=f"{n:,}") for code, n in source.refused.items()
    ]
    return {
        "name": source.name,
        "about": about,
        "cells": [f"{source.rows:,}", f"{source.taken:,}", f"{source.duplicates:,}", f"{source.left_out:,}"],
        "faults": _("; ").join(faults),
    }
