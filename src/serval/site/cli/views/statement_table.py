"""The figures of all settlement periods: one table where it fits, else label and value, so that no amount is cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from serval.engine.consequences import CreditSum, Statement
from serval.engine.money import Money
from serval.engine.terms import Agreement
from serval.reporting.catalogue import current_language
from serval.reporting.catalogue import translate as _
from serval.reporting.money import show_money, show_points
from serval.reporting.sentences.money_words import name_claim_state
from serval.reporting.sentences.statement_lines import find_consequences
from serval.site.cli.views.console import fits


class Column(NamedTuple):
    """One figure of every statement, `–` where it has none."""

    title: str
    cells: list[str]
    is_figure: bool = True


def print_figures(console: Console, statements: Sequence[Statement], agreement: Agreement) -> None:
    """Print what every settlement period comes to; what is lapsed or held back never stands under what is owed."""
    columns = list(list_columns(statements, agreement))
    labels = [statement.period.label + (" …" if statement.is_provisional else "") for statement in statements]
    table = _build_table(labels, columns)
    if fits(console, table):
        console.print(table)
        return
    for place, label in enumerate(labels):
        console.print(Text(label, style="head"))
        grid = Table.grid(padding=(0, 2, 0, 0), pad_edge=True)
        grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold")
        for column in columns:
            grid.add_row("  " + column.title, column.cells[place])
        console.print(grid)


def _build_table(labels: Sequence[str], columns: Sequence[Column]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(_("Period"))
    for column in columns:
        table.add_column(column.title, justify="right" if column.is_figure else "left")
    for place, label in enumerate(labels):
        table.add_row(label, *(column.cells[place] for column in columns))
    return table


def list_columns(statements: Sequence[Statement], agreement: Agreement) -> Iterator[Column]:
    """The figures that any statement has; rewards and lapsed credits only where there are any."""
    sums = [statement.credits for statement in statements]
    if any(owed is not None for owed in sums):
        yield Column(_("Fee"), [_show(statement.fee) for statement in statements])
        yield Column(_("Credits"), [_show(owed.total if owed else None) for owed in sums])
        yield Column(_("After caps"), [_show(owed.payable if owed else None) for owed in sums])
        yield Column(_("Granted"), [_show(owed.granted if owed else None) for owed in sums])
        if any(owed is not None and owed.lapsed.amount for owed in sums):
            yield Column(_("Lapsed"), [_show(owed.lapsed if owed else None) for owed in sums])
        rewards = [statement.rewarded for statement in statements]
        if any(reward is not None and reward.amount for reward in rewards):
            yield Column(_("Rewards"), [_show(reward) for reward in rewards])
        yield Column(_("Claim"), [_name_claim(owed) for owed in sums], is_figure=False)
    if any(statement.score is not None for statement in statements):
        yield Column(_("Score"), [_show_score(statement, agreement) for statement in statements])
    if any(statement.withheld is not None for statement in statements):
        yield Column(_("Withheld"), [_show(statement.withheld) for statement in statements])


def _show(money: Money | None) -> str:
    return "–" if money is None else show_money(money)


def _name_claim(owed: CreditSum | None) -> str:
    return "–" if owed is None or not owed.payable.amount else name_claim_state(owed.claim.state)


def _show_score(statement: Statement, agreement: Agreement) -> str:
    score = statement.score
    if score is None:
        return "–"
    terms = find_consequences(statement, agreement)
    points = show_points(score.points)
    if terms is None or terms.score is None or score.grade is None:
        return points
    return f"{points} {terms.score.grades[score.grade].name.choose(current_language())}"
