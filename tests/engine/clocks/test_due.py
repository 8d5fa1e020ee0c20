"""TERMS.md rules 2 and 3: when a target is filled, and which side of that instant a stop lies on."""

from __future__ import annotations

import pytest

from serval.engine.clocks import Clock, read_clock
from serval.engine.durations import Duration
from serval.engine.errors import EvidenceError
from tests.engine.clocks.stories import ALWAYS, OFFICE, RESOLUTION, at, cycles_of, event, opened, read, state


def test_due_is_the_earliest_instant_at_which_the_target_is_filled() -> None:
    assert read(RESOLUTION, "4h", opened("mon 10:00"), now="mon 11:00").due == at("mon 14:00")
    assert read(RESOLUTION, "4h", opened("mon 15:00"), now="mon 16:00").due == at("tue 11:00")
    assert read(RESOLUTION, "4h", opened("fri 15:00"), now="fri 16:00").due == at("mon+1 11:00")


def test_a_target_filled_exactly_at_closing_is_due_at_that_closing() -> None:
    assert read(RESOLUTION, "4h", opened("mon 13:00"), now="mon 13:00").due == at("mon 17:00")
    assert read(RESOLUTION, "8h", opened("mon 07:00"), now="mon 13:00").due == at("mon 17:00")


def test_a_start_outside_opening_hours_begins_to_count_at_the_next_opening() -> None:
    reading = read(RESOLUTION, "4h", opened("sat 10:00"), now="mon+1 10:00")
    assert (reading.started, reading.due, reading.elapsed) == (at("sat 10:00"), at("mon+1 13:00"), 3600)


def test_a_stop_exactly_at_due_is_in_time_and_a_second_later_is_not() -> None:
    in_time = read(RESOLUTION, "4h", opened("mon 10:00"), state("mon 14:00", "resolved"), now="tue 09:00")
    late = read(RESOLUTION, "4h", opened("mon 10:00"), state("mon 14:00:01", "resolved"), now="tue 09:00")
    assert (in_time.breached, in_time.remaining) == (False, 0)
    assert (late.breached, late.remaining) == (True, -1)


def test_a_stop_after_due_is_late_even_when_only_closed_time_lies_between() -> None:
    reading = read(RESOLUTION, "8h", opened("mon 09:00"), state("mon 20:00", "resolved"), now="tue 09:00")
    assert (reading.due, reading.elapsed, reading.breached) == (at("mon 17:00"), reading.target, True)


def test_a_running_clock_breaches_the_second_after_its_due_instant() -> None:
    assert not read(RESOLUTION, "4h", opened("mon 10:00"), now="mon 14:00").breached
    assert read(RESOLUTION, "4h", opened("mon 10:00"), now="mon 14:00:01").breached


def test_the_state_of_a_clock_says_whether_its_time_counts_now() -> None:
    assert read(RESOLUTION, "4h", opened("mon 10:00"), now="mon 16:59:59").state == "running"
    assert read(RESOLUTION, "4h", opened("mon 10:00"), now="mon 17:00").state == "off_hours"
    waiting = (opened("mon 10:00"), state("mon 11:00", "waiting_client"))
    assert read(RESOLUTION, "4h", *waiting, now="mon 12:00").state == "paused"
    stopped = (opened("mon 10:00"), state("mon 11:00", "resolved"))
    assert read(RESOLUTION, "4h", *stopped, now="mon 12:00").state == "stopped"
    left = (opened("mon 10:00"), state("mon 11:00", "cancelled"))
    assert read(RESOLUTION, "4h", *left, now="mon 12:00").state == "left"


def test_a_clock_that_stops_where_it_starts_has_used_nothing() -> None:
    reading = read(RESOLUTION, "4h", opened("mon 10:00"), state("mon 10:00", "resolved"), now="mon 12:00")
    assert (reading.elapsed, reading.paused, reading.breached) == (0, 0, False)


def test_a_clock_without_stop_is_read_until_now() -> None:
    reading = read(RESOLUTION, "4h", opened("mon 10:00"), now="tue 09:30")
    assert (reading.state, reading.ended, reading.elapsed) == ("running", at("tue 09:30"), 7 * 3600 + 1800)


def test_an_end_before_the_start_is_refused() -> None:
    with pytest.raises(EvidenceError, match=r"clock\.stop_before_start"):
        read_clock(ALWAYS, Duration(60, "s"), start=at("mon 10:00"), end=at("mon 09:59:59"), running=False)


def test_an_event_that_stops_a_clock_before_its_start_is_bad_data() -> None:
    from_opening = (opened("mon 10:00"), event("mon 09:00", "first_response"))
    with pytest.raises(EvidenceError) as caught:
        cycles_of(Clock("response", "opened", "first_response"), *from_opening)
    (problem,) = caught.value.problems
    assert problem.code == "clock.stop_before_start"
    assert problem.data == {
        "item": "INC-1",
        "clock": "response",
        "start": at("mon 10:00"),
        "stop": at("mon 09:00"),
    }
    assert caught.value.source == "log#mon 09:00"


def test_a_stop_at_the_very_instant_of_the_start_is_no_bad_data() -> None:
    clock = Clock("response", "opened", "first_response")
    (cycle,) = cycles_of(clock, opened("mon 10:00"), event("mon 10:00", "first_response"))
    assert cycle.stop is not None


def test_due_beyond_the_horizon_of_an_office_that_closes_for_the_weekend_is_found() -> None:
    assert read(RESOLUTION, "400h", opened("mon 09:00"), now="mon 10:00").due == OFFICE.add(at("mon 09:00"), 400 * 3600)
