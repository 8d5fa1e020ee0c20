"""Presets: each is a valid mapping and reads an export of its tool as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from serval.intake.mapping import MappingError
from serval.intake.presets import list_presets, load_preset
from tests.intake.chinese_exports import CHINESE, CHINESE_LOG
from tests.intake.commercial_exports import JIRA, SERVICENOW_CSV, SERVICENOW_HISTORY
from tests.intake.evidence_files import read_all
from tests.intake.export_files import Export
from tests.intake.open_source_exports import GLPI_FRENCH, ZAMMAD


def test_the_tools_of_the_issue_have_presets() -> None:
    assert {"jira-service-management", "servicenow", "servicenow-audit", "glpi", "zammad", "chinese-itsm"} <= set(
        list_presets()
    )


@pytest.mark.parametrize("name", list_presets())
def test_a_preset_is_valid_and_assumes_its_zone_openly(name: str) -> None:
    preset = load_preset(name)
    assert preset.timezone_assumed
    assert preset.title.en
    assert preset.title.zh


@pytest.mark.parametrize(
    ("name", "export"),
    [
        ("jira-service-management", JIRA),
        ("servicenow", SERVICENOW_CSV),
        ("servicenow-audit", SERVICENOW_HISTORY),
        ("glpi", GLPI_FRENCH),
        ("zammad", ZAMMAD),
        ("chinese-itsm", CHINESE),
        ("chinese-itsm-log", CHINESE_LOG),
    ],
)
def test_a_preset_reads_an_export_as_it_stands(name: str, export: Export, tmp_path: Path) -> None:
    items, evidence = read_all(export.write(tmp_path), load_preset(name))
    assert len(items) == 60
    assert evidence.report.bad_rows == {}
    assert all(any(fact.name == "opened" for fact in item.facts) for item in items)
    found = {fact.name for item in items for fact in item.facts if fact.kind == "state"}
    told = {meaning for meaning in export.states.values() if not meaning.startswith("waiting_")}
    if export.layout == "snapshot":
        told -= {"resolved", "closed"} - set(export.expected.values())
    assert told <= found


def test_an_unknown_preset_is_told_what_is_near() -> None:
    with pytest.raises(MappingError) as caught:
        load_preset("zamad")
    assert caught.value.code == "mapping.unknown_preset"
    assert caught.value.problems[0].data["near"] == ["zammad"]
