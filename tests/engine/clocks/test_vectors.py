"""Every pause vector of other systems, told as facts and read through the whole way from evidence to reading.

pinned.json holds, for each target that means something else, the source's due, Serval's own and why they differ.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from serval.engine.clocks import Clock, Matcher, find_cycles, list_claims
from serval.engine.clocks.pauses import list_pauses
from serval.engine.durations import parse_duration
from serval.engine.evidence import Fact
from serval.engine.instants import parse_instant
from serval.engine.spans import normalise
from tests.engine.clocks.stories import ALWAYS, HOUR, NEVER
from tests.engine.clocks.vector_stories import (
    Vector,
    calendar_for,
    clock_for,
    facts_of,
    history_at,
    load_pause_vectors,
    read_cycle,
    read_elapsed,
    read_target,
)

PINNED: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("pinned.json").read_text(encoding="utf-8"))
WITHOUT_DUE = {"P046 response"}
"""Targets of which the source says that there is no clock at all."""

NEXT_REPLY = Clock("next_reply", "client_message", "agent_message", repeat=True)
KEEP_IN_LOOP = Clock("keep_in_loop", "agent_message", "agent_message", repeat=True)


@pytest.fixture(scope="session")
def vectors(shared: Path) -> dict[str, Vector]:
    return load_pause_vectors(shared)


def _targets(vectors: dict[str, Vector]) -> dict[str, tuple[Vector, dict[str, Any]]]:
    return {f"{v['id']} {target['name']}": (v, target) for v in vectors.values() for target in v["targets"]}


def test_the_file_holds_as_many_cases_as_when_they_were_sorted(vectors: dict[str, Vector]) -> None:
    targets = _targets(vectors)
    measured = [entry for vector in vectors.values() for entry in vector["elapsed"]]
    assert len(targets) == sum(len(vector["targets"]) for vector in vectors.values())
    empty = [v["id"] for v in vectors.values() if not v["targets"] and not v["elapsed"]]
    assert (len(vectors), len(targets), len(measured), empty) == (40, 68, 18, ["P039"])
    assert set(PINNED) | WITHOUT_DUE <= set(targets)


def test_every_due_that_must_hold_holds(vectors: dict[str, Vector]) -> None:
    must = {name: case for name, case in _targets(vectors).items() if name not in PINNED and name not in WITHOUT_DUE}
    found = {name: read_target(*case).due for name, case in must.items()}
    assert found == {name: parse_instant(target["expected_due"]) for name, (_, target) in must.items()}
    assert len(must) == 60


@pytest.mark.parametrize("name", sorted(PINNED))
def test_beside_a_due_that_means_something_else_stands_servals_own(name: str, vectors: dict[str, Vector]) -> None:
    vector, target = _targets(vectors)[name]
    assert target["expected_due"] == PINNED[name]["source"]
    assert target.get("oracle_value", PINNED[name]["serval"]) == PINNED[name]["serval"]
    assert read_target(vector, target).due == parse_instant(PINNED[name]["serval"])


def test_every_elapsed_time_holds(vectors: dict[str, Vector]) -> None:
    entries = [(vector, entry) for vector in vectors.values() for entry in vector["elapsed"]]
    found = [(v["id"], entry["name"], read_elapsed(v, entry).elapsed) for v, entry in entries]
    assert found == [(v["id"], entry["name"], entry["expected_seconds"]) for v, entry in entries]


def test_pauses_read_from_the_events_are_the_pauses_of_the_source(vectors: dict[str, Vector]) -> None:
    told = {name: v for name, v in vectors.items() if v["paused"] and v.get("events")}
    found = {}
    for name, vector in told.items():
        facts = facts_of(vector)
        clock = clock_for(vector, {"name": "any"})
        history = history_at(facts, max(fact.at for fact in facts))
        cycle = find_cycles(history, Clock("any", "opened", "nothing", clock.pause), lambda stop: NEVER)[0]
        spells = list_pauses(history, clock, cycle)
        found[name] = normalise((spell.start, spell.end) for spell in spells if spell.end is not None)
    assert found == {n: tuple((parse_instant(a), parse_instant(b)) for a, b in v["paused"]) for n, v in told.items()}
    assert len(found) == 26


def test_working_seconds_spent_waiting_are_those_of_the_source(vectors: dict[str, Vector]) -> None:
    told = {name: v for name, v in vectors.items() if "waiting_duration" in v}
    found = {name: read_target(v, v["targets"][0]).paused for name, v in told.items()}
    assert found == {name: v["waiting_duration"] for name, v in told.items()}
    assert len(found) == 5


def _judged(vectors: dict[str, Vector], vector: Vector) -> dict[str, Any]:
    """The readings of the source's statistics: first_response, update and close, each against its target."""
    targets = vector["targets"] or vectors["P005"]["targets"]
    seconds = {target["name"].split()[0]: target["target_seconds"] for target in targets}
    kinds = {"first_response": "first_response", "update": "update", "close": "solution"}
    found = {}
    for entry in vector["elapsed"]:
        kind = entry["name"].partition("_in_min")[0]
        if f"{kind}_diff_in_min" in vector["diffs"]:
            found[kind] = read_elapsed(vector, entry, seconds[kinds[kind]])
    return found


