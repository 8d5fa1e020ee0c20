"""The real logs, read through the child; skipped where the shared folder is missing."""

from __future__ import annotations

from pathlib import Path

from serval.intake.tables import open_table


def test_the_incident_log_is_read_whole_from_its_archive(shared: Path) -> None:
    with open_table(shared / "data/incidents-servicenow-uci/incident_event_log.csv.zip") as table:
        rows = [row for batch in table.rows() for row in batch]
    assert table.name == "incident_event_log.csv.zip/incident_event_log.csv"
    assert len(table.header) == 36
    assert len(rows) == 141_712
    assert rows[-1].number == 141_713
    assert len({row.cells[0] for row in rows}) == 24_918
    assert {len(row.cells) for row in rows} == {36}


def test_the_italian_log_tells_its_repeated_name(shared: Path) -> None:
    with open_table(shared / "data/helpdesk-italian/helpdesk.csv.gz") as table:
        rows = [row for batch in table.rows() for row in batch]
    assert table.repeated == ("Variant",)
    assert table.header[4:7] == ("Variant", "Variant index", "Variant#2")
    assert len(rows) == 21_348
    assert len({row.cells[0] for row in rows}) == 4_580
