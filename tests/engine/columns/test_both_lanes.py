"""Columns and benches give the same scorecard, byte for byte, and the same ledger, row for row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serval.engine.canonical import canonical_json
from serval.engine.columns import plain_clocks, readings
from serval.engine.columns.judge import ColumnJudge, Spread
from serval.engine.evidence import Item, build_item
from serval.engine.records import NO_RECORDS, Records
from serval.engine.terms import Agreement
from serval.engine.verdicts import LedgerRow, Range, Scorecard, judge_items, scorecard_document
from serval.engine.verdicts.column_digests import MISSING
from serval.engine.verdicts.row_columns import RowColumns
from tests.engine.columns import plain_cases
from tests.engine.columns.columns_of_items import build_columns
from tests.engine.verdicts import judge_cases, random_cases, restless_items
from tests.engine.verdicts.random_cases import END, Below, seeded


@dataclass
class Told:
    """A scorecard, the rows in their order, and how many items columns were enough for."""

    scorecard: Scorecard
    rows: list[LedgerRow]
    in_columns: int = 0
    one_by_one: int = 0

    @property
    def text(self) -> tuple[bytes, list[tuple[LedgerRow, str]]]:
        return canonical_json(scorecard_document(self.scorecard)), [(row, row.source) for row in self.rows]


@dataclass
class Case:
    """What is judged."""

    agreement: Agreement
    items: Sequence[Item]
    now: int
    records: Records = NO_RECORDS

    @property
    def asked(self) -> Range:
        return Range(self.agreement.start, self.agreement.end, running=True)

    def judge_one_by_one(self) -> Told:
        rows: list[LedgerRow] = []
        card = judge_items(self.agreement, self.items, self.asked, now=self.now, sink=rows.append, records=self.records)
        return Told(card, rows)

    def judge_in_columns(self, together: int, spread: Spread = map) -> Told:
        rows: list[LedgerRow] = []
        judge = ColumnJudge(
            self.agreement, self.asked, now=self.now, sink=rows.append, records=self.records, spread=spread
        )
        ordered = sorted(self.items, key=lambda item: item.id)
        for first in range(0, len(ordered), together):
            judge.take_columns(build_columns(ordered[first : first + together]))
        return Told(judge.finish(), rows, judge.in_columns, judge.one_by_one)


def _with_rows(item: Item) -> Item:
    """Read from rows of a file, as all that is sealed was."""
    facts = [replace(fact, source="bound#1" if fact.source == "bound" else fact.source) for fact in item.facts]
    return build_item(item.id, facts)


def build_case(below: Below) -> Case:
    """Mostly plain items; or those that were made to be as little plain as can be."""
    kind = below(8)
    if kind < 6:
        agreement = plain_cases.build_agreement(below)
        items = plain_cases.build_items(below, agreement)
        records = plain_cases.build_exclusions(below, items)
    else:
        cases = (random_cases, restless_items)[kind - 6]
        agreement, records = cases.build_agreement(below), NO_RECORDS
        items = [_with_rows(item) for item in cases.build_items(below, agreement)]
    return Case(agreement, items, END - below(3) * 40 * 86_400 + below(2), records)


def list_golden_cases() -> Iterator[tuple[str, Case]]:
    """The cases of golden_cases.json, by name."""
    for name, agreement, items, now, records in judge_cases.read_golden():
        yield name, Case(agreement, [_with_rows(item) for item in items], now, records)


@given(seed=st.integers(0, 2**40), together=st.integers(1, 8))
@settings(max_examples=150)
def test_columns_and_benches_tell_the_same(seed: int, together: int) -> None:
    case = build_case(seeded(seed))
    assert case.judge_in_columns(together).text == case.judge_one_by_one().text


@pytest.mark.parametrize("together", [1, 3, 8])
@pytest.mark.parametrize("seed", range(25))
def test_cases_of_every_run_are_told_the_same(seed: int, together: int) -> None:
    case = build_case(seeded(seed * 8 + together))
    assert case.judge_in_columns(together).text == case.judge_one_by_one().text


@pytest.mark.slow
@given(seed=st.integers(0, 2**40), together=st.integers(1, 8))
@settings(max_examples=775)
def test_columns_and_benches_tell_the_same_of_many_more(seed: int, together: int) -> None:
    case = build_case(seeded(seed))
    assert case.judge_in_columns(together).text == case.judge_one_by_one().text


@pytest.mark.parametrize("name", [name for name, _ in list_golden_cases()])
def test_the_cases_written_by_hand_are_told_the_same(name: str) -> None:
    case = dict(list_golden_cases())[name]
    assert case.judge_in_columns(2).text == case.judge_one_by_one().text


@pytest.mark.parametrize(
    ("room", "name"), [(readings, "_find_due"), (readings, "find_budgets"), (plain_clocks, "read_clocks")]
)
def test_a_second_too_much_in_the_columns_is_seen(monkeypatch: pytest.MonkeyPatch, room: ModuleType, name: str) -> None:
    """The control: with a fault built into the columns the comparison above must fail."""
    real = getattr(room, name)

    def add_a_second(*given: Any, **named: Any) -> Any:
        found = real(*given, **named)
        if isinstance(found, readings.Readings):
            return replace(found, elapsed=found.elapsed + 1)
        return np.where(found == MISSING, MISSING, found + 1)

    monkeypatch.setattr(room, name, add_a_second)
    cases = [build_case(seeded(seed)) for seed in range(12)]
    assert any(case.judge_in_columns(3).text != case.judge_one_by_one().text for case in cases)


def test_threads_tell_the_same() -> None:
    with ThreadPoolExecutor(3) as pool:
        for seed in range(20):
            case = build_case(seeded(seed))
            assert case.judge_in_columns(4, spread=pool.map).text == case.judge_one_by_one().text


def test_most_of_the_plain_cases_are_judged_in_columns() -> None:
    """What is compared above would say nothing if every item were judged one by one."""
    told = [build_case(seeded(seed)).judge_in_columns(5) for seed in range(60)]
    assert sum(case.in_columns for case in told) > 20
    assert sum(case.one_by_one for case in told) > 20


class Columns:
    """A ledger that takes columns."""

    def __init__(self) -> None:
        self.rows: list[LedgerRow] = []
        self.blocks = 0

    def __call__(self, row: LedgerRow) -> None:
        self.rows.append(row)

    def take_columns(self, rows: RowColumns) -> None:
        self.blocks += 1
        self.rows += rows.build_rows()


def test_a_ledger_that_takes_columns_gets_the_same_rows() -> None:
    blocks = 0
    for seed in range(40):
        case, ledger = build_case(seeded(seed)), Columns()
        judge = ColumnJudge(case.agreement, case.asked, now=case.now, sink=ledger, records=case.records)
        judge.take_columns(build_columns(sorted(case.items, key=lambda item: item.id)))
        judge.finish()
        told = case.judge_one_by_one().rows
        assert sorted(map(repr, ledger.rows)) == sorted(map(repr, told))
        blocks += ledger.blocks
    assert blocks


def test_batches_out_of_order_are_refused() -> None:
    case = build_case(seeded(3))
    judge = ColumnJudge(case.agreement, case.asked, now=case.now)
    columns = build_columns(sorted(case.items, key=lambda item: item.id))
    judge.take_columns(columns)
    with pytest.raises(ValueError, match="out of order"):
        judge.take_columns(columns)
