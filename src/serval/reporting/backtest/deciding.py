"""Items that decide: those of which A and B say something different."""

from __future__ import annotations

from typing import Any

from serval.engine.backtest import Compared
from serval.engine.backtest.deciding import DecidingItem
from serval.reporting.catalogue import translate as _
from serval.reporting.sentences.backtest_lines import count_decisions, describe_reading
from serval.reporting.typeset.literal import shorten_middle

MOST_DRAWN = 30

Plain = dict[str, Any]


def describe_deciding(found: Compared) -> Plain | None:
    """The first of them; None where there are none."""
    deciding = found.deciding
    if deciding is None or not deciding.items:
        return None
    shown = deciding.items[:MOST_DRAWN]
    more = deciding.total - len(shown)
    return {
        "title": _("Items that decide"),
        "note": count_decisions(deciding),
        "columns": [_("Item"), _("Objective and period"), "A", "B"],
        "groups": [
            {"title": title, "rows": rows}
            for title, rows in (
                (_("They turn a verdict"), [_describe(item) for item in shown if item.turns]),
                (_("They leave the verdict as it is"), [_describe(item) for item in shown if not item.turns]),
            )
            if rows
        ],
        "more": _("… and {n} more; the workbook (XLSX) and JSON list them.").format(n=more) if more else "",
    }


def _describe(item: DecidingItem) -> Plain:
    row = item.row
    return {
        "item": shorten_middle(row.item),
        "verdict": " · ".join(part for part in (item.objective, row.subject, row.period) if part),
        "readings": [describe_reading(item.before), describe_reading(item.after)],
        "areBreaches": [outcome == "breached" for outcome in item.outcomes],
    }
