"""TERMS.md rule 6: until when a stop can be reopened, and what a reopening does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from serval.engine.clocks import Clock
from serval.engine.evidence import Fact
from tests.engine.clocks.stories import HOUR, RESOLUTION, at, cycles_of, event, opened, read, spans_of, state

OPENED = opened("mon 09:00")
SOLVED = state("mon 10:00", "resolved")
BACK = state("mon 12:00", "open")
SOLVED_AGAIN = state("mon 13:00", "resolved")

RESTART = replace(RESOLUTION, reopen="restart")
IGNORE = replace(RESOLUTION, reopen="ignore")


def test_resume_counts_the_gap_as_pause() -> None:
    reading = read(RESOLUTION, "4h", OPENED, SOLVED, BACK, now="mon 12:30")
    assert (reading.elapsed, reading.paused, reading.due) == (HOUR + 1800, 2 * HOUR, at("mon 15:00"))


def test_resume_stops_at_the_last_resolution() -> None:
    (cycle,) = cycles_of(RESOLUTION, OPENED, SOLVED, BACK, SOLVED_AGAIN)
    assert cycle.stop is not None
    assert (cycle.stop.at, [(gap.start, gap.end) for gap in cycle.gaps]) == (at("mon 13:00"), [(SOLVED.at, BACK.at)])


def test_resume_survives_several_reopenings() -> None:
    reading = read(
        RESOLUTION,
        "4h",
        *(OPENED, SOLVED, BACK, SOLVED_AGAIN, state("mon 15:00", "waiting_client"), state("mon 16:00", "open")),
        now="mon 16:30",
    )
    assert (reading.elapsed, reading.paused) == (2 * HOUR + 1800, 5 * HOUR)


def test_restart_begins_a_new_cycle_at_each_reopening() -> None:
    cycles = cycles_of(RESTART, OPENED, SOLVED, BACK, SOLVED_AGAIN, state("mon 15:00", "open"))
    assert spans_of(cycles) == [(OPENED.at, SOLVED.at), (BACK.at, SOLVED_AGAIN.at), (at("mon 15:00"), None)]
    assert [(cycle.number, cycle.start.name) for cycle in cycles] == [(1, "opened"), (2, "reopened"), (3, "reopened")]


def test_ignore_leaves_the_first_stop_as_it_is() -> None:
    assert spans_of(cycles_of(IGNORE, OPENED, SOLVED, BACK, SOLVED_AGAIN)) == [(OPENED.at, SOLVED.at)]


@pytest.mark.parametrize("clock", [RESOLUTION, RESTART, IGNORE], ids=lambda clock: clock.reopen)
@pytest.mark.parametrize(("final", "is_new"), [("mon 11:59:59", True), ("mon 12:00", True), ("mon 12:00:01", False)])
def test_from_the_instant_of_final_on_a_reopening_is_a_new_cycle(clock: Clock, final: str, is_new: bool) -> None:
    cycles = cycles_of(clock, OPENED, SOLVED, BACK, final=final)
    anew = [(OPENED.at, SOLVED.at), (BACK.at, None)]
    reached = {"resume": [(OPENED.at, None)], "restart": anew, "ignore": [(OPENED.at, SOLVED.at)]}
    assert spans_of(cycles) == (anew if is_new else reached[clock.reopen])


def test_the_clients_confirmation_makes_a_stop_final() -> None:
    confirmed = event("mon 11:00", "confirmed")
    assert len(cycles_of(RESOLUTION, OPENED, SOLVED, confirmed, BACK)) == 2
    assert len(cycles_of(RESOLUTION, OPENED, SOLVED, BACK, event("mon 12:30", "confirmed"))) == 1


def test_a_confirmation_before_the_stop_confirms_nothing() -> None:
    assert len(cycles_of(RESOLUTION, OPENED, event("mon 09:30", "confirmed"), SOLVED, BACK)) == 1


def test_each_stop_has_its_own_final_instant() -> None:
    late = state("tue 09:00", "open")
    confirmed = event("mon 16:00", "confirmed")
    cycles = cycles_of(RESOLUTION, OPENED, SOLVED, BACK, SOLVED_AGAIN, confirmed, late)
    assert spans_of(cycles) == [(OPENED.at, SOLVED_AGAIN.at), (late.at, None)]
    assert [gap.start for gap in cycles[0].gaps] == [SOLVED.at]


def test_an_ignored_reopening_does_not_hide_a_later_one_that_comes_after_final() -> None:
    late = state("tue 09:00", "open")
    cycles = cycles_of(IGNORE, OPENED, SOLVED, BACK, SOLVED_AGAIN, late, final="mon 17:00")
    assert spans_of(cycles) == [(OPENED.at, SOLVED.at), (late.at, None)]


def test_closing_what_was_resolved_moves_nothing() -> None:
    assert spans_of(cycles_of(RESOLUTION, OPENED, SOLVED, state("mon 11:00", "closed"))) == [(OPENED.at, SOLVED.at)]


def test_an_item_that_goes_straight_to_closed_is_resolved_then() -> None:
    assert spans_of(cycles_of(RESOLUTION, OPENED, state("mon 11:00", "closed"))) == [(OPENED.at, at("mon 11:00"))]


@pytest.mark.parametrize("seqs", [(1, 2), (2, 1)], ids=["resolved first", "closed first"])
def test_two_stops_at_one_instant_are_one_stop(seqs: tuple[int, int]) -> None:
    both = (state("mon 10:00", "resolved", seqs[0]), state("mon 10:00", "closed", seqs[1]))
    assert spans_of(cycles_of(RESTART, OPENED, *both)) == [(OPENED.at, SOLVED.at)]


def test_resolved_and_reopened_within_one_second_was_resolved() -> None:
    both = (state("mon 10:00", "resolved", 1), state("mon 10:00", "open", 2))
    assert spans_of(cycles_of(RESTART, OPENED, *both)) == [(OPENED.at, SOLVED.at), (SOLVED.at, None)]
    assert spans_of(cycles_of(IGNORE, OPENED, *both)) == [(OPENED.at, SOLVED.at)]
    (resumed,) = cycles_of(RESOLUTION, OPENED, *both)
    assert (resumed.stop, len(resumed.gaps)) == (None, 1)


def test_a_response_clock_never_restarts_by_reopening() -> None:
    response = Clock("response", "opened", "first_response", reopen="restart")
    answered = event("mon 09:30", "first_response")
    assert spans_of(cycles_of(response, OPENED, answered, SOLVED, BACK)) == [(OPENED.at, answered.at)]


def test_a_clock_that_stops_at_closed_runs_on_through_resolved() -> None:
    closing = Clock("closing", "opened", "closed", reopen="restart")
    facts: tuple[Fact, ...] = (OPENED, SOLVED, BACK, state("mon 13:00", "closed"), state("mon 14:00", "open"))
    assert spans_of(cycles_of(closing, *facts)) == [(OPENED.at, at("mon 13:00")), (at("mon 14:00"), None)]


def test_a_state_that_was_left_again_before_the_start_is_no_stop_before_it() -> None:
    supplier = Clock("supplier", "waiting_supplier", "open")
    facts = (OPENED, state("mon 10:00", "waiting_supplier"), state("mon 12:00", "open"))
    assert spans_of(cycles_of(supplier, *facts)) == [(at("mon 10:00"), at("mon 12:00"))]
    after_reopening = Clock("rework", "accepted", "resolved", reopen="restart")
    facts = (OPENED, SOLVED, BACK, event("mon 12:30", "accepted"), SOLVED_AGAIN)
    assert spans_of(cycles_of(after_reopening, *facts)) == [(at("mon 12:30"), SOLVED_AGAIN.at)]
