"""What the pages say, before it is set: periods, groups, what is missing, what is left out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from serval.engine.verdicts import Scorecard
from serval.engine.verdicts.restatement import restate
from serval.reporting.pdf.writing import describe_report
from serval.reporting.report.model import Report
from serval.reporting.sentences.quality_words import list_missing
from tests.reporting.pdf.report_cases import (
    CREATED,
    MAY,
    OBJECTIVES,
    build_report,
    build_restated,
    build_services,
)

SERVICES = "Each service is available 99.5 % of the time"


def describe(report: Report) -> dict[str, Any]:
    return describe_report(report, created=CREATED)


def list_rows(described: dict[str, Any]) -> list[dict[str, Any]]:
    """Every row of the overview."""
    return [row for group in described["overview"]["groups"] for part in group["parts"] for row in part["rows"]]


def test_the_cover_says_what_was_asked_for_and_a_longer_promise_names_its_own_period() -> None:
    by_quarter = [{**promise, "period": "quarter"} if promise["id"] == "reports" else promise for promise in OBJECTIVES]
    agreed = {"from": "2026-01-01", "until": "2026-05-31", "timezone": "Asia/Shanghai"}
    report = build_report(1, objectives=by_quarter, effective=agreed, asked=MAY)
    described = describe(report)
    assert described["cover"]["period"] == "May 2026"
    assert [row["title"] for row in list_rows(described) if "1 April 2026 – 31 May 2026" in row["note"]] == [
        "Monthly reports are handed in on time"
    ]
    assert describe(replace(report, asked=None))["cover"]["period"] == "1 April 2026 – 31 May 2026"


def test_a_second_result_that_says_the_same_takes_one_line_and_no_page() -> None:
    report = build_report(3)
    described = describe(replace(report, restatement=restate(report.scorecard, report.scorecard)))
    assert described["restatement"] is None
    assert described["overview"]["later"] == [
        "Restated with the same result as at first. Verdicts that say the same: 10."
    ]
    assert describe(build_restated(3))["restatement"] is not None


def test_a_rule_that_several_services_fell_under_is_said_once_with_its_services_below() -> None:
    [part] = describe(build_services(6))["consequences"]["parts"]
    [line] = part["lines"]
    assert (line["what"], line["working"]) == (SERVICES, "below 99.5% · 4 × CN¥1,200.00")
    assert line["amount"] == "CN¥4,800.00"
    assert [row["what"] for row in line["under"]] == ["service-01", "service-02", "service-04", "service-05"]
    assert line["under"][0]["working"] == "99.21% · 1% of CN¥120,000.00 = CN¥1,200.00"


def test_a_sum_that_caps_lower_is_told_before_and_after_them() -> None:
    totals = describe(build_services(6))["overview"]["total"]
    assert totals == [["Credits after caps", "CN¥4,800.00"]]
    assert describe(build_services(6, cap="2%"))["overview"]["total"] == [
        ["Sum of the credits", "CN¥4,800.00"],
        ["Credits after caps", "CN¥2,400.00"],
    ]


def test_a_period_without_data_shows_its_reason_and_no_figures() -> None:
    chapters = describe(build_report(1))["chapters"]
    [visits] = [chapter["sections"][0]["blocks"][0] for chapter in chapters if chapter["title"] == "visits"]
    assert visits["sentence"] == "May 2026: no verdict, no item counted in this period."
    assert visits["figures"] == []


def test_the_words_of_a_promise_stand_once_above_its_services() -> None:
    groups = describe(build_services(6))["overview"]["groups"]
    assert [(group["title"], [part["title"] for part in group["parts"] if part["rows"]]) for group in groups] == [
        ("Breached: 4", [SERVICES]),
        ("No data: 2", [SERVICES]),
    ]
    assert [row["title"] for row in groups[1]["parts"][1]["rows"]] == ["service-03", "网银门户"]


def test_promises_without_data_are_named_with_their_reason() -> None:
    missing = describe(build_services(6))["appendix"]["quality"]["missing"]
    assert f"{SERVICES}, 2026-05: neither samples nor outages were given: service-03, 网银门户." in missing


def test_time_of_which_nothing_is_known_is_told_for_each_service() -> None:
    scorecard = build_services(2).scorecard
    assert [line for line in list_missing(scorecard) if "nothing is known" in line] == []
    assert [line for line in list_missing(_forget(scorecard, 7200)) if "nothing is known" in line] == [
        f"{SERVICES} · service-01, 2026-05: nothing is known of 2 h of the agreed time of 744 h."
    ]


def _forget(scorecard: Scorecard, seconds: int) -> Scorecard:
    """The same scorecard, had so much time been unknown wherever there is a figure."""
    verdicts = tuple(
        replace(one, account=replace(one.account, unknown=seconds)) if one.account and one.value is not None else one
        for one in scorecard.verdicts
    )
    return replace(scorecard, verdicts=verdicts)


def test_items_and_clocks_that_no_verdict_rests_on_are_counted() -> None:
    evidence = replace(build_report(0).scorecard.evidence, unmatched=3, not_covered=2, pauses_known=False)
    said = list(list_missing(replace(build_report(0).scorecard, evidence=evidence)))
    assert "Items that match no objective: 3." in said
    assert "Clocks that started when the terms were not in force: 2." in said
    assert any(line.startswith("Pauses are unknown") for line in said)


def test_a_report_of_more_rows_than_are_drawn_says_where_the_others_are() -> None:
    table = describe(build_report(520))["chapters"][0]["sections"][0]["blocks"][0]["breaching"]
    assert len(table["rows"]) == 500
    assert table["note"].startswith("500 of")
    assert table["note"].endswith("the ledger and the workbook (XLSX) name them all.")
