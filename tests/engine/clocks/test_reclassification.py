"""TERMS.md rule 5: what happens to running and to stopped clocks when an item changes what it is."""

from __future__ import annotations

from math import inf

import pytest

from serval.engine.clocks import Claim, Clock, Matcher, list_claims
from serval.engine.evidence import Fact
from tests.engine.clocks.agreements import judge_story, outcomes_of
from tests.engine.clocks.stories import HOUR, NEVER, RESOLUTION, at, event, field, history_of, opened, state

OPENED = opened("mon 09:00")
RESPONSE = Clock("response", "opened", "first_response")


def priority(when: str, value: str, seq: int = 0) -> Fact:
    return field(when, "priority", value, seq)


P1, P3 = priority("mon 09:00", "p1"), priority("mon 09:00", "p3")


def claims_of(
    where: dict[str, list[str]], *facts: Fact, reclassified: str = "from_start", clock: Clock = RESOLUTION
) -> list[tuple[int, str, int]]:
    """(start, how it ended, where it ended) of each claim; a running one has ended `-` at -1."""
    history = history_of(OPENED, *facts)
    stints = Matcher(where).list_stints(history)
    claims = list_claims(
        history,
        clock,
        stints,
        final_at=lambda stop: NEVER,
        reclassified=reclassified,  # type: ignore[arg-type]
        now=at("sun+9 00:00"),
    )
    return [_told(claim) for claim in claims]


def _told(claim: Claim) -> tuple[int, str, int]:
    ended = claim.stop or claim.left
    return (claim.start.at, ended.name, ended.at) if ended else (claim.start.at, "-", -1)


WAYS = ["from_start", "from_change", "restart"]


@pytest.mark.parametrize("way", WAYS)
def test_the_running_clock_leaves_as_superseded_with_its_reading(way: str) -> None:
    rows = judge_story(OPENED, P3, priority("mon 10:00", "p1"), now="mon 10:30", reclassified=way)
    left = next(row for row in rows if row.objective == "p3")
    assert (left.outcome, left.working_seconds, left.source) == ("superseded", HOUR, "log#mon 10:00")


@pytest.mark.parametrize(("way", "due"), [("from_start", "11:00"), ("from_change", "12:00"), ("restart", "12:00")])
def test_the_new_clock_starts_where_the_terms_say(way: str, due: str) -> None:
    rows = judge_story(OPENED, P3, priority("mon 10:00", "p1"), now="mon 10:30", reclassified=way)
    running = next(row for row in rows if row.objective == "p1")
    assert (running.outcome, running.due) == ("open", at(f"mon {due}"))


@pytest.mark.parametrize("way", WAYS)
def test_a_breach_that_had_happened_stands(way: str) -> None:
    rows = judge_story(OPENED, P1, priority("mon 12:00", "p3"), now="mon 13:00", reclassified=way)
    assert ("p1", "breached", "breached_before_leaving") in outcomes_of(rows)


@pytest.mark.parametrize("way", WAYS)
def test_a_stopped_clock_is_never_judged_again(way: str) -> None:
    solved = state("mon 10:00", "resolved")
    rows = judge_story(OPENED, P3, solved, priority("mon 15:00", "p1"), now="tue 09:00", reclassified=way)
    assert outcomes_of(rows) == [("p3", "met", "stopped_in_time")]


@pytest.mark.parametrize("way", WAYS)
def test_a_change_at_the_very_instant_of_the_stop_comes_too_late(way: str) -> None:
    solved = state("mon 12:00", "resolved")
    rows = judge_story(OPENED, P3, priority("mon 12:00", "p1"), solved, now="tue 09:00", reclassified=way)
    assert outcomes_of(rows) == [("p3", "met", "stopped_in_time")]
    earlier = judge_story(OPENED, P3, priority("mon 11:59:59", "p1"), solved, now="tue 09:00", reclassified=way)
    assert ("p3", "superseded", "superseded") in outcomes_of(earlier)


def test_from_start_pauses_taken_stay_taken() -> None:
    facts = (state("mon 09:30", "waiting_client"), state("mon 11:30", "open"), priority("mon 12:00", "p1"))
    rows = judge_story(OPENED, P3, *facts, now="mon 12:30")
    running = next(row for row in rows if row.objective == "p1")
    assert (running.paused_seconds, running.due, running.outcome) == (2 * HOUR, at("mon 13:00"), "open")


def test_from_change_pauses_before_the_change_are_not_the_new_clocks() -> None:
    facts = (state("mon 09:30", "waiting_client"), state("mon 11:30", "open"), priority("mon 11:00", "p1"))
    rows = judge_story(OPENED, P3, *facts, now="mon 12:30", reclassified="from_change")
    running = next(row for row in rows if row.objective == "p1")
    assert (running.paused_seconds, running.due) == (1800, at("mon 13:30"))


