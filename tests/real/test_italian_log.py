"""The Italian help desk log: its waiting states are pauses, and what that is worth stands on the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from serval.intake.tables import open_table
from tests.real.command import Judged, judge_log
from tests.real.page import PAGE, percent, read_table

LOG = "data/helpdesk-italian/helpdesk.csv.gz"
YEARS = ("2010", "2011", "2012", "2013")


@pytest.fixture(scope="module")
def judged(shared: Path) -> Judged:
    return judge_log("helpdesk-italian.terms.yaml", "helpdesk-italian.mapping.yaml", shared / LOG)


def test_every_event_is_read_and_every_case_judged(judged: Judged) -> None:
    intake = judged.scorecard["intake"]
    assert (intake["rows"], intake["items"], intake["badRows"]) == (21_348, 4_580, {})
    assert intake["duplicatesDropped"] == 127
    assert intake["pausesKnown"]


def test_the_page_states_what_waiting_is_worth(judged: Judged) -> None:
    pausing, counting = judged.verdicts("with-pauses"), judged.verdicts("without-pauses")
    rows = []
    for year in YEARS:
        out, counted = pausing[year]["population"], counting[year]["population"]
        rows.append(
            (
                year,
                str(out["counted"]),
                percent(out["kept"], out["counted"], 2),
                percent(counted["kept"], counted["counted"], 2),
            )
        )
    assert read_table("year", 4) == rows


def test_the_page_states_how_many_cases_waited(shared: Path) -> None:
    with open_table(shared / LOG) as table:
        item, state = table.header.index("Case ID"), table.header.index("Activity")
        rows = [row for batch in table.rows() for row in batch]
    waited = {row.cells[item] for row in rows if row.cells[state] == "Wait"}
    cases = {row.cells[item] for row in rows}
    assert f"{len(waited):,} of the cases ({percent(len(waited), len(cases), 0)})" in PAGE.read_text(encoding="utf-8")


def test_taking_waiting_out_never_makes_a_year_worse(judged: Judged) -> None:
    pausing, counting = judged.verdicts("with-pauses"), judged.verdicts("without-pauses")
    assert all(pausing[year]["population"]["missed"] < counting[year]["population"]["missed"] for year in YEARS)
