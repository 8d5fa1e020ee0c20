"""TERMS.md rule 4: what a pause costs, and what it does not."""

from __future__ import annotations

import pytest

from serval.engine.clocks import Clock, Reading, read_clock, read_history
from serval.engine.durations import Duration
from serval.engine.evidence import Fact, build_item
from tests.engine.clocks.stories import HOUR, OFFICE, RESOLUTION, at, history_of, opened, pause, read, resume, state

OPENED = opened("mon 10:00")


def _read(*facts: Fact, now: str = "tue 12:00", limit: str = "4h") -> Reading:
    return read(RESOLUTION, limit, OPENED, *facts, now=now)


def test_a_pause_moves_due_by_its_working_time() -> None:
    reading = _read(state("mon 11:00", "waiting_client"), state("mon 13:00", "open"), now="mon 13:30")
    assert (reading.paused, reading.elapsed, reading.due) == (2 * HOUR, HOUR + 1800, at("mon 16:00"))


def test_a_pause_over_a_closed_night_costs_only_its_open_hours() -> None:
    reading = _read(state("mon 16:00", "waiting_client"), state("tue 10:00", "open"), limit="8h")
    assert (reading.paused, reading.due) == (2 * HOUR, at("tue 12:00"))


def test_a_pause_over_a_closed_weekend_costs_nothing() -> None:
    without = read(RESOLUTION, "8h", opened("fri 16:00"), now="mon+1 10:00")
    held = (state("fri 17:00", "waiting_client"), state("mon+1 09:00", "open"))
    reading = read(RESOLUTION, "8h", opened("fri 16:00"), *held, now="mon+1 10:00")
    assert (reading.paused, reading.due, reading.elapsed) == (0, without.due, without.elapsed)


def test_a_reason_that_the_clock_does_not_name_is_no_pause() -> None:
    reading = _read(state("mon 11:00", "waiting_for_parts"), pause("mon 12:00", "lunch"))
    assert (reading.paused, reading.due, reading.state) == (0, at("mon 14:00"), "running")


def test_before_the_start_a_pause_counts_nothing() -> None:
    on_site = Clock("on_site", "accepted", "arrived", frozenset({"waiting_client"}))
    begun = Fact(at("mon 12:00"), "event", "accepted")
    reading = read(
        on_site, "2h", OPENED, pause("mon 10:30"), begun, resume("mon 13:00"), state("mon 13:30", "x"), now="mon 14:00"
    )
    assert (reading.started, reading.paused, reading.due) == (at("mon 12:00"), HOUR, at("mon 15:00"))


def test_after_the_stop_a_pause_counts_nothing() -> None:
    reading = _read(pause("mon 12:00"), state("mon 13:00", "resolved"), resume("mon 15:00"), pause("mon 16:00"))
    assert (reading.ended, reading.paused, reading.elapsed) == (at("mon 13:00"), HOUR, 2 * HOUR)


def test_a_pause_left_open_runs_to_the_stop() -> None:
    reading = _read(pause("mon 11:00"), state("mon 13:00", "resolved"))
    assert (reading.paused, reading.elapsed, reading.state, reading.breached) == (2 * HOUR, HOUR, "stopped", False)


def test_a_pause_left_open_runs_to_now_and_hides_the_due_instant() -> None:
    reading = _read(pause("mon 11:00"), now="mon 15:00")
    assert (reading.paused, reading.elapsed, reading.state) == (4 * HOUR, HOUR, "paused")
    assert (reading.due, reading.breached, reading.provisional) == (None, False, False)


def test_overlapping_nested_and_doubled_pauses_count_once() -> None:
    overlapping = _read(
        pause("mon 11:00"),
        pause("mon 12:00", "waiting_supplier"),
        resume("mon 13:00"),
        resume("mon 14:00", "waiting_supplier"),
    )
    nested = _read(
        state("mon 11:00", "waiting_client"),
        pause("mon 12:00"),
        resume("mon 13:00"),
        state("mon 14:00", "open"),
    )
    doubled = _read(pause("mon 11:00"), pause("mon 12:00"), resume("mon 14:00"), resume("mon 15:00"))
    found = [(reading.paused, reading.due) for reading in (overlapping, nested, doubled)]
    assert found == [(3 * HOUR, at("mon 17:00"))] * 3


def test_an_end_without_a_beginning_says_nothing() -> None:
    assert _read(resume("mon 11:00")).paused == 0


def test_a_pause_of_no_length_costs_nothing() -> None:
    reading = _read(pause("mon 11:00"), resume("mon 11:00"), now="mon 12:00")
    assert (reading.paused, reading.state) == (0, "running")


@pytest.mark.parametrize("seqs", [(0, 0), (1, 2)], ids=["without an order", "in the order of the source"])
def test_a_pause_that_ends_and_begins_again_in_one_instant_goes_on(seqs: tuple[int, int]) -> None:
    ended, begun = seqs
    reading = _read(pause("mon 11:00"), resume("mon 12:00", seq=ended), pause("mon 12:00", seq=begun), now="mon 13:00")
    assert (reading.paused, reading.state) == (2 * HOUR, "paused")


def test_the_order_of_the_source_decides_which_of_two_facts_of_an_instant_was_last() -> None:
    ended = _read(pause("mon 11:00"), pause("mon 12:00", seq=1), resume("mon 12:00", seq=2), now="mon 13:00")
    assert (ended.paused, ended.state) == (HOUR, "running")


def test_a_pause_that_begins_as_the_target_is_filled_comes_too_late() -> None:
    reading = _read(pause("mon 14:00"), now="mon 15:00")
    assert (reading.due, reading.state, reading.breached) == (at("mon 14:00"), "paused", True)


def test_a_pause_that_begins_at_the_instant_of_reading_does_not_hide_an_earlier_breach() -> None:
    reading = _read(pause("mon 15:00"), now="mon 15:00")
    assert (reading.due, reading.state, reading.breached) == (at("mon 14:00"), "paused", True)


def test_a_pause_that_begins_a_second_before_the_target_is_filled_is_in_time() -> None:
    reading = _read(pause("mon 13:59:59"), now="mon 15:00")
    assert (reading.due, reading.remaining, reading.breached) == (None, 1, False)


def test_read_as_of_an_earlier_instant_a_pause_that_ended_later_was_still_going_on() -> None:
    spells = history_of(OPENED, pause("mon 11:00"), resume("mon 15:00")).pauses
    reading = read_clock(
        OFFICE, Duration(4 * HOUR, "s"), start=OPENED.at, end=at("mon 13:00"), running=True, pauses=spells
    )
    assert (reading.state, reading.due, reading.paused) == ("paused", None, 2 * HOUR)


def test_snapshots_without_history_say_that_pauses_are_unknown() -> None:
    item = build_item("INC-1", [OPENED], pauses_known=False)
    assert not read_history(item, until=at("tue 09:00")).pauses_known
    assert history_of(OPENED).pauses_known
