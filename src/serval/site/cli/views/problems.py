"""Errors as a person needs them: what is wrong, where, and what to do."""

from __future__ import annotations

from collections import Counter

from rich.text import Text

from serval.engine.errors import Problem, ServalError
from serval.reporting.catalogue import translate as _
from serval.reporting.sentences import explain_problem
from serval.site.cli.views.console import open_console

SHOWN_OF_A_KIND = 5


def print_error(error: ServalError) -> None:
    """Print each problem on a line of its own, like a compiler: file:line:column, then the sentence.

    Of many alike (one code in one column) the first few are shown: the others are mended by the same step.
    """
    console = open_console(stderr=True)
    seen: Counter[tuple[str, str]] = Counter()
    for problem in error.problems:
        kind = (problem.code, str(problem.data.get("column", "")))
        seen[kind] += 1
        if seen[kind] <= SHOWN_OF_A_KIND:
            place = "" if "row" in problem.data else _place(error.source, problem)
            console.print(
                Text(place and place + ": ", style="head"), Text(explain_problem(problem)), sep="", soft_wrap=True
            )
    hidden = sum(max(0, count - SHOWN_OF_A_KIND) for count in seen.values())
    if hidden and error.problems[-1].code != "row.more":
        console.print(_("… and {n} more.").format(n=hidden))


def _place(source: str, problem: Problem) -> str:
    """Where in a document; rows of tables name their place in their own sentence."""
    if source and source == problem.data.get("file"):
        return ""
    return ":".join(str(part) for part in (source, problem.line, problem.column) if part)
