"""Promises of periods through amendments: from the next period, or by days; new, dropped and changed ones (rule 14)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from serval.engine.errors import TermsError
from serval.engine.terms import Agreement
from serval.engine.verdicts import Scorecard
from tests.engine.amendments.cast import OFFICE, SOLVED, agree, answered, card, find, told, version

SHARE: dict[str, Any] = {"target": {"within": "1h", "share": "90%"}}


def share(percent: str, **more: Any) -> dict[str, Any]:
    return {"target": {"within": "1h", "share": percent}, **more}


def promised(agreement: Agreement, period: str) -> Fraction | None:
    return find(card(agreement), period).objective.target.share


def spans(scorecard: Scorecard, name: str = "answer") -> list[tuple[str, str, str, bool]]:
    """Label, first and last day of each period of one objective, and whether it is a part."""
    periods = [verdict.period for verdict in scorecard.verdicts if verdict.objective.id == name]
    return [(period.label, f"{period.first:%m-%d}", f"{period.last:%m-%d}", period.part) for period in periods]


def test_a_changed_share_counts_from_the_next_period() -> None:
    agreement = agree(version("01-01", share("90%")), version("02-15", share("80%")))
    assert [promised(agreement, f"2026-{month}") for month in ("01", "02", "03")] == [
        Fraction(9, 10),
        Fraction(9, 10),
        Fraction(4, 5),
    ]


def test_from_the_first_day_of_a_period_on_it_counts_at_once() -> None:
    agreement = agree(version("01-01", share("90%")), version("02-01", share("80%")))
    assert (promised(agreement, "2026-01"), promised(agreement, "2026-02")) == (Fraction(9, 10), Fraction(4, 5))


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (share("80%", split="days"), Fraction(14 * 90 + 14 * 80, 2800)),
        (share("80%"), Fraction(9, 10)),
        ({"target": {"within": "1h", "all": True}, "split": "days"}, Fraction(14 * 90 + 14 * 100, 2800)),
    ],
)
def test_within_a_period_the_share_is_split_by_days_where_the_new_version_says_so(
    second: dict[str, Any], expected: Fraction
) -> None:
    assert promised(agree(version("01-01", share("90%")), version("02-15", second)), "2026-02") == expected


def test_days_are_local_days_whatever_the_clocks_do() -> None:
    """March 2026 in Berlin has 743 hours; its 29th, a day of 23 hours, weighs as much as any other."""
    changes: dict[str, Any] = {"effective": {"from": "2026-01-01", "until": "2026-12-31", "timezone": "Europe/Berlin"}}
    later = {"effective": {**changes["effective"], "from": "2026-03-29"}}
    agreement = agree(version("01-01", share("90%"), **changes), version("03-29", share("80%", split="days"), **later))
    march = find(card(agreement), "2026-03")
    assert march.period.end - march.period.start == 743 * 3600
    assert march.objective.target.share == Fraction(28 * 90 + 3 * 80, 3100)


@pytest.mark.parametrize(
    ("period", "label", "days"),
    [("quarter", "2026-Q1", (45, 45)), ("year", "2026", (45, 320)), ("contract-year", "Y1", (45, 320))],
)
def test_longer_periods_are_split_by_their_own_days(period: str, label: str, days: tuple[int, int]) -> None:
    both = [share(percent, period=period, split="days") for percent in ("90%", "80%")]
    agreement = agree(version("01-01", both[0]), version("02-15", both[1]))
    assert promised(agreement, label) == Fraction(days[0] * 90 + days[1] * 80, sum(days) * 100)


def test_three_wordings_of_one_period_each_have_their_days() -> None:
    wordings = [share(percent, split="days") for percent in ("90%", "80%", "70%")]
    agreement = agree(
        *(version(day, wording) for day, wording in zip(("02-01", "02-08", "02-22"), wordings, strict=True))
    )
    assert promised(agreement, "2026-02") == Fraction(7 * 90 + 14 * 80 + 7 * 70, 2800)


def test_an_availability_is_split_exactly() -> None:
    up = {"id": "answer", "metric": "availability", "where": {"service": "core"}}
    first = version("01-01", {**up, "target": {"atLeast": "99.9%"}})
    second = version("02-15", {**up, "target": {"atLeast": "99%"}, "split": "days"})
    level = find(card(agree(first, second)), "2026-02", subject="").objective.target.at_least
    assert level is not None
    assert level.amount == (Fraction("0.999") + Fraction("0.99")) / 2


def test_bounds_of_two_kinds_cannot_be_split() -> None:
    with pytest.raises(TermsError) as error:
        agree(version("01-01", SHARE), version("02-15", {"target": {"p90": "1h"}, "split": "days"}))
    assert error.value.code == "terms.split_differs"


def test_a_promise_split_in_the_middle_of_a_period_is_met_by_the_blended_share() -> None:
    """Nine of eleven in time: 81.8 % is too little for 90 %, and for the 85 % of February by days."""
    items = [answered(f"A{n}", "02-10 10:00", "02-10 10:30") for n in range(9)]
    items += [answered(f"B{n}", "02-20 10:00", "02-20 12:00") for n in range(2)]
    split = [agree(version("01-01", share("90%")), version("02-15", share(p, split="days"))) for p in ("80%", "70%")]
    assert [find(card(agreement, items), "2026-02").outcome for agreement in split] == ["breached", "met"]


def test_a_new_promise_begins_with_a_part_period_and_a_dropped_one_ends_with_one() -> None:
    agreement = agree(version("01-01", SHARE, SOLVED), version("02-15", SHARE, {**SOLVED, "id": "settle"}))
    scorecard = card(agreement)
    assert spans(scorecard, "solve") == [("2026-01", "01-01", "01-31", False), ("2026-02", "02-01", "02-14", True)]
    assert spans(scorecard, "settle")[:2] == [("2026-02", "02-15", "02-28", True), ("2026-03", "03-01", "03-31", False)]
    assert spans(scorecard)[1] == ("2026-02", "02-01", "02-28", False)


def test_a_clock_of_a_dropped_promise_is_carried_over_into_no_period() -> None:
    scorecard = card(
        agree(version("01-01", SHARE, SOLVED), version("02-15", SHARE)), [answered("A", "02-14 10:00", "02-14 10:30")]
    )
    last = find(scorecard, "2026-02", "solve")
    assert (last.population.open, last.outcome) == (1, "no_data")
    assert scorecard.evidence.outside_periods == 1


@pytest.mark.parametrize(
    "change", [{"metric": "clock.resolution"}, {"period": "quarter"}, {"per": "service"}, {"partial": "skip"}]
)
def test_a_promise_that_is_accounted_in_another_way_begins_its_periods_anew(change: dict[str, Any]) -> None:
    scorecard = card(agree(version("01-01", SHARE), version("02-15", {**SHARE, **change})))
    assert spans(scorecard)[:2] == [("2026-01", "01-01", "01-31", False), ("2026-02", "02-01", "02-14", True)]


def test_an_item_that_one_of_two_ways_of_accounting_covers_is_covered() -> None:
    agreement = agree(version("02-01", SHARE), version("04-01", {**SHARE, "period": "quarter"}))
    items = [answered(f"I{month}", f"{month}-10 10:00", f"{month}-10 10:30") for month in ("01", "02", "05")]
    assert card(agreement, items).evidence.not_covered == 1
    apart = agree(version("02-01", SHARE), version("04-01", {**SHARE, "id": "other"}))
    assert card(apart, items).evidence.not_covered == 4


def test_changed_conditions_count_for_clocks_that_start_afterwards() -> None:
    agreement = agree(
        version("01-01", {**SHARE, "where": {"priority": "high"}}),
        version("02-15", {**SHARE, "where": {"priority": ["high", "low"]}}),
    )
    low = [answered(f"L{day}", f"02-{day} 10:00", f"02-{day} 10:30", priority="low") for day in ("14", "15")]
    assert told(agreement, *low) == [("02", "02-15", "met", "stopped_in_time")]


def test_a_changed_calendar_counts_for_clocks_that_start_afterwards() -> None:
    """On Saturday the 14th the old version counts round the clock, from Sunday on only office hours count."""
    agreement = agree(
        version("01-01", SHARE), version("02-15", {**SHARE, "calendar": "office"}, calendars={"office": OFFICE})
    )
    items = [answered(f"L{day}", f"02-{day} 10:00", f"02-{day} 12:00") for day in ("14", "15")]
    assert [row[2] for row in told(agreement, *items)] == ["breached", "met"]


def test_between_versions_with_a_gap_nothing_is_promised() -> None:
    ended = version("01-01", SHARE)
    ended["effective"]["until"] = "2026-02-10"
    agreement = agree(ended, version("02-20", SHARE))
    items = [answered(f"L{day}", f"02-{day} 10:00", f"02-{day} 12:00") for day in ("10", "15", "20")]
    scorecard = card(agreement, items)
    assert spans(scorecard)[1:3] == [("2026-02", "02-01", "02-10", True), ("2026-02", "02-20", "02-28", True)]
    assert scorecard.evidence.not_covered == 1
    assert [row[:2] for row in told(agreement, *items)] == [("02", "01-01"), ("02", "02-20")]


def test_a_contract_year_is_not_begun_anew_by_an_amendment() -> None:
    """Agreed from 1 March, amended from 1 June: the first contract year still ends with February."""
    year = {**SHARE, "period": "contract-year"}
    first = version("03-01", year)
    first["effective"]["until"] = "2027-12-31"
    second = version("06-01", year)
    second["effective"]["until"] = "2027-12-31"
    periods = [verdict.period for verdict in card(agree(first, second)).verdicts]
    assert [(p.label, p.first.isoformat(), p.last.isoformat(), p.part) for p in periods] == [
        ("Y1", "2026-03-01", "2027-02-28", False),
        ("Y2", "2027-03-01", "2027-12-31", True),
    ]
    added = card(agree({**first, "objectives": version("03-01", SHARE)["objectives"]}, second))
    years = [v.period for v in added.verdicts if v.objective.terms.period.name == "contract-year"]
    assert [(p.label, p.first.isoformat(), p.part) for p in years] == [
        ("Y1", "2026-06-01", True),
        ("Y2", "2027-03-01", True),
    ]
