"""A report as a workbook: every figure is the scorecard's own, in both languages, and each time the same file."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from serval.engine.canonical import write_exact
from serval.engine.instants import to_datetime
from serval.engine.verdicts import Verdict
from serval.reporting.catalogue import set_language
from serval.reporting.report.model import Report
from serval.reporting.sentences import name_outcome
from serval.reporting.xlsx import write_xlsx
from tests.reporting.pdf.report_cases import CREATED, SPRING, build_report, build_restated
from tests.reporting.workbooks.workbook_reading import list_active, list_texts, open_book, read_records, read_sheets

SHEETS = {
    "en": [
        "Overview",
        "Objectives",
        "Breaches",
        "Not counted",
        "Statements",
        "Credits and rewards",
        "Scores",
        "Working",
        "Trend",
        "Data quality",
        "Notes",
        "Promises",
        "Terms and digests",
        "Definitions",
    ],
    "zh": [
        "概览",
        "服务目标",
        "未达标明细",
        "未计入明细",
        "结算单",
        "赔付与奖励",
        "考核评分",
        "计算过程",
        "趋势",
        "数据质量",
        "说明",
        "考核口径",
        "量化条款与摘要值",
        "名词解释",
    ],
}
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def report() -> Report:
    return build_report(50)


@pytest.fixture(scope="module")
def content(report: Report) -> bytes:
    set_language("en")
    return write_xlsx(report, created=CREATED)


def find_verdict(report: Report, record: dict[str, Any]) -> Verdict:
    key = record["Objective"], record["Subject"] or "", record["Period"]
    verdicts = report.scorecard.verdicts
    return next(v for v in verdicts if (v.objective.id, v.subject, v.period.label) == key)


def as_seconds(length: Any) -> float:
    """A length of time as another library reads it: midnight of no day stands for none."""
    return length.total_seconds() if isinstance(length, timedelta) else 0.0


def local(instant: int) -> datetime:
    return to_datetime(instant).astimezone(SHANGHAI).replace(tzinfo=None)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_sheets_have_names_in_the_readers_language(report: Report, language: str) -> None:
    set_language(language)
    assert open_book(write_xlsx(report, created=CREATED)).sheetnames == SHEETS[language]


def test_every_verdict_has_one_row_with_its_exact_figure(report: Report, content: bytes) -> None:
    records = read_records(content, "Objectives")
    assert len(records) == len(report.scorecard.verdicts)
    for record in records:
        verdict, shown = find_verdict(report, record), record["Attained"]
        assert record["Verdict"] == name_outcome(verdict.outcome)
        assert (record["First day"].date(), record["Last day"].date()) == (verdict.period.first, verdict.period.last)
        if verdict.value is None:
            assert (record["Exact figure"], shown) == (None, None)
            continue
        assert record["Exact figure"] == write_exact(verdict.value)
        figure = as_seconds(shown) if verdict.objective.target.unit == "seconds" else shown
        assert figure == pytest.approx(float(verdict.value), rel=1e-12)


def test_counts_and_digests_of_a_verdict_stand_in_its_row(report: Report, content: bytes) -> None:
    for record in read_records(content, "Objectives"):
        verdict = find_verdict(report, record)
        count = verdict.population
        assert record["Digest of the verdict"] == verdict.digest
        for name in ("terms", "calendar", "evidence", "ledger"):
            assert record[f"Digest of the {name}"] == verdict.digests[name]
        assert [record["Kept"], record["Valued"], record["Open"]] == [
            count.kept,
            count.valued,
            count.open,
        ]
        if verdict.account is None:
            assert (record["Counted"], record["Outages"]) == (count.counted, None)
        else:
            assert (record["Counted"], record["Outages"]) == (None, verdict.account.outages)
            assert as_seconds(record["Time down"]) == verdict.account.down
            assert as_seconds(record["Agreed time"]) == verdict.account.agreed


def test_what_has_no_sides_has_no_missed_ones(report: Report, content: bytes) -> None:
    missed = {record["Objective"]: record["Missed"] for record in read_records(content, "Objectives")}
    assert missed["typical-resolution"] is None
    assert missed["high-resolution"] == 50


def test_credits_and_rewards_of_a_verdict_add_up_to_those_of_the_statement(report: Report, content: bytes) -> None:
    (statement,) = report.statements
    assert statement.credits is not None
    assert statement.rewarded is not None
    records = read_records(content, "Objectives")
    for title, amount in (("Credit before caps", statement.credits.total), ("Reward", statement.rewarded)):
        assert sum(Decimal(str(record[title])) for record in records if record[title] is not None) == amount.amount
    lines = read_records(content, "Credits and rewards")
    assert {line["Kind"] for line in lines} == {"credit", "reward"}
    owed = sum(Decimal(str(line["Amount"])) for line in lines if line["Kind"] == "credit")
    assert owed == statement.credits.total.amount


def test_a_statement_has_its_amounts_as_numbers_of_its_currency(report: Report, content: bytes) -> None:
    (statement,), (record,) = report.statements, read_records(content, "Statements")
    assert statement.credits is not None
    assert statement.score is not None
    for title, amount in (
        ("Fee", statement.fee),
        ("Credits", statement.credits.total),
        ("After caps", statement.credits.payable),
        ("Granted", statement.credits.granted),
        ("Withheld", statement.withheld),
    ):
        assert amount is not None
        assert Decimal(str(record[title])) == amount.amount
    assert Fraction(str(record["Score"])) == statement.score.points
    sheet = open_book(content)["Statements"]
    assert {cell.number_format for row in sheet.iter_rows(2, 2, 2, 4) for cell in row} == {"[$CN¥]#,##0.00"}


def test_points_are_taken_from_the_full_score_to_the_last(report: Report, content: bytes) -> None:
    records = read_records(content, "Scores")
    *moved, left = [Fraction(str(record["Points"])) for record in records]
    assert sum(moved) == left == report.statements[0].score.points  # type: ignore[union-attr]
    assert [record["Entry"] for record in records] == ["full score", "high-resolution", "score"]


def test_every_breaching_row_is_there_with_real_times_and_lengths(report: Report, content: bytes) -> None:
    rows = [row for verdict in report.scorecard.verdicts for row in verdict.breaching]
    records = read_records(content, "Breaches")
    assert len(records) == len(rows) > 50
    clocks = {verdict.objective.id for verdict in report.scorecard.verdicts if verdict.objective.kind == "clock"}
    for row, record in zip(rows, records, strict=True):
        assert (record["Item or record"], record["Source"]) == (row.item, row.source or None)
        assert record["Started (Asia/Shanghai)"] == local(row.started)
        assert record["Due (Asia/Shanghai)"] == (None if row.due is None else local(row.due))
        assert record["Stopped (Asia/Shanghai)"] == (None if row.stopped is None else local(row.stopped))
        if row.objective in clocks:
            over = row.working_seconds - row.target_seconds
            assert as_seconds(record["Over target"]) == record["Over (s)"] == over
            assert as_seconds(record["Time used or down"]) == record["Used (s)"] == row.working_seconds
            assert as_seconds(record["Target"]) == record["Target (s)"] == row.target_seconds


def test_a_measured_figure_is_a_number_also_below_zero_and_parts_of_a_whole_stay_a_text(report: Report) -> None:
    verdict = report.scorecard.verdicts[0]
    values = ("-3.5", "850 / 1000", "")
    rows = tuple(replace(row, value=value) for row, value in zip(verdict.breaching, values, strict=False))
    card = replace(report.scorecard, verdicts=(replace(verdict, breaching=rows),))
    records = read_records(write_xlsx(replace(report, scorecard=card), created=CREATED), "Breaches")
    assert [record["Figure"] for record in records[:3]] == [-3.5, "850 / 1000", None]


def test_what_was_excluded_names_its_reason_and_who_approved_it(content: bytes) -> None:
    found = {(r["Item or record"], r["Reason"], r["Approved by"]) for r in read_records(content, "Not counted")}
    assert ("INC-50001", "caused by the client", "王珂（北辰银行）") in found
    assert ("INC-50002", "force majeure", "陈立（北辰银行）") in found


def test_rows_that_the_verdict_does_not_hold_are_counted_below(report: Report) -> None:
    verdict = report.scorecard.verdicts[0]
    cut = replace(report.scorecard, verdicts=(replace(verdict, breaching=verdict.breaching[:3]),))
    content = write_xlsx(replace(report, scorecard=cut, gathered={}), created=CREATED)
    sheets = read_sheets(content)
    said = "high-resolution · 2026-05: 47 more, less far over target; serval evaluate --ledger lists all."
    assert [len(sheets["Breaches"]), sheets["Breaches"][-1][0]] == [5, said]
    assert sheets["Not counted"][-1][0] == "high-resolution · 2026-05: 2 more; serval evaluate --ledger lists all."
    assert open_book(content)["Breaches"].auto_filter.ref.endswith("4")


def test_the_trend_goes_from_the_first_period_to_those_of_the_report(report: Report, content: bytes) -> None:
    records = [r for r in read_records(content, "Trend") if r["Objective"] == "high-resolution"]
    assert [r["Period"] for r in records] == ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05"]
    verdict = next(v for v in report.scorecard.verdicts if v.objective.id == "high-resolution")
    assert records[-1]["Attained"] == pytest.approx(float(verdict.value or 0), rel=1e-15)


def test_the_overview_answers_first_and_ends_with_the_digest(report: Report, content: bytes) -> None:
    rows = dict(read_sheets(content)["Overview"])
    assert (rows["Client"], rows["Provider"]) == ("北辰银行股份有限公司", "云海科技有限公司")
    assert rows["Answer"].startswith("4 of 10 verdicts met")
    assert rows["Digest of the scorecard"] == report.scorecard.digest
    assert rows["File made at"] == local(CREATED)


def test_a_source_tells_what_was_left_out_and_why(content: bytes) -> None:
    records = read_records(content, "Data quality")
    assert [(r["Source"], r["Rows read"], r["Left out"], r["Why left out"]) for r in records] == [
        ("tickets.csv", 4120, 15, None),
        ("tickets.csv", None, 3, "time unreadable"),
        ("tickets.csv", None, 12, "unknown state"),
        ("outages.csv", 5, 0, None),
        ("visits, 2026-05: no item counted in this period.", None, None, None),
    ]


def test_a_restated_report_sets_both_results_side_by_side() -> None:
    records = read_records(write_xlsx(build_restated(5), created=CREATED), "Restated")
    found = {(r["Objective or settlement period"], r["Of what"]) for r in records}
    assert ("2026-05", "credits before caps") in found
    moved = next(r for r in records if r["Of what"] == "credits before caps")
    assert Decimal(str(moved["Second figure"])) - Decimal(str(moved["First figure"])) == moved["Difference"] == -200


def test_several_periods_stand_below_each_other() -> None:
    report = build_report(5, asked=SPRING)
    records = read_records(write_xlsx(report, created=CREATED), "Objectives")
    assert [r["Period"] for r in records if r["Objective"] == "high-resolution"] == ["2026-03", "2026-04", "2026-05"]


def test_a_report_without_money_and_trend_has_no_sheets_of_them(report: Report) -> None:
    names = open_book(write_xlsx(Report(report.scorecard), created=CREATED)).sheetnames
    assert not {"Statements", "Credits and rewards", "Scores", "Working", "Trend", "Restated", "Notes"} & set(names)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_same_report_is_the_same_file_and_control_another_time_is_not(report: Report, language: str) -> None:
    set_language(language)
    first = write_xlsx(report, created=CREATED)
    assert write_xlsx(report, created=CREATED) == first
    assert write_xlsx(report, created=CREATED + 1) != first
    assert list_active(first) == []


def test_a_chinese_report_says_nothing_of_ours_in_english(report: Report) -> None:
    set_language("zh")
    ours = {"met", "breached", "yes", "credit", "reward", "score", "Working", "caused by the client"}
    assert not ours & set(list_texts(write_xlsx(report, created=CREATED)))
