"""Sealed tickets are the tickets: whatever was sealed comes back, one by one and in columns, and is judged alike."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serval.engine.evidence import Fact, Item, build_item
from serval.engine.verdicts import Range, judge_items, scorecard_document
from serval.intake.errors import IntakeError
from serval.intake.evidence import EvidenceFile, read_items
from serval.intake.mapping import Mapping, load_mapping
from serval.intake.sealed.facts import seal_tickets
from serval.intake.sealed.head import HEAD_KEY, is_sealed
from serval.intake.sealed.tickets import SealedTickets
from tests.conftest import REPOSITORY
from tests.engine.verdicts.random_cases import build_agreement, build_items, seeded
from tests.intake.evidence_files import LOG, LOG_HEADER, build_mapping, write_csv
from tests.intake.sealed.sealed_items import list_sources, many_items, read_columns, seal_items

ROWS = [
    ("A-1", "2026-05-04 09:00", "New", "2026-05-04 09:00", "1"),
    ("A-1", "2026-05-04 10:00", "Done", "", "2"),
    ("A-2", "2026-05-04 11:00", "New", "", "1"),
]
REAL_LOGS = {
    "helpdesk-italian": "data/helpdesk-italian/helpdesk.csv.gz",
    "incidents-uci": "data/incidents-servicenow-uci/incident_event_log.csv.zip",
}


def read_log(
    folder: Path, rows: list[tuple[str, ...]] = ROWS, *, name: str = "log.csv", **changes: object
) -> EvidenceFile:
    return read_items(write_csv(folder / name, LOG_HEADER, rows), build_mapping(LOG, **changes))


@given(many_items, st.integers(1, 40), st.integers(1, 40))
def test_whatever_is_sealed_comes_back_with_its_sources(items: list[Item], group: int, batch: int) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sealed.parquet"
        sealed = seal_items(items, path, group_facts=group)
        assert sealed.facts == sum(len(item.facts) for item in items)
        for back in (list(SealedTickets([path]).items()), read_columns(path, batch)):
            assert back == items
            assert list_sources(back) == list_sources(items)


@settings(max_examples=30)
@given(st.integers(0, 2**32), st.booleans())
def test_sealed_items_are_judged_as_the_items_themselves(seed: int, pauses_known: bool) -> None:
    below = seeded(seed)
    agreement = build_agreement(below)
    items = [build_item(item.id, item.facts, pauses_known=pauses_known) for item in build_items(below, agreement)]
    asked, now = Range(agreement.start, agreement.end, running=True), agreement.end
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sealed.parquet"
        seal_items(items, path)
        read = list(SealedTickets([path]).items())
    plain, sealed = (scorecard_document(judge_items(agreement, known, asked, now=now)) for known in (items, read))
    assert json.dumps(sealed) == json.dumps(plain)


@pytest.mark.slow
@pytest.mark.parametrize("name", REAL_LOGS)
def test_a_real_log_comes_back_fact_by_fact(name: str, shared: Path, tmp_path: Path) -> None:
    mapping = _with_zone(load_mapping(REPOSITORY / f"examples/{name}.mapping.yaml"))
    log = shared / REAL_LOGS[name]
    plain = read_items(log, mapping, skip_bad=True)
    items = list(plain.items())
    out = tmp_path / "sealed.parquet"
    sealed = seal_tickets(read_items(log, mapping, skip_bad=True), out)
    tickets = SealedTickets([out])
    back = list(tickets.items())
    assert back == items
    assert list_sources(back) == list_sources(items)
    assert tickets.report == plain.report == sealed.report
    assert (tickets.earliest, tickets.latest) == (plain.earliest, plain.latest)
    assert sealed.facts == sum(len(item.facts) for item in items)


def _with_zone(mapping: Mapping) -> Mapping:
    return mapping.model_copy(update={"timezone_assumed": False})


def test_sealing_the_same_evidence_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    contents = []
    for folder in ("first", "second"):
        (tmp_path / folder).mkdir()
        out = tmp_path / folder / f"{folder}.parquet"
        sealed = seal_tickets(read_log(tmp_path / folder), out)
        assert sealed.size == out.stat().st_size
        contents.append(out.read_bytes())
    assert contents[0] == contents[1]


def test_a_sealed_file_holds_its_facts_in_plain_columns(tmp_path: Path) -> None:
    out = tmp_path / "sealed.parquet"
    seal_tickets(read_log(tmp_path), out)
    rows = [tuple(row.values()) for row in pq.read_table(out).to_pylist()]
    nine, ten, eleven = 1_777_856_400, 1_777_860_000, 1_777_863_600
    assert rows == [
        (0, "A-1", nine, "field", "priority", "1", 0, "log.csv", 2),
        (0, "A-1", nine, "event", "opened", "", 0, "log.csv", 2),
        (0, "A-1", nine, "state", "open", "", 0, "log.csv", 2),
        (0, "A-1", ten, "field", "priority", "2", 0, "log.csv", 3),
        (0, "A-1", ten, "state", "resolved", "", 0, "log.csv", 3),
        (1, "A-2", eleven, "field", "priority", "1", 0, "log.csv", 4),
        (1, "A-2", eleven, "event", "opened", "", 0, "log.csv", 4),
        (1, "A-2", eleven, "state", "open", "", 0, "log.csv", 4),
    ]
    assert pq.read_schema(out).names == [
        "number",
        "item",
        "at",
        "kind",
        "name",
        "value",
        "seq",
        "source_table",
        "source_row",
    ]


def test_a_sealed_file_is_told_by_its_head_and_no_other_file_is(tmp_path: Path) -> None:
    out = tmp_path / "sealed.parquet"
    seal_tickets(read_log(tmp_path), out)
    plain = tmp_path / "plain.parquet"
    pq.write_table(pq.read_table(out).replace_schema_metadata(None), plain)
    named = tmp_path / "named.csv"
    named.write_text(HEAD_KEY, encoding="utf-8")
    assert is_sealed(out)
    assert [is_sealed(path) for path in (plain, named, tmp_path, tmp_path / "absent.parquet")] == [False] * 4


def test_nothing_is_left_behind_by_evidence_that_is_refused(tmp_path: Path) -> None:
    bad = [*ROWS, ("A-3", "no time", "New", "", "1")]
    out = tmp_path / "sealed.parquet"
    with pytest.raises(IntakeError) as caught:
        seal_tickets(read_log(tmp_path, bad), out)
    assert caught.value.code == "row.time_unreadable"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log.csv"]


def test_times_of_a_zone_that_was_only_assumed_are_not_sealed(tmp_path: Path) -> None:
    out = tmp_path / "sealed.parquet"
    with pytest.raises(IntakeError) as caught:
        seal_tickets(read_log(tmp_path, timezoneAssumed=True), out)
    assert (caught.value.code, caught.value.problems[0].data) == ("sealed.zone_assumed", {"zone": "Asia/Shanghai"})
    assert not out.exists()
    with_offsets = [(item, when.replace(" ", "T") + ":00Z", state, "", rank) for item, when, state, _, rank in ROWS]
    seal_tickets(read_log(tmp_path, with_offsets, timezoneAssumed=True, dates=["iso"]), out)
    assert out.exists()


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IntakeError) as caught:
        seal_tickets(read_log(tmp_path), tmp_path / "nowhere" / "sealed.parquet")
    assert caught.value.code == "sealed.unwritable"


def test_what_the_intake_reported_is_reported_again(tmp_path: Path) -> None:
    rows = [*ROWS, ROWS[0], ("A-3", "no time", "New", "", "1"), ("A-1", "2026-05-04 10:00", "Wait", "", "2")]
    path = write_csv(tmp_path / "log.csv", LOG_HEADER, rows)
    mapping = build_mapping(LOG, duplicates={"key": ["ticket", "when"], "keep": "refuse"})
    plain = read_items(path, mapping, skip_bad=True)
    for _item in plain.items():
        pass
    out = tmp_path / "sealed.parquet"
    seal_tickets(read_items(path, mapping, skip_bad=True), out)
    report = SealedTickets([out]).report
    assert report == plain.report
    assert report.bad_rows == {"row.time_unreadable": 1, "row.duplicate": 2}
    assert [problem.data["row"] for problem in report.contradictions] == [3]


def test_files_sealed_month_by_month_are_read_as_one(tmp_path: Path) -> None:
    whole = list(read_log(tmp_path).items())
    parts = []
    for name, rows in (("late", ROWS[2:]), ("early", ROWS[:2])):
        parts.append(tmp_path / f"{name}.parquet")
        seal_tickets(read_log(tmp_path, rows, name=f"{name}.csv"), parts[-1])
    empty = tmp_path / "empty.parquet"
    seal_items([], empty)
    tickets = SealedTickets([*parts, empty])
    assert list(tickets.items()) == whole
    assert tickets.report.rows_per_file == {"late.csv": 1, "early.csv": 2}
    assert (tickets.report.items, tickets.report.rows) == (2, 3 + 7)
    assert (tickets.earliest, tickets.latest) == (1_777_856_400, 1_777_863_600)


def test_files_whose_items_lie_among_each_other_are_refused(tmp_path: Path) -> None:
    opened = [Fact(1_777_856_400, "event", "opened")]
    for name, ids in (("odd", ("1", "3")), ("even", ("2", "4")), ("shared", ("3", "5"))):
        seal_items([build_item(item, opened) for item in ids], tmp_path / name)
    for other, item in (("even", "2"), ("shared", "3"), ("odd", "1")):
        with pytest.raises(IntakeError) as caught:
            SealedTickets([tmp_path / "odd", tmp_path / other])
        assert (caught.value.code, caught.value.problems[0].data["item"]) == ("sealed.overlap", item)


def test_no_batch_holds_more_items_than_were_asked_for(tmp_path: Path) -> None:
    opened = [Fact(1_777_856_400, "event", "opened"), Fact(1_777_856_400, "state", "open")]
    path = tmp_path / "sealed.parquet"
    seal_items([build_item(f"{number:04}", opened) for number in range(500)], path, group_facts=14)
    sizes = [len(batch) for batch in SealedTickets([path]).columns(30)]
    assert sum(sizes) == 500
    assert max(sizes) == 28
    assert len(sizes) == 18
