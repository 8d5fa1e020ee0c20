"""A back-test on a terminal: the answer first, then months, promises, clauses, items and the curve of a sweep."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from serval.engine.backtest import Compared
from serval.engine.backtest.figures import Figures
from serval.engine.backtest.rendering import SIDE_NAMES
from serval.reporting.catalogue import translate as _
from serval.reporting.sentences.backtest_lines import (
    describe_force,
    list_backtest_notes,
    list_promises,
    list_wordings,
    name_breached,
    name_terms,
)
from serval.reporting.sentences.backtest_words import (
    say_backtest,
    show_amounts,
    show_difference,
)
from serval.site.cli.views.backtest_clauses import print_clauses, print_deciding
from serval.site.cli.views.backtest_curve import print_proposal, print_sweep
from serval.site.cli.views.console import fits, open_console


def print_backtest(found: Compared, notes: Sequence[str], *, show_all: bool = False) -> None:
    """Print everything that was found."""
    console = open_console()
    console.print(Text(say_backtest(found), style="head"))
    for name, side in zip(SIDE_NAMES, found.sides, strict=False):
        said = _("{side}  {terms}, {force}").format(side=name, terms=name_terms(side), force=describe_force(side))
        console.print(Text(said))
    _print_months(console, found)
    _print_promises(console, found)
    print_clauses(console, found, show_all=show_all)
    print_deciding(console, found, show_all=show_all)
    print_sweep(console, found)
    print_proposal(console, found)
    for note in [*notes, *list_backtest_notes(found)]:
        console.print(Text("· " + note, style="quiet"))


def _print_months(console: Console, found: Compared) -> None:
    """What ends in each month, side by side; without money the verdicts that are breached."""
    has_money = found.has_money
    table = _open_months(SIDE_NAMES[: len(found.sides)], has_money=has_money)
    for month in found.months:
        figures = [side.figures.of_month(month) for side in found.sides]
        open_mark = " …" if any(entry.is_provisional for entry in figures) else ""
        table.add_row(month + open_mark, *_build_cells(figures, has_money=has_money), name_breached(figures[-1]))
    table.add_section()
    totals = [side.figures for side in found.sides]
    counts = " → ".join(str(entry.breached) for entry in totals)
    said = _("verdicts breached: {n}").format(n=counts)
    table.add_row(Text(_("Total"), style="head"), *_build_cells(totals, has_money=has_money), said)
    console.print(table)


def _open_months(sides: Sequence[str], *, has_money: bool) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(_("Month"), no_wrap=True)
    for name in sides:
        table.add_column(name, justify="right")
    if has_money and len(sides) > 1:
        table.add_column(_("Difference"), justify="right")
    table.add_column(_("Breached by {side}").format(side=sides[-1]), overflow="fold")
    return table


def _build_cells(figures: Sequence[Figures], *, has_money: bool) -> list[RenderableType]:
    if not has_money:
        return [str(entry.breached) for entry in figures]
    cells: list[RenderableType] = [show_amounts(entry.cost) for entry in figures]
    if len(figures) > 1:
        difference = figures[1].cost - figures[0].cost
        cells.append(Text(show_difference(difference), style="breached" if difference else "quiet"))
    return cells


def _print_promises(console: Console, found: Compared) -> None:
    """Each promise as every side words it, with what was reached over the whole span."""
    rows = {name: [(sides, *cells) for sides, cells in list_wordings(found, name)] for name in list_promises(found)}
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in (_("Objective"), "", _("Target")):
        table.add_column(title, overflow="fold")
    for title in (_("Reached"), _("Periods breached"), *([_("Its credits")] if found.has_money else [])):
        table.add_column(title, justify="right")
    for name, wordings in rows.items():
        for place, cells in enumerate(wordings):
            table.add_row("" if place else name, *cells)
    if fits(console, table):
        console.print(table)
        return
    for name, wordings in rows.items():
        console.print(Text(name, style="head"))
        for cells in wordings:
            console.print("  " + " · ".join(cells))
