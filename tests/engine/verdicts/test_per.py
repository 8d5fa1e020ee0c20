"""One verdict for each service, instance or site that items name."""

from __future__ import annotations

from typing import Any

import pytest

from serval.engine.evidence import Fact, Item
from serval.engine.records import NO_RECORDS
from serval.engine.terms import Agreement
from serval.engine.verdicts import Range, Verdict
from serval.engine.verdicts.settlement import settle_scorecard
from tests.engine.verdicts.bench_of_terms import NOW, at, judge, ledger, terms, ticket

EACH: dict[str, Any] = {"per": "service"}


def february(agreement: Agreement, *items: Item, now: int = NOW) -> dict[str, Verdict]:
    return {v.subject: v for v in judge(agreement, *items, now=now).verdicts if v.period.label == "2026-02"}


def named(name: str, service: str, answered: str = "02-03 10:30", *facts: Fact) -> Item:
    return ticket(name, "02-03 10:00", *facts, answered=answered, service=service)


def test_each_service_has_its_own_verdict() -> None:
    items = [named("A", "core"), named("B", "portal", "02-03 12:00"), named("C", "portal")]
    found = february(terms({**EACH, "target": {"within": "1h", "share": "50%"}}), *items)
    assert {name: (v.outcome, str(v.value)) for name, v in found.items()} == {
        "core": ("met", "1"),
        "portal": ("met", "1/2"),
    }


@pytest.mark.parametrize("field", ["service", "instance", "site"])
def test_any_of_the_three_can_be_asked_for(field: str) -> None:
    item = ticket("A", "02-03 10:00", answered="02-03 10:30", **{field: "one"})
    assert set(february(terms({"per": field}), item)) == {"one"}


def test_an_item_without_a_service_belongs_to_none() -> None:
    card = judge(terms(EACH), ticket("A", "02-03 10:00", answered="02-03 12:00"))
    assert (card.verdicts, card.evidence.unmatched) == ((), 1)


@pytest.mark.parametrize(
    ("reclassified", "portal"),
    [("from_start", ("breached", 5400)), ("from_change", ("met", 1800)), ("restart", ("met", 1800))],
)
def test_an_item_that_changes_its_service_leaves_one_and_is_judged_by_the_other(
    reclassified: str, portal: tuple[str, int]
) -> None:
    moved = named("A", "core", "02-03 11:30", Fact(at("02-03 11:00"), "field", "service", "portal"))
    rows = ledger(terms(EACH, reclassified=reclassified), moved)
    assert [(row.subject, row.outcome) for row in rows] == [("core", "superseded"), ("portal", portal[0])]
    assert rows[1].working_seconds == portal[1]


@pytest.mark.parametrize("reclassified", ["from_start", "from_change", "restart"])
def test_a_breach_before_the_move_stays_with_the_first_service_and_is_charged_once(reclassified: str) -> None:
    moved = named("A", "core", "02-03 12:30", Fact(at("02-03 12:00"), "field", "service", "portal"))
    rows = ledger(terms(EACH, reclassified=reclassified), moved)
    assert [(row.subject, row.outcome) for row in rows] == [("core", "breached")]


def test_whoever_had_the_item_first_has_charged_it_whatever_the_names() -> None:
    moved = named("A", "zeta", "02-03 12:30", Fact(at("02-03 12:00"), "field", "service", "alpha"))
    assert [(row.subject, row.outcome) for row in ledger(terms(EACH), moved)] == [("zeta", "breached")]


def test_a_service_named_first_in_march_has_no_verdict_of_february() -> None:
    agreement = terms({**EACH, "noData": "breach"})
    new = ticket("B", "03-03 10:00", answered="03-03 10:30", service="new")
    labels = [(v.subject, v.period.label) for v in judge(agreement, named("A", "core"), new).verdicts]
    assert ("core", "2026-02") in labels
    assert ("new", "2026-02") not in labels
    assert ("new", "2026-03") in labels


def test_conditions_hold_beside_the_service() -> None:
    agreement = terms({**EACH, "where": {"priority": "high"}})
    low = ticket("A", "02-03 10:00", answered="02-03 12:00", service="core", priority="low")
    high = ticket("B", "02-03 10:00", answered="02-03 10:30", service="core", priority="high")
    assert february(agreement, low, high)["core"].population.counted == 1


def test_each_service_pays_by_its_own_part_of_the_fee() -> None:
    agreement = terms(
        EACH,
        fee={"amount": "300.00", "currency": "CNY", "per": "month", "parts": {"core": "200.00", "portal": "100.00"}},
        consequences={"credits": [{"for": "answer", "of": "fee.parts.*", "each": "verdict", "percent": 10}]},
    )
    items = [named("A", "core", "02-03 12:00"), named("B", "portal", "02-03 12:00")]
    asked = Range(agreement.start, agreement.end, running=True)
    statements = settle_scorecard(judge(agreement, *items), NO_RECORDS, asked)
    (paid,) = (statement.credits for statement in statements if statement.period.label == "2026-02")
    assert paid is not None
    assert [(line.subject, str(line.amount.amount)) for line in paid.lines] == [("core", "20.00"), ("portal", "10.00")]
