"""Mapping documents: read with the place of every complaint, written so that they read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from serval.engine.errors import Problem
from serval.intake.mapping import MappingError, bind_columns, dump_mapping, load_mapping, mapping_schema, parse_mapping
from serval.intake.presets import load_preset
from serval.intake.records import read_records
from tests.intake.evidence_files import LOG, build_mapping, write_csv

TEXT = """\
apiVersion: serval/v1
kind: Mapping
layout: events
timezone: Asia/Shanghai
columns:
  item: 工单编号
  at: 操作时间
  state: 状态
states:
  处理中: open
  挂起: waiting_hold
  1: closed
"""


def complaints(text: str) -> list[tuple[str, int, int]]:
    with pytest.raises(MappingError) as caught:
        parse_mapping(text, source="map.yaml")
    assert caught.value.source == "map.yaml"
    return [(problem.code, problem.line, problem.column) for problem in caught.value.problems]


def test_a_mapping_is_read() -> None:
    mapping = parse_mapping(TEXT)
    assert mapping.columns.item == "工单编号"
    assert mapping.states == {"处理中": "open", "挂起": "waiting_hold", "1": "closed"}
    assert mapping.dates == ("iso",)
    assert not mapping.timezone_assumed


def test_a_key_nobody_knows_is_refused_where_it_stands() -> None:
    assert complaints(TEXT + "colour: red\n") == [("mapping.unknown_key", 13, 1)]
    assert complaints(TEXT.replace("  at:", "  att: x\n  at:")) == [("mapping.unknown_key", 7, 3)]


def test_an_unknown_key_is_told_what_is_near() -> None:
    with pytest.raises(MappingError) as caught:
        parse_mapping(TEXT + "ignoreState: [x]\n")
    assert caught.value.problems[0].data["near"] == ["ignoreStates"]


@pytest.mark.parametrize("key", ["apiVersion", "kind", "layout", "timezone", "columns"])
def test_what_must_be_said_is_asked_for(key: str) -> None:
    lines = [line for line in TEXT.splitlines() if not line.startswith(key)]
    if key == "columns":
        lines = [line for line in lines if not line.startswith(("  item", "  at", "  state"))]
    with pytest.raises(MappingError) as caught:
        parse_mapping("\n".join(lines))
    assert ("mapping.missing", key) in [(p.code, p.data.get("key")) for p in caught.value.problems]


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("Asia/Shanghai", "Asia/Shanghaii", "mapping.unknown_zone", 4),
        ("处理中: open", "处理中: working", "mapping.unknown_meaning", 10),
        ("layout: events", "layout: event", "mapping.wrong_value", 3),
        ("kind: Mapping", "kind: Agreement", "mapping.wrong_value", 2),
        ("kind: Mapping", "kind: Mapping\ndates: [yyyy-QQ]", "mapping.date_pattern", 3),
        ("  state: 状态", "  state: 状态\n  resolved: 解决时间", "mapping.not_in_layout", 9),
        ("  state: 状态\n", "", "mapping.missing", 6),
        ("kind: Mapping", "kind: Mapping\nignoreStates: [挂起]", "mapping.state_twice", 3),
        ("kind: Mapping", "kind: Mapping\nvalues: {urgency: {a: b}}", "mapping.field_unknown", 3),
        ("kind: Mapping", "kind: Mapping\nkind: Mapping", "document.duplicate_key", 3),
        ("kind: Mapping", "kind: [Mapping", "document.syntax", 3),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_line(old: str, new: str, code: str, line: int) -> None:
    assert (code, line) in [(found, at) for found, at, _ in complaints(TEXT.replace(old, new))]


def test_a_snapshot_needs_an_opening_and_has_no_sequence() -> None:
    text = TEXT.replace("layout: events", "layout: snapshot").replace("  at:", "  sequence: 序号\n  at:")
    codes = [code for code, _, _ in complaints(text)]
    assert sorted(codes) == ["mapping.missing", "mapping.not_in_layout"]


def test_a_missing_file_and_a_file_that_is_no_text_are_problems(tmp_path: Path) -> None:
    with pytest.raises(MappingError) as caught:
        load_mapping(tmp_path / "none.yaml")
    assert caught.value.code == "file.not_found"
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(MappingError) as caught:
        load_mapping(tmp_path / "bytes.yaml")
    assert caught.value.code == "file.unreadable"


def test_a_written_mapping_reads_back_and_shows_its_doubts() -> None:
    mapping = parse_mapping(TEXT)
    doubts = [
        Problem("sniff.zone_unknown", {"where": "timezone"}),
        Problem("sniff.state_unknown", {"where": "states.挂起", "value": "挂起"}),
        Problem("sniff.hold_reason_unknown", {"where": "states.挂起", "value": "挂起"}),
        Problem("sniff.role_not_held", {"where": "columns.events.first_response"}),
    ]
    text = dump_mapping(mapping, doubts)
    assert parse_mapping(text) == mapping
    lines = [line.strip() for line in text.splitlines()]
    assert lines[lines.index("timezone: Asia/Shanghai") - 1].startswith("# doubt: sniff.zone_unknown")
    before = lines[: lines.index("挂起: waiting_hold")]
    assert [line.split()[2] for line in before[-2:]] == ["sniff.state_unknown", "sniff.hold_reason_unknown"]
    assert lines[lines.index("columns:") - 1].startswith("# doubt: sniff.role_not_held")


def test_a_raw_state_may_hold_dots_and_colons() -> None:
    mapping = build_mapping(LOG, states={"2. Wait: user": "waiting_client", "2": "open"})
    doubt = Problem("sniff.state_unknown", {"where": "states.2. Wait: user"})
    text = dump_mapping(mapping, [doubt])
    assert parse_mapping(text) == mapping
    assert "# doubt" in text[: text.index("2. Wait: user")]


def test_the_schema_names_every_key() -> None:
    schema = mapping_schema()
    assert {"apiVersion", "layout", "otherStates", "stateEvents", "headerRow"} <= set(schema["properties"])
    assert schema["additionalProperties"] is False


def test_columns_are_found_by_exact_name_then_regardless_of_case_and_width() -> None:
    mapping = build_mapping(LOG, columns={"fields": {"priority": ["级别", "优先级", "Priority"]}})
    bound = bind_columns(mapping, ["Ticket", "ｗｈｅｎ", "state ", "opened", "PRIORITY"], table="t")
    assert bound.places == {"item": 0, "at": 1, "state": 2, "opened": 3, "fields.priority": 4}


def test_of_several_names_none_may_be_there_but_of_one_name_it_must() -> None:
    header = ["ticket", "when", "state", "opened"]
    bound = bind_columns(build_mapping(LOG, columns={"fields": {"priority": ["a", "b"]}}), header, table="t")
    assert bound.absent == ("fields.priority",)
    with pytest.raises(MappingError) as caught:
        bind_columns(build_mapping(LOG), header, table="t")
    assert caught.value.code == "mapping.column_missing"


def test_a_role_without_its_column_is_told_with_the_usual_names_and_never_with_a_column_that_is_taken() -> None:
    header = ["系统名称", "故障恢复时间", "故障时间"]
    with pytest.raises(MappingError) as caught:
        bind_columns(load_preset("outages"), header, table="o.csv")
    (problem,) = caught.value.problems
    assert (problem.code, problem.data["role"], problem.data["near"]) == ("mapping.role_missing", "start", ["故障时间"])
    assert "故障发生时间" in problem.data["names"]


def test_a_file_of_another_layout_is_told_with_the_option_for_it(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "m.csv", ["指标名称", "统计月份", "数值", "佐证"], [["接通率", "2026-05", "93%", "x"]])
    with pytest.raises(MappingError) as caught:
        read_records([(path, load_preset("outages"))])
    (problem,) = caught.value.problems
    assert (problem.code, problem.data["looks_like"]) == ("mapping.other_layout", "measures")
    assert problem.data["option"] == "--measures"


def test_a_missing_column_is_told_with_the_header_and_what_is_near() -> None:
    with pytest.raises(MappingError) as caught:
        bind_columns(build_mapping(LOG), ["ticket", "when", "status", "opened", "priority"], table="log.csv")
    data = caught.value.problems[0].data
    assert data["column"] == "state"
    assert data["near"] == ["status"]
    assert data["header"] == ["ticket", "when", "status", "opened", "priority"]
    assert data["file"] == "log.csv"


def test_an_item_column_with_several_names_is_still_needed() -> None:
    with pytest.raises(MappingError) as caught:
        bind_columns(build_mapping(LOG, columns={"item": ["no", "number"]}), ["when"], table="t")
    assert {p.data["where"] for p in caught.value.problems} >= {"columns.item"}


def test_a_rule_for_duplicates_must_name_the_item() -> None:
    mapping = build_mapping(LOG, duplicates={"key": ["when"], "keep": "last"})
    with pytest.raises(MappingError) as caught:
        bind_columns(mapping, ["ticket", "when", "state", "opened", "priority"], table="t")
    assert caught.value.code == "mapping.duplicates_without_item"
