"""Rule 15: what cannot be known is refused or marked, and spoils nothing else."""

from __future__ import annotations

import pytest

from serval.engine.evidence import Fact, Item
from serval.engine.verdicts import Explanation, Judge, Range, Unexplained, explain_item, judge_items
from serval.engine.verdicts.rendering import explanation_document
from tests.engine.verdicts.bench_of_terms import at, judge, ledger, places, terms, ticket, verdict

PUBLISHED = {"region": "XX", "source": "gazette", "years": [2025, 2026], "off": ["2026-12-31"]}
CALENDARS = {
    "always": {"always": True},
    "office": {"weekly": {"mon-fri": ["09:00-18:00"]}, "holidays": PUBLISHED},
    "once": {"open": [{"on": "2026-02-10", "hours": ["09:00-18:00"]}]},
}
LONG = {"from": "2026-01-01", "until": "2027-12-31", "timezone": "Asia/Shanghai"}
TWENTY_HOURS = {"within": "20h", "all": True}


def test_an_unpublished_year_refuses_the_objective_that_needs_it_and_no_other() -> None:
    agreement = terms({"id": "office", "calendar": "office"}, {"id": "always"}, calendars=CALENDARS, effective=LONG)
    january = Range(at("12-31 00:00:00") + 86_400, at("12-31 00:00:00") + 32 * 86_400)
    card = judge_items(agreement, [], january, now=january.end)
    assert [(v.objective.id, v.outcome) for v in card.verdicts] == [("office", "refused"), ("always", "no_data")]


def test_a_clock_of_a_long_agreement_is_explained_and_its_due_beyond_the_holidays_is_provisional() -> None:
    agreement = terms({"calendar": "office", "target": TWENTY_HOURS}, calendars=CALENDARS, effective=LONG)
    _, (clock,) = explain_item(agreement, ticket("A", "12-30 17:00:00"), now=at("12-30 18:00:00"))
    assert isinstance(clock, Explanation)
    assert clock.judgement.reading.provisional


def test_a_ledger_row_says_that_its_due_is_provisional() -> None:
    agreement = terms({"calendar": "office", "target": TWENTY_HOURS}, calendars=CALENDARS, effective=LONG)
    rows = ledger(agreement, ticket("A", "12-30 17:00:00"), ticket("B", "12-21 17:00:00"), now=at("12-30 18:00:00"))
    assert [(row.item, row.provisional) for row in rows] == [("A", True), ("B", False)]


def test_a_target_that_the_openings_never_fill_is_never_due() -> None:
    agreement = terms({"calendar": "once", "target": TWENTY_HOURS}, calendars=CALENDARS)
    answered = ticket("A", "02-10 09:00:00", answered="02-10 10:00:00")
    assert [(row.outcome, row.due) for row in ledger(agreement, answered)] == [("met", None)]
    unanswered = places(agreement, ticket("B", "02-10 09:00:00"), now=at("03-01 00:00:00"))
    assert unanswered == [("2026-02", "open", "carried_over"), ("2026-03", "open", "running")]


def test_an_item_that_no_calendar_can_answer_is_bad_data_and_the_others_are_judged() -> None:
    agreement = terms({"calendar": "once", "target": {"within": "2wd", "all": True}}, calendars=CALENDARS)
    hopeless = ticket("A", "02-10 17:00:00")
    assert places(agreement, hopeless) == [("2026-02", "bad_data", "calendar.never_opens")]
    card = judge(agreement, hopeless, ticket("B", "02-09 09:00:00", answered="02-10 10:00:00"))
    assert [v.population.bad_data for v in card.verdicts if v.period.label == "2026-02"] == [2]


def test_a_clock_that_contradicts_itself_leaves_the_others_explained() -> None:
    agreement = terms({}, {"id": "solve", "metric": "clock.resolution"})
    item = ticket("A", "02-10 10:00:00", Fact(at("02-10 12:00:00"), "state", "resolved"), answered="02-10 09:00:00")
    _, (response, resolution) = explain_item(agreement, item, now=at("03-01 00:00:00"))
    assert isinstance(response, Unexplained)
    assert explanation_document(response)["problem"] == "clock.stop_before_start"
    assert isinstance(resolution, Explanation)


def test_bad_data_stands_where_the_objective_first_knew_that_it_speaks_of_the_item() -> None:
    agreement = terms({"where": {"priority": "high"}})
    late = Fact(at("03-05 10:00:00"), "field", "priority", "high")
    item = ticket("A", "02-10 10:00:00", late, answered="02-10 09:00:00")
    assert places(agreement, item) == [("2026-03", "bad_data", "clock.stop_before_start")]


def test_the_digest_of_a_calendar_covers_every_due_instant_of_the_ledger() -> None:
    week = {"weekly": {"mon-fri": ["09:00-18:00"]}}
    plain, closed = week, {**week, "closed": ["2026-02-03"]}
    late = ticket("A", "01-30 17:00:00")
    objective = {"calendar": "office", "target": {"within": "19h", "all": True}}
    digests = [
        verdict(terms(objective, calendars={"office": calendar}), "2026-01", late).digests
        for calendar in (plain, closed)
    ]
    assert digests[0]["ledger"] != digests[1]["ledger"]
    assert digests[0]["calendar"] != digests[1]["calendar"]


def test_facts_of_items_and_times_a_verdict_does_not_rest_on_leave_its_digest() -> None:
    agreement = terms({"where": {"priority": "high"}})
    judged = ticket("A", "02-10 10:00:00", answered="02-10 10:30:00", priority="high")
    later = Fact(at("03-05 10:00:00"), "event", "agent_message")
    alone = verdict(agreement, "2026-02", judged).digest
    assert verdict(agreement, "2026-02", judged, ticket("B", "02-11 10:00:00", priority="low")).digest == alone
    assert verdict(agreement, "2026-02", Item("A", (*judged.facts, later))).digest == alone
    seen = Fact(at("02-20 10:00:00"), "event", "agent_message")
    assert verdict(agreement, "2026-02", Item("A", (*judged.facts, seen))).digest != alone


def test_a_verdict_as_of_an_instant_rests_on_no_later_fact() -> None:
    agreement = terms({})
    known = ticket("A", "02-10 10:00:00", answered="02-10 10:30:00")
    later = Fact(at("02-20 10:00:00"), "event", "agent_message")
    now = at("02-15 00:00:00")
    with_later = verdict(agreement, "2026-02", Item("A", (*known.facts, later)), now=now)
    assert with_later.digest == verdict(agreement, "2026-02", known, now=now).digest


def test_a_verdict_holds_the_breaches_furthest_over_target(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Judge, "held_breaches", 2)
    items = [ticket(f"T{hours}", "02-10 10:00:00", answered=f"02-10 {10 + hours}:30:00") for hours in (4, 1, 3, 2)]
    found = verdict(terms({}), "2026-02", *items)
    assert [row.item for row in found.breaching] == ["T3", "T4"]
    assert found.population.missed == 4
