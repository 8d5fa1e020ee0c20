"""The workbook of a back-test holds the figures that were found as numbers, and runs nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from serval.reporting.backtest import write_backtest_xlsx
from serval.reporting.catalogue import set_language
from serval.reporting.workbooks import clean_text
from tests.reporting.backtest.backtest_cases import CASES, CREATED, HOSTILE, build
from tests.reporting.workbooks.workbook_reading import list_active, list_texts, open_book, read_records

SHEETS = {
    "en": ["Overview", "Months", "Promise by promise", "Clauses", "Items that decide", "Sweep", "Proposal", "Notes"],
    "zh": ["概览", "逐月", "逐项服务目标", "条款改动", "起决定作用的工单", "逐档试算", "目标建议", "说明"],
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_sheets_have_names_in_the_readers_language(language: str) -> None:
    set_language(language)
    content = write_backtest_xlsx(build("compare_years"), created=CREATED)
    assert open_book(content).sheetnames == SHEETS[language]


def test_months_and_clauses_add_up_to_what_was_found() -> None:
    found = build("compare_plain")
    content = write_backtest_xlsx(found, created=CREATED)
    months = read_records(content, "Months")
    before, after = (float(side.figures.cost.sums[0].amount) for side in found.sides)
    assert sum(month["Cost of A"] for month in months) == before
    assert sum(month["Cost of B"] for month in months) == after
    assert sum(month["Difference"] for month in months) == after - before
    assert sum(month["Breached by B"] for month in months) == found.sides[1].figures.breached
    *steps, whole = read_records(content, "Clauses")
    assert sum(step["Alone"] for step in steps) == pytest.approx(whole["Alone"])
    assert sum(step["Breaches alone"] for step in steps) == whole["Breaches alone"]


def test_each_step_of_a_sweep_has_a_row_with_its_exact_figure() -> None:
    found = build("sweep_alone")
    assert found.sweep is not None
    rows = read_records(write_backtest_xlsx(found, created=CREATED), "Sweep")[: len(found.sweep.steps)]
    for row, step in zip(rows, found.sweep.steps, strict=True):
        assert row["Exact figure"] == str(step.attainment.attained)
        assert row["Bound as a number"] == timedelta(seconds=int(step.bound.amount))
        assert row["Cost in all"] == float(step.cost.sums[0].amount)
    assert [row["Bound"] for row in rows if row["Now"] == "yes"] == ["1 h"]


def test_each_currency_has_a_column_of_its_own() -> None:
    months = read_records(write_backtest_xlsx(build("compare_currencies"), created=CREATED), "Months")
    assert {"Cost of A (CNY)", "Difference (CNY)", "Difference (USD)"} <= set(months[0])


@pytest.mark.parametrize("name", CASES)
def test_nothing_in_it_is_run_and_it_is_the_same_each_time(name: str) -> None:
    one, two = (write_backtest_xlsx(build(name), created=CREATED, notes=["=1+1"]) for _ in range(2))
    assert list_active(one) == []
    assert one == two
    assert "=1+1" in list_texts(one)
    assert one != write_backtest_xlsx(build(name), created=CREATED + 1, notes=["=1+1"])


def test_items_are_named_as_they_were() -> None:
    content = write_backtest_xlsx(build("compare_years"), created=CREATED)
    assert {clean_text(name) for name in HOSTILE} <= set(list_texts(content))
