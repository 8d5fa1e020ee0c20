"""Snapshots: one row tells how a ticket stands; what it cannot tell is not made up."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import xlsxwriter

from serval.engine.instants import format_instant
from tests.intake.evidence_files import LIST, LIST_HEADER, build_mapping, read_all, tell, write_csv

CLOSED = ("T1", "2026-05-04 09:00", "2026-05-04 09:10", "2026-05-04 10:00", "2026-05-04 11:00", "Closed", "low", "")


def read_one(tmp_path: Path, **changes: str) -> list[tuple[str, str, str]]:
    row = dict(zip(LIST_HEADER, CLOSED, strict=True)) | changes
    items, _ = read_all(write_csv(tmp_path / "list.csv", LIST_HEADER, [tuple(row.values())]), build_mapping(LIST))
    return [(kind, name, format_instant(fact.at)[11:16]) for fact in items[0].facts
            for kind, name in [(fact.kind, fact.name)] if kind != "field"]  # fmt: skip


def test_milestones_become_events_and_states(tmp_path: Path) -> None:
    assert read_one(tmp_path) == [
        ("event", "opened", "01:00"),
        ("state", "open", "01:00"),
        ("event", "first_response", "01:10"),
        ("state", "resolved", "02:00"),
        ("state", "closed", "03:00"),
    ]


def test_pauses_of_a_snapshot_are_unknown_and_the_report_says_so(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "list.csv", LIST_HEADER, [(*CLOSED[:3], "", "", "Wait", "low", "2026-05-04 10:00")])
    items, evidence = read_all(path, build_mapping(LIST))
    assert not items[0].pauses_known
    assert not evidence.report.pauses_known
    assert [name for kind, name, _ in tell(items[0]) if kind == "state"] == ["open"]


def test_a_withdrawn_ticket_leaves_when_it_was_closed_or_last_changed(tmp_path: Path) -> None:
    assert read_one(tmp_path, state="Void")[-1] == ("state", "cancelled", "03:00")
    assert read_one(tmp_path, state="Void", resolved="", closed="", changed="2026-05-04 15:00")[-1] == (
        "state", "cancelled", "07:00",
    )  # fmt: skip


def test_a_ticket_open_again_after_its_stop_is_open_since_its_last_change(tmp_path: Path) -> None:
    states = [entry for entry in read_one(tmp_path, state="Open", changed="2026-05-04 15:00") if entry[0] == "state"]
    assert states[-2:] == [("state", "closed", "03:00"), ("state", "open", "07:00")]


def test_a_ticket_resolved_and_closed_in_one_minute_ends_closed(tmp_path: Path) -> None:
    assert read_one(tmp_path, closed="2026-05-04 10:00")[-2:] == [
        ("state", "resolved", "02:00"),
        ("state", "closed", "02:00"),
    ]


def test_typed_cells_of_a_workbook_are_read(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "list.xlsx"))
    sheet = book.add_worksheet("五月")
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.write_row(0, 0, ["ticket", "opened", "resolved", "state", "priority"])
    sheet.write_number(1, 0, 1001)
    sheet.write_datetime(1, 1, datetime(2026, 5, 4, 9, 0), moment)  # noqa: DTZ001
    sheet.write_datetime(1, 2, datetime(2026, 5, 4, 10, 30), moment)  # noqa: DTZ001
    sheet.write_row(1, 3, ["Done", "low"])
    book.close()
    mapping = build_mapping(LIST, columns={"at": None, "closed": None, "events": {}})
    items, evidence = read_all(tmp_path / "list.xlsx", mapping)
    assert items[0].id == "1001"
    assert ("state", "resolved", "") in tell(items[0])
    assert (evidence.report.first, evidence.report.last) == (1777856400, 1777861800)
    assert items[0].facts[0].source == "list.xlsx/五月#2"
