"""A back-test on a terminal: the answer first, then months, promises, clauses, items and the curve of a sweep."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from serval.engine.backtest import Compared, Side
from serval.engine.backtest.figures import Attainment, Figures
from serval.engine.backtest.rendering import SIDE_NAMES
from serval.reporting.catalogue import current_language
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_whole_promise
from serval.reporting.sentences.backtest_words import (
    say_backtest,
    show_amounts,
    show_difference,
    show_figure,
)
from serval.site.cli.views.backtest_clauses import print_clauses, print_deciding
from serval.site.cli.views.backtest_curve import print_proposal, print_sweep
from serval.site.cli.views.console import fits, open_console


def print_backtest(found: Compared, notes: Sequence[str], written: Sequence[Path], *, show_all: bool = False) -> None:
    """Print everything that was found, and where it was written to."""
    console = open_console()
    console.print(Text(say_backtest(found), style="head"))
    for name, side in zip(SIDE_NAMES, found.sides, strict=False):
        console.print(Text(_describe_side(name, side)))
    _print_months(console, found)
    _print_promises(console, found)
    print_clauses(console, found, show_all=show_all)
    print_deciding(console, found, show_all=show_all)
    print_sweep(console, found)
    print_proposal(console, found)
    for note in [*notes, *_list_notes(found)]:
        console.print(Text("· " + note, style="quiet"))
    for path in written:
        console.print(_("Written to {file}.").format(file=path))


def _describe_side(name: str, side: Side) -> str:
    terms, effective = side.terms, side.terms.effective
    text = (
        _("{side}  {title} {number}, judged as if it had been in force (it is from {first} to {last})")
        if side.is_laid
        else _("{side}  {title} {number}, in force from {first} to {last}")
    )
    return text.format(
        side=name,
        title=terms.metadata.title.choose(current_language()),
        number=terms.metadata.number,
        first=effective.from_.isoformat(),
        last=effective.until.isoformat(),
    )


def _print_months(console: Console, found: Compared) -> None:
    """What ends in each month, side by side; without money the verdicts that are breached."""
    has_money = found.has_money
    table = _open_months(SIDE_NAMES[: len(found.sides)], has_money=has_money)
    for month in found.months:
        figures = [side.figures.of_month(month) for side in found.sides]
        open_mark = " …" if any(entry.is_provisional for entry in figures) else ""
        table.add_row(month + open_mark, *_build_cells(figures, has_money=has_money), _name_breached(figures[-1]))
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


def _name_breached(figures: Figures) -> str:
    names = dict.fromkeys(entry.objective for entry in figures.reached if entry.outcome == "breached")
    if names:
        return _(", ").join(names)
    return _("all met") if figures.count("met") else "–"


def _print_promises(console: Console, found: Compared) -> None:
    """Each promise as every side words it, with what was reached over the whole span."""
    names = dict.fromkeys(entry.objective for side in reversed(found.sides) for entry in side.attained)
    rows = {name: _list_wordings(found, name) for name in names}
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


def _list_wordings(found: Compared, name: str) -> list[tuple[str, ...]]:
    """The cells of each side that makes the promise; of both together where they say and come to the same."""
    entries = [(letter, side.find_attained(name)) for letter, side in zip(SIDE_NAMES, found.sides, strict=False)]
    sides = [(letter, _build_promise(entry, has_money=found.has_money)) for letter, entry in entries if entry]
    if len(sides) > 1 and sides[0][1] == sides[1][1]:
        return [(_(", ").join(SIDE_NAMES), *sides[0][1])]
    return [(letter, *cells) for letter, cells in sides]


def _build_promise(entry: Attainment, *, has_money: bool) -> tuple[str, ...]:
    target = show_whole_promise(entry.target)
    breached = _("{n} of {all}").format(n=entry.breached, all=entry.decided)
    credited = (show_amounts(entry.credited),) if has_money else ()
    return target, show_figure(entry.attained, entry), breached, *credited


def _list_notes(found: Compared) -> list[str]:
    """How the figures are to be read."""
    notes = [_("A month holds everything whose period ends in it; … marks what may still change.")]
    if found.has_money:
        notes.append(_("Amounts are credits after caps, claimed or not, and what a score withholds of the fee."))
    if any(entry.target.within is None for side in found.sides for entry in side.attained):
        notes.append(_("Reached is the worst period's figure where a promise is no share in time."))
    refused = sum(side.figures.count("refused") for side in found.sides)
    if refused:
        notes.append(
            _("Verdicts that could not be judged: {n}; what they would cost is not in here.").format(n=refused)
        )
    return notes
