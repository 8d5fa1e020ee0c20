"""Where the difference comes from: clause by clause from what A comes to, to what B comes to."""

from __future__ import annotations

from typing import Any

from serval.engine.backtest import Compared
from serval.engine.backtest.effects import ClauseEffect, Effect, Explained
from serval.reporting.backtest.lengths import Lengths, choose_lengths
from serval.reporting.catalogue import translate as _
from serval.reporting.charts import describe_waterfall
from serval.reporting.pdf.promises import begin_large
from serval.reporting.sentences.backtest_lines import show_effect, show_total
from serval.reporting.sentences.backtest_words import describe_clause
from serval.reporting.typeset.literal import shorten_middle

MOST_LINES = 6
"""Sentences shown of one clause; the workbook holds all."""

Plain = dict[str, Any]


def describe_clauses(found: Compared) -> Plain | None:
    """None with one side."""
    explained = found.explained
    if explained is None:
        return None
    moving = list_moving(explained)
    left = len(explained.clauses) - len(moving)
    return {
        "title": _("Where the difference comes from"),
        "columns": [
            _("Clause"),
            choose_lengths(found).title,
            _("Alone"),
            _("Taken over last"),
            *([_("Breaches alone")] if found.has_money else []),
        ],
        "rows": _list_rows(found, explained, moving),
        "none": "" if explained.clauses else _("Both terms say the same of everything that is judged and paid."),
        "left": _("Clauses that make no difference here: {n}.").format(n=left) if left else "",
    }


def list_moving(explained: Explained) -> list[ClauseEffect]:
    """The clauses from which something follows."""
    return [effect for effect in explained.clauses if effect.alone or effect.last]


def _list_rows(found: Compared, explained: Explained, moving: list[ClauseEffect]) -> list[Plain]:
    before, after = found.sides
    told: list[tuple[list[str], Effect, Effect | None]] = [
        (_shorten(list(describe_clause(effect.clause, before.terms, after.terms))), effect.alone, effect.last)
        for effect in moving
    ]
    if explained.together:
        told.append(([_("Only together")], explained.together, None))
    rows = [
        _describe_whole(_("A in all"), show_total(before, has_money=found.has_money)),
        *(_describe_row(lines, show_effect(alone, last, has_money=found.has_money)) for lines, alone, last in told),
        _describe_whole(_("B in all"), show_total(after, has_money=found.has_money)),
    ]
    one, other = (Effect(side.figures.cost, side.figures.breached) for side in found.sides)
    bars, axis = _draw([one, *(alone for _lines, alone, _last in told), other], choose_lengths(found))
    return [{**row, "bars": drawn, "x": axis} for row, drawn in zip(rows, bars, strict=True)]


def _shorten(lines: list[str]) -> list[str]:
    """The first lines of a clause, none of them endless."""
    left = len(lines) - MOST_LINES
    shown = [shorten_middle(begin_large(line)) for line in lines[:MOST_LINES]]
    return [*shown, _("… and {n} more").format(n=left)] if left > 0 else shown


def _describe_whole(label: str, cells: tuple[str, ...]) -> Plain:
    return {"lines": [label], "cells": cells, "isWhole": True}


def _describe_row(lines: list[str], cells: tuple[str, ...]) -> Plain:
    return {"lines": lines, "cells": cells, "isWhole": False}


def _draw(steps: list[Effect], lengths: Lengths) -> tuple[list[Any], Plain]:
    """The bars of a waterfall, and their axis: clauses that only weigh together may lead below nothing in between."""
    changes = [lengths.measure(step.cost, step.breached) for step in steps]
    reached, edges = 0.0, [changes[-1]]
    for change in changes[:-1]:
        reached += change
        edges.append(reached)
    drawn = describe_waterfall([("", change, "") for change in changes], lengths.fit(edges), "").as_plain()
    return [row["bars"] for row in drawn["rows"]], drawn["x"]
