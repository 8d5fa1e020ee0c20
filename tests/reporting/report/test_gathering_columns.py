"""What is gathered of rows in columns is what is gathered of the same rows one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest

from serval.engine.columns.judge import ColumnJudge
from serval.engine.evidence import Fact, Item
from serval.engine.terms import Agreement
from serval.engine.verdicts import Judge, LedgerRow, Range
from serval.engine.verdicts.column_sinks import pass_columns, takes_columns
from serval.engine.verdicts.row_columns import RowColumns
from serval.reporting.report import gathering
from serval.reporting.report.drawing import Drawing
from serval.reporting.report.gathering import Gatherer
from tests.engine.columns.columns_of_items import build_columns
from tests.engine.verdicts.bench_of_terms import NOW, at, terms, ticket
from tests.engine.verdicts.random_cases import build_agreement, build_items, seeded

MINUTE = 60


class Told(NamedTuple):
    """One verdict's gathered rows as plain values."""

    used: list[int]
    targets: list[int]
    breaching: tuple[object, ...]
    excluded: tuple[object, ...]
    totals: tuple[int, int]


def open_drawing(agreement: Agreement, items: Sequence[Item], now: int) -> tuple[Drawing, Range]:
    asked = Range(agreement.start + (agreement.end - agreement.start) // 2, agreement.end, running=True)
    earliest = min((item.facts[0].at for item in items), default=asked.start)
    return Drawing(agreement, asked, now=now, earliest=earliest), asked


def draw_items(agreement: Agreement, items: Sequence[Item], now: int) -> tuple[dict[object, Told], object]:
    drawing, asked = open_drawing(agreement, items, now)
    judge = Judge(agreement, asked, now=now, sink=drawing)
    for item in items:
        judge.take(item)
        drawing.note_item(item)
    return tell(drawing, judge)


def draw_columns(
    agreement: Agreement, items: Sequence[Item], now: int, batch: int
) -> tuple[dict[object, Told], object]:
    drawing, asked = open_drawing(agreement, items, now)
    judge = ColumnJudge(agreement, asked, now=now, sink=drawing)
    for first in range(0, len(items), batch):
        columns = build_columns(items[first : first + batch])
        judge.take_columns(columns)
        drawing.note_columns(columns)
    return tell(drawing, judge)


def tell(drawing: Drawing, judge: Judge) -> tuple[dict[object, Told], object]:
    gathered, trend = drawing.finish(judge.finish())
    told: dict[object, Told] = {
        key: Told(
            list(one.used),
            list(one.targets),
            one.breaching,
            one.excluded,
            (one.breaching_total, one.excluded_total),
        )
        for key, one in gathered.items()
    }
    return told, {series: [verdict.digest for verdict in verdicts] for series, verdicts in trend.items()}


def late(number: int, minutes: int) -> Item:
    begin = at("08-03 10:00")
    answered = Fact(begin + (60 + minutes) * MINUTE, "event", "first_response", source=f"log.csv#{number}")
    return ticket(f"T-{number:06}", "08-03 10:00", answered)


def prepare(items: Sequence[Item]) -> list[Item]:
    """In the order of their ids; columns know of all pauses, or of none."""
    return sorted((replace(item, pauses_known=True) for item in items), key=lambda item: item.id)


@pytest.mark.parametrize("seed", range(40))
def test_columns_and_single_items_are_gathered_alike(seed: int) -> None:
    below = seeded(seed)
    agreement = build_agreement(below)
    items = prepare(build_items(below, agreement))
    now = agreement.end - below(3) * 20 * 86_400
    assert draw_columns(agreement, items, now, 1 + below(5)) == draw_items(agreement, items, now)


@pytest.mark.parametrize("batch", [1, 7, 1_000])
def test_of_many_breaches_the_same_are_drawn_however_the_batches_are_cut(
    monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(gathering, "MOST_DRAWN", 20)
    items = [late(number, 1 + number * 11 % 17) for number in range(90)]
    assert draw_columns(terms({}), items, NOW, batch) == draw_items(terms({}), items, NOW)


def test_control_a_gatherer_that_takes_the_last_of_equal_breaches_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MOST_DRAWN", 20)
    items = [late(number, 5) for number in range(90)]
    right = draw_items(terms({}), items, NOW)
    monkeypatch.setattr(np, "argsort", lambda values, **_: np.arange(len(values))[::-1])
    assert draw_columns(terms({}), items, NOW, 90) != right


def test_a_sink_that_wants_each_row_is_never_given_columns() -> None:
    seen: list[LedgerRow] = []
    agreement = terms({})
    asked = Range(agreement.start, agreement.end)
    gatherer = Gatherer(agreement, asked, now=NOW, sink=seen.append)
    assert (takes_columns(gatherer), takes_columns(seen.append)) == (True, False)
    judge = ColumnJudge(agreement, asked, now=NOW, sink=gatherer.__call__)
    judge.take_columns(build_columns([late(1, 5), late(2, 5)]))
    assert [row.item for row in seen] == ["T-000001", "T-000002"]
    taken: list[RowColumns] = []
    ColumnJudge(agreement, asked, now=NOW, sink=Keeper(taken)).take_columns(build_columns([late(1, 5)]))
    with pytest.raises(TypeError):
        pass_columns(seen.append, taken[0])


class Keeper:
    """A sink that keeps columns."""

    def __init__(self, taken: list[RowColumns]) -> None:
        self._taken = taken

    def __call__(self, row: LedgerRow) -> None:
        raise AssertionError(row)

    def take_columns(self, rows: RowColumns) -> None:
        self._taken.append(rows)
