"""Columns that tell the future: in a log they hold a ticket's final time on every row, also before it happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from serval.engine.errors import Problem
from serval.engine.zones import get_zone
from serval.intake.cells import write_cell
from serval.intake.dates import DateReader
from serval.intake.sniff.profile import ColumnProfile, TableProfile
from serval.intake.sniff.times import find_patterns, holds_times
from serval.intake.wallclock import TimeFault, WallClock


def find_leaks(profile: TableProfile, *, item: str, at: str, taken: Iterable[str]) -> list[Problem]:
    """A doubt for each time column that is the same on all rows of an item and later than some of them."""
    times = [column for column in profile.columns if column.name not in {*taken} and holds_times(column)]
    doubts = []
    for column in times:
        if _leaks(profile.find_column(item), profile.find_column(at), column):
            data = {"where": "columns", "column": column.name}
            doubts.append(Problem("sniff.leaks_future", data))
    return doubts


def _leaks(item: ColumnProfile, at: ColumnProfile, column: ColumnProfile) -> bool:
    patterns = find_patterns([("at", at), ("other", column)], ()).patterns
    reader = DateReader(patterns, WallClock(get_zone("UTC")))
    per_item: dict[str, set[int]] = defaultdict(set)
    rows_ahead = 0
    for item_cell, at_cell, cell in zip(item.cells, at.cells, column.cells, strict=False):
        try:
            moment, told = reader.read_instant(at_cell), reader.read_instant(cell)
        except TimeFault:
            continue
        per_item[write_cell(item_cell)].add(told)
        rows_ahead += told > moment
    settled = sum(len(told) == 1 for told in per_item.values())
    return rows_ahead > 0 and settled >= 0.95 * len(per_item)
