"""`serval terms lint|diff`: what terms say that hardly can be meant, and what two versions say differently."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from serval.engine.calendars.spec import HolidaySet
from serval.engine.documents import Document
from serval.engine.errors import Problem, ServalError
from serval.engine.lint import Finding, lint_terms
from serval.engine.terms import load_placed, load_terms, terms_digest
from serval.engine.terms.diff import diff_terms
from serval.engine.terms.model import Terms
from serval.reporting.catalogue import mark
from serval.reporting.catalogue import translate as _
from serval.reporting.sentences import explain_problem
from serval.reporting.sentences.diff_changes import explain_change
from serval.site.cli.inputs import read_text, resolve_holidays
from serval.site.cli.options import HolidaysOption, JsonOption
from serval.site.cli.views.findings import print_changes, print_findings
from serval.site.cli.views.problems import print_error

CLEAN, DOUBTFUL, WRONG = 0, 1, 2


def register(app: typer.Typer) -> None:
    """Add the commands to the group about terms."""
    app.command(
        "lint",
        help=_(
            "Find promises that contradict each other or cannot hold; several files are also checked beside each "
            "other. Exit code: 0 no error, 1 a warning under --strict, 2 an error."
        ),
        epilog=_("Example: serval terms lint sla.yaml ola.yaml"),
    )(lint)
    app.command(
        "diff",
        help=_("Say in words what two versions of terms promise differently, and which is stricter."),
        epilog=_("Example: serval terms diff 2026.yaml 2027.yaml"),
    )(diff)


def lint(
    files: Annotated[list[Path], typer.Argument(metavar="TERMS…", help=mark("Terms to check."))],
    holidays: HolidaysOption = [],
    strict: Annotated[
        bool, typer.Option("--strict", help=mark("End with exit code 1 when there are warnings."))
    ] = False,
    as_json: JsonOption = False,
) -> int:
    placed, unread = _load(files)
    findings = lint_terms(placed, holidays=_find_holidays(placed, holidays))
    if as_json:
        document = {"findings": [_write_finding(finding) for finding in findings]}
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    else:
        print_findings(findings, documents=len(placed), unread=unread)
    severities = {finding.severity for finding in findings}
    if unread or "error" in severities:
        return WRONG
    return DOUBTFUL if strict and "warning" in severities else CLEAN


def _load(files: Sequence[Path]) -> tuple[list[tuple[Terms, Document]], int]:
    """Every file that can be read, and how many cannot; each problem of these is told."""
    placed, unread = [], 0
    for path in files:
        try:
            placed.append(load_placed(read_text(path), source=str(path)))
        except ServalError as error:
            print_error(error)
            unread += 1
    return placed, unread


def _find_holidays(placed: Sequence[tuple[Terms, Document]], named: Sequence[str]) -> Mapping[str, HolidaySet]:
    if not placed:
        return {}
    calendars = [calendar for terms, _document in placed for calendar in terms.calendars.values()]
    first = min(terms.effective.from_.year for terms, _document in placed)
    last = max(terms.effective.until.year for terms, _document in placed)
    return resolve_holidays(calendars, named, range(first - 1, last + 2))


def _write_finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "document": finding.document,
        "line": finding.line,
        "column": finding.column,
        "data": finding.data,
        "sentence": explain_problem(Problem(finding.code, finding.data)),
    }


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help=mark("The earlier version."))],
    new: Annotated[Path, typer.Argument(metavar="NEW", help=mark("The later version."))],
    as_json: JsonOption = False,
) -> int:
    before, after = (load_terms(read_text(path), source=str(path)) for path in (old, new))
    changes = diff_terms(before, after)
    if not as_json:
        print_changes(changes, before, after)
        return CLEAN
    document = {
        "old": terms_digest(before),
        "new": terms_digest(after),
        "changes": [
            {
                "kind": change.kind,
                "where": list(change.where),
                "before": change.before,
                "after": change.after,
                "direction": change.direction,
                "sentence": explain_change(change, before, after),
            }
            for change in changes
        ],
    }
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    return CLEAN
