"""Dated stricter promises (重大保障): clocks that start in their days are theirs, and only theirs."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from serval.engine.places import Place
from serval.engine.records import Outage, build_records
from serval.engine.terms import Agreement
from serval.engine.verdicts import Range, judge_items
from serval.engine.verdicts.settlement import settle_scorecard
from tests.engine.verdicts.bench_of_terms import NOW, at, judge, ledger, terms, ticket, verdict

FAIR: dict[str, Any] = {"from": "2026-09-25", "until": "2026-10-08", "objective": "answer"}
STRICT = {**FAIR, "id": "fair", "target": {"within": "5m", "all": True}}
PAID: dict[str, Any] = {
    "fee": {"amount": "10000.00", "currency": "CNY", "per": "month"},
    "consequences": {"credits": [{"for": "answer", "each": "item", "amount": "100.00"}]},
}


def fair(**more: Any) -> Agreement:
    return terms({}, assurance=[STRICT], **more)


def rows(agreement: Agreement, *items: Any, now: int = NOW) -> list[tuple[str, str, str]]:
    return sorted((row.objective, row.period, row.outcome) for row in ledger(agreement, *items, now=now))


WINDOW = "2026-09-25/2026-10-08"


@pytest.mark.parametrize(
    ("opened", "answered", "expected"),
    [
        ("09-24 23:59:59", "09-25 00:30", [("answer", "2026-09", "met")]),
        ("09-25 00:00", "09-25 00:30", [("fair", WINDOW, "breached")]),
        ("09-25 00:00", "09-25 00:05", [("fair", WINDOW, "met")]),
        ("10-08 23:59:59", "10-09 00:04:59", [("fair", WINDOW, "met")]),
        ("10-08 23:59:59", "10-09 00:05", [("fair", WINDOW, "breached")]),
        ("10-09 00:00", "10-09 00:30", [("answer", "2026-10", "met")]),
    ],
)
def test_the_day_a_clock_starts_on_says_whose_it_is(
    opened: str, answered: str, expected: list[tuple[str, str, str]]
) -> None:
    assert rows(fair(), ticket("A", opened, answered=answered)) == expected


def test_one_period_holds_all_of_its_days_and_the_months_go_on_beside() -> None:
    card = judge(
        fair(), ticket("A", "09-26 10:00", answered="09-26 12:00"), ticket("B", "10-03 10:00", answered="10-03 12:00")
    )
    (window,) = (found for found in card.verdicts if found.objective.id == "fair")
    assert (window.period.label, window.population.missed) == (WINDOW, 2)
    months = [found for found in card.verdicts if found.objective.id == "answer"]
    assert len(months) == 12
    assert {found.outcome for found in months} == {"no_data"}


def test_a_clock_that_runs_on_after_the_last_day_keeps_the_verdict_provisional() -> None:
    """The window ends on 8 October; what started in it may stop later, and is still judged in it."""
    slow = terms({}, assurance=[{**FAIR, "id": "fair", "target": {"within": "72h", "all": True}}])
    item = ticket("A", "10-08 12:00", answered="10-12 12:00")
    found = {
        day: next(v for v in judge(slow, item, now=at(day)).verdicts if v.objective.id == "fair")
        for day in ("10-10 00:00", "10-11 12:00:01", "10-13 00:00")
    }
    assert [(v.provisional, v.outcome) for v in found.values()] == [
        (True, "no_data"),
        (False, "breached"),
        (False, "breached"),
    ]


def test_a_breach_costs_what_a_breach_of_the_base_promise_costs_once() -> None:
    agreement = fair(**PAID)
    items = [ticket("A", "09-26 10:00", answered="09-26 10:30"), ticket("B", "09-20 10:00", answered="09-20 12:00")]
    asked = Range(agreement.start, agreement.end, running=True)
    card = judge_items(agreement, items, asked, now=NOW)
    paid = {
        s.period.label: str(s.credits.total.amount) for s in settle_scorecard(card, build_records(), asked) if s.credits
    }
    assert (paid["2026-09"], paid["2026-10"]) == ("100.00", "100.00")
    assert sum(float(amount) for amount in paid.values()) == 200


def test_an_availability_is_judged_in_the_window_and_in_the_month() -> None:
    """Ten minutes down on 1 October: kept for the month at 99.9 %, broken for the fortnight at 100 %."""
    up = {"metric": "availability", "where": {"service": "core"}, "target": {"atLeast": "99.9%"}}
    agreement = terms(up, assurance=[{**FAIR, "id": "fair", "target": {"atLeast": "100%"}}])
    down = Outage(Place("core"), at("10-01 10:00"), at("10-01 10:10"))
    records = build_records(outages=[down], complete=["outages"])
    card = judge_items(agreement, [], Range(agreement.start, agreement.end, running=True), now=NOW, records=records)
    found = {(v.objective.id, v.period.label): (v.outcome, v.value) for v in card.verdicts}
    assert found["answer", "2026-10"][0] == "met"
    assert found["fair", WINDOW][0] == "breached"
    assert found["fair", WINDOW][1] == 1 - Fraction(600, 14 * 86_400)


def test_days_beyond_the_agreement_are_cut_off() -> None:
    late = {**FAIR, "id": "late", "from": "2026-12-30", "until": "2027-01-05", "target": {"within": "5m", "all": True}}
    agreement = terms({}, assurance=[late])
    course = next(course for course in agreement.courses if course.id == "late")
    assert course.objectives[0].end == agreement.end


def test_two_windows_of_one_promise_each_take_their_own_days() -> None:
    second = {
        **FAIR,
        "id": "congress",
        "from": "2026-03-01",
        "until": "2026-03-10",
        "target": {"within": "10m", "all": True},
    }
    agreement = terms({}, assurance=[STRICT, second])
    items = [ticket("A", "09-26 10:00", answered="09-26 10:08"), ticket("B", "03-05 10:00", answered="03-05 10:08")]
    assert rows(agreement, *items) == [("congress", "2026-03-01/2026-03-10", "met"), ("fair", WINDOW, "breached")]


def test_without_the_window_the_base_promise_judges_the_same_clock() -> None:
    item = ticket("A", "09-26 10:00", answered="09-26 10:30")
    assert rows(terms({}), item) == [("answer", "2026-09", "met")]
    assert verdict(terms({}), "2026-09", item).outcome == "met"
