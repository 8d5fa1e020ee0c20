"""A restatement on a terminal: what the second result says otherwise, why, and what that costs."""

from __future__ import annotations

from rich.text import Text

from serval.engine.verdicts.restatement import Restatement
from serval.reporting.catalogue import translate as _
from serval.reporting.sentences.restated_words import describe_change, describe_same, describe_settled, list_differences
from serval.site.cli.views.console import open_console


def print_restatement(restatement: Restatement | None) -> None:
    """Print every verdict and settlement period that changed, the differences in money last."""
    if restatement is None:
        return
    console = open_console()
    console.print()
    console.print(Text(_("Restated, beside the first result"), style="head"))
    for change in restatement.verdicts:
        console.print("  " + describe_change(change))
    for settled in restatement.statements:
        console.print("  " + describe_settled(settled))
    console.print(Text("  " + describe_same(restatement), style="quiet"))
    for line in list_differences(restatement):
        console.print(Text(line, style="head"))
