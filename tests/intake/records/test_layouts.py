"""Layouts: each good row becomes the engine's value, with the row it was read from."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import get_args

import pytest

from serval.engine.places import Place
from serval.engine.records import Answer, ClaimStep, Exclusion, MeasureEntry, ObligationEntry, Occurrence, Outage
from serval.intake.errors import IntakeError
from serval.intake.mapping import LAYOUTS, RECORD_LAYOUTS, MappingError
from serval.intake.mapping.layouts import LayoutName
from serval.intake.records import read_records
from tests.intake.evidence_files import LOG, LOG_HEADER, build_mapping, read_all, write_csv
from tests.intake.records.record_files import GOOD, build_record_mapping, has_all_layouts, read_rows_of, tell


def at(text: str) -> int:
    """The instant of a wall-clock time in Shanghai, which is eight hours ahead of UTC all year."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) - 8 * 3_600


NINE = at("2026-05-04 09:00")


def test_the_table_of_layouts_has_every_layout_a_mapping_may_name() -> None:
    assert set(LAYOUTS) == set(get_args(LayoutName))
    assert has_all_layouts()


def test_a_sample_says_when_and_where_a_service_was_up(tmp_path: Path) -> None:
    file = read_rows_of(tmp_path, "samples", {}, {"at": "2026-05-04 09:05", "status": "down"})
    assert tell(file.records)["samples"] == {("shop", "a", "north"): [[NINE, NINE + 300], [1, 3], [0, 0], [0, 0]]}


def test_a_sample_may_count_requests_instead_and_errors_are_what_was_not_good(tmp_path: Path) -> None:
    good = {"status": "", "instance": "", "site": "", "good": "90", "total": "100", "errors": ""}
    errors = good | {"at": "2026-05-04 09:05", "good": "", "errors": "7"}
    file = read_rows_of(tmp_path, "samples", good, errors)
    assert tell(file.records)["samples"] == {("shop", "", ""): [[NINE, NINE + 300], [0, 0], [90, 93], [100, 100]]}


def test_an_outage_has_an_end_or_minutes_or_goes_on(tmp_path: Path) -> None:
    file = read_rows_of(
        tmp_path,
        "outages",
        {},
        {"start": "2026-05-05 09:00", "end": "", "minutes": "12.5", "kind": "degraded"},
        {"start": "2026-05-06 09:00", "end": "", "detected": "2026-05-06 09:01", "reported": "2026-05-06 09:02"},
    )
    day = 86_400
    shop = Place("shop")
    assert file.records.outages == (
        Outage(shop, NINE, NINE + 1_800),
        Outage(shop, NINE + day, NINE + day + 750, "degraded"),
        Outage(shop, NINE + 2 * day, None, "down", NINE + 2 * day + 60, NINE + 2 * day + 120),
    )
    assert [outage.source for outage in file.records.outages] == ["outages.csv#2", "outages.csv#3", "outages.csv#4"]


def test_a_row_of_a_time_up_is_no_outage_and_is_counted(tmp_path: Path) -> None:
    file = read_rows_of(
        tmp_path, "outages", {"kind": "up"}, {"kind": "Paused"}, document={"statuses": {"Paused": "ignore"}}
    )
    assert file.records.outages == ()
    assert (file.reports[0].ignored, file.reports[0].records) == (2, 0)


def test_an_exclusion_is_of_an_interval_or_of_an_item(tmp_path: Path) -> None:
    item = {
        "reason": "client fault",
        "item": "T1",
        "service": "",
        "start": "",
        "end": "",
        "askedBy": "",
        "approvedBy": "",
    }
    file = read_rows_of(tmp_path, "exclusions", {}, item)
    assert file.records.exclusions == (
        Exclusion("client fault", "", "", item="T1"),
        Exclusion("maintenance", "provider", "client", place=Place("shop"), start=NINE, end=NINE + 3_600),
    )


