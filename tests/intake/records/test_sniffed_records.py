"""Sniffing records: samples, outages and the rest are proposed by their names and contents, with doubts."""

from __future__ import annotations

from pathlib import Path

import pytest

from serval.intake.mapping import RECORD_LAYOUTS, dump_mapping, parse_mapping
from serval.intake.records import read_records
from serval.intake.sniff import Proposal, sniff
from tests.intake.evidence_files import write_csv
from tests.intake.records.test_record_presets import CHINESE, EXPORTS, write_lines

SAMPLES = ("checked_at", "service", "status")


def propose(tmp_path: Path, header: tuple[str, ...], *rows: tuple[str, ...]) -> Proposal:
    return sniff(write_csv(tmp_path / "list.csv", header, rows))


def doubts(proposal: Proposal) -> list[str]:
    return [doubt.code for doubt in proposal.doubts]


@pytest.mark.parametrize("layout", RECORD_LAYOUTS)
def test_a_chinese_list_of_records_is_proposed_as_its_layout_and_reads_back(tmp_path: Path, layout: str) -> None:
    header, line = CHINESE[layout]
    path = write_lines(tmp_path / "list.csv", header, [line])
    proposal = sniff(path)
    assert (proposal.mapping.layout, proposal.preset, proposal.unused) == (layout, layout, ())
    assert "sniff.zone_unknown" in doubts(proposal)
    assert not {"sniff.time_unreadable", "sniff.rows_unreadable"} & set(doubts(proposal))
    assert not any(row.problem for row in proposal.sample)
    written = parse_mapping(dump_mapping(proposal.mapping, proposal.doubts))
    assert read_records([(path, written)]).reports[0].records == 1


@pytest.mark.parametrize("name", [name for name in EXPORTS if name != "prometheus"])
def test_an_export_of_a_monitoring_tool_is_recognised(tmp_path: Path, name: str) -> None:
    header, lines = EXPORTS[name]
    assert sniff(write_lines(tmp_path / "export.csv", header, lines)).preset == name


def test_a_row_is_shown_as_it_will_be_read(tmp_path: Path) -> None:
    proposal = propose(tmp_path, SAMPLES, ("2026-05-04T01:00:00Z", "shop", "UP"), ("never", "shop", "down"))
    good, bad = proposal.sample
    assert (good.item, good.at, good.raw_state, good.meaning) == ("shop", 1_777_856_400, "UP", "up")
    assert bad.problem is not None
    assert (bad.problem.code, bad.problem.data["column"]) == ("row.time_unreadable", "checked_at")
    assert {"sniff.time_unreadable", "sniff.rows_unreadable"} <= set(doubts(proposal))


def test_a_status_nobody_knows_is_guessed_with_a_doubt_or_left_to_a_person(tmp_path: Path) -> None:
    rows = [("2026-05-04T01:00:00Z", "shop", status) for status in ("up", "connect failed", "slow answer", "X7")]
    proposal = propose(tmp_path, SAMPLES, *rows)
    assert proposal.mapping.statuses == {"up": "up", "connect failed": "down", "slow answer": "degraded"}
    guessed = [doubt.data["value"] for doubt in proposal.doubts if doubt.code == "sniff.status_unknown"]
    assert sorted(guessed) == ["connect failed", "slow answer"]
    assert "sniff.rows_unreadable" in doubts(proposal)


def test_outages_without_an_end_are_a_doubt(tmp_path: Path) -> None:
    header = ("service", "start", "end")
    ended = ("shop", "2026-05-04T01:00:00Z", "2026-05-04T01:30:00Z")
    assert "sniff.outages_open" not in doubts(propose(tmp_path, header, ended))
    proposal = propose(tmp_path, header, ended, ("shop", "2026-05-05T01:00:00Z", ""))
    assert [d.data["count"] for d in proposal.doubts if d.code == "sniff.outages_open"] == [1]


def test_a_table_of_tickets_with_a_service_and_a_state_stays_one_of_tickets(tmp_path: Path) -> None:
    header = ("工单编号", "创建时间", "服务名称", "状态", "满意度")
    proposal = propose(tmp_path, header, ("T1", "2026-05-04 09:00", "商城", "处理中", "5"))
    assert proposal.mapping.layout == "snapshot"


def test_names_alone_do_not_make_samples_of_words_nobody_knows(tmp_path: Path) -> None:
    rows = [(f"2026-05-{n + 1:02d}T01:00:00Z", f"A-{n}", "处理中") for n in range(9)]
    assert propose(tmp_path, SAMPLES, *rows).mapping.layout == "snapshot"


def test_control_a_month_is_a_doubt_where_the_layout_reads_none(tmp_path: Path) -> None:
    rows = [("Q1", "2026-05-04 09:00", "5"), ("Q2", "2026-05-04 10:00", "5"), ("Q3", "2026年5月", "5")]
    assert "sniff.time_unreadable" in doubts(propose(tmp_path, ("问卷编号", "回访时间", "评分"), *rows))
