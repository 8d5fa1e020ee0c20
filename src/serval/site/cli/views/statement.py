"""Statements on a terminal: what each settlement period costs, earns and scores, with the working of every figure."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from serval.engine.consequences import Statement
from serval.engine.verdicts import Scorecard
from serval.reporting.catalogue import translate as _
from serval.reporting.sentences.statement_lines import list_working
from serval.site.cli.views.console import open_console
from serval.site.cli.views.statement_table import print_figures

LINES_SHOWN = 6


def print_statements(statements: Sequence[Statement], scorecard: Scorecard, *, show_all: bool = False) -> None:
    """Print a table of all settlement periods, then the working of each that moves anything."""
    if not statements:
        return
    console, agreement = open_console(), scorecard.agreement
    console.print()
    console.print(Text(_("What follows from it"), style="head"))
    print_figures(console, statements, agreement)
    for statement in statements:
        _print_working(console, statement, scorecard, show_all=show_all)


def _print_working(console: Console, statement: Statement, scorecard: Scorecard, *, show_all: bool) -> None:
    lines = list(list_working(statement, scorecard))
    if not lines:
        return
    console.print(Text(statement.period.label, style="head"))
    # A line that says one line was left out is no shorter than that line.
    shown = lines if show_all or len(lines) == LINES_SHOWN + 1 else lines[:LINES_SHOWN]
    for line in shown:
        console.print("  " + line)
    if len(shown) < len(lines):
        text = _("… and {n} more lines; --all shows them.").format(n=len(lines) - len(shown))
        console.print(Text("  " + text, style="quiet"))