def test_from_start_there_and_back_is_one_clock_with_its_first_part_told() -> None:
    there_and_back = (P1, priority("mon 09:30", "p3"), priority("mon 10:00", "p1"))
    rows = judge_story(OPENED, *there_and_back, state("mon 10:30", "resolved"), now="tue 09:00")
    assert sorted(outcomes_of(rows)) == [
        ("p1", "met", "stopped_in_time"),
        ("p1", "superseded", "superseded"),
        ("p3", "superseded", "superseded"),
    ]


@pytest.mark.parametrize("way", WAYS)
def test_an_item_that_comes_back_to_an_objective_is_charged_once(way: str) -> None:
    there_and_back = (P1, priority("mon 12:00", "p3"), priority("mon 13:00", "p1"))
    rows = judge_story(OPENED, *there_and_back, state("mon 20:00", "resolved"), now="tue 09:00", reclassified=way)
    assert [row.reason for row in rows if row.objective == "p1"] == ["breached_before_leaving"]


def test_each_cycle_of_a_restarted_item_may_be_charged() -> None:
    facts = (P1, state("mon 12:00", "resolved"), state("mon 13:00", "open"), state("mon 16:00", "resolved"))
    rows = judge_story(OPENED, *facts, now="tue 09:00", reopen="restart")
    assert [(row.cycle, row.outcome) for row in rows] == [(1, "breached"), (2, "breached")]


def test_what_a_reclassification_makes_late_is_certain_from_the_change_on() -> None:
    """From its start on 31 May P1 was due on that day; it became P1 in June, when May was closed."""
    facts = (opened("sun+3 20:00"), priority("sun+3 20:00", "p3"), priority("mon+4 09:00", "p1"))
    rows = judge_story(*facts, now="tue+4 09:00", period="month", limits={"p1": "2h", "p3": "48h"})
    charged = [(row.period, row.outcome, row.due) for row in rows if row.objective == "p1"]
    assert charged == [("2026-06", "breached", at("sun+3 22:00"))]


def test_restart_an_open_item_owes_even_a_response_that_was_given() -> None:
    answered = (OPENED, P3, event("mon 10:00", "first_response"), priority("mon 12:00", "p1"))
    again = (*answered, event("mon 13:00", "first_response"))
    rows = judge_story(*again, metric="clock.response", now="tue 09:00", reclassified="restart")
    assert outcomes_of(rows) == [("p1", "met", "stopped_in_time"), ("p3", "met", "stopped_in_time")]
    assert (rows[0].started, rows[0].stopped) == (at("mon 12:00"), at("mon 13:00"))
    silent = judge_story(*answered, metric="clock.response", now="tue 09:00", reclassified="restart")
    assert outcomes_of(silent) == [("p1", "breached", "due_passed"), ("p3", "met", "stopped_in_time")]


@pytest.mark.parametrize("way", ["from_start", "from_change"])
def test_otherwise_a_response_that_was_given_is_owed_to_nobody(way: str) -> None:
    answered = (OPENED, P3, event("mon 10:00", "first_response"), priority("mon 12:00", "p1"))
    rows = judge_story(*answered, metric="clock.response", now="tue 09:00", reclassified=way)
    assert outcomes_of(rows) == [("p3", "met", "stopped_in_time")]


@pytest.mark.parametrize("name", ["resolved", "closed", "cancelled"])
def test_restart_a_settled_or_withdrawn_item_owes_nothing_anew(name: str) -> None:
    answered = (priority("mon 09:00", "p3"), event("mon 10:00", "first_response"))
    changed = (state("mon 11:00", name), priority("mon 12:00", "p1"))
    assert claims_of({"priority": ["p1"]}, *answered, *changed, reclassified="restart", clock=RESPONSE) == []


def test_restart_the_answer_given_at_the_instant_of_the_change_does_not_count_again() -> None:
    facts = (P3, event("mon 10:00", "first_response"), priority("mon 10:00", "p1"))
    found = claims_of({"priority": ["p1"]}, *facts, reclassified="restart", clock=RESPONSE)
    assert found == [(at("mon 10:00"), "-", -1)]


def test_after_a_withdrawal_a_change_claims_nothing() -> None:
    facts = (P3, state("mon 10:00", "cancelled"), priority("mon 11:00", "p1"))
    assert claims_of({"priority": ["p1"]}, *facts) == []
    assert claims_of({"priority": ["p3"]}, *facts) == [(at("mon 09:00"), "cancelled", at("mon 10:00"))]


def test_a_field_known_late_held_from_the_opening() -> None:
    assert claims_of({"priority": ["p1"]}, priority("mon 15:00", "p1")) == [(at("mon 09:00"), "-", -1)]


def test_a_field_never_known_matches_nothing() -> None:
    assert claims_of({"priority": ["p1"]}) == []


def test_conditions_on_two_fields_hold_only_while_both_do() -> None:
    where = {"priority": ["p1"], "type": ["incident"]}
    incident = field("mon 09:00", "type", "incident")
    changes = (priority("mon 10:00", "p1"), field("mon 12:00", "type", "request"), priority("mon 14:00", "p3"))
    found = claims_of(where, P3, incident, *changes, reclassified="from_change")
    assert found == [(at("mon 10:00"), "superseded", at("mon 12:00"))]
    never = claims_of(where, P3, incident, field("mon 10:00", "type", "request"), priority("mon 12:00", "p1"))
    assert never == []


