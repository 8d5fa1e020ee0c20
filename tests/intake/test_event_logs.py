"""Event logs: rows are changes, and only changes become facts."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest

from serval.engine.instants import format_instant
from tests.intake.evidence_files import LOG, LOG_HEADER, build_mapping, read_all, tell, write_csv

OPENED = "2026-05-04 09:00"
ROWS = [
    ("T1", "2026-05-04 09:05", "New", OPENED, "low"),
    ("T1", "2026-05-04 09:20", "Work", OPENED, "low"),
    ("T1", "2026-05-04 09:40", "Work", OPENED, "high"),
    ("T1", "2026-05-04 10:00", "Wait", OPENED, "high"),
    ("T1", "2026-05-04 11:00", "Done", OPENED, "high"),
    ("T1", "2026-05-04 11:30", "Closed", OPENED, ""),
]


def test_repeated_states_and_values_are_told_once(tmp_path: Path) -> None:
    items, evidence = read_all(write_csv(tmp_path / "log.csv", LOG_HEADER, ROWS), build_mapping(LOG))
    assert [item.id for item in items] == ["T1"]
    assert tell(items[0]) == [
        ("field", "priority", "low"),
        ("event", "opened", ""),
        ("state", "open", ""),
        ("field", "priority", "high"),
        ("state", "waiting_client", ""),
        ("state", "resolved", ""),
        ("state", "closed", ""),
    ]
    assert [format_instant(fact.at)[11:16] for fact in items[0].facts] == [
        "01:00", "01:00", "01:05", "01:40", "02:00", "03:00", "03:30",
    ]  # fmt: skip
    assert items[0].pauses_known
    assert (evidence.report.rows, evidence.report.items, evidence.report.bad_rows) == (6, 1, {})


def test_a_fact_names_the_table_and_row_it_was_read_from(tmp_path: Path) -> None:
    items, _ = read_all(write_csv(tmp_path / "log.csv", LOG_HEADER, ROWS), build_mapping(LOG))
    assert [fact.source for fact in items[0].facts if fact.kind == "state"] == [
        "log.csv#2", "log.csv#5", "log.csv#6", "log.csv#7",
    ]  # fmt: skip


def test_shuffled_and_doubled_rows_give_the_same_facts(tmp_path: Path) -> None:
    rows = [(f"T{number}", *row[1:]) for number in range(20) for row in ROWS]
    straight, _ = read_all(write_csv(tmp_path / "a.csv", LOG_HEADER, rows), build_mapping(LOG))
    shuffled = rows + rows[::3]
    random.Random(7).shuffle(shuffled)  # noqa: S311
    other, evidence = read_all(write_csv(tmp_path / "b.csv", LOG_HEADER, shuffled), build_mapping(LOG))
    assert straight == other
    assert evidence.report.duplicates_dropped == len(rows[::3])
    assert straight != read_all(write_csv(tmp_path / "c.csv", LOG_HEADER, rows[:-1]), build_mapping(LOG))[0]


def test_a_log_cut_into_files_is_one_log(tmp_path: Path) -> None:
    whole, _ = read_all(write_csv(tmp_path / "a.csv", LOG_HEADER, ROWS), build_mapping(LOG))
    first = write_csv(tmp_path / "b.csv", LOG_HEADER, ROWS[3:])
    second = write_csv(tmp_path / "c.csv", LOG_HEADER, ROWS[:3])
    parts, evidence = read_all([first, second], build_mapping(LOG))
    assert parts == whole
    assert evidence.report.rows_per_file == {"b.csv": 3, "c.csv": 3}


def test_without_a_column_for_it_the_first_row_opens(tmp_path: Path) -> None:
    mapping = build_mapping(LOG, columns={"opened": None})
    items, _ = read_all(write_csv(tmp_path / "log.csv", LOG_HEADER, ROWS), mapping)
    opened = next(fact for fact in items[0].facts if fact.name == "opened")
    assert format_instant(opened.at) == "2026-05-04T01:05:00Z"


def test_a_state_may_open_the_item_and_be_other_events_too(tmp_path: Path) -> None:
    mapping = build_mapping(
        LOG, columns={"opened": None}, stateEvents={"Work": ["opened", "first_response"], "Wait": "agent_message"}
    )
    items, _ = read_all(write_csv(tmp_path / "log.csv", LOG_HEADER, ROWS), mapping)
    events = [(fact.name, format_instant(fact.at)[11:16]) for fact in items[0].facts if fact.kind == "event"]
    assert events == [("first_response", "01:20"), ("opened", "01:20"), ("agent_message", "02:00")]


def test_of_differing_openings_the_earliest_is_taken_and_they_are_counted(tmp_path: Path) -> None:
    rows = [*ROWS, ("T1", "2026-05-04 12:00", "Closed", "2026-05-04 08:00", "high")]
    items, evidence = read_all(write_csv(tmp_path / "log.csv", LOG_HEADER, rows), build_mapping(LOG))
    assert format_instant(items[0].facts[0].at) == "2026-05-04T00:00:00Z"
    assert sum(fact.name == "opened" for fact in items[0].facts) == 1
    assert evidence.report.opened_differs == 1


def test_rows_of_one_minute_follow_the_usual_life_of_a_ticket_and_are_counted(tmp_path: Path) -> None:
    rows = [("T1", OPENED, state, OPENED, "low") for state in ("Closed", "New", "Done")]
    items, evidence = read_all(write_csv(tmp_path / "log.csv", LOG_HEADER, rows), build_mapping(LOG))
    assert [fact.name for fact in items[0].facts if fact.kind == "state"] == ["open", "resolved", "closed"]
    assert evidence.report.tied_states == 1


def test_a_sequence_orders_rows_of_one_minute(tmp_path: Path) -> None:
    rows = [("T1", OPENED, "Done", OPENED, "low", "1"), ("T1", OPENED, "Work", OPENED, "low", "10"),
            ("T1", OPENED, "New", OPENED, "low", "0")]  # fmt: skip
    mapping = build_mapping(LOG, columns={"sequence": "n"})
    items, evidence = read_all(write_csv(tmp_path / "log.csv", (*LOG_HEADER, "n"), rows), mapping)
    assert [(fact.name, fact.seq) for fact in items[0].facts if fact.kind == "state"] == [
        ("open", 0), ("resolved", 1), ("open", 10),
    ]  # fmt: skip
    assert evidence.report.tied_states == 0


def test_an_ignored_state_says_nothing_but_its_row_still_counts(tmp_path: Path) -> None:
    rows = [*ROWS[:2], ("T1", "2026-05-04 09:30", "-100", OPENED, "urgent"), *ROWS[3:]]
    mapping = build_mapping(LOG, ignoreStates=["-100"])
    items, _ = read_all(write_csv(tmp_path / "log.csv", LOG_HEADER, rows), mapping)
    assert ("field", "priority", "urgent") in tell(items[0])
    assert [name for kind, name, _ in tell(items[0]) if kind == "state"] == [
        "open", "waiting_client", "resolved", "closed",
    ]  # fmt: skip


def test_values_are_translated_and_constants_added(tmp_path: Path) -> None:
    mapping = build_mapping(LOG, values={"priority": {"low": "P4"}}, constants={"type": "incident"})
    items, _ = read_all(write_csv(tmp_path / "log.csv", LOG_HEADER, ROWS), mapping)
    assert [(name, value) for kind, name, value in tell(items[0]) if kind == "field"] == [
        ("priority", "P4"), ("type", "incident"), ("priority", "high"),
    ]  # fmt: skip


def test_a_field_whose_column_a_table_lacks_leaves_the_others_in_place(tmp_path: Path) -> None:
    fields = {"urgency": ["urgency", "紧急度"], "priority": "priority", "site": ["site"]}
    mapping = build_mapping(LOG, columns={"fields": fields}, values={"priority": {"low": "P4"}})
    without = write_csv(tmp_path / "a.csv", LOG_HEADER, ROWS[:1])
    items, evidence = read_all(without, mapping)
    assert [(name, value) for kind, name, value in tell(items[0]) if kind == "field"] == [("priority", "P4")]
    assert evidence.report.absent_columns == ("fields.urgency", "fields.site")
    with_it = write_csv(tmp_path / "b.csv", (*LOG_HEADER, "紧急度"), [(*ROWS[1], "2")])
    both, _ = read_all([without, with_it], mapping)
    assert [(name, value) for kind, name, value in tell(both[0]) if kind == "field"] == [
        ("priority", "P4"), ("urgency", "2"),
    ]  # fmt: skip


def test_a_column_of_events_is_told_once_per_time(tmp_path: Path) -> None:
    rows = [(*row, "2026-05-04 09:15") for row in ROWS]
    mapping = build_mapping(LOG, columns={"events": {"first_response": "answered"}})
    items, _ = read_all(write_csv(tmp_path / "log.csv", (*LOG_HEADER, "answered"), rows), mapping)
    answers = [fact for fact in items[0].facts if fact.name == "first_response"]
    assert [format_instant(fact.at) for fact in answers] == ["2026-05-04T01:15:00Z"]


def test_rows_that_agree_in_the_key_are_left_out_by_the_rule(tmp_path: Path) -> None:
    rows = [(*row, str(number // 2)) for number, row in enumerate(ROWS)]
    path = write_csv(tmp_path / "log.csv", (*LOG_HEADER, "n"), rows)
    rule = {"key": ["ticket", "n"], "keep": "last"}
    items, evidence = read_all(path, build_mapping(LOG, duplicates=rule))
    assert [name for kind, name, _ in tell(items[0]) if kind == "state"] == ["open", "waiting_client", "closed"]
    assert evidence.report.duplicates_dropped == 3
    first, _ = read_all(path, build_mapping(LOG, duplicates={**rule, "keep": "first"}))
    assert [name for kind, name, _ in tell(first[0]) if kind == "state"] == ["open", "resolved"]


def test_items_come_sorted_by_id_whatever_fits_into_memory(tmp_path: Path) -> None:
    rows = [(f"T{number % 37}", f"2026-05-04 {9 + number % 9:02d}:{number % 60:02d}", "Work", OPENED, f"p{number % 5}")
            for number in range(3_000)]  # fmt: skip
    path = write_csv(tmp_path / "log.csv", LOG_HEADER, rows)
    whole, _ = read_all(path, build_mapping(LOG))
    spilled, _ = read_all(path, build_mapping(LOG), run_readings=100)
    assert whole == spilled
    assert [item.id for item in whole] == sorted({row[0] for row in rows})


def test_evidence_is_read_once_and_reported_at_its_end(tmp_path: Path) -> None:
    _, evidence = read_all(write_csv(tmp_path / "log.csv", LOG_HEADER, ROWS), build_mapping(LOG))
    with pytest.raises(RuntimeError):
        next(evidence.items())
    assert (evidence.report.first, evidence.report.last) == (1777856400, 1777865400)
    assert (evidence.report.timezone, evidence.report.pauses_known) == ("Asia/Shanghai", True)


def test_progress_reaches_the_sum_of_all_files(tmp_path: Path) -> None:
    paths = [write_csv(tmp_path / f"{name}.csv", LOG_HEADER, ROWS) for name in "ab"]
    told: list[tuple[int, int]] = []
    read_all(paths, build_mapping(LOG), progress=lambda done, total: told.append((done, total)))
    size = sum(path.stat().st_size for path in paths)
    assert told[-1] == (size, size)
    assert all(earlier[0] <= later[0] for earlier, later in pairwise(told))
