"""A report tells whether the zone of its mapping decided what any time means."""

from __future__ import annotations

from pathlib import Path

import pytest

from serval.intake.presets import load_preset
from serval.intake.records import read_records

HEADER = "service,start,end\n"


@pytest.mark.parametrize(
    ("times", "needed"),
    [
        pytest.param("2026-05-04 08:00:00,2026-05-04 09:00:00", True, id="no offset"),
        pytest.param("2026-05-04T08:00:00Z,2026-05-04 19:00:00", True, id="one without"),
        pytest.param("2026-05-04T08:00:00Z,2026-05-04T19:00:00+08:00", False, id="every offset"),
    ],
)
def test_a_zone_is_needed_where_any_time_names_no_offset(tmp_path: Path, times: str, needed: bool) -> None:
    path = tmp_path / "outages.csv"
    path.write_text(HEADER + f"shop,{times}\n", encoding="utf-8")
    (report,) = read_records([(path, load_preset("outages"))]).reports
    assert report.needed_zone is needed