def test_a_change_between_two_values_that_both_match_changes_nothing() -> None:
    changes = (P1, priority("mon 10:00", "p2"), priority("mon 11:00", "p1"))
    assert claims_of({"priority": ["p1", "p2"]}, *changes) == [(at("mon 09:00"), "-", -1)]


def test_of_two_values_of_one_instant_the_last_in_the_order_of_the_source_holds() -> None:
    changes = (P3, priority("mon 10:00", "p1", seq=2), priority("mon 10:00", "p2", seq=1))
    found = claims_of({"priority": ["p1"]}, *changes, reclassified="from_change")
    assert found == [(at("mon 10:00"), "-", -1)]
    assert claims_of({"priority": ["p2"]}, *changes, reclassified="from_change") == []


def test_an_item_classified_twice_at_its_opening_is_what_it_was_last() -> None:
    changes = (priority("mon 09:00", "p3", seq=1), priority("mon 09:00", "p1", seq=2))
    assert claims_of({"priority": ["p3"]}, *changes) == []
    assert claims_of({"priority": ["p1"]}, *changes) == [(at("mon 09:00"), "-", -1)]


def test_the_criticality_of_its_service_is_a_field_of_an_item() -> None:
    matcher = Matcher({"criticality": ["critical"]}, {"core": "critical", "portal": "normal"})
    moved = history_of(OPENED, field("mon 09:00", "service", "core"), field("mon 11:00", "service", "portal"))
    (stint,) = matcher.list_stints(moved)
    assert stint.end == at("mon 11:00")
    assert matcher.list_stints(history_of(OPENED, field("mon 09:00", "service", "portal"))) == []
    told = history_of(OPENED, field("mon 09:00", "service", "portal"), field("mon 09:00", "criticality", "critical"))
    assert len(matcher.list_stints(told)) == 1


def test_a_zero_length_cycle_belongs_to_what_the_item_was_at_that_instant() -> None:
    at_once = state("mon 09:00", "resolved")
    assert claims_of({"priority": ["p1"]}, P1, at_once) == [(at("mon 09:00"), "resolved", at("mon 09:00"))]
    assert claims_of({"priority": ["p3"]}, P1, at_once) == []


def test_a_repeated_clock_is_claimed_cycle_by_cycle() -> None:
    next_reply = Clock("next_reply", "client_message", "agent_message", repeat=True)
    facts = (
        P3,
        event("mon 10:00", "client_message"),
        event("mon 11:00", "agent_message"),
        priority("mon 12:00", "p1"),
        event("mon 13:00", "client_message"),
    )
    assert claims_of({"priority": ["p3"]}, *facts, clock=next_reply) == [
        (at("mon 10:00"), "agent_message", at("mon 11:00"))
    ]
    assert claims_of({"priority": ["p1"]}, *facts, clock=next_reply) == [(at("mon 13:00"), "-", -1)]


def test_restart_an_item_that_was_counted_is_not_counted_again_when_it_comes_back() -> None:
    answers = (event("mon 10:00", "first_response"), event("mon 13:00", "first_response"))
    there_and_back = (priority("mon 11:00", "p3"), priority("mon 12:00", "p1"))
    rows = judge_story(
        OPENED, P1, *there_and_back, *answers, metric="clock.response", now="tue 09:00", reclassified="restart"
    )
    assert [(row.objective, row.cycle, row.outcome) for row in rows] == [("p1", 1, "met"), ("p3", 2, "superseded")]


def test_restart_each_run_owed_anew_has_a_number_of_its_own() -> None:
    answered = (P3, event("mon 10:00", "first_response"))
    changes = (priority("mon 11:00", "p1"), priority("mon 12:00", "p3"), priority("mon 13:00", "p1"))
    rows = judge_story(OPENED, *answered, *changes, metric="clock.response", now="mon 14:00", reclassified="restart")
    assert [(row.objective, row.cycle, row.outcome) for row in rows] == [
        ("p1", 2, "superseded"),
        ("p1", 3, "open"),
        ("p3", 1, "met"),
    ]


def test_what_is_known_late_holds_from_the_opening_and_is_certain_when_known() -> None:
    where = {"priority": ["p1"], "type": ["incident"]}
    facts = (P1, state("mon 10:00", "resolved"), field("mon 15:00", "type", "incident"))
    (stint,) = Matcher(where).list_stints(history_of(OPENED, *facts))
    assert (stint.start, stint.known) == (-inf, at("mon 15:00"))
    at_once = Matcher({"priority": ["p1"]}).list_stints(history_of(OPENED, *facts))
    assert [stint.known for stint in at_once] == [-inf]
    claims = list_claims(
        history_of(OPENED, *facts),
        RESOLUTION,
        [stint],
        final_at=lambda stop: NEVER,
        reclassified="from_start",
        now=at("tue 09:00"),
    )
    assert [(claim.start.at, claim.since) for claim in claims] == [(OPENED.at, at("mon 15:00"))]
