"""Of breaching rows taken in columns a verdict holds the same as of rows taken one by one."""

from __future__ import annotations

import numpy as np
import pytest

from serval.engine.texts import join_texts
from serval.engine.verdicts.ledger import LEDGER_NUMBERS
from serval.engine.verdicts.row_columns import RowColumns
from serval.engine.verdicts.worst_rows import WorstRows

WORDS = (("T@2026-01-01", "breached", "stopped_late", "", ""), ("T@2026-01-01", "met", "stopped_in_time", "", ""))


def build_rows(first: int, over: list[int]) -> RowColumns:
    """Rows that took so many seconds longer than their target of ten; those below zero are met."""
    numbers = {name: np.ones(len(over), np.int64) for name in LEDGER_NUMBERS}
    numbers |= {"target_seconds": np.full(len(over), 10), "working_seconds": 10 + np.array(over)}
    return RowColumns(
        objective="answer",
        subject="",
        period="2026-02",
        items=join_texts(f"工单-{first + number:03}" for number in range(len(over))),
        numbers=numbers,
        word=(np.array(over) < 0).astype(np.int32),
        words=WORDS,
        table=np.zeros(len(over), np.int32),
        row=np.arange(len(over)),
        tables=("log.csv",),
    )


@pytest.mark.parametrize("most", [1, 2, 7, 100])
@pytest.mark.parametrize("cut", [1, 4, 9, 60])
def test_the_worst_are_the_same_and_of_equal_ones_the_first(most: int, cut: int) -> None:
    over = [number * 7 % 13 - 3 for number in range(60)]
    in_columns, one_by_one = WorstRows(most), WorstRows(most)
    for first in range(0, 60, cut):
        rows = build_rows(first, over[first : first + cut])
        breaching = rows.find_rows("breached")
        in_columns.add_columns(rows, breaching)
        for row in rows.take(breaching).build_rows():
            one_by_one.add(row)
    held = one_by_one.list_rows()
    assert in_columns.list_rows() == held
    assert len(held) == min(most, sum(seconds >= 0 for seconds in over))
    assert held[0].source.startswith("log.csv#")
