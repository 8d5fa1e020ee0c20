"""`serval explain`: one item's clocks, as a bar and to the second."""

from __future__ import annotations

import json

import pytest

from tests.site.cli.cast import LOG, Cast, write_cast
from tests.site.cli.conftest import Run

CLOCK_KEYS = [
    *("objective", "period", "cycle", "calendar", "state", "started", "stopped", "readAt", "due", "provisional"),
    *("target_seconds", "working_seconds", "paused_seconds", "remaining_seconds", "outcome", "reason", "source"),
    *("warnings", "segments"),
]


def test_an_item_is_explained_with_its_events_its_bar_and_its_time(start: Run, cast: Cast) -> None:
    ran = start(*cast.words("explain"), "--item", "T-1")
    assert (ran.code, ran.err) == (0, "")
    assert "T-1 opened 2026-05-04 09:00 (Asia/Shanghai) · rows of log.csv" in ran.out
    assert "used 4 h of 4 h · paused 2 h" in ran.out
    assert "█" in ran.out
    assert "waiting for the client" in ran.out
    assert "\x1b" not in ran.out


def test_an_event_that_many_states_bring_is_told_once(run: Run, cast: Cast) -> None:
    ran = run(*cast.words("explain"), "--item", "T-1")
    history = ran.out[: ran.out.index("answered ·")]
    assert history.count("first response") == 1


def test_the_shape_of_the_json_is_pinned_and_its_segments_add_up(run: Run, cast: Cast) -> None:
    ran = run(*cast.words("explain"), "--item", "T-1", "--json")
    document = json.loads(ran.out)
    assert ran.code == 0
    assert list(document) == ["item", "clocks"]
    assert [list(clock) for clock in document["clocks"]] == [CLOCK_KEYS] * 2
    solved = document["clocks"][1]
    assert (solved["working_seconds"], solved["paused_seconds"], solved["outcome"]) == (14_400, 7_200, "met")
    assert sum(s["working_seconds"] for s in solved["segments"] if s["kind"] == "running") == 14_400
    assert [segment["kind"] for segment in solved["segments"]] == ["running", "paused", "running"]


def test_a_paused_clock_has_no_due_instant_and_says_so(run: Run, cast: Cast) -> None:
    ran = run(*cast.words("explain"), "--item", "T-3")
    assert "no due instant while paused" in ran.out


def test_an_unknown_item_is_refused_with_the_nearest_ones(run: Run, cast: Cast) -> None:
    ran = run(*cast.words("explain"), "--item", "T-")
    assert (ran.code, ran.out) == (2, "")
    assert "“T-”" in ran.err
    assert "T-1, T-2, T-3" in ran.err


def test_an_explanation_in_chinese_has_the_same_figures(run: Run, cast: Cast) -> None:
    ran = run("--lang", "zh", *cast.words("explain"), "--item", "T-1")
    assert ran.code == 0
    assert "半数四小时内解决" in ran.out
    assert "2026-05-04 15:00" in ran.out
    assert "waiting" not in ran.out


@pytest.mark.parametrize("width", ["60", "80", "160"])
def test_the_explanation_fits_the_console(run: Run, cast: Cast, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    ran = run(*cast.words("explain"), "--item", "T-1")
    longest = max(len(line) for line in ran.out.splitlines() if "counts" not in line and "rows of" not in line)
    assert longest <= int(width)
    assert "2026-05-04 10:00" in ran.out


def test_evidence_cannot_steer_the_terminal(run: Run, cast: Cast) -> None:
    hostile = write_cast(cast.folder, log=LOG.replace("T-1", "T-[bold]\x1b[31m\u202e1"))
    ran = run(*hostile.words("explain"), "--item", "T-[bold]\x1b[31m\u202e1")
    assert ran.code == 0
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out
    assert "T-[bold]" in ran.out


def test_columns_left_out_on_a_narrow_terminal_are_named(run: Run, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    narrow = run(*cast.words("explain"), "--item", "T-1").out
    assert "Left out for want of width: To" in narrow
    monkeypatch.setenv("COLUMNS", "140")
    assert "Left out" not in run(*cast.words("explain"), "--item", "T-1").out
