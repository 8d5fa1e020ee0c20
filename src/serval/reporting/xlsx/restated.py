"""What a second result says otherwise than the first: verdicts, and the money of settlement periods."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from serval.engine.money import Money
from serval.engine.verdicts.restatement import Restatement, StatementChange
from serval.engine.verdicts.stated import StatedStatement, StatedVerdict
from serval.reporting.catalogue import translate as _
from serval.reporting.sentences.restated_words import name_amount, name_causes, show_stated
from serval.reporting.workbooks import Cell, Column, Table
from serval.reporting.xlsx.figures import show_outcome

POINTS = "points"
"""Stands beside the names of amounts."""


def build_restated(restatement: Restatement) -> Table:
    """One row for each verdict that differs, then one for each amount and score that does."""
    about = (_("Objective or settlement period"), _("Subject"), _("Period"), _("Of what"))
    figures = (_("First verdict"), _("First figure"), _("Second verdict"), _("Second figure"), _("Difference"))
    columns = [*map(Column, (*about, *figures)), Column(_("Why"), wraps=True)]
    rows = list(_list_rows(restatement))
    return Table(_("Restated"), columns, rows, notes=() if rows else (_("Both results say the same."),))


def _list_rows(restatement: Restatement) -> Iterator[list[Cell]]:
    for change in restatement.verdicts:
        stated = (*_show(change.first), *_show(change.second))
        yield [*change.key, _("verdict"), *stated, None, name_causes(change)]
    for settled in restatement.statements:
        for name, difference in _list_differences(settled):
            amounts = (None, _find(settled.first, name), None, _find(settled.second, name))
            word = _("score") if name == POINTS else name_amount(name)
            yield [settled.settlement, None, None, word, *amounts, difference, name_causes(settled)]


def _list_differences(settled: StatementChange) -> Iterator[tuple[str, Money | Fraction]]:
    for name, money in settled.difference.items():
        if money:
            yield name, money
    if settled.points:
        yield POINTS, settled.points


def _find(statement: StatedStatement | None, name: str) -> Money | Fraction | None:
    if statement is None:
        return None
    return statement.points if name == POINTS else statement.money[name]


def _show(verdict: StatedVerdict | None) -> tuple[Cell, Cell]:
    return (None, None) if verdict is None else (show_outcome(verdict.outcome), show_stated(verdict))
