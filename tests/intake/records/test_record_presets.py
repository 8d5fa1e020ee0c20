"""Presets of records: both languages of every layout, the tools' own exports, and the choice among them."""

from __future__ import annotations

from pathlib import Path

import pytest

from serval.engine.instants import parse_instant
from serval.engine.places import Place
from serval.intake.mapping import LAYOUTS, RECORD_LAYOUTS, Mapping, MappingError
from serval.intake.mapping.model import as_names
from serval.intake.presets import load_preset, presets_of
from serval.intake.records import choose_mapping, read_records
from tests.intake.evidence_files import write_csv
from tests.intake.records.record_files import GOOD, tell

CHINESE = {
    "samples": ("服务名称,采样时间,状态", "商城,2026/5/4 9:00,正常"),
    "outages": ("业务系统,故障开始时间,恢复时间,影响程度", "商城,2026年5月4日 9:00,2026年5月4日 9:30,部分中断"),
    "exclusions": (
        "免责原因,服务,开始时间,结束时间,申请人,批准人",
        "计划维护,商城,2026-05-04 09:00,2026-05-04 10:00,乙方,甲方",
    ),
    "measures": ("指标名称,统计月份,完成值,佐证", "热线接通率,2026年5月,98.5%,五月话务报表"),
    "surveys": ("问卷编号,回访时间,满意度评分,服务", "S1,2026-05-04 09:00,未评价,商城"),
    "obligations": ("事项编号,履约事项,应完成时间,实际完成时间", "O1,月度报告,2026-06-05 18:00,2026-06-04 10:00"),
    "occurrences": ("记录编号,考核事件,发生时间", "X1,报告造假,2026-05-04 09:00"),
    "claims": ("结算周期,步骤,办理时间", "2026年5月,已公布,2026-06-10 09:00"),
}
ENGLISH = {layout: (",".join(row), ",".join(row.values())) for layout, row in GOOD.items()}

KUMA = (
    "monitor_id,status,time,important",
    ["1,1,2026-05-04 01:00:00.123,1", "1,0,2026-05-04 01:01:00.5,1", "1,2,2026-05-04 01:02:00,0"],
)
ROBOT = (
    "Event,Monitor,Date-Time,Reason,Duration,Duration (in mins.)",
    ["Down,shop,2026-05-04 09:00:00,Timeout,0 hrs 12 mins,12", "Up,shop,2026-05-04 09:12:00,OK,9 hrs,540"],
)
ZABBIX = (
    "Severity,Time,Recovery time,Status,Host,Problem,Duration,Ack,Actions,Tags",
    [
        "High,2026-05-04 09:00:00,2026-05-04 09:12:00,RESOLVED,shop,Down,12m,No,,",
        "High,2026-05-05 09:00:00,,PROBLEM,shop,Down,1m,No,,",
    ],
)
PROMETHEUS = (
    "name,timestamp,value,instance,job",
    [
        "probe_success,1777856400.5,1,https://shop.example,shop",
        "probe_success,1777856460.5,0,https://shop.example,shop",
    ],
)
EXPORTS = {"uptime-kuma": KUMA, "uptimerobot": ROBOT, "zabbix-problems": ZABBIX, "prometheus": PROMETHEUS}


def write_lines(path: Path, header: str, lines: list[str]) -> Path:
    return write_csv(path, header.split(","), [line.split(",") for line in lines])


def read_export(tmp_path: Path, name: str) -> tuple[Path, Mapping]:
    header, lines = EXPORTS[name]
    return write_lines(tmp_path / f"{name}.csv", header, lines), load_preset(name)


@pytest.mark.parametrize("layout", RECORD_LAYOUTS)
@pytest.mark.parametrize("table", [CHINESE, ENGLISH], ids=["zh", "en"])
def test_the_preset_of_a_layout_reads_both_languages(
    tmp_path: Path, layout: str, table: dict[str, tuple[str, str]]
) -> None:
    header, line = table[layout]
    path = write_lines(tmp_path / "list.csv", header, [line])
    file = read_records([(path, load_preset(layout))])
    assert (file.reports[0].records, file.reports[0].bad_rows) == (1, {})
    absent = set(file.reports[0].absent_columns)
    read = {key for key, _ in load_preset(layout).columns.list_named()} - absent
    assert len(read) == len(header.split(","))


@pytest.mark.parametrize("layout", RECORD_LAYOUTS)
def test_the_preset_of_a_layout_names_every_column_of_it(layout: str) -> None:
    preset = load_preset(layout)
    assert {key for key, _ in preset.columns.list_named()} == {role.key for role in LAYOUTS[layout].roles}
    for key, names in preset.columns.list_named():
        assert any(name.isascii() for name in as_names(names)), key
        assert any(not name.isascii() for name in as_names(names)), key


def test_heartbeats_of_uptime_kuma_are_samples_and_pending_ones_say_nothing(tmp_path: Path) -> None:
    file = read_records([read_export(tmp_path, "uptime-kuma")])
    start = parse_instant("2026-05-04T01:00:00Z")
    assert tell(file.records)["samples"] == {("1", "", ""): [[start, start + 60], [1, 3], [0, 0], [0, 0]]}
    assert file.reports[0].ignored == 1


def test_times_down_of_uptimerobot_are_outages_and_times_up_are_not(tmp_path: Path) -> None:
    file = read_records([read_export(tmp_path, "uptimerobot")])
    start = parse_instant("2026-05-04T09:00:00Z")
    assert [(o.place, o.start, o.end, o.kind) for o in file.records.outages] == [
        (Place("shop"), start, start + 720, "down")
    ]
    assert file.reports[0].ignored == 1


def test_a_problem_of_zabbix_without_recovery_goes_on(tmp_path: Path) -> None:
    file = read_records([read_export(tmp_path, "zabbix-problems")])
    assert [outage.end is None for outage in file.records.outages] == [False, True]


def test_probes_of_prometheus_are_samples_of_an_instance(tmp_path: Path) -> None:
    file = read_records([read_export(tmp_path, "prometheus")])
    place = ("shop", "https://shop.example", "")
    assert tell(file.records)["samples"] == {place: [[1777856400, 1777856460], [1, 3], [0, 0], [0, 0]]}


@pytest.mark.parametrize("name", [*EXPORTS, "samples", "outages"])
def test_of_the_presets_of_a_layout_a_file_chooses_its_own(tmp_path: Path, name: str) -> None:
    header, lines = EXPORTS.get(name) or (CHINESE[name][0], [CHINESE[name][1]])
    path = write_lines(tmp_path / "export.csv", header, lines)
    chosen, mapping = choose_mapping(path, presets_of(load_preset(name).layout))
    assert (chosen, mapping) == (name, load_preset(name))


def test_a_file_no_mapping_fits_is_told_what_was_tried_and_what_it_has(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "export.csv", "a,b", ["1,2"])
    with pytest.raises(MappingError) as caught:
        choose_mapping(path, presets_of("outages"))
    data = caught.value.problems[0].data
    assert (caught.value.code, data["header"], data["tried"]) == (
        "mapping.none_fits",
        ["a", "b"],
        ["outages", "uptimerobot", "zabbix-problems"],
    )


def test_a_file_that_several_mappings_fit_is_told_which(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "export.csv", *CHINESE["samples"][:1], [CHINESE["samples"][1]])
    twice = [("mine", load_preset("samples")), ("yours", load_preset("samples"))]
    with pytest.raises(MappingError) as caught:
        choose_mapping(path, twice)
    assert (caught.value.code, caught.value.problems[0].data["fitting"]) == ("mapping.several_fit", ["mine", "yours"])