def test_a_measure_is_a_share_or_a_number_or_counts_at_an_instant_a_date_or_a_month(tmp_path: Path) -> None:
    document = {"dates": ["yyyy-MM-dd HH:mm", "yyyy-MM-dd"]}
    file = read_rows_of(
        tmp_path,
        "measures",
        {},
        {"at": "2026年6月", "value": "0.985"},
        {"at": "2026-05-04", "value": "", "good": "197", "total": "200", "subject": "shop", "evidence": ""},
        {"at": "2026-05-04 09:00", "value": "-3"},
        document=document,
    )
    may, june = at("2026-05-01 00:00"), at("2026-06-01 00:00")
    assert file.records.measures == (
        MeasureEntry("hotline", may, Fraction(985, 1000), evidence="report-05"),
        MeasureEntry("hotline", at("2026-05-04 00:00"), good=197, total=200, subject="shop"),
        MeasureEntry("hotline", NINE, Fraction(-3), evidence="report-05", is_plain=True),
        MeasureEntry("hotline", june, Fraction(985, 1000), evidence="report-05", is_plain=True),
    )


def test_plain_numbers_are_percentages_where_the_mapping_says_so(tmp_path: Path) -> None:
    file = read_rows_of(tmp_path, "measures", {"value": "98.5"}, {}, document={"constants": {"unit": "percent"}})
    assert [(e.value, e.is_plain) for e in file.records.measures] == [(Fraction(197, 200), False)]
    file = read_rows_of(tmp_path, "measures", {"value": "0.985"}, {}, document={"constants": {"unit": "share"}})
    assert [(e.value, e.is_plain) for e in file.records.measures] == [(Fraction(197, 200), False)]


def test_a_figure_without_a_percent_sign_keeps_that_it_had_none(tmp_path: Path) -> None:
    file = read_rows_of(tmp_path, "measures", {"value": "98.5"}, {"value": "98.5%"})
    assert {(e.value, e.is_plain) for e in file.records.measures} == {
        (Fraction(197, 2), True),
        (Fraction(197, 200), False),
    }


def test_counts_stand_and_a_value_beside_them_is_not_read(tmp_path: Path) -> None:
    file = read_rows_of(tmp_path, "measures", {"value": "98%", "good": "197", "total": "200"})
    assert file.records.measures == (MeasureEntry("hotline", at("2026-05-01 00:00"), None, 197, 200, "", "report-05"),)


def test_a_survey_without_a_score_was_not_answered(tmp_path: Path) -> None:
    file = read_rows_of(
        tmp_path,
        "surveys",
        {},
        {"id": "S2", "score": ""},
        {"id": "S3", "score": "满意"},
        document={"values": {"score": {"满意": "4"}}},
    )
    assert file.records.answers == (
        Answer("S1", NINE, Fraction(9, 2), "shop"),
        Answer("S2", NINE, None, "shop"),
        Answer("S3", NINE, Fraction(4), "shop"),
    )


def test_an_obligation_is_done_or_not_yet(tmp_path: Path) -> None:
    file = read_rows_of(tmp_path, "obligations", {}, {"id": "O2", "done": "-"})
    due = at("2026-06-05 18:00")
    assert file.records.obligations == (
        ObligationEntry("O1", "report", due, at("2026-06-04 10:00")),
        ObligationEntry("O2", "report", due, None),
    )


def test_an_occurrence_and_a_step_of_a_claim(tmp_path: Path) -> None:
    assert read_rows_of(tmp_path, "occurrences").records.occurrences == (Occurrence("X1", "forged", NINE),)
    steps = read_rows_of(
        tmp_path,
        "claims",
        {},
        {"settlement": "2026年5月", "step": "申请", "at": "2026-06-11 09:00"},
        {"settlement": "2026-Q2", "at": "2026-07-11 09:00"},
        document={"values": {"step": {"申请": "claimed"}}},
    ).records.claim_steps
    assert steps == (
        ClaimStep("2026-05", "claimed", at("2026-06-11 09:00")),
        ClaimStep("2026-05", "published", at("2026-06-10 09:00")),
        ClaimStep("2026-Q2", "published", at("2026-07-11 09:00")),
    )