def test_what_was_left_of_each_target_is_what_the_source_reports(vectors: dict[str, Vector]) -> None:
    told = [vector for vector in vectors.values() if "diffs" in vector]
    for vector in told:
        left = {f"{kind}_diff_in_min": r.remaining // 60 for kind, r in _judged(vectors, vector).items()}
        assert left == vector["diffs"], vector["id"]
    assert len(told) == 8


def test_breaches_are_those_of_the_source(vectors: dict[str, Vector]) -> None:
    told = [vector for vector in vectors.values() if "breach" in vector]
    for vector in told:
        breached = {kind: reading.breached for kind, reading in _judged(vectors, vector).items()}
        named = vector["breach"] or {}
        wanted = {kind: bool(named.get("solution" if kind == "close" else kind, False)) for kind in breached}
        assert breached == wanted, vector["id"]
    assert len(told) == 8


@pytest.mark.parametrize("vector_id", ["P019", "P041"])
def test_a_reply_clears_the_clock_and_a_second_question_does_not_move_it(
    vector_id: str, vectors: dict[str, Vector]
) -> None:
    vector = vectors[vector_id]
    facts = facts_of(vector)
    replied = max(fact.at for fact in facts if fact.name == "agent_message")
    answered = find_cycles(history_at(facts, replied), NEXT_REPLY, lambda stop: NEVER)
    assert [cycle.stop is None for cycle in answered] == [False]
    every = find_cycles(history_at(facts, max(fact.at for fact in facts)), NEXT_REPLY, lambda stop: NEVER)
    starts = [target.get("clock_start", vector["clock_start"]) for target in vector["targets"]]
    assert [cycle.start.at for cycle in every] == [parse_instant(start) for start in starts]


def test_each_staff_reply_moves_keep_in_loop_and_a_question_begins_a_response(vectors: dict[str, Vector]) -> None:
    vector = vectors["P042"]
    facts = facts_of(vector)
    history = history_at(facts, max(fact.at for fact in facts))
    found = {}
    for clock, seconds in ((KEEP_IN_LOOP, 4 * HOUR), (NEXT_REPLY, 2 * HOUR)):
        limit = parse_duration(f"{seconds}s")
        assert limit is not None
        for cycle in find_cycles(history, clock, lambda stop: NEVER):
            due = read_cycle(ALWAYS, history, clock, cycle, limit, facts[-1].at).due
            found[cycle.start.at, seconds] = due
    for target in vector["targets"]:
        key = (parse_instant(target["clock_start"]), target["target_seconds"])
        assert found[key] == parse_instant(target["expected_due"])


def test_a_clock_whose_priority_stops_matching_leaves_without_breach(vectors: dict[str, Vector]) -> None:
    vector = vectors["P021"]
    facts = facts_of(vector)
    history = history_at(facts, facts[-1].at)
    stints = Matcher({"priority": ["2 normal"]}).list_stints(history)
    clock = clock_for(vector, vector["targets"][0])
    (claim,) = list_claims(
        history, clock, stints, final_at=lambda stop: NEVER, reclassified="from_start", now=facts[-1].at
    )
    assert claim.left is not None
    assert (claim.left.name, claim.left.at, claim.stop) == (
        "superseded",
        parse_instant(vector["events"][1]["at"]),
        None,
    )


def test_without_a_question_of_the_client_no_response_is_owed(vectors: dict[str, Vector]) -> None:
    vector = vectors["P046"]
    assert vector["targets"][0]["expected_due"] is None
    start = parse_instant(vector["clock_start"])
    history = history_at([Fact(start, "event", "opened"), Fact(start + 60, "event", "agent_message")], start + 60)
    assert find_cycles(history, NEXT_REPLY, lambda stop: NEVER) == ()


def test_terms_refuse_to_promise_nothing(vectors: dict[str, Vector]) -> None:
    assert vectors["P018"]["targets"][0]["target_seconds"] == 0
    assert parse_duration("0m") is None


def test_metrics_in_wall_clock_time_need_a_calendar_that_is_always_open(vectors: dict[str, Vector]) -> None:
    """P039 measures by the wall clock what it promises in business time; Serval measures in the promise's calendar."""
    vector = vectors["P039"]
    start = parse_instant(vector["clock_start"])
    facts = [
        Fact(start, "event", "opened"),
        Fact(start, "event", "client_message"),
        Fact(start + 900, "event", "agent_message", seq=1),
        Fact(start + 900, "state", "waiting_client", seq=2),
        Fact(start + 3600, "event", "client_message", seq=1),
        Fact(start + 3600, "state", "open", seq=2),
        Fact(start + 3900, "event", "agent_message", seq=1),
        Fact(start + 3900, "state", "closed", seq=2),
    ]
    history = history_at(facts, start + 3900)
    limit = parse_duration("1h")
    assert limit is not None

    def elapsed(clock: Clock, calendar: Any) -> list[int]:
        cycles = find_cycles(history, clock, lambda stop: NEVER)
        return [read_cycle(calendar, history, clock, cycle, limit, start + 3900).elapsed for cycle in cycles]

    resolution = Clock("resolution", "opened", "resolved")
    waiting_out = Clock("resolution", "opened", "resolved", frozenset({"waiting_client"}))
    replies = elapsed(NEXT_REPLY, ALWAYS)
    assert sum(replies) // len(replies) == vector["expected"]["avg_response_time"]
    assert elapsed(resolution, ALWAYS) == [vector["expected"]["resolution_time"]]
    assert elapsed(waiting_out, ALWAYS) == [vector["expected"]["user_resolution_time"]]
    assert elapsed(resolution, calendar_for(vector)) == [0]
