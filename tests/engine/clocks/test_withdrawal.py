"""TERMS.md rule 7: cancelled, duplicate and merged items leave, unless the outcome was certain before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from serval.engine.clocks import Clock, find_cycles
from serval.engine.clocks.pauses import list_pauses
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


CANCELLED, BACK = state("mon 10:00", "cancelled"), state("tue 09:00", "open")


@pytest.mark.parametrize("reopen", ["resume", "restart", "ignore"])
@pytest.mark.parametrize(("final", "stands"), [("tue 09:00:01", False), ("tue 09:00", True), ("mon 12:00", True)])
def test_from_the_instant_of_final_on_a_withdrawal_stands_and_taking_up_begins_a_new_cycle(
    reopen: str, final: str, stands: bool
) -> None:
    clock = replace(RESOLUTION, reopen=reopen)  # type: ignore[arg-type]
    cycles = cycles_of(clock, OPENED, CANCELLED, BACK, final=final)
    left = [cycle.withdrawn.at if cycle.withdrawn else None for cycle in cycles]
    assert left == ([CANCELLED.at, None] if stands else [None])
    assert [cycle.start.at for cycle in cycles] == ([OPENED.at, BACK.at] if stands else [OPENED.at])


def test_a_stop_that_was_not_final_leaves_for_good_with_its_item() -> None:
    solved = state("mon 09:30", "resolved")
    first, second = cycles_of(RESOLUTION, OPENED, solved, CANCELLED, BACK, final="mon 17:00")
    assert (first.stop is not None, first.withdrawn is not None) == (True, True)
    assert (second.start.at, second.ended) == (BACK.at, None)


def test_a_withdrawn_item_that_is_only_settled_begins_nothing_until_it_is_active() -> None:
    settled, active = state("tue 09:00", "resolved"), state("wed 09:00", "open")
    assert len(cycles_of(RESOLUTION, OPENED, CANCELLED, settled, final="mon 17:00")) == 1
    cycles = cycles_of(RESOLUTION, OPENED, CANCELLED, settled, active, final="mon 17:00")
    assert [(cycle.start.at, cycle.ended) for cycle in cycles] == [(OPENED.at, CANCELLED.at), (active.at, None)]


def test_a_clock_that_cannot_be_revived_does_not_begin_anew_after_a_withdrawal_that_stands() -> None:
    response = Clock("response", "opened", "first_response")
    answered = event("tue 10:00", "first_response")
    (cycle,) = cycles_of(response, OPENED, CANCELLED, BACK, answered, final="mon 17:00")
    assert (cycle.stop, cycle.ended) == (None, CANCELLED.at)
    (undone,) = cycles_of(response, OPENED, CANCELLED, BACK, answered, final="wed 09:00")
    assert (undone.withdrawn, undone.ended) == (None, answered.at)


def test_a_repeated_clock_counts_the_next_question_after_a_withdrawal_that_stands() -> None:
    next_reply = Clock("next_reply", "client_message", "agent_message", repeat=True)
    asked, again = event("mon 09:30", "client_message"), event("tue 10:00", "client_message")
    during = event("mon 11:00", "client_message")
    cycles = cycles_of(next_reply, OPENED, asked, CANCELLED, during, BACK, again, final="mon 17:00")
    assert [(cycle.number, cycle.start.at, cycle.ended) for cycle in cycles] == [
        (1, asked.at, CANCELLED.at),
        (2, again.at, None),
    ]
    (one,) = cycles_of(next_reply, OPENED, asked, CANCELLED, during, BACK, again, final="wed 09:00")
    assert (one.start.at, one.ended) == (asked.at, None)


def test_a_cycle_that_begins_while_its_item_is_withdrawn_is_judged_by_its_own_period() -> None:
    """Withdrawn in a period that has closed, asked in the next and taken up within it: the question still counts."""
    next_reply = Clock("next_reply", "client_message", "agent_message", repeat=True)
    history = history_of(OPENED, CANCELLED, event("tue 08:00", "client_message"), BACK)
    closes = {True: at("tue 00:00"), False: at("wed 00:00")}
    (cycle,) = find_cycles(history, next_reply, lambda instant: closes[instant < at("tue 00:00")])
    assert (cycle.withdrawn, cycle.ended) == (None, None)
    pauses = list_pauses(history, next_reply, cycle)
    assert [(spell.start, spell.end) for spell in pauses] == [(CANCELLED.at, BACK.at)]


def test_of_two_withdrawals_the_first_that_stands_counts_and_the_one_before_is_pause() -> None:
    facts = (OPENED, state("mon 09:10", "cancelled"), state("mon 09:20", "open"), CANCELLED, BACK)
    history = history_of(*facts)
    first, _ = find_cycles(history, RESOLUTION, lambda instant: at("mon 09:30") if instant < CANCELLED.at else instant)
    assert first.ended == CANCELLED.at
    assert [(s.start, s.end) for s in list_pauses(history, RESOLUTION, first)] == [(at("mon 09:10"), at("mon 09:20"))]
