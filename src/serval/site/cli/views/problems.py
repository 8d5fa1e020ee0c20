"""Errors as a person needs them: what is wrong, where, and what to do."""

from __future__ import annotations

from rich.text import Text

from serval.engine.errors import Problem, ServalError
from serval.reporting.catalogue import translate as _
from serval.reporting.sentences import explain_problem
from serval.site.cli.views.console import open_console

SHOWN = 50


def print_error(error: ServalError) -> None:
    """Print each problem on a line of its own, like a compiler: file:line:column, then the sentence."""
    console = open_console(stderr=True)
    for problem in error.problems[:SHOWN]:
        place = "" if "row" in problem.data else _place(error.source, problem)
        line = Text()
        if place:
            line.append(place + ": ", style="head")
        line.append(explain_problem(problem))
        console.print(line, soft_wrap=True)
    hidden = len(error.problems) - SHOWN
    if hidden > 0:
        console.print(_("… and {n} more.").format(n=hidden))


def _place(source: str, problem: Problem) -> str:
    """Where in a document; rows of tables name their place in their own sentence."""
    if source and source == problem.data.get("file"):
        return ""
    return ":".join(str(part) for part in (source, problem.line, problem.column) if part)
