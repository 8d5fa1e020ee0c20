"""How much of a table the sniffer understands: measured column by column against what a person says.

At least 95 of 100 columns are right, and none is wrong without a doubt that names it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from serval.intake.mapping import dump_mapping, parse_mapping
from serval.intake.sniff import Proposal, sniff
from tests.intake.evidence_files import read_all
from tests.intake.export_files import Export
from tests.intake.preset_exports import EXPORTS

UCI_COLUMNS = {
    "number": "item",
    "incident_state": "state",
    "sys_mod_count": "sequence",
    "made_sla": "fields.made_sla",
    "opened_at": "opened",
    "sys_updated_at": "at",
    "contact_type": "fields.channel",
    "category": "fields.category",
    "subcategory": "fields.subcategory",
    "impact": "fields.impact",
    "urgency": "fields.urgency",
    "priority": "fields.priority",
    "assignment_group": "fields.group",
}
UCI_STATES = {
    "New": "open",
    "Active": "open",
    "Awaiting User Info": "waiting_client",
    "Awaiting Vendor": "waiting_supplier",
    "Awaiting Problem": "waiting_problem",
    "Awaiting Evidence": "waiting_evidence",
    "Resolved": "resolved",
    "Closed": "closed",
}
ITALIAN_COLUMNS = {
    "Case ID": "item",
    "Activity": "state",
    "Complete Timestamp": "at",
    "customer": "fields.client",
    "product": "fields.service",
    "seriousness_2": "fields.priority",
    "service_level": "fields.service_level",
    "service_type": "fields.service_type",
    "workgroup": "fields.group",
}
ITALIAN_STATES = {
    "Insert ticket": "open",
    "Assign seriousness": "open",
    "Take in charge ticket": "open",
    "Wait": "waiting_client",
    "Require upgrade": "open",
    "Create SW anomaly": "open",
    "Resolve SW anomaly": "open",
    "Schedule intervention": "open",
    "Resolve ticket": "resolved",
    "RESOLVED": "resolved",
    "VERIFIED": "resolved",
    "Closed": "closed",
    "INVALID": "cancelled",
    "DUPLICATE": "duplicate",
}


def list_roles(proposal: Proposal) -> dict[str, str]:
    """Header → role, for every column; an unread one has the role ``."""
    named = {names: key for key, names in proposal.mapping.columns.list_named() if isinstance(names, str)}
    return {name: named.get(name, "") for name in proposal.header}


def list_doubted(proposal: Proposal) -> set[str]:
    """Columns and raw states some doubt names."""
    named = {str(doubt.data.get(key, "")) for doubt in proposal.doubts for key in ("column", "used", "value")}
    return named | {str(name) for doubt in proposal.doubts for name in doubt.data.get("columns", [])}


def wrong_columns(proposal: Proposal, expected: dict[str, str]) -> set[str]:
    return {name for name, role in list_roles(proposal).items() if role != expected.get(name, "")}


def check(proposal: Proposal, layout: str, expected: dict[str, str], states: dict[str, str]) -> None:
    wrong = wrong_columns(proposal, expected)
    assert proposal.mapping.layout == layout
    assert len(wrong) <= 0.05 * len(proposal.header), wrong
    assert wrong <= list_doubted(proposal)
    wrong_states = {raw for raw, meaning in states.items() if proposal.mapping.states.get(raw) != meaning}
    assert wrong_states <= list_doubted(proposal)
    assert parse_mapping(dump_mapping(proposal.mapping, proposal.doubts)) == proposal.mapping


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.name)
def test_an_export_in_the_shape_of_a_preset_is_understood(export: Export, tmp_path: Path) -> None:
    path = export.write(tmp_path)
    proposal = sniff(path)
    check(proposal, export.layout, export.expected, export.states)
    assert len(proposal.sample) == 10
    assert all(row.problem is None for row in proposal.sample)
    items, evidence = read_all(path, proposal.mapping)
    assert len(items) == 60
    assert evidence.report.bad_rows == {}


def test_over_all_exports_95_of_100_columns_are_right(tmp_path: Path) -> None:
    proposals = [(sniff(export.write(tmp_path)), export) for export in EXPORTS]
    wrong = sum(len(wrong_columns(proposal, export.expected)) for proposal, export in proposals)
    columns = sum(len(proposal.header) for proposal, _ in proposals)
    assert wrong <= 0.05 * columns
    states = [
        (proposal.mapping.states.get(raw), meaning) for proposal, e in proposals for raw, meaning in e.states.items()
    ]
    assert sum(found != meaning for found, meaning in states) <= 0.05 * len(states)


def test_the_measure_notices_a_wrong_column(tmp_path: Path) -> None:
    """Control: exchanged expectations must not pass."""
    export = EXPORTS[0]
    exchanged = {**export.expected, "Created": "resolved", "Resolved": "opened"}
    with pytest.raises(AssertionError):
        check(sniff(export.write(tmp_path)), export.layout, exchanged, export.states)


@pytest.mark.slow
def test_the_incident_log_is_understood(shared: Path) -> None:
    proposal = sniff(shared / "data/incidents-servicenow-uci/incident_event_log.csv.zip")
    check(proposal, "events", UCI_COLUMNS, UCI_STATES)
    assert proposal.mapping.dates == ("d/M/yyyy HH:mm",)
    assert "?" in proposal.mapping.missing
    codes = [(doubt.code, doubt.data.get("column") or doubt.data.get("value")) for doubt in proposal.doubts]
    assert ("sniff.leaks_future", "resolved_at") in codes
    assert ("sniff.leaks_future", "closed_at") in codes
    assert ("sniff.state_ignored", "-100") in codes
    assert ("sniff.zone_unknown", None) in codes


@pytest.mark.slow
def test_the_help_desk_log_is_understood(shared: Path) -> None:
    proposal = sniff(shared / "data/helpdesk-italian/helpdesk.csv.gz")
    check(proposal, "events", ITALIAN_COLUMNS, ITALIAN_STATES)
    codes = {doubt.code for doubt in proposal.doubts}
    assert {"sniff.header_repeated", "sniff.column_constant"} <= codes
    assert {"sniff.opened_by_first_row", "sniff.zone_unknown"} <= codes
    assert {"Wait", "Create SW anomaly", "INVALID"} <= list_doubted(proposal)
