"""What was judged by: every promise in words, versions and calendars with their digests, and what the words mean."""

from __future__ import annotations

from collections.abc import Iterator

from serval.engine import ENGINE_VERSION
from serval.engine.terms import Agreement
from serval.engine.terms.versions import Version
from serval.engine.verdicts import Scorecard
from serval.engine.zones import TZDATA_VERSION
from serval.reporting.catalogue import current_language
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_whole_promise
from serval.reporting.report.model import Report
from serval.reporting.sentences.agreement_words import describe_amendment, describe_assurance
from serval.reporting.sentences.calendar_words import describe_calendar, list_own_days
from serval.reporting.sentences.definitions import list_definitions
from serval.reporting.sentences.promise_words import list_promise_facts, name_clause
from serval.reporting.workbooks import Cell, Column, Table


def build_promises(report: Report) -> Table:
    """Everything that decides a case, one sentence in each row."""
    columns = [
        *map(Column, (_("Terms version"), _("Objective"), _("Target"))),
        Column(_("What is promised"), wraps=True),
    ]
    versions = report.scorecard.agreement.versions
    return Table(_("Promises"), columns, [row for version in versions for row in _list_promises(version)], held=2)


def _list_promises(version: Version) -> Iterator[tuple[Cell, ...]]:
    terms = version.terms
    for objective in terms.objectives:
        says = [objective.says.choose(current_language())] if objective.says else []
        clause = [_("clause {source}").format(source=name_clause(objective.source))] if objective.source else []
        dated = [describe_assurance(entry) for entry in terms.assurance if entry.objective == objective.id]
        for fact in (*says, *list_promise_facts(objective), *clause, *dated):
            yield version.label, objective.id, show_whole_promise(objective.target), fact


def build_terms(report: Report) -> Table:
    """Versions, calendars and digests: what another party needs to come to the same verdicts."""
    columns = (Column(_("Matter")), Column(_("Name")), Column(_("Entry"), wraps=True))
    rows = (*_list_versions(report.scorecard.agreement), *_list_digests(report.scorecard))
    return Table(_("Terms and digests"), columns, rows, held=2)


def _list_versions(agreement: Agreement) -> Iterator[tuple[Cell, ...]]:
    for version in agreement.versions:
        effective = version.terms.effective
        days = _("{first} to {last}").format(first=effective.from_.isoformat(), last=effective.until.isoformat())
        yield _("in force"), version.label, days
        yield _("digest of the terms"), version.label, version.digest
        if version.terms.amendment is not None:
            yield _("amendment"), version.label, describe_amendment(version.terms.amendment)
        for name, calendar in version.calendars.items():
            for fact in (describe_calendar(calendar), *list_own_days(version.terms.calendars[name])):
                yield _("calendar"), name, fact


def _list_digests(scorecard: Scorecard) -> Iterator[tuple[Cell, ...]]:
    yield _("digest of all versions"), None, scorecard.agreement.digest
    yield _("digest of the evidence"), None, scorecard.evidence.digest
    yield _("digest of the scorecard"), None, scorecard.digest
    yield _("engine"), None, ENGINE_VERSION
    yield _("time zone data"), None, TZDATA_VERSION


def build_definitions() -> Table:
    """What the words of a report mean."""
    columns = (Column(_("Word")), Column(_("Meaning"), wraps=True))
    return Table(_("Definitions"), columns, list_definitions())
