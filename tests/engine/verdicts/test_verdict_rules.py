"""Rules 1, 7, 8, 12 and 15 of TERMS.md: what a population means."""

from __future__ import annotations

from fractions import Fraction

import pytest

from serval.engine.evidence import Fact, Item
from serval.engine.verdicts import Range, Verdict, judge_items, scorecard_document, verdict_document
from tests.engine.verdicts.bench_of_terms import NOW, at, judge, ledger, places, terms, ticket, verdict

SHARE = {"within": "1h", "share": "90%"}


def tickets(kept: int, missed: int) -> list[Item]:
    answered = ["02-10 10:30"] * kept + ["02-10 12:00"] * missed
    return [ticket(f"T{n:03}", "02-10 10:00:00", answered=f"{stop}:00") for n, stop in enumerate(answered)]


def february(kept: int, missed: int, **objective: object) -> Verdict:
    return verdict(terms(objective), "2026-02", *tickets(kept, missed))


@pytest.mark.parametrize(
    ("kept", "missed", "target", "outcome", "reason"),
    [
        (9, 1, SHARE, "met", "share_reached"),
        (89, 11, SHARE, "breached", "share_missed"),
        (0, 1, {**SHARE, "tolerate": 1}, "met", "tolerated"),
        (0, 2, {**SHARE, "tolerate": 1}, "breached", "share_missed"),
        (3, 1, {"within": "1h", "all": True, "tolerate": 1}, "met", "tolerated"),
        (3, 1, {"within": "1h", "all": True}, "breached", "share_missed"),
        (4, 0, {"within": "1h", "all": True}, "met", "share_reached"),
    ],
)
def test_a_share_is_reached_exactly_or_few_enough_misses_are_tolerated(
    kept: int, missed: int, target: dict[str, object], outcome: str, reason: str
) -> None:
    found = february(kept, missed, target=target)
    assert (found.outcome, found.reason) == (outcome, reason)
    assert found.value == Fraction(kept, kept + missed)


def test_a_third_is_never_rounded_up_to_its_promise() -> None:
    found = february(2, 1, target={"within": "1h", "share": "66.666666666667%"})
    assert (found.outcome, found.value) == ("breached", Fraction(2, 3))
    assert verdict_document(found)["shown"] == "66.67%"
    assert february(2, 1, target={"within": "1h", "share": "66.666666666666%"}).outcome == "met"


@pytest.mark.parametrize(
    ("count", "no_data", "outcome", "reason"),
    [
        (4, "neutral", "no_data", "below_minimum"),
        (4, "breach", "breached", "below_minimum"),
        (0, "neutral", "no_data", "no_items"),
        (0, "breach", "breached", "no_items"),
        (5, "breach", "met", "share_reached"),
    ],
)
def test_fewer_items_than_the_minimum_are_no_data(count: int, no_data: str, outcome: str, reason: str) -> None:
    found = february(count, 0, minimum=5, noData=no_data)
    assert (found.outcome, found.reason) == (outcome, reason)
    assert (found.value is None) == (count < 5)


def test_an_empty_month_is_never_a_hundred_percent() -> None:
    found = february(0, 0)
    assert (found.outcome, found.value) == ("no_data", None)


def test_objectives_judge_one_item_independently() -> None:
    agreement = terms(
        {}, {"id": "quick", "target": {"within": "10m", "all": True}}, {"id": "other", "where": {"a": "b"}}
    )
    item = ticket("A", "02-10 10:00:00", answered="02-10 10:30:00")
    assert [(row.objective, row.outcome) for row in ledger(agreement, item)] == [
        ("answer", "met"),
        ("quick", "breached"),
    ]


@pytest.mark.parametrize(
    ("target", "value", "outcome"),
    [
        ({"mean": "20m"}, Fraction(1200), "met"),
        ({"mean": "1199s"}, Fraction(1200), "breached"),
        ({"median": "10m"}, Fraction(600), "met"),
        ({"p90": "40m"}, Fraction(2400), "met"),
        ({"p50": "10m"}, Fraction(600), "met"),
        ({"p90": "34m", "method": "linear"}, Fraction(2040), "met"),
        ({"p90": "2039s", "method": "linear"}, Fraction(2040), "breached"),
    ],
)
def test_statistics_take_the_working_seconds_of_stopped_clocks(
    target: dict[str, object], value: Fraction, outcome: str
) -> None:
    stops = ("10:10", "10:10", "10:40")
    items = [ticket(f"T{n}", "02-10 10:00:00", answered=f"02-10 {stop}:00") for n, stop in enumerate(stops)]
    found = verdict(terms({"target": target}), "2026-02", *items)
    assert (found.value, found.outcome) == (value, outcome)


@pytest.mark.parametrize(
    ("target", "outcome"),
    [({"atMost": 2}, "met"), ({"atMost": 1}, "breached"), ({"atLeast": 2}, "met"), ({"atLeast": 3}, "breached")],
)
def test_a_number_of_events_may_be_limited_from_both_sides(target: dict[str, object], outcome: str) -> None:
    found = verdict(terms({"metric": "count.opened", "target": target}), "2026-02", *tickets(2, 0))
    assert (found.outcome, found.value) == (outcome, Fraction(2))


def test_no_event_at_all_keeps_a_limit_from_above() -> None:
    assert february(0, 0, metric="count.opened", target={"atMost": 0}).outcome == "met"


