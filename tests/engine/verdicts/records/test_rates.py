"""Rates of events: the share of them whose item also matches, read at the end of the period."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from serval.engine.evidence import Fact, Item
from serval.engine.records import Exclusion, Records, build_records
from serval.engine.terms import Agreement
from serval.engine.verdicts import Range, Verdict, judge_items
from tests.engine.verdicts.bench_of_terms import NOW, at, objective, terms, ticket


def share(**changes: Any) -> Agreement:
    usual = {"metric": "rate.opened", "counting": {"first_time": "yes"}, "target": {"atLeast": "50%"}}
    return terms(objective(**{**usual, **changes}))


def judged(
    rule: Agreement, *items: Item, period: str = "2026-02", now: int = NOW, records: Records | None = None
) -> Verdict:
    asked = Range(rule.start, rule.end, running=True)
    card = judge_items(rule, items, asked, now=now, records=records or build_records())
    return next(v for v in card.verdicts if v.period.label == period)


SOLVED, NOT = ticket("A", "02-10 10:00", first_time="yes"), ticket("B", "02-10 10:00", first_time="no")


def test_the_share_is_of_all_events_of_the_month() -> None:
    verdict = judged(share(), SOLVED, NOT, ticket("C", "02-11 10:00"), ticket("D", "03-01 00:00", first_time="yes"))
    assert (verdict.value, verdict.outcome) == (Fraction(1, 3), "breached")


def test_a_share_at_most_is_kept_at_the_bound() -> None:
    assert judged(share(target={"atMost": "50%"}), SOLVED, NOT).outcome == "met"


def test_without_events_or_with_too_few_there_is_no_data() -> None:
    empty = judged(share())
    assert (empty.outcome, empty.reason, empty.value) == ("no_data", "no_items", None)
    assert judged(share(minimum=3), SOLVED, NOT).reason == "below_minimum"


def test_the_conditions_are_read_at_the_end_of_the_month_and_later_changes_do_not_count() -> None:
    within = replace(NOT, facts=(*NOT.facts, Fact(at("02-28 23:59:59"), "field", "first_time", "yes")))
    after = replace(NOT, facts=(*NOT.facts, Fact(at("03-01 00:00:00"), "field", "first_time", "yes")))
    assert [judged(share(), item).value for item in (NOT, within, after)] == [0, 1, 0]
    assert judged(share(), after).digest == judged(share(), NOT).digest


def test_withdrawn_and_excluded_items_leave_both_numbers() -> None:
    merged = replace(NOT, facts=(*NOT.facts, Fact(at("02-12 00:00"), "state", "merged")))
    assert judged(share(), SOLVED, merged).value == 1
    away = build_records(exclusions=[Exclusion("client_caused", "p", "c", item="B")])
    rule = share(exclude=["client_caused"])
    assert judged(rule, SOLVED, NOT, records=away).value == 1
    unapproved = build_records(exclusions=[Exclusion("client_caused", "p", "", item="B")])
    assert judged(rule, SOLVED, NOT, records=unapproved).value == Fraction(1, 2)
    assert judged(share(), SOLVED, NOT, records=away).value == Fraction(1, 2)


def test_each_service_has_its_own_rate() -> None:
    rule = share(per="service")
    items = [ticket("A", "02-10 10:00", service="core", first_time="yes"), ticket("B", "02-10 10:00", service="mail")]
    card = judge_items(rule, items, Range(rule.start, rule.end), now=NOW)
    assert {v.subject: v.value for v in card.verdicts if v.period.label == "2026-02"} == {"core": 1, "mail": 0}
