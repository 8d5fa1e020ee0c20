"""Doubts: what the sniffer is not sure of, it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from serval.intake.errors import IntakeError
from serval.intake.sniff import Proposal, TableChoice, sniff
from tests.intake.evidence_files import read_all, write_csv

HEADER = ("工单编号", "创建时间", "解决时间", "状态")


def propose(tmp_path: Path, header: tuple[str, ...], rows: list[tuple[object, ...]], **options: Any) -> Proposal:
    return sniff(write_csv(tmp_path / "list.csv", header, rows), **options)


def doubts(proposal: Proposal) -> list[str]:
    return [doubt.code for doubt in proposal.doubts]


def listed(*times: str, state: str = "处理中") -> list[tuple[object, ...]]:
    return [(f"S{number}", time, "", state) for number, time in enumerate(times)]


def test_day_and_month_that_could_be_exchanged_are_a_doubt(tmp_path: Path) -> None:
    proposal = propose(tmp_path, HEADER, listed("4/5/2026 09:00", "11/12/2026 10:00"))
    doubt = next(doubt for doubt in proposal.doubts if doubt.code == "sniff.day_month_ambiguous")
    assert {doubt.data["chosen"], doubt.data["other"]} == {"d/M/yyyy HH:mm", "M/d/yyyy HH:mm"}


@pytest.mark.parametrize(
    ("text", "pattern"), [("13/5/2026 09:00", "d/M/yyyy HH:mm"), ("5/13/2026 09:00", "M/d/yyyy HH:mm")]
)
def test_one_day_beyond_twelve_decides(tmp_path: Path, text: str, pattern: str) -> None:
    proposal = propose(tmp_path, HEADER, listed(*["4/5/2026 09:00"] * 5, text))
    assert proposal.mapping.dates == (pattern,)
    assert "sniff.day_month_ambiguous" not in doubts(proposal)


def test_a_zone_is_assumed_with_a_doubt_unless_every_time_tells_its_offset(tmp_path: Path) -> None:
    local = propose(tmp_path, HEADER, listed("2026-05-04 09:00"))
    assert (local.mapping.timezone, local.mapping.timezone_assumed) == ("Asia/Shanghai", True)
    assert "sniff.zone_unknown" in doubts(local)
    zoned = propose(tmp_path, HEADER, listed("2026-05-04T09:00:00Z"))
    assert not zoned.mapping.timezone_assumed
    assert "sniff.zone_unknown" not in doubts(zoned)


def test_dates_without_a_time_of_day_are_a_doubt(tmp_path: Path) -> None:
    proposal = propose(tmp_path, HEADER, listed("2026-05-04", "2026-05-05"))
    assert "sniff.date_without_time" in doubts(proposal)


def test_day_numbers_are_read_with_a_doubt(tmp_path: Path) -> None:
    proposal = propose(tmp_path, HEADER, listed("46146.375", "46147.5"))
    assert "excel" in proposal.mapping.dates
    assert "sniff.excel_serial" in doubts(proposal)
    assert proposal.sample[0].at == 1777856400


def test_a_column_named_like_a_time_that_holds_durations_is_not_taken(tmp_path: Path) -> None:
    rows = [(*row, "15分钟") for row in listed("2026-05-04 09:00", "2026-05-05 09:00")]
    proposal = propose(tmp_path, (*HEADER, "响应时间"), rows)
    assert "first_response" not in proposal.mapping.columns.events
    doubt = next(doubt for doubt in proposal.doubts if doubt.code == "sniff.role_not_held")
    assert (doubt.data["column"], doubt.data["value"]) == ("响应时间", "15分钟")


@pytest.mark.parametrize(
    ("raw", "meaning"),
    [
        ("等待用户补充资料", "waiting_client"),
        ("等原厂商备件", "waiting_supplier"),
        ("Waiting on third party", "waiting_supplier"),
        ("Suspended by manager", "waiting_hold"),
        ("驳回", "cancelled"),
        ("Abgeschlossen", "open"),
    ],
)
def test_a_state_nobody_knows_is_guessed_with_a_doubt(tmp_path: Path, raw: str, meaning: str) -> None:
    proposal = propose(tmp_path, HEADER, listed("2026-05-04 09:00", state=raw))
    assert proposal.mapping.states == {raw: meaning}
    assert {"where": f"states.{raw}", "value": raw, "meaning": meaning} in [
        doubt.data for doubt in proposal.doubts if doubt.code == "sniff.state_unknown"
    ]


def test_a_hold_that_does_not_say_for_whom_is_a_doubt(tmp_path: Path) -> None:
    proposal = propose(tmp_path, HEADER, listed("2026-05-04 09:00", state="挂起"))
    assert proposal.mapping.states == {"挂起": "waiting_hold"}
    assert "sniff.hold_reason_unknown" in doubts(proposal)


def test_a_few_doubled_lines_do_not_make_a_list_a_log_but_are_a_doubt(tmp_path: Path) -> None:
    rows = listed(*[f"2026-05-04 {hour:02d}:{minute:02d}" for hour in range(10) for minute in range(10)])
    proposal = propose(tmp_path, HEADER, [*rows, rows[0]])
    assert proposal.mapping.layout == "snapshot"
    assert "sniff.item_repeated" in doubts(proposal)


def test_a_table_without_known_names_is_guessed_by_contents_and_everything_is_doubted(tmp_path: Path) -> None:
    rows = [(f"A-{number}", f"2026-05-{number % 28 + 1:02d} 09:{number % 60:02d}", "Closed") for number in range(50)]
    proposal = propose(tmp_path, ("Aktenzeichen", "Eingang", "Stand"), rows)
    assert proposal.preset == ""
    guessed = [doubt.data for doubt in proposal.doubts if doubt.code == "sniff.column_guessed"]
    roles = {data["column"]: data["role"] for data in guessed}
    assert roles == {"Aktenzeichen": "item", "Eingang": "opened", "Stand": "state"}
    assert "sniff.layout_guessed" in doubts(proposal)


def test_a_table_without_times_is_not_understood(tmp_path: Path) -> None:
    with pytest.raises(IntakeError) as caught:
        propose(tmp_path, ("name", "city"), [("Ann", "Rome"), ("Bob", "Oslo")])
    assert caught.value.code == "sniff.not_understood"
    assert caught.value.problems[0].data["header"] == ["name", "city"]


def test_a_long_table_is_only_looked_at_in_part_and_the_proposal_says_so(tmp_path: Path) -> None:
    rows = listed(*["2026-05-04 09:00"] * 5_000)
    proposal = propose(tmp_path, HEADER, rows, looked_at_rows=1_000)
    assert "sniff.sampled" in doubts(proposal)
    assert proposal.rows_seen < 5_000
    assert "sniff.sampled" not in doubts(propose(tmp_path, HEADER, rows))


def test_rows_the_proposal_cannot_read_are_shown_and_doubted(tmp_path: Path) -> None:
    rows = [*listed(*[f"2026-05-04 09:{minute:02d}" for minute in range(30)]), ("", "2026-05-04 09:00", "", "处理中")]
    proposal = propose(tmp_path, HEADER, rows)
    doubt = next(doubt for doubt in proposal.doubts if doubt.code == "sniff.rows_unreadable")
    assert (doubt.data["code"], doubt.data["row"], doubt.data["count"]) == ("row.item_missing", 32, 1)


def test_pauses_of_a_list_and_events_from_states_of_a_log_are_doubts(tmp_path: Path) -> None:
    assert "sniff.pauses_unknown" in doubts(propose(tmp_path, HEADER, listed("2026-05-04 09:00")))
    log = [(f"S{number}", f"2026-05-04 09:{step:02d}", state) for number in range(9)
           for step, state in enumerate(("新建", "处理中", "已关闭"))]  # fmt: skip
    proposal = propose(tmp_path, ("工单编号", "操作时间", "变更后状态"), log)
    assert proposal.mapping.layout == "events"
    assert {"sniff.events_from_states", "sniff.opened_by_first_row"} <= set(doubts(proposal))


def test_what_a_person_says_of_the_table_becomes_part_of_the_mapping(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    lines = ("说明,各列,见,下表", "工单编号,创建时间,解决时间,状态", "S1,2026-05-04 09:00,,处理中")
    path.write_text("\n".join(lines), encoding="gb18030")
    proposal = sniff(path, choice=TableChoice(encoding="gb18030", header_row=2))
    assert (proposal.mapping.encoding, proposal.mapping.header_row) == ("gb18030", 2)
    items, _ = read_all(path, proposal.mapping)
    assert [item.id for item in items] == ["S1"]


def test_columns_known_by_name_may_mix_notations_of_time(tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_text(
        "工单编号,优先级,状态,创建时间,首次响应时间,解决时间\n"
        "GD-001,紧急,已解决,2026年5月4日 上午9:10,2026年5月4日 上午9:20,2026年5月4日 下午3:07\n"
        "GD-002,一般,处理中,2026/5/5 10:00,2026/5/5 12:30,\n"
        "GD-003,紧急,已解决,2026-05-06 08:00,2026-05-06 08:40,2026-05-06 17:59\n",
        encoding="gb18030",
    )
    proposal = sniff(path)
    assert proposal.preset == "chinese-itsm"
    assert proposal.mapping.columns.opened == "创建时间"
    assert [row.problem for row in proposal.sample] == [None, None, None]
    assert len(proposal.mapping.dates) == 3
