"""`repeat: true`: every unanswered start begins a cycle, and each stop ends one."""

from __future__ import annotations

import pytest

from serval.engine.clocks import Clock
from serval.engine.evidence import Fact
from tests.engine.clocks.stories import RESPONSE, at, cycles_of, event, opened, spans_of, state

NEXT_REPLY = Clock("next_reply", "client_message", "agent_message", repeat=True)
KEEP_IN_LOOP = Clock("keep_in_loop", "agent_message", "agent_message", repeat=True)


def asks(when: str, seq: int = 0) -> Fact:
    return event(when, "client_message", seq)


def replies(when: str, seq: int = 0) -> Fact:
    return event(when, "agent_message", seq)


def _spans(clock: Clock, *facts: Fact) -> list[tuple[int, int | None]]:
    return spans_of(cycles_of(clock, opened("mon 09:00"), *facts))


def _span(start: str, stop: str | None) -> tuple[int, int | None]:
    return at(start), None if stop is None else at(stop)


def test_the_first_unanswered_question_counts_and_later_ones_do_not_move_it() -> None:
    spans = _spans(NEXT_REPLY, asks("mon 10:00"), asks("mon 10:30"), replies("mon 11:00"), asks("mon 12:00"))
    assert spans == [_span("mon 10:00", "mon 11:00"), _span("mon 12:00", None)]


def test_a_reply_nobody_asked_for_begins_nothing() -> None:
    assert _spans(NEXT_REPLY, replies("mon 10:00")) == []
    assert _spans(NEXT_REPLY, replies("mon 10:00"), asks("mon 11:00")) == [_span("mon 11:00", None)]


def test_cycles_are_numbered_in_order() -> None:
    cycles = cycles_of(NEXT_REPLY, asks("mon 10:00"), replies("mon 11:00"), asks("mon 12:00"), replies("mon 13:00"))
    assert [cycle.number for cycle in cycles] == [1, 2]


def test_a_next_reply_clock_may_also_end_when_the_item_is_resolved() -> None:
    ends = Clock("next_reply", "client_message", "agent_message", repeat=True, or_stop=frozenset({"resolved"}))
    spans = _spans(ends, asks("mon 10:00"), state("mon 11:00", "resolved"), asks("mon 12:00"), replies("mon 12:30"))
    assert spans == [_span("mon 10:00", "mon 11:00"), _span("mon 12:00", "mon 12:30")]
    assert not ends.is_revivable


def test_keep_in_loop_each_reply_ends_a_cycle_and_begins_the_next() -> None:
    spans = _spans(KEEP_IN_LOOP, replies("mon 10:00"), replies("mon 11:00"), replies("mon 13:00"))
    assert spans == [_span("mon 10:00", "mon 11:00"), _span("mon 11:00", "mon 13:00"), _span("mon 13:00", None)]


def test_keep_in_loop_a_reply_told_twice_is_one_reply() -> None:
    assert _spans(KEEP_IN_LOOP, replies("mon 10:00"), replies("mon 10:00")) == [_span("mon 10:00", None)]


def test_one_clock_with_equal_start_and_stop_that_does_not_repeat_runs_to_the_second() -> None:
    clock = Clock("follow_up", "agent_message", "agent_message")
    assert _spans(clock, replies("mon 10:00")) == [_span("mon 10:00", None)]
    assert _spans(clock, replies("mon 10:00"), replies("mon 11:00")) == [_span("mon 10:00", "mon 11:00")]


def test_two_replies_at_one_instant_end_one_cycle() -> None:
    clock = Clock("next_reply", "client_message", "first_response", repeat=True)
    both = (replies("mon 11:00"), event("mon 11:00", "first_response"))
    assert _spans(clock, asks("mon 10:00"), *both) == [_span("mon 10:00", "mon 11:00")]


def test_question_and_reply_of_one_instant_are_told_apart_by_the_order_of_the_source() -> None:
    answered = (asks("mon 11:00", 1), replies("mon 11:00", 2))
    asked_again = (replies("mon 11:00", 1), asks("mon 11:00", 2))
    first = asks("mon 10:00")
    assert _spans(NEXT_REPLY, *answered) == [_span("mon 11:00", "mon 11:00")]
    assert _spans(NEXT_REPLY, *asked_again) == [_span("mon 11:00", None)]
    assert _spans(NEXT_REPLY, first, *answered) == [_span("mon 10:00", "mon 11:00")]
    assert _spans(NEXT_REPLY, first, *asked_again) == [_span("mon 10:00", "mon 11:00"), _span("mon 11:00", None)]


def test_without_an_order_a_running_clock_is_stopped_first_and_an_idle_one_started_first() -> None:
    together = (asks("mon 11:00"), replies("mon 11:00"))
    assert _spans(NEXT_REPLY, *together) == [_span("mon 11:00", "mon 11:00")]
    spans = _spans(NEXT_REPLY, asks("mon 10:00"), *together)
    assert spans == [_span("mon 10:00", "mon 11:00"), _span("mon 11:00", None)]


@pytest.mark.parametrize("name", ["first_response", "agent_message"])
def test_any_message_of_an_agent_is_a_first_response(name: str) -> None:
    assert _spans(RESPONSE, event("mon 10:00", name)) == [_span("mon 09:00", "mon 10:00")]


def test_an_automatic_reply_is_a_first_response_unless_it_is_ignored() -> None:
    reply = event("mon 10:00", "automatic_reply")
    assert _spans(RESPONSE, reply) == [_span("mon 09:00", None)]
    assert _spans(Clock("response", "opened", "first_response"), reply) == [_span("mon 09:00", "mon 10:00")]


def test_states_may_start_and_stop_a_repeated_clock() -> None:
    supplier = Clock("supplier", "waiting_supplier", "open", repeat=True)
    waits = [(f"mon {hour}:00", f"mon {hour}:30") for hour in (10, 12)]
    facts = [f for a, b in waits for f in (state(a, "waiting_supplier"), state(b, "open"))]
    assert _spans(supplier, *facts) == [_span(a, b) for a, b in waits]


def test_a_clock_that_never_started_has_no_cycle() -> None:
    assert _spans(Clock("on_site", "accepted", "arrived"), event("mon 10:00", "arrived")) == []
