"""Promises that share a `pick` compete: of those that match, the narrowest judges and names the losers (rule 1)."""

from __future__ import annotations

from typing import Any

import pytest

from serval.engine.evidence import Fact, Item
from serval.engine.terms import Agreement
from tests.engine.verdicts.bench_of_terms import at, ledger, terms, ticket

WIDE: dict[str, Any] = {"id": "wide", "pick": "level"}
HIGH: dict[str, Any] = {"id": "high", "pick": "level", "where": {"priority": "high"}}
CORE: dict[str, Any] = {"id": "core", "pick": "level", "where": {"priority": "high", "service": "core"}}


def judged(agreement: Agreement, *items: Item) -> list[tuple[str, str, str]]:
    """Objective, outcome and basis of every row."""
    return sorted((row.objective, row.outcome, row.basis) for row in ledger(agreement, *items))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, [("wide", "met", "")]),
        ({"priority": "low"}, [("wide", "met", "")]),
        ({"priority": "high"}, [("high", "met", "wide")]),
        ({"priority": "high", "service": "core"}, [("core", "met", "wide, high")]),
        ({"priority": "low", "service": "core"}, [("wide", "met", "")]),
    ],
)
def test_the_narrowest_judges_and_names_the_losers(
    fields: dict[str, str], expected: list[tuple[str, str, str]]
) -> None:
    agreement = terms(WIDE, HIGH, CORE)
    assert judged(agreement, ticket("A", "02-03 10:00", answered="02-03 10:30", **fields)) == expected


def test_the_order_in_which_they_are_written_changes_nothing() -> None:
    item = ticket("A", "02-03 10:00", answered="02-03 10:30", priority="high", service="core")
    for order in ([CORE, HIGH, WIDE], [HIGH, WIDE, CORE]):
        ((objective, outcome, basis),) = judged(terms(*order), item)
        assert (objective, outcome, set(basis.split(", "))) == ("core", "met", {"high", "wide"})


def test_promises_of_another_pick_or_of_none_judge_beside() -> None:
    agreement = terms(WIDE, HIGH, {"id": "all"}, {"id": "own", "pick": "other", "where": {"priority": "high"}})
    item = ticket("A", "02-03 10:00", answered="02-03 10:30", priority="high")
    assert judged(agreement, item) == [("all", "met", ""), ("high", "met", "wide"), ("own", "met", "")]


def test_values_are_part_of_how_narrow_conditions_are() -> None:
    either = {**WIDE, "where": {"priority": ["high", "low"]}}
    item = ticket("A", "02-03 10:00", answered="02-03 10:30", priority="high")
    assert judged(terms(either, HIGH), item) == [("high", "met", "wide")]


MOVES = [
    ("from_start", [("high", "breached", "wide"), ("wide", "superseded", "")]),
    ("from_change", [("high", "met", "wide"), ("wide", "superseded", "")]),
]


@pytest.mark.parametrize(("reclassified", "expected"), MOVES)
def test_an_item_that_becomes_narrower_leaves_the_wide_promise_as_superseded(
    reclassified: str, expected: list[tuple[str, str, str]]
) -> None:
    strict = {**HIGH, "target": {"within": "30m", "all": True}}
    agreement = terms(WIDE, strict, reclassified=reclassified)
    raised = Fact(at("02-03 10:20"), "field", "priority", "high")
    assert judged(agreement, ticket("A", "02-03 10:00", raised, answered="02-03 10:40", priority="low")) == expected


def test_an_item_that_becomes_wider_is_the_wide_promises_again() -> None:
    agreement = terms({**WIDE, "target": {"within": "2h", "all": True}}, HIGH)
    lowered = Fact(at("02-03 10:20"), "field", "priority", "low")
    item = ticket("A", "02-03 10:00", lowered, answered="02-03 11:30", priority="high")
    assert judged(agreement, item) == [("high", "superseded", "wide"), ("wide", "met", "")]


def test_a_breach_of_the_loser_before_the_change_stands() -> None:
    raised = Fact(at("02-03 11:30"), "field", "priority", "high")
    item = ticket("A", "02-03 10:00", raised, answered="02-03 11:40", priority="low")
    assert ("wide", "breached", "") in judged(terms(WIDE, HIGH), item)


def test_a_winner_that_becomes_known_after_the_close_takes_nothing_back() -> None:
    """The service is written down in February; January had counted the breach as the wide promise's."""
    agreement = terms(HIGH, CORE)
    late = Fact(at("02-10 10:00"), "field", "service", "core")
    item = ticket("A", "01-05 10:00", late, priority="high")
    before = [row for row in ledger(agreement, item, now=at("02-01 00:00")) if row.period == "2026-01"]
    assert [(row.objective, row.outcome) for row in before] == [("high", "breached")]
    assert [row for row in ledger(agreement, item) if row.period == "2026-01"] == before


def test_numbers_of_events_compete_too() -> None:
    counts = [{**entry, "metric": "count.opened", "target": {"atMost": 0}} for entry in (WIDE, HIGH)]
    items = [ticket("A", "02-03 10:00", priority="high"), ticket("B", "02-03 10:00", priority="low")]
    assert judged(terms(*counts), *items) == [("high", "counted", "wide"), ("wide", "counted", "")]
