"""A breach that goes on is charged in each month for the hours that passed in it, and in all months for the whole."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from serval.engine.evidence import Fact, Item
from serval.engine.records import NO_RECORDS
from serval.engine.terms import Agreement
from serval.engine.verdicts import Range
from serval.engine.verdicts.settlement import settle_scorecard
from tests.engine.verdicts.bench_of_terms import NOW, at, judge, ledger, terms, ticket
from tests.engine.verdicts.random_cases import seeded

CLOCKS = {"resolution": {"start": "opened", "stop": "resolved", "pause": ["waiting_client"], "reopen": "resume"}}


def charged(rounding: str, each: str = "hour", **more: Any) -> Agreement:
    credit = {"for": "answer", "each": each, "amount": "1.00", "round": rounding}
    return terms(
        {"metric": "clock.resolution", **more},
        clocks=CLOCKS,
        fee={"amount": "100000.00", "currency": "CNY", "per": "month"},
        consequences={"credits": [credit], "settle": "month"},
    )


def hours(agreement: Agreement, *items: Item, now: int = NOW) -> dict[str, Fraction]:
    """The hours that each month charges, where there are any."""
    sums = {v.period.label[5:]: sum(v.meters.values(), Fraction(0)) for v in judge(agreement, *items, now=now).verdicts}
    return {month: amount for month, amount in sums.items() if amount}


def solved(name: str, opened: str, *states: tuple[str, str]) -> Item:
    return ticket(name, opened, *(Fact(at(when), "state", state) for when, state in states))


OVER = solved("A", "02-28 22:00", ("04-01 01:30", "resolved"))
"""Due at 23:00 on the last of February: one hour late in it, 744 in March, an hour and a half in April."""


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [
        ("down", {"02": 1, "03": 744, "04": 1}),
        ("up", {"02": 1, "03": 744, "04": 2}),
        ("exact", {"02": 1, "03": 744, "04": Fraction(3, 2)}),
    ],
)
def test_each_month_has_its_hours(rounding: str, expected: dict[str, Any]) -> None:
    assert hours(charged(rounding), OVER) == expected


def test_an_hour_cut_by_midnight_is_charged_once() -> None:
    """Half an hour before midnight and half after: rounded up it is charged in February, rounded down in March."""
    item = solved("A", "02-28 22:30", ("03-01 00:30", "resolved"))
    assert hours(charged("up"), item) == {"02": 1}
    assert hours(charged("down"), item) == {"03": 1}
    assert hours(charged("exact"), item) == {"02": Fraction(1, 2), "03": Fraction(1, 2)}


@pytest.mark.parametrize("rounding", ["down", "up", "exact"])
def test_all_months_together_come_to_the_whole(rounding: str) -> None:
    below = seeded(11)
    agreement = charged(rounding)
    for number in range(40):
        opened, late = at("01-03 00:00") + below(86_400 * 60), 3600 + below(86_400 * 70)
        facts = [Fact(opened, "event", "opened"), Fact(opened + late, "state", "resolved")]
        item = Item(f"I{number}", tuple(facts))
        exact = Fraction(late - 3600, 3600)
        whole = {"down": exact.__floor__(), "up": exact.__ceil__(), "exact": exact}[rounding]
        assert sum(hours(agreement, item).values(), Fraction(0)) == whole


def test_the_verdicts_of_later_months_are_not_breached_by_it_again() -> None:
    agreement = charged("down")
    outcomes = {v.period.label[5:]: (v.outcome, v.population.missed) for v in judge(agreement, OVER).verdicts}
    assert outcomes["02"] == ("breached", 1)
    assert outcomes["03"] == ("no_data", 0)
    rows = [(row.period[5:], row.outcome, row.reason) for row in ledger(agreement, OVER)]
    assert rows == [
        ("02", "breached", "due_passed"),
        ("03", "late", "late_since_earlier"),
        ("04", "late", "late_since_earlier"),
    ]


def test_pauses_in_a_later_month_cost_nothing() -> None:
    held = (("03-01 10:00", "waiting_client"), ("03-02 10:00", "open"))
    paused = solved("A", "02-28 22:00", *held, ("03-02 12:00", "resolved"))
    assert hours(charged("down"), paused) == {"02": 1, "03": 12}


def test_a_month_that_closed_is_charged_the_same_whenever_it_is_asked_again() -> None:
    agreement = charged("up")
    closes = {"02": at("03-01 00:00"), "03": at("04-01 00:00")}
    for month, now in closes.items():
        assert hours(agreement, OVER, now=now)[month] == hours(agreement, OVER)[month]


def test_a_breach_withdrawn_later_keeps_its_hours_up_to_then() -> None:
    item = solved("A", "02-28 22:00", ("03-02 00:00", "cancelled"))
    assert hours(charged("down"), item) == {"02": 1, "03": 24}


def test_a_stop_reopened_before_the_close_goes_on_and_after_it_begins_anew() -> None:
    first = ("02-28 12:00", "resolved")
    before = solved("A", "02-28 10:00", first, ("02-28 20:00", "open"), ("03-01 10:00", "resolved"))
    assert hours(charged("down"), before) == {"02": 5, "03": 10}
    after = solved("A", "02-28 10:00", first, ("03-05 20:00", "open"), ("03-05 22:00", "resolved"))
    assert hours(charged("down"), after) == {"02": 1, "03": 1}


def test_in_months_that_are_breached_themselves_the_money_of_all_months_is_that_of_the_whole() -> None:
    """Two hours late around midnight, and ten minutes late in each month by another item."""
    agreement = charged("exact")
    others = [solved(f"B{day}", f"{day} 10:00", (f"{day} 11:10", "resolved")) for day in ("02-10", "03-10")]
    items = [solved("A", "02-28 22:00", ("03-01 01:00", "resolved")), *others]
    asked = Range(agreement.start, agreement.end, running=True)
    statements = settle_scorecard(judge(agreement, *items), NO_RECORDS, asked)
    paid = {s.period.label[5:]: str(s.credits.total.amount) for s in statements if s.credits and s.credits.total}
    assert paid == {"02": "1.17", "03": "1.17"}