@pytest.mark.parametrize(
    ("layout", "key"),
    [
        ("samples", "service"),
        ("outages", "kind"),
        ("measures", "measure"),
        ("exclusions", "askedBy"),
        ("claims", "step"),
    ],
)
def test_a_constant_stands_for_a_column_with_one_value(tmp_path: Path, layout: str, key: str) -> None:
    expected = tell(read_rows_of(tmp_path, layout).records)
    columns = {name: name for name in GOOD[layout] if name != key}
    document = {"columns": columns, "constants": {key: GOOD[layout][key]}}
    assert tell(read_rows_of(tmp_path, layout, document=document).records) == expected


def test_names_in_a_file_become_the_names_of_the_terms(tmp_path: Path) -> None:
    file = read_rows_of(tmp_path, "samples", document={"values": {"service": {"shop": "web-shop"}}})
    assert file.reports[0].services == ("web-shop",)


@pytest.mark.parametrize(
    ("layout", "document", "code"),
    [
        ("samples", {"columns": {"at": "at", "status": "status"}}, "mapping.missing"),
        ("samples", {"columns": {"at": "at", "service": "service", "good": "good"}}, "mapping.one_needed"),
        ("exclusions", {"columns": {"reason": "reason", "start": "start"}}, "mapping.one_needed"),
        ("samples", {"states": {"a": "open"}}, "mapping.not_in_layout"),
        ("samples", {"columns": {**GOOD["samples"], "due": "due"}}, "mapping.not_in_layout"),
        ("samples", {"columns": {**GOOD["samples"], "fields": {"a": "b"}}}, "mapping.not_in_layout"),
        ("surveys", {"statuses": {"a": "up"}}, "mapping.not_in_layout"),
        ("samples", {"duplicates": {"keep": "last"}}, "mapping.not_in_layout"),
        ("surveys", {"duplicates": {"key": ["id"], "keep": "last"}}, "mapping.not_in_layout"),
        ("samples", {"constants": {"at": "2026"}}, "mapping.constant_unknown"),
        ("samples", {"constants": {"service": "shop"}}, "mapping.field_twice"),
        ("measures", {"constants": {"unit": "permille"}}, "mapping.wrong_value"),
        ("claims", {"values": {"step": {"a": "paid"}}}, "mapping.wrong_value"),
        ("claims", {"values": {"at": {"a": "b"}}}, "mapping.constant_unknown"),
    ],
)
def test_a_mapping_that_does_not_fit_its_layout_is_refused(
    tmp_path: Path, layout: str, document: dict[str, object], code: str
) -> None:
    with pytest.raises(MappingError) as caught:
        read_rows_of(tmp_path, layout, document=document)
    assert code in [problem.code for problem in caught.value.problems]


def test_the_layouts_of_records_are_all_but_those_of_tickets() -> None:
    assert set(RECORD_LAYOUTS) == set(GOOD)


@pytest.mark.parametrize("layout", GOOD)
def test_a_file_that_ends_after_its_header_says_that_there_was_nothing(tmp_path: Path, layout: str) -> None:
    path = write_csv(tmp_path / "none.csv", list(GOOD[layout]), [])
    file = read_records([(path, build_record_mapping(layout))])
    assert (file.reports[0].rows, file.reports[0].records, file.latest) == (0, 0, None)
    assert len(file.records.complete) == (layout != "samples")


def test_control_a_file_of_no_byte_and_a_list_of_no_ticket_are_refused(tmp_path: Path) -> None:
    (tmp_path / "none.csv").write_bytes(b"")
    with pytest.raises(IntakeError) as caught:
        read_records([(tmp_path / "none.csv", build_record_mapping("outages"))])
    assert caught.value.code == "file.empty"
    with pytest.raises(IntakeError) as caught:
        read_all(write_csv(tmp_path / "log.csv", LOG_HEADER, []), build_mapping(LOG))
    assert (caught.value.code, caught.value.problems[0].data["file"]) == ("file.empty", "log.csv")