def test_an_event_is_uncounted_when_its_item_was_withdrawn_before_the_period_closed() -> None:
    agreement = terms({"metric": "count.opened", "target": {"atMost": 5}})
    soon = ticket("A", "02-10 10:00:00", Fact(at("02-28 23:59:59"), "state", "cancelled"))
    late = ticket("B", "02-10 10:00:00", Fact(at("03-01 00:00:00"), "state", "cancelled"))
    assert places(agreement, soon) == [("2026-02", "excluded", "cancelled")]
    assert places(agreement, late) == [("2026-02", "counted", "opened")]


def test_a_withdrawn_item_leaves_with_its_reason_and_an_earlier_breach_stands() -> None:
    gone = ticket("A", "02-10 10:00:00", Fact(at("02-10 10:30:00"), "state", "duplicate"))
    late = ticket("B", "02-10 10:00:00", Fact(at("02-10 11:30:00"), "state", "duplicate"))
    assert places(terms({}), gone, late) == [
        ("2026-02", "excluded", "duplicate"),
        ("2026-02", "breached", "breached_before_leaving"),
    ]


def test_an_item_whose_stop_precedes_its_start_is_bad_data_and_counts_nowhere() -> None:
    item = ticket("A", "02-10 10:00:00", answered="02-10 09:00:00")
    found = verdict(terms({}), "2026-02", item)
    assert (found.population.bad_data, found.population.counted, found.outcome) == (1, 0, "no_data")


HOLIDAYS = {"region": "XX", "source": "gazette", "years": [2025, 2026], "off": ["2026-02-16"]}


def holiday_terms(**effective: str) -> object:
    calendars = {"office": {"weekly": {"mon-fri": ["09:00-18:00"]}, "holidays": HOLIDAYS}}
    span = {"from": "2026-01-01", "until": "2027-12-31", "timezone": "Asia/Shanghai", **effective}
    return terms({"calendar": "office", "target": {"within": "20h", "all": True}}, calendars=calendars, effective=span)


def test_a_month_beyond_the_published_holidays_is_refused() -> None:
    agreement = holiday_terms()
    asked = Range(at("12-01 00:00:00"), at("12-01 00:00:00") + 62 * 86_400)
    december, january = judge_items(agreement, [], asked, now=NOW).verdicts
    assert (december.period.label, december.outcome, december.refusal) == ("2026-12", "no_data", None)
    assert (january.period.label, january.outcome, january.reason) == ("2027-01", "refused", "years_unpublished")
    assert january.refusal is not None
    assert january.refusal.code == "verdict.years_unpublished"
    assert january.refusal.data["last_year"] == 2026


def test_the_last_published_month_is_judged_and_a_due_beyond_it_stays_open() -> None:
    agreement = holiday_terms()
    asked = Range(at("12-01 00:00:00"), at("12-31 00:00:00") + 86_400)
    card = judge_items(agreement, [ticket("A", "12-31 17:00:00")], asked, now=asked.end)
    assert [(v.period.label, v.population.open) for v in card.verdicts] == [("2026-12", 1)]


@pytest.mark.parametrize("target", [{"within": "20h", "all": True}, {"mean": "20h"}])
def test_a_clock_that_began_before_the_published_holidays_is_refused(target: dict[str, object]) -> None:
    calendars = {"office": {"weekly": {"mon-fri": ["09:00-18:00"]}, "holidays": {**HOLIDAYS, "years": [2026, 2026]}}}
    span = {"from": "2025-12-01", "until": "2026-12-31", "timezone": "Asia/Shanghai"}
    agreement = terms({"calendar": "office", "target": target}, calendars=calendars, effective=span)
    begin = at("01-01 00:00:00") - 86_400
    item = Item("A", (Fact(begin, "event", "opened"), Fact(at("01-05 10:00:00"), "event", "first_response")))
    card = judge_items(agreement, [item], Range(at("01-01 00:00:00"), at("02-01 00:00:00")), now=NOW)
    assert [(v.outcome, v.value, v.population.counted) for v in card.verdicts] == [("refused", None, 1)]


def test_a_period_that_has_not_ended_is_provisional() -> None:
    found = verdict(terms({}), "2026-02", *tickets(1, 0), now=at("02-28 23:59:59"))
    assert found.provisional
    assert not verdict(terms({}), "2026-02", *tickets(1, 0), now=at("03-01 00:00:00")).provisional


def test_only_periods_that_close_in_the_span_are_judged_and_the_next_is_named() -> None:
    card = judge_items(terms({}), [], Range(at("02-01 00:00:00"), at("03-15 00:00:00")), now=NOW)
    assert [v.period.label for v in card.verdicts] == ["2026-02"]
    assert [period.label for _, period in card.later] == ["2026-03"]


def test_a_scorecard_tells_what_no_objective_spoke_of() -> None:
    agreement = terms({"where": {"priority": "high"}})
    card = judge(
        agreement, ticket("A", "02-10 10:00:00", priority="low"), ticket("B", "02-10 10:00:00", priority="high")
    )
    assert (card.evidence.items, card.evidence.unmatched) == (2, 1)
    assert scorecard_document(card)["evidence"]["unmatched"] == 1


def test_the_ledger_names_the_evidence_that_decided() -> None:
    rows = ledger(terms({}), ticket("A", "02-10 10:00:00", answered="02-10 10:01:00"), ticket("B", "02-10 10:00:00"))
    assert [row.source for row in rows] == ["A#2", "B#1"]
