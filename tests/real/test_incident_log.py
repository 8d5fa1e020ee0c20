"""The incident log, whole: every row and incident counted, and judged by the flag of the tool that wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.real.command import Judged, judge_log
from tests.real.flag_fit import LOG
from tests.real.page import percent, read_table

GIGABYTE = 10**9
PRIORITIES = ("critical", "high", "moderate", "low")


@pytest.fixture(scope="module")
def by_promises(shared: Path) -> Judged:
    return judge_log("incidents-uci.terms.yaml", "incidents-uci.mapping.yaml", shared / LOG)


@pytest.fixture(scope="module")
def by_flag(shared: Path) -> Judged:
    return judge_log("incidents-uci.flag.terms.yaml", "incidents-uci.flag.mapping.yaml", shared / LOG)


def count(judged: Judged, objective: str) -> int:
    (verdict,) = judged.verdicts(objective).values()
    assert verdict["outcome"] == "met"
    return int(verdict["population"]["counted"])


def test_every_row_is_read_and_every_incident_judged(by_promises: Judged) -> None:
    intake = by_promises.scorecard["intake"]
    assert (intake["rows"], intake["items"], intake["badRows"]) == (141_712, 24_918, {})
    assert by_promises.scorecard["evidence"]["items"] == 24_918
    assert intake["timezoneAssumed"]


def test_the_promises_made_up_for_the_log_are_met_and_missed(by_promises: Judged) -> None:
    outcomes = {verdict["outcome"] for verdict in by_promises.scorecard["verdicts"]}
    assert by_promises.code == 1
    assert outcomes == {"met", "breached"}


def test_the_whole_log_is_judged_in_less_than_a_gigabyte(by_promises: Judged) -> None:
    assert by_promises.memory < GIGABYTE


def test_by_the_tools_own_flag_63_4_percent_are_within(by_flag: Judged) -> None:
    within, missed = count(by_flag, "within"), count(by_flag, "missed")
    assert (within, within + missed) == (15_803, 24_918)
    assert percent(within, within + missed, 1) == "63.4 %"


def test_the_page_states_the_flag_of_each_priority(by_flag: Judged) -> None:
    rows = []
    for name in PRIORITIES:
        within, missed = count(by_flag, f"within-{name}"), count(by_flag, f"missed-{name}")
        rows.append((name, str(within + missed), str(within), percent(within, within + missed, 1)))
    rows.append(("all", "24918", "15803", "63.4 %"))
    assert read_table("priority", 4)[: len(rows)] == rows
    assert [row[3] for row in rows[:4]] == ["1.9 %", "0.5 %", "64.5 %", "84.1 %"]
