"""Why two terms differ, on a terminal: clause by clause, and item by item."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from serval.engine.backtest import Compared
from serval.engine.backtest.deciding import MOST_LISTED, DecidingItem
from serval.engine.backtest.effects import ClauseEffect, Explained
from serval.reporting.catalogue import translate as _
from serval.reporting.sentences.backtest_lines import count_decisions, describe_reading, show_effect, show_total
from serval.reporting.sentences.backtest_words import (
    describe_clause,
)
from serval.site.cli.views.folding import fold

ITEMS_SHOWN = 10


def print_clauses(console: Console, found: Compared, *, show_all: bool) -> None:
    """From what A comes to, clause by clause, to what B comes to."""
    explained = found.explained
    if explained is None:
        return
    console.print(Text(_("Where the difference comes from"), style="head"))
    if not explained.clauses:
        console.print("  " + _("Both terms say the same of everything that is judged and paid."))
        return
    moving = [effect for effect in explained.clauses if show_all or effect.alone or effect.last]
    console.print(_build_clauses(found, explained, moving))
    if len(moving) < len(explained.clauses):
        text = _("Clauses that make no difference here: {n}; --all lists them.")
        console.print(Text(text.format(n=len(explained.clauses) - len(moving)), style="quiet"))


def _build_clauses(found: Compared, explained: Explained, effects: Sequence[ClauseEffect]) -> Table:
    """In money and breaches; without money in breaches alone."""
    has_money = found.has_money
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(_("Clause"), overflow="fold", ratio=1)
    for title in (_("Alone"), _("Taken over last"), *([_("Breaches alone")] if has_money else [])):
        table.add_column(title, justify="right")
    before, after = (show_total(side, has_money=has_money) for side in found.sides)
    table.add_row(_("A in all"), *before)
    for effect in effects:
        lines = "\n".join(describe_clause(effect.clause, found.sides[0].terms, found.sides[1].terms))
        table.add_row(lines, *show_effect(effect.alone, effect.last, has_money=has_money))
    if explained.together:
        table.add_row(_("Only together"), *show_effect(explained.together, None, has_money=has_money))
    table.add_row(_("B in all"), *after)
    return table


def print_deciding(console: Console, found: Compared, *, show_all: bool) -> None:
    """The items of which A and B say something different."""
    deciding = found.deciding
    if deciding is None or not deciding.items:
        return
    console.print(Text(_("Items that decide"), style="head"), Text(count_decisions(deciding), style="quiet"))
    shown: Sequence[DecidingItem] = deciding.items if show_all else deciding.items[:ITEMS_SHOWN]
    for item in shown:
        for place, row in enumerate(fold(_describe_item(item), max(console.width - 4, 1))):
            console.print(("    " if place else "  ") + row, soft_wrap=True)
    if len(shown) < deciding.total:
        text = _("… and {n} more; --all lists up to {most} of each promise and period.")
        console.print(Text("  " + text.format(n=deciding.total - len(shown), most=MOST_LISTED), style="quiet"))
    text = _("Follow one to the second: serval explain … --item {item}")
    console.print(Text(text.format(item=shlex.quote(shown[0].row.item)), style="quiet"))


def _describe_item(item: DecidingItem) -> str:
    row = item.row
    named = " · ".join(part for part in (row.item, item.objective, row.subject, row.period) if part)
    text = (
        _("{named} · {before} → {after}, which turns the verdict") if item.turns else _("{named} · {before} → {after}")
    )
    return text.format(named=named, before=describe_reading(item.before), after=describe_reading(item.after))
