"""A breach that goes on is charged in each month for the hours that passed in it, and in all months for the whole."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from serval.engine.evidence import Fact, Item
from serval.engine.records import NO_RECORDS
from serval.engine.terms import Agreement
from serval.engine.verdicts import Range, Verdict, judge_items
from serval.engine.verdicts.settlement import settle_scorecard
from tests.engine.verdicts.bench_of_terms import NOW, at, judge, ledger, terms, ticket
from tests.engine.verdicts.random_cases import seeded

CLOCKS = {"resolution": {"start": "opened", "stop": "resolved", "pause": ["waiting_client"], "reopen": "resume"}}


def charged(rounding: str, each: str = "hour", when: str = "breached", **more: Any) -> Agreement:
    credit = {"for": "answer", "each": each, "amount": "1.00", "round": rounding, "when": when}
    return terms(
        {"metric": "clock.resolution", **more},
        clocks=CLOCKS,
        fee={"amount": "100000.00", "currency": "CNY", "per": "month"},
        consequences={"credits": [credit], "settle": "month"},
    )


def hours(agreement: Agreement, *items: Item, now: int = NOW) -> dict[str, Fraction]:
    """The hours that each month charges, where there are any."""
    sums = {v.period.label[5:]: sum_hours(v) for v in judge(agreement, *items, now=now).verdicts}
    return {month: amount for month, amount in sums.items() if amount}


def sum_hours(verdict: Verdict) -> Fraction:
    """Of its own breaches and of those that only went on in its period."""
    mappings = [verdict.meters, *(part.meters for part in verdict.running)]
    return sum((amount for meters in mappings for amount in meters.values()), Fraction(0))


def paid(agreement: Agreement, *items: Item, asked: Range | None = None) -> dict[str, str]:
    """What the statement of each month comes to, where it is anything."""
    whole = Range(agreement.start, agreement.end, running=True)
    card = judge_items(agreement, items, asked or whole, now=NOW)
    statements = settle_scorecard(card, NO_RECORDS, asked or whole)
    sums = {s.period.label[5:]: str(s.credits.total.amount) for s in statements if s.credits is not None}
    return {month: amount for month, amount in sums.items() if amount != "0.00"}


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


def test_hours_that_run_on_are_paid_in_months_that_are_not_breached_themselves() -> None:
    assert paid(charged("down"), OVER) == {"02": "1.00", "03": "744.00", "04": "1.00"}


def test_a_month_asked_alone_pays_for_what_earlier_months_let_run_on() -> None:
    march = Range(at("03-01 00:00"), at("04-01 00:00"))
    assert paid(charged("down"), OVER, asked=march) == {"03": "744.00"}


def test_what_runs_on_from_a_month_that_was_met_is_paid_only_where_misses_cost_always() -> None:
    """One of two tickets was late, which the agreed share allows."""
    in_time = solved("B", "02-10 10:00", ("02-10 10:30", "resolved"))
    target = {"within": "1h", "share": "50%"}
    assert paid(charged("down", target=target), OVER, in_time) == {}
    always = charged("down", target=target, when="always")
    assert paid(always, OVER, in_time) == {"02": "1.00", "03": "744.00", "04": "1.00"}


def test_points_are_lost_for_hours_that_run_on() -> None:
    agreement = terms(
        {"metric": "clock.resolution"},
        clocks=CLOCKS,
        consequences={"score": {"deduct": [{"for": "answer", "each": "day", "points": 1}]}, "settle": "month"},
    )
    asked = Range(agreement.start, agreement.end, running=True)
    statements = settle_scorecard(judge(agreement, OVER), NO_RECORDS, asked)
    scores = {s.period.label[5:]: s.score.points for s in statements if s.score is not None}
    assert (scores["02"], scores["03"], scores["04"]) == (100, 69, 100)


def test_credits_that_compete_by_item_keep_their_running_hours() -> None:
    """The dearer of two rates for each hour counts, in the month that counted the breach and in the months after."""
    agreement = terms(
        {"metric": "clock.resolution"},
        clocks=CLOCKS,
        fee={"amount": "100000.00", "currency": "CNY", "per": "month"},
        consequences={
            "credits": [{"for": "answer", "each": "hour", "amount": amount} for amount in ("1.00", "3.00")],
            "stack": "greatest",
            "settle": "month",
        },
    )
    assert paid(agreement, OVER) == {"02": "3.00", "03": "2232.00", "04": "3.00"}


def test_in_months_that_are_breached_themselves_the_money_of_all_months_is_that_of_the_whole() -> None:
    """Two hours late around midnight, and ten minutes late in each month by another item."""
    others = [solved(f"B{day}", f"{day} 10:00", (f"{day} 11:10", "resolved")) for day in ("02-10", "03-10")]
    items = [solved("A", "02-28 22:00", ("03-01 01:00", "resolved")), *others]
    assert paid(charged("exact"), *items) == {"02": "1.17", "03": "1.17"}
