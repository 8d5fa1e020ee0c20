"""Findings of lint and changes between versions on a terminal, one sentence a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.text import Text

from serval.engine.errors import Problem
from serval.engine.lint import Finding
from serval.engine.terms.diff import Change
from serval.engine.terms.model import Terms
from serval.reporting.catalogue import translate as _
from serval.reporting.sentences import explain_problem
from serval.reporting.sentences.diff_changes import explain_change
from serval.reporting.sentences.lint_findings import name_severity
from serval.site.cli.views.console import open_console

_STYLES = {"error": "breached", "warning": "no_data", "note": "quiet"}
_DIRECTIONS = {"stricter": "breached", "laxer": "no_data"}


def print_findings(findings: Sequence[Finding], *, documents: int, unread: int) -> None:
    """Print each finding like a compiler: file:line:column, how grave it is, the sentence and its code.

    documents  files that were looked at · unread  files that are no valid terms, of which nothing else is known
    """
    console = open_console()
    for finding in findings:
        place = f"{finding.document}:{finding.line}:{finding.column}"
        severity = Text(name_severity(finding.severity), style=_STYLES[finding.severity])
        sentence = Text(explain_problem(Problem(finding.code, finding.data)))
        code = Text(f"[{finding.code}]", style="quiet")
        console.print(Text(place, style="head"), severity, sentence, code, soft_wrap=True)
    counts = Counter(finding.severity for finding in findings)
    text = _("Files: {files} · errors: {errors} · warnings: {warnings} · notes: {notes}")
    said = text.format(files=documents, errors=counts["error"], warnings=counts["warning"], notes=counts["note"])
    if unread:
        said += _(" · not looked at, since they are no valid terms: {n}").format(n=unread)
    console.print(Text(said, style="breached" if unread or counts["error"] else "met"))


def print_changes(changes: Sequence[Change], old: Terms, new: Terms) -> None:
    """Print each change, and how many ask more or less of the provider."""
    console = open_console()
    if not changes:
        console.print(Text(_("The two versions mean the same."), style="met"))
        return
    for change in changes:
        style = _DIRECTIONS.get(change.direction, "")
        console.print(Text(explain_change(change, old, new), style=style), soft_wrap=True)
    counts = Counter(change.direction for change in changes)
    text = _("Changes: {n} · stricter: {stricter} · laxer: {laxer} · undecided: {rest}")
    rest = len(changes) - counts["stricter"] - counts["laxer"]
    console.print(text.format(n=len(changes), stricter=counts["stricter"], laxer=counts["laxer"], rest=rest))
