"""TERMS.md rule 7: cancelled, duplicate and merged items leave, unless the outcome was certain before."""

from __future__ import annotations

import pytest

from serval.engine.clocks import Clock
from tests.engine.clocks.agreements import judge_story, outcomes_of
from tests.engine.clocks.stories import (
    HOUR,
    RESOLUTION,
    at,
    cycles_of,
    event,
    field,
    history_of,
    opened,
    pause,
    read,
    resume,
    state,
)

OPENED = opened("mon 09:00")
P1 = field("mon 09:00", "priority", "p1")


@pytest.mark.parametrize("name", ["cancelled", "duplicate", "merged"])
def test_a_withdrawn_item_leaves_with_that_reason(name: str) -> None:
    rows = judge_story(OPENED, P1, state("mon 10:00", name), now="tue 09:00")
    assert outcomes_of(rows) == [("p1", "excluded", name)]
    assert (rows[0].working_seconds, rows[0].stopped) == (HOUR, None)


def test_closing_what_was_cancelled_does_not_keep_the_promise() -> None:
    rows = judge_story(OPENED, P1, state("mon 10:00", "cancelled"), state("mon 10:30", "closed"), now="tue 09:00")
    assert outcomes_of(rows) == [("p1", "excluded", "cancelled")]


def test_a_breach_that_had_happened_before_stands() -> None:
    rows = judge_story(OPENED, P1, state("mon 11:00:01", "cancelled"), now="tue 09:00")
    assert outcomes_of(rows) == [("p1", "breached", "breached_before_leaving")]
    at_due = judge_story(OPENED, P1, state("mon 11:00", "cancelled"), now="tue 09:00")
    assert outcomes_of(at_due) == [("p1", "excluded", "cancelled")]


def test_a_kept_promise_leaves_when_the_item_is_withdrawn_before_it_is_final() -> None:
    kept = (OPENED, P1, state("mon 10:00", "resolved"), state("tue 10:00", "duplicate"))
    assert outcomes_of(judge_story(*kept, now="wed 09:00")) == [("p1", "excluded", "duplicate")]


def test_a_final_cycle_is_not_withdrawn_any_more() -> None:
    confirmed = event("mon 12:00", "confirmed")
    kept = (OPENED, P1, state("mon 10:00", "resolved"), confirmed, state("tue 10:00", "duplicate"))
    assert outcomes_of(judge_story(*kept, now="wed 09:00")) == [("p1", "met", "stopped_in_time")]


@pytest.mark.parametrize(("final", "leaves"), [("mon 12:00", False), ("mon 12:00:01", True)])
def test_a_withdrawal_at_the_instant_of_final_comes_too_late(final: str, leaves: bool) -> None:
    facts = (OPENED, state("mon 10:00", "resolved"), state("mon 12:00", "merged"))
    (cycle,) = cycles_of(RESOLUTION, *facts, final=final)
    assert (cycle.withdrawn is not None) is leaves


def test_time_withdrawn_for_a_while_counts_as_pause() -> None:
    facts = (OPENED, state("mon 10:00", "cancelled"), state("mon 12:00", "open"))
    reading = read(RESOLUTION, "4h", *facts, now="mon 13:00")
    assert (reading.state, reading.paused, reading.elapsed) == ("running", 2 * HOUR, 2 * HOUR)
    assert reading.due == at("mon 15:00")


def test_cancelled_closed_and_taken_up_again_was_withdrawn_for_a_while() -> None:
    facts = (OPENED, state("mon 10:00", "cancelled"), state("mon 11:00", "closed"), state("mon 12:00", "open"))
    assert read(RESOLUTION, "4h", *facts, now="mon 13:00").paused == 2 * HOUR


def test_an_item_taken_up_again_after_it_was_resolved_and_cancelled_is_reopened() -> None:
    facts = (OPENED, state("mon 10:00", "resolved"), state("mon 11:00", "cancelled"), state("mon 12:00", "open"))
    reading = read(RESOLUTION, "4h", *facts, now="mon 13:00")
    assert (reading.state, reading.paused, reading.elapsed) == ("running", 2 * HOUR, 2 * HOUR)


def test_withdrawn_in_two_ways_an_item_left_at_the_first() -> None:
    history = history_of(OPENED, state("mon 10:00", "cancelled"), state("mon 11:00", "merged"))
    assert history.withdrawn is not None
    assert (history.withdrawn.name, history.withdrawn.at) == ("cancelled", at("mon 10:00"))
    reading = read(
        RESOLUTION, "4h", OPENED, state("mon 10:00", "cancelled"), state("mon 11:00", "merged"), now="tue 09:00"
    )
    assert (reading.state, reading.due) == ("left", at("mon 13:00"))


def test_left_while_paused_a_clock_has_no_due_instant() -> None:
    facts = (OPENED, pause("mon 09:30"), state("mon 10:00", "cancelled"), resume("mon 11:00"))
    reading = read(RESOLUTION, "4h", *facts, now="tue 09:00")
    assert (reading.state, reading.due, reading.paused, reading.elapsed) == ("left", None, 1800, 1800)


def test_a_stop_and_a_withdrawal_at_one_instant_leave() -> None:
    facts = (OPENED, P1, event("mon 10:00", "first_response"), state("mon 10:00", "cancelled"))
    rows = judge_story(*facts, metric="clock.response", now="tue 09:00")
    assert outcomes_of(rows) == [("p1", "excluded", "cancelled")]


def test_a_cycle_that_begins_after_the_withdrawal_leaves_at_once() -> None:
    next_reply = Clock("next_reply", "client_message", "agent_message", repeat=True)
    facts = (OPENED, state("mon 10:00", "cancelled"), event("mon 11:00", "client_message"))
    (cycle,) = cycles_of(next_reply, *facts)
    assert cycle.withdrawn is not None
    assert (cycle.withdrawn.at, cycle.ended) == (at("mon 11:00"), at("mon 11:00"))
