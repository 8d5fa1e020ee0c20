"""Items packed into columns are judged as they are one by one, and handed back as they came."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from serval.engine.columns.judge import ColumnJudge
from serval.engine.columns.packing import pack_items
from serval.engine.evidence import build_item
from serval.engine.verdicts import LedgerRow
from tests.engine.columns.test_both_lanes import Case, Told, build_case
from tests.engine.verdicts.random_cases import seeded


def judge_packed(case: Case, most_facts: int) -> Told:
    rows: list[LedgerRow] = []
    judge = ColumnJudge(case.agreement, case.asked, now=case.now, sink=rows.append, records=case.records)
    for columns in pack_items(sorted(case.items, key=lambda item: item.id), most_facts=most_facts):
        judge.take_columns(columns)
    return Told(judge.finish(), rows)


@pytest.mark.parametrize("most_facts", [1, 20, 100_000])
@pytest.mark.parametrize("seed", range(12))
def test_packed_items_are_judged_as_they_are_one_by_one(seed: int, most_facts: int) -> None:
    case = build_case(seeded(seed))
    assert judge_packed(case, most_facts).text == case.judge_one_by_one().text


def test_with_facts_a_second_later_the_comparison_fails() -> None:
    case = build_case(seeded(1))
    later = [
        build_item(item.id, [replace(fact, at=fact.at + 1) for fact in item.facts], pauses_known=item.pauses_known)
        for item in case.items
    ]
    assert judge_packed(replace(case, items=later), 20).text != case.judge_one_by_one().text


def test_batches_end_with_the_item_that_fills_them_and_hand_items_back() -> None:
    items = sorted(build_case(seeded(2)).items, key=lambda item: item.id)
    batches = list(pack_items(items, most_facts=5))
    assert len(batches) > 1
    assert [batch.build_item(place) for batch in batches for place in range(len(batch))] == items
    for batch, _ in pairwise(batches):
        assert batch.offsets[-2] < 5 <= batch.offsets[-1]


def test_no_items_make_no_batch() -> None:
    assert list(pack_items(())) == []
