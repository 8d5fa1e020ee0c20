"""Facts folded into the history of an item."""

from __future__ import annotations

from random import Random

import pytest

from serval.engine.clocks import read_history
from serval.engine.errors import EvidenceError
from serval.engine.evidence import Fact, build_item
from tests.engine.clocks.stories import at, event, field, history_of, opened, pause, resume, state


def _states(*facts: Fact) -> list[tuple[str, int, int | None]]:
    return [(spell.name, spell.start, spell.end) for spell in history_of(*facts).states]


def test_an_item_is_open_until_a_state_says_otherwise() -> None:
    assert _states(opened("mon 09:00")) == [("open", at("mon 09:00"), None)]


def test_an_item_that_nobody_saw_being_opened_begins_with_its_first_fact() -> None:
    history = history_of(state("mon 11:00", "resolved"), field("mon 10:00", "priority", "p1"))
    assert (history.opened.at, history.opened.source) == (at("mon 10:00"), "log#mon 10:00")
    assert history.states[0].name == "open"
    at_once = history_of(state("mon 10:00", "resolved"))
    assert [spell.name for spell in at_once.states] == ["resolved"]


def test_opened_twice_an_item_begins_with_the_first() -> None:
    assert history_of(opened("mon 10:00"), opened("mon 09:00")).opened.at == at("mon 09:00")


def test_a_state_said_again_is_the_same_spell() -> None:
    told = (opened("mon 09:00"), state("mon 10:00", "waiting_client"), state("mon 11:00", "waiting_client"))
    assert _states(*told)[1:] == [("waiting_client", at("mon 10:00"), None)]


def test_a_state_entered_and_left_within_a_second_was_entered() -> None:
    told = (opened("mon 09:00"), state("mon 10:00", "resolved", 1), state("mon 10:00", "open", 2))
    assert _states(*told)[1:] == [("resolved", at("mon 10:00"), at("mon 10:00")), ("open", at("mon 10:00"), None)]


def test_states_of_one_instant_without_an_order_are_read_in_one_way_whatever_came_first() -> None:
    told = (opened("mon 09:00"), state("mon 10:00", "waiting_client"), state("mon 10:00", "resolved"))
    assert history_of(*told).states == history_of(*reversed(told)).states
    assert history_of(*told).find_state(at("mon 10:00")) == "waiting_client"


def test_what_happened_after_the_instant_of_reading_is_not_known() -> None:
    history = history_of(opened("mon 09:00"), state("mon 10:00", "resolved"), until="mon 09:59:59")
    assert history.find_state(at("mon 12:00")) == "open"
    assert history_of(opened("mon 09:00"), until="mon 09:00").opened.at == at("mon 09:00")


def test_before_its_first_fact_an_item_cannot_be_read() -> None:
    with pytest.raises(EvidenceError) as caught:
        history_of(opened("mon 09:00"), until="mon 08:59:59")
    assert (caught.value.code, caught.value.problems[0].data) == ("item.no_facts", {"item": "INC-1"})


def test_shuffled_and_doubled_facts_give_the_same_history() -> None:
    facts = [
        opened("mon 09:00"),
        state("mon 10:00", "waiting_client"),
        pause("mon 10:30", "parts"),
        state("mon 11:00", "open"),
        resume("mon 12:00", "parts"),
        field("mon 10:00", "priority", "p1"),
        field("mon 11:00", "priority", "p3"),
        event("mon 13:00", "first_response"),
    ]
    wanted = history_of(*facts)
    random = Random(1)  # noqa: S311
    for _ in range(50):
        told = [*facts, *random.choices(facts, k=4)]
        random.shuffle(told)
        assert read_history(build_item("INC-1", told), until=at("sun+9 00:00")) == wanted
