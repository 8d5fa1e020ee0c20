"""Columns and benches give the same scorecard, byte for byte, and the same ledger, row for row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serval.engine.canonical import canonical_json
from serval.engine.columns import readings
from serval.engine.columns.judge import ColumnJudge
from serval.engine.evidence import Item, build_item
from serval.engine.records import NO_RECORDS, Records
from serval.engine.terms import Agreement
from serval.engine.verdicts import LedgerRow, Range, Scorecard, judge_items, scorecard_document
from serval.engine.verdicts.row_columns import RowColumns
from tests.engine.columns import plain_cases
from tests.engine.columns.columns_of_items import build_columns
from tests.engine.verdicts import random_cases, restless_items
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
        card = judge_items(
            self.agreement, self.items, self.asked, now=self.now, sink=rows.append, records=self.records
        )
        return Told(card, rows)

    def judge_in_columns(self, together: int, threads: int = 1) -> Told:
        rows: list[LedgerRow] = []
        judge = ColumnJudge(self.agreement, self.asked, now=self.now, sink=rows.append, records=self.records)
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


@given(seed=st.integers(0, 2**40), together=st.integers(1, 8))
@settings(max_examples=200, deadline=None)
def test_columns_and_benches_tell_the_same(seed: int, together: int) -> None:
    case = build_case(seeded(seed))
    assert case.judge_in_columns(together).text == case.judge_one_by_one().text
