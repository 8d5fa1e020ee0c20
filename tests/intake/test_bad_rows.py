"""Bad rows: all of them are told with file, row, column and value, and nothing is judged without consent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from serval.engine.errors import Problem
from serval.intake.badrows import DETAILED
from serval.intake.errors import IntakeError
from serval.intake.mapping import Mapping
from tests.intake.evidence_files import (
    LIST,
    LIST_HEADER,
    LOG,
    LOG_HEADER,
    build_mapping,
    read_all,
    tell,
    write_csv,
)

GOOD = ("T1", "2026-05-04 09:05", "New", "2026-05-04 09:00", "low")
LISTED = ("T1", "2026-05-04 09:00", "2026-05-04 09:10", "2026-05-04 10:00", "2026-05-04 11:00", "Closed", "low", "")


def refused(path: Path, mapping: Mapping, **options: Any) -> tuple[Problem, ...]:
    with pytest.raises(IntakeError) as caught:
        read_all(path, mapping, **options)
    return caught.value.problems


def log_problem(tmp_path: Path, **changes: str) -> Problem:
    row = dict(zip(LOG_HEADER, GOOD, strict=True)) | changes
    path = write_csv(tmp_path / "log.csv", LOG_HEADER, [GOOD, tuple(row.values())])
    (problem,) = refused(path, build_mapping(LOG))
    return problem


def list_problem(tmp_path: Path, **changes: str) -> Problem:
    row = dict(zip(LIST_HEADER, LISTED, strict=True)) | changes
    path = write_csv(tmp_path / "list.csv", LIST_HEADER, [("T0", *LISTED[1:]), tuple(row.values())])
    (problem,) = refused(path, build_mapping(LIST))
    return problem


@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"ticket": ""}, "row.item_missing", "ticket"),
        ({"when": "?"}, "row.time_missing", "when"),
        ({"when": "04.05.2026"}, "row.time_unreadable", "when"),
        ({"opened": "yesterday"}, "row.time_unreadable", "opened"),
        ({"state": "Reborn"}, "row.state_unknown", "state"),
    ],
)
def test_a_bad_row_of_a_log_names_place_and_value(
    tmp_path: Path, changes: dict[str, str], code: str, column: str
) -> None:
    problem = log_problem(tmp_path, **changes)
    assert problem.code == code
    assert (problem.data["file"], problem.data["row"], problem.data["column"]) == ("log.csv", 3, column)
    assert (problem.line, problem.column) == (3, LOG_HEADER.index(column) + 1)
    value = changes[column]
    assert problem.data["value"] == ("" if value == "?" else value)


def test_a_time_that_never_was_or_was_twice_is_a_bad_row(tmp_path: Path) -> None:
    mapping = build_mapping(LOG, timezone="Europe/Berlin")
    rows = [GOOD, ("T1", "2026-03-29 02:30", "Work", "", ""), ("T1", "2026-10-25 02:30", "Work", "", "")]
    path = write_csv(tmp_path / "log.csv", LOG_HEADER, rows)
    assert [(p.code, p.data["row"]) for p in refused(path, mapping)] == [
        ("row.time_nonexistent", 3),
        ("row.time_ambiguous", 4),
    ]
    one_left = refused(path, build_mapping(LOG, timezone="Europe/Berlin", ambiguous="first"))
    assert [p.code for p in one_left] == ["row.time_nonexistent"]


def test_a_sequence_that_is_no_whole_number_is_a_bad_row(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "log.csv", (*LOG_HEADER, "n"), [(*GOOD, "1"), (*GOOD, "1.5")])
    (problem,) = refused(path, build_mapping(LOG, columns={"sequence": "n"}))
    assert (problem.code, problem.data["value"]) == ("row.sequence_unreadable", "1.5")


def test_a_sequence_of_more_than_eighteen_digits_is_a_bad_row(tmp_path: Path) -> None:
    most, more = "9" * 18, "1" + "0" * 18
    path = write_csv(tmp_path / "log.csv", (*LOG_HEADER, "n"), [(*GOOD, most), (*GOOD, more), (*GOOD, "-" + more)])
    refusals = refused(path, build_mapping(LOG, columns={"sequence": "n"}))
    assert [(p.code, p.data["row"]) for p in refusals] == [
        ("row.sequence_unreadable", 3),
        ("row.sequence_unreadable", 4),
    ]


def test_a_row_with_more_cells_than_the_header_is_bad_and_a_shorter_one_is_blank_at_its_end(tmp_path: Path) -> None:
    rows = [GOOD, (*GOOD, "shifted"), ("T2", "2026-05-04 09:05", "New")]
    path = write_csv(tmp_path / "log.csv", LOG_HEADER, rows)
    (problem,) = refused(path, build_mapping(LOG))
    assert (problem.code, problem.data["row"], problem.data["value"]) == ("row.too_wide", 3, "shifted")
    items, _ = read_all(path, build_mapping(LOG), skip_bad=True)
    assert [item.id for item in items] == ["T1", "T2"]


def test_unknown_states_mean_open_where_the_mapping_says_so(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "log.csv", LOG_HEADER, [("T1", "2026-05-04 09:05", "Reborn", "", "")])
    items, _ = read_all(path, build_mapping(LOG, otherStates="open"))
    assert ("state", "open", "") in tell(items[0])


def test_all_bad_rows_are_told_before_anything_is_judged(tmp_path: Path) -> None:
    rows = [GOOD, ("", *GOOD[1:]), GOOD, ("T1", "never", *GOOD[2:]), ("T1", "2026-05-04 09:30", "Odd", "", "")]
    problems = refused(write_csv(tmp_path / "log.csv", LOG_HEADER, rows), build_mapping(LOG))
    assert [(p.data["row"], p.code) for p in problems] == [
        (3, "row.item_missing"),
        (5, "row.time_unreadable"),
        (6, "row.state_unknown"),
    ]


def test_going_on_without_bad_rows_counts_them(tmp_path: Path) -> None:
    rows = [GOOD, ("", *GOOD[1:]), ("T2", *GOOD[1:]), ("T3", "never", *GOOD[2:])]
    items, evidence = read_all(write_csv(tmp_path / "log.csv", LOG_HEADER, rows), build_mapping(LOG), skip_bad=True)
    assert [item.id for item in items] == ["T1", "T2"]
    assert evidence.report.skipped == 2
    assert evidence.report.bad_rows == {"row.item_missing": 1, "row.time_unreadable": 1}
    assert evidence.report.rows == 4


def test_beyond_a_thousand_bad_rows_the_rest_is_counted(tmp_path: Path) -> None:
    rows = [GOOD, *((f"T{number}", "never", "New", "", "") for number in range(DETAILED + 50))]
    problems = refused(write_csv(tmp_path / "log.csv", LOG_HEADER, rows), build_mapping(LOG))
    assert len(problems) == DETAILED + 1
    assert problems[-1] == Problem(
        "row.more", {"untold": 50, "total": DETAILED + 50, "by_code": {"row.time_unreadable": DETAILED + 50}}
    )


def test_rows_of_one_key_that_differ_are_refused_where_the_mapping_refuses_them(tmp_path: Path) -> None:
    other = ("T1", "2026-05-04 09:06", "Work", "2026-05-04 09:00", "low", "1")
    path = write_csv(tmp_path / "log.csv", (*LOG_HEADER, "n"), [(*GOOD, "1"), other, (*GOOD, "1")])
    mapping = build_mapping(LOG, duplicates={"key": ["ticket", "n"], "keep": "refuse"})
    (problem,) = refused(path, mapping)
    assert (problem.code, problem.data["row"], problem.data["first_row"]) == ("row.duplicate", 3, 2)
    items, evidence = read_all(path, mapping, skip_bad=True)
    report = evidence.report
    assert (items, report.rows, report.skipped, report.duplicates_dropped) == ([], 3, 2, 1)
    assert report.bad_rows == {"row.duplicate": 2}
    assert [(problem.data["row"], problem.data["first_row"]) for problem in report.contradictions] == [(3, 2)]


@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"opened": ""}, "row.time_missing", "opened"),
        ({"resolved": "2026-05-04 08:59"}, "row.stop_before_start", "resolved"),
        ({"answered": "2026-05-03 09:00"}, "row.stop_before_start", "answered"),
        ({"closed": "2026-05-04 09:59"}, "row.stop_before_start", "closed"),
        ({"state": "Done", "resolved": "", "closed": ""}, "row.stop_missing", "state"),
        ({"state": "Open"}, "row.state_contradicts", "state"),
        ({"state": "Wait", "changed": "2026-05-04 10:30"}, "row.state_contradicts", "state"),
        ({"state": "Odd"}, "row.state_unknown", "state"),
    ],
)
def test_a_bad_row_of_a_list_names_place_and_value(
    tmp_path: Path, changes: dict[str, str], code: str, column: str
) -> None:
    problem = list_problem(tmp_path, **changes)
    assert (problem.code, problem.data["row"], problem.data["column"]) == (code, 3, column)


def test_a_stop_before_its_start_names_both(tmp_path: Path) -> None:
    data = list_problem(tmp_path, resolved="2026-05-04 08:59").data
    assert (data["column"], data["value"]) == ("resolved", "2026-05-04 08:59")
    assert (data["start_column"], data["start_value"]) == ("opened", "2026-05-04 09:00")


def test_a_ticket_listed_twice_with_different_content_is_refused_and_copies_are_not(tmp_path: Path) -> None:
    same = write_csv(tmp_path / "a.csv", LIST_HEADER, [LISTED, LISTED])
    items, evidence = read_all(same, build_mapping(LIST))
    assert (len(items), evidence.report.duplicates_dropped) == (1, 1)
    other = write_csv(tmp_path / "b.csv", LIST_HEADER, [(*LISTED[:6], "high", "")])
    with pytest.raises(IntakeError) as caught:
        read_all([same, other], build_mapping(LIST))
    assert caught.value.code == "row.duplicate"
    assert {p.data["file"] for p in caught.value.problems} <= {"a.csv", "b.csv"}


def test_of_several_states_of_a_ticket_the_rule_may_keep_the_last(tmp_path: Path) -> None:
    opened = ("T1", "2026-05-04 09:00", "", "", "", "Open", "low", "2026-05-31 00:00")
    may = write_csv(tmp_path / "may.csv", LIST_HEADER, [opened])
    june = write_csv(tmp_path / "june.csv", LIST_HEADER, [(*LISTED[:7], "2026-06-30 00:00")])
    mapping = build_mapping(LIST, duplicates={"key": ["ticket"], "keep": "last"})
    forwards, evidence = read_all([may, june], mapping)
    backwards, _ = read_all([june, may], mapping)
    assert forwards == backwards
    assert ("state", "closed", "") in tell(forwards[0])
    assert evidence.report.duplicates_dropped == 1
