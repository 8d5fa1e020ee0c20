"""Segments: the whole time of a clock, in pieces that say why they count or do not."""

from __future__ import annotations

from serval.engine.clocks import Segment
from serval.engine.evidence import Fact
from tests.engine.clocks.stories import HOUR, RESOLUTION, at, opened, pause, resume, segments_of, state

OPENED = opened("mon 15:00")


def _pieces(*facts: Fact, now: str) -> list[tuple[str, str, int]]:
    """(kind, reason, working seconds); that they tile the time is checked here."""
    segments = segments_of(RESOLUTION, OPENED, *facts, now=now)
    position = OPENED.at
    for segment in segments:
        assert segment.start == position < segment.end
        position = segment.end
    return [(segment.kind, segment.reason, segment.working) for segment in segments]


def test_open_hours_run_and_closed_hours_do_not_count() -> None:
    assert _pieces(now="tue 10:00") == [
        ("running", "", 2 * HOUR),
        ("off_hours", "", 0),
        ("running", "", HOUR),
    ]


def test_a_pause_is_one_piece_that_says_why_and_what_it_cost() -> None:
    held = (state("mon 16:00", "waiting_client"), state("tue 10:00", "open"))
    assert _pieces(*held, now="tue 11:00") == [
        ("running", "", HOUR),
        ("paused", "waiting_client", 2 * HOUR),
        ("running", "", HOUR),
    ]


def test_a_piece_names_the_evidence_that_began_it() -> None:
    (_, held) = segments_of(RESOLUTION, OPENED, pause("mon 16:00"), now="mon 16:30")
    assert held == Segment(at("mon 16:00"), at("mon 16:30"), "paused", "waiting_client", "log#mon 16:00", 1800)


def test_a_piece_that_follows_a_pause_names_what_ended_it() -> None:
    pieces = segments_of(RESOLUTION, OPENED, pause("mon 16:00"), resume("mon 16:15"), now="mon 16:30")
    assert [piece.source for piece in pieces] == ["", "log#mon 16:00", "log#mon 16:15"]


def test_of_overlapping_pauses_the_one_that_began_first_is_named_until_it_ends() -> None:
    held = (pause("mon 15:30"), pause("mon 16:00", "waiting_supplier"), resume("mon 16:15"))
    assert _pieces(*held, resume("mon 16:30", "waiting_supplier"), now="mon 16:30") == [
        ("running", "", 1800),
        ("paused", "waiting_client", 2700),
        ("paused", "waiting_supplier", 900),
    ]


def test_a_pause_inside_another_is_not_told() -> None:
    held = (pause("mon 15:30"), pause("mon 15:45", "waiting_supplier"), resume("mon 16:00", "waiting_supplier"))
    assert _pieces(*held, now="mon 16:30") == [("running", "", 1800), ("paused", "waiting_client", HOUR)]


def test_the_gap_before_a_reopening_is_a_pause_called_after_the_stop() -> None:
    reopened = (state("mon 15:30", "resolved"), state("mon 16:00", "open"))
    assert _pieces(*reopened, now="mon 16:30") == [
        ("running", "", 1800),
        ("paused", "resolved", 1800),
        ("running", "", 1800),
    ]


def test_a_clock_of_no_length_has_no_pieces() -> None:
    assert _pieces(state("mon 15:00", "resolved"), now="tue 09:00") == []


def test_nothing_is_told_of_the_time_after_the_stop() -> None:
    assert _pieces(state("mon 16:00", "resolved"), now="tue 09:00") == [("running", "", HOUR)]
