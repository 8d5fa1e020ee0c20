"""Month by month: what each side would have cost, as bars beside each other and as figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from serval.engine.backtest import Compared
from serval.engine.backtest.figures import Figures
from serval.engine.backtest.rendering import SIDE_NAMES
from serval.reporting.backtest.lengths import Lengths, choose_lengths
from serval.reporting.catalogue import translate as _
from serval.reporting.charts import Bar
from serval.reporting.charts.pictures import BarLook
from serval.reporting.dates import show_short_month
from serval.reporting.sentences.backtest_lines import name_breached
from serval.reporting.sentences.backtest_words import show_amounts, show_difference

LOOKS: tuple[BarLook, BarLook] = ("hollow", "plain")
"""Of A and B; a side that stands alone is drawn like B."""

MOST_NAMED = 4
"""Promises of a month that are named; the workbook names all."""

Plain = dict[str, Any]


def describe_months(found: Compared) -> Plain:
    """A row for each month, and their total."""
    lengths = choose_lengths(found)
    has_money = found.has_money
    months = {month: [side.figures.of_month(month) for side in found.sides] for month in found.months}
    longest = [lengths.measure_figures(entry) for figures in months.values() for entry in figures]
    names = SIDE_NAMES[: len(found.sides)]
    differs = has_money and len(names) > 1
    return {
        "title": _("Month by month"),
        "x": asdict(lengths.fit(longest)),
        "columns": [
            _("Month"),
            lengths.title,
            *names,
            *([_("Difference")] if differs else []),
            _("Breached by {side}").format(side=names[-1]),
        ],
        "rows": [
            {
                "month": _name_month(month, figures),
                "bars": _draw(figures, lengths),
                "cells": _list_cells(figures, has_money=has_money),
                "breached": name_breached(figures[-1], most=MOST_NAMED),
            }
            for month, figures in months.items()
        ],
        "total": _describe_total([side.figures for side in found.sides], has_money=has_money),
    }


def _name_month(month: str, figures: Sequence[Figures]) -> str:
    named = show_short_month(date.fromisoformat(f"{month}-01"))
    return f"{named}\N{NO-BREAK SPACE}…" if any(entry.is_provisional for entry in figures) else named


def _draw(figures: Sequence[Figures], lengths: Lengths) -> list[Plain]:
    looks = LOOKS[-len(figures) :]
    bars = [Bar(0, lengths.measure_figures(entry), look) for entry, look in zip(figures, looks, strict=True)]
    return [asdict(bar) for bar in bars]


def _list_cells(figures: Sequence[Figures], *, has_money: bool) -> list[str]:
    if not has_money:
        return [str(entry.breached) for entry in figures]
    shown = [show_amounts(entry.cost) for entry in figures]
    if len(figures) > 1:
        difference = figures[1].cost - figures[0].cost
        shown.append(show_difference(difference) if difference else "")
    return shown


def _describe_total(figures: Sequence[Figures], *, has_money: bool) -> Plain:
    counts = " → ".join(str(entry.breached) for entry in figures)
    return {
        "label": _("Total"),
        "cells": _list_cells(figures, has_money=has_money),
        "breached": _("verdicts breached: {n}").format(n=counts),
    }
