"""Availability of one service, judged through the judge: rules 7 to 10 and 17 of TERMS.md at their edges."""

from __future__ import annotations

from fractions import Fraction

import pytest

from serval.engine.instants import parse_instant
from serval.engine.places import ANYWHERE, Place
from serval.engine.records import NO_RECORDS, Exclusion, Outage
from tests.engine.verdicts.bench_of_terms import at
from tests.engine.verdicts.records.evidence import (
    CORE,
    agree,
    down,
    every,
    excluded,
    judged,
    known,
    lost,
    outcome,
    promise,
    samples,
    told,
)

FEBRUARY = 28 * 86_400
MINUTELY = {"interval": "1m", "maxGap": "10m"}


@pytest.mark.parametrize(("seconds", "expected"), [(0, "met"), (2419, "met"), (2420, "breached")])
def test_the_budget_is_counted_to_the_second(seconds: int, expected: str) -> None:
    """99.9 % of February allow 2,419.2 seconds."""
    end = at("02-10 00:00:00") + seconds
    records = known(outages=[Outage(CORE, end - seconds, end)])
    verdict = judged(agree(), records)
    assert (verdict.outcome, verdict.value) == (expected, 1 - Fraction(seconds, FEBRUARY))
    assert verdict.account is not None
    assert verdict.account.budget == Fraction(FEBRUARY, 1000)


def test_meeting_the_promise_exactly_is_met() -> None:
    half = agree(promise(target={"atLeast": "50%"}))
    assert outcome(judged(half, known(outages=[down("02-01 00:00", "02-15 00:00")]))) == ("met", "limit_kept")
    assert outcome(judged(half, known(outages=[down("02-01 00:00", "02-15 00:00:01")]))) == ("breached", "limit_missed")


def test_without_any_evidence_there_is_no_data_and_silence_is_no_proof() -> None:
    assert outcome(judged(agree(), NO_RECORDS)) == ("no_data", "not_observed")
    assert outcome(judged(agree(promise(noData="breach")), NO_RECORDS)) == ("breached", "not_observed")
    assert outcome(judged(agree(), known())) == ("met", "limit_kept")


def test_an_outage_over_the_end_of_a_month_is_split_at_the_second() -> None:
    records = known(outages=[down("02-28 23:50", "03-01 00:20:01")])
    assert lost(judged(agree(), records)) == (0, 600, 0)
    assert lost(judged(agree(), records, "2026-03")) == (0, 1201, 0)


def test_the_shortest_outage_is_tested_on_the_whole_over_the_end_of_a_month() -> None:
    rule = agree(promise(measure={"shortestOutage": "5m"}))
    records = known(outages=[down("02-28 23:59", "03-01 00:04"), down("02-10 00:00", "02-10 00:04:59")])
    assert lost(judged(rule, records)) == (0, 60, 0)
    assert lost(judged(rule, records, "2026-03")) == (0, 240, 0)


def test_an_outage_split_by_the_end_of_a_month_is_one_failure_in_the_month_it_begins() -> None:
    records = known(outages=[down("02-28 23:50", "03-01 00:20")])
    both = agree(promise(metric="outages", target={"atMost": 0}))
    assert [judged(both, records, month).value for month in ("2026-02", "2026-03")] == [1, 0]
    assert judged(both, records).outcome == "breached"


def test_whole_hours_of_an_outage_split_by_the_end_of_a_month_are_charged_once() -> None:
    """Ninety minutes are two begun hours, whichever month they lie in."""
    consequences = {"credits": [{"for": "up", "each": "hour", "round": "up", "amount": "100.00", "when": "always"}]}
    fee = {"amount": "10000.00", "currency": "CNY", "per": "month", "taxIncluded": True}
    rule = agree(promise(), consequences=consequences, fee=fee)
    records = known(outages=[down("02-28 23:30", "03-01 01:00")])
    hours = [sum(judged(rule, records, month).meters.values(), Fraction(0)) for month in ("2026-02", "2026-03")]
    assert hours == [1, 1]
    early = known(outages=[down("02-28 23:30", "03-01 00:30")])
    assert [sum(judged(rule, early, month).meters.values()) for month in ("2026-02", "2026-03")] == [1, 0]


@pytest.mark.parametrize(
    ("zone", "period", "hours", "moment"),
    [
        ("Europe/Berlin", "2026-03", 743, "2026-03-29T01:30:00+01:00"),
        ("Europe/Berlin", "2026-10", 745, "2026-10-25T01:30:00+02:00"),
        ("Asia/Shanghai", "2026-03", 744, "2026-03-29T01:30:00+08:00"),
    ],
)
def test_months_with_a_clock_change_have_743_or_745_hours_and_outages_their_real_length(
    zone: str, period: str, hours: int, moment: str
) -> None:
    rule = agree(effective={"from": "2026-01-01", "until": "2026-12-31", "timezone": zone})
    start = parse_instant(moment)
    verdict = judged(rule, known(outages=[Outage(CORE, start, start + 7200)]), period)
    assert verdict.value == 1 - Fraction(2, hours)
    assert lost(verdict) == (0, 7200, 0)


def test_office_hours_count_only_what_is_open() -> None:
    """Friday 17:00 to Monday 10:00: an hour on each side; twenty weekdays of nine hours are agreed."""
    rule = agree(promise(calendar="office"))
    verdict = judged(rule, known(outages=[down("02-06 17:00", "02-09 10:00"), down("02-14 00:00", "02-15 00:00")]))
    assert (verdict.account and verdict.account.agreed, lost(verdict)) == (20 * 9 * 3600, (0, 7200, 0))
    assert [row.reason for row in told(rule, known(outages=[down("02-14 00:00", "02-15 00:00")]))] == ["off_hours"]


def test_beyond_the_published_holiday_years_a_verdict_is_refused() -> None:
    holidays = {"region": "XX", "source": "made up", "years": [2025, 2025], "off": ["2025-10-01"], "makeup": []}
    rule = agree(
        promise(calendar="shop"), calendars={"shop": {"weekly": {"mon-fri": ["09:00-18:00"]}, "holidays": holidays}}
    )
    verdict = judged(rule, known(outages=[down("02-10 10:00", "02-10 11:00")]))
    assert outcome(verdict) == ("refused", "years_unpublished")
    assert verdict.population.valued == 1


def test_degraded_time_counts_only_where_the_terms_say_so() -> None:
    rows = known(outages=[down("02-10 00:00", "02-10 02:00", kind="degraded"), down("02-10 02:00", "02-10 03:00")])
    assert lost(judged(agree(), rows))[1] == 3600
    assert lost(judged(agree(promise(measure={"degraded": "down"})), rows))[1] == 3 * 3600
    seen = known(samples=samples(("02-01 00:00", "up"), ("02-10 00:00", "degraded"), ("02-10 02:00", "up")))
    assert lost(judged(agree(promise(measure={"degraded": "down"})), seen))[1] == 7200


def test_outages_count_from_their_report_where_the_terms_say_so() -> None:
    rule = agree(promise(measure={"outageFrom": "reported"}))
    rows = [
        down("02-10 00:00", "02-10 02:00", reported="02-10 01:30"),
        down("02-11 00:00", "02-11 02:00"),
        down("02-12 00:00", "02-12 02:00", reported="02-12 03:00"),
    ]
    assert lost(judged(rule, known(outages=rows)))[1] == 1800
    reasons = {row.started: row.reason for row in told(rule, known(outages=rows))}
    assert list(reasons.values()) == ["outage", "never_reported", "never_reported"]


def test_samples_further_apart_than_a_gap_may_be_are_no_data() -> None:
    rule = agree(promise(measure=MINUTELY))
    steady = every(60, "02-01 00:00", "03-01 00:00")
    assert outcome(judged(rule, known(samples=samples(*steady)))) == ("met", "limit_kept")
    ten = [seen for seen in steady if not at("02-10 00:00") < seen[0] < at("02-10 00:10")]
    assert outcome(judged(rule, known(samples=samples(*ten)))) == ("met", "limit_kept")
    eleven = [seen for seen in steady if not at("02-10 00:00") < seen[0] < at("02-10 00:11")]
    verdict = judged(rule, known(samples=samples(*eleven)))
    assert (outcome(verdict), lost(verdict)) == (("no_data", "gap"), (0, 0, 600))
    assert (
        judged(agree(promise(measure=MINUTELY, noData="breach")), known(samples=samples(*eleven))).outcome == "breached"
    )


def test_a_gap_in_excluded_time_or_outside_hours_is_none() -> None:
    eleven = [s for s in every(60, "02-01 00:00", "03-01 00:00") if not at("02-10 00:00") < s[0] < at("02-10 00:11")]
    away = known(samples=samples(*eleven), exclusions=[excluded("02-10 00:00", "02-10 00:30")])
    assert outcome(judged(agree(promise(measure=MINUTELY, exclude=["maintenance"])), away)) == ("met", "limit_kept")
    assert judged(agree(promise(measure=MINUTELY, calendar="office")), away).outcome == "met"


def test_a_probe_that_keeps_office_hours_leaves_no_gap_at_night() -> None:
    days = [f"02-{day:02}" for day in range(1, 29)]
    seen = [s for day in days for s in every(60, f"{day} 09:00:40", f"{day} 17:59:50")]
    rule = agree(promise(measure=MINUTELY, calendar="office"))
    assert outcome(judged(rule, known(samples=samples(*seen)))) == ("met", "limit_kept")
    late = [s for s in seen if not at("02-10 09:00") <= s[0] < at("02-10 09:11")]
    assert outcome(judged(rule, known(samples=samples(*late)))) == ("no_data", "gap")


def test_a_running_month_is_judged_up_to_now_and_provisional() -> None:
    rule = agree(promise(measure=MINUTELY))
    seen = every(60, "02-01 00:00", "02-10 00:00")
    verdict = judged(rule, known(samples=samples(*seen)), now=at("02-10 00:05:00"))
    assert (outcome(verdict), verdict.provisional) == (("met", "limit_kept"), True)
    assert verdict.account is not None
    assert verdict.account.agreed == 9 * 86_400 + 300
    silent = judged(rule, known(samples=samples(*seen)), now=at("02-10 00:10:00"))
    assert outcome(silent) == ("no_data", "gap")


def test_an_outage_that_goes_on_is_counted_up_to_now() -> None:
    records = known(outages=[down("02-10 00:00", None)])
    verdict = judged(agree(), records, now=at("02-10 06:00"))
    assert lost(verdict)[1] == 6 * 3600
    rows = told(agree(), records, "2026-02", now=at("02-10 06:00"))
    assert [(row.stopped, row.working_seconds) for row in rows] == [(None, 6 * 3600)]
    assert outcome(judged(agree(), records, "2026-03", now=at("02-10 06:00"))) == ("no_data", "not_observed")


def test_an_end_told_later_replaces_an_outage_that_was_still_open() -> None:
    rows = [down("02-10 00:00", None), down("02-10 00:00", "02-10 01:00")]
    assert lost(judged(agree(), known(outages=rows)))[1] == 3600
    away = [excluded("02-10 00:00", None), excluded("02-10 00:00", "02-10 00:30")]
    rule = agree(promise(exclude=["maintenance"]))
    assert lost(judged(rule, known(outages=rows, exclusions=away)))[:2] == (1800, 1800)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (excluded("02-10 00:30", "02-10 02:00"), (5400, 1800)),
        (excluded("02-10 00:30", None), (18 * 86_400 + 23 * 3600 + 1800, 1800)),
        (excluded("02-10 00:30", "02-10 02:00", by=""), (0, 3600)),
        (excluded("02-10 00:30", "02-10 02:00", why="client_caused"), (0, 3600)),
        (excluded("02-10 00:30", "02-10 02:00", Place("portal")), (0, 3600)),
        (excluded("02-10 00:30", "02-10 02:00", ANYWHERE), (5400, 1800)),
        (Exclusion("maintenance", "p", "c", item="INC-1"), (0, 3600)),
    ],
    ids=["approved", "open-ended", "unapproved", "another reason", "another service", "everywhere", "of an item"],
)
def test_only_approved_exclusions_of_the_service_for_an_agreed_reason_count(
    row: Exclusion, expected: tuple[int, int]
) -> None:
    records = known(outages=[down("02-10 00:00", "02-10 01:00")], exclusions=[row])
    assert lost(judged(agree(promise(exclude=["maintenance"])), records))[:2] == expected


def test_excluded_time_leaves_both_numbers_or_counts_as_up() -> None:
    records = known(outages=[down("02-10 00:00", "02-10 02:00")], exclusions=[excluded("02-10 01:00", "02-11 00:00")])
    removed = judged(agree(promise(exclude=["maintenance"])), records)
    assert removed.value == 1 - Fraction(3600, FEBRUARY - 23 * 3600)
    assert removed.account is not None
    assert removed.account.budget == Fraction(FEBRUARY - 23 * 3600, 1000)
    up = judged(agree(promise(exclude=["maintenance"], excluded="counted_up")), records)
    assert up.value == 1 - Fraction(3600, FEBRUARY)


def test_a_month_wholly_excluded_has_no_data_and_its_ledger_names_the_reason() -> None:
    rule, records = agree(promise(exclude=["maintenance"])), known(exclusions=[excluded("01-01 00:00", None, ANYWHERE)])
    assert outcome(judged(rule, records)) == ("no_data", "denominator_zero")
    assert {(row.outcome, row.reason) for row in told(rule, records)} == {("excluded", "maintenance")}


def test_rolling_windows_and_part_periods_hold_what_lies_in_them() -> None:
    rolling = agree(promise(period="rolling 7d"))
    records = known(outages=[down("02-10 12:00", "02-10 13:00")])
    lengths = {v: lost(judged(rolling, records, v))[1] for v in ("2026-02-03/2026-02-09", "2026-02-10/2026-02-16")}
    assert list(lengths.values()) == [0, 3600]
    short = {"from": "2026-01-15", "until": "2026-12-31", "timezone": "Asia/Shanghai"}
    before = known(outages=[down("01-14 12:00", "01-15 01:00")])
    part = judged(agree(effective=short), before, "2026-01")
    assert (part.account and part.account.agreed, lost(part)) == (17 * 86_400, (0, 3600, 0))
    assert part.account is not None
    assert part.account.outages == 1


def test_a_stricter_promise_for_some_days_judges_these_days_beside_the_month() -> None:
    assured = [{"from": "2026-02-10", "until": "2026-02-11", "objective": "up", "target": {"atLeast": "99.99%"}}]
    rule = agree(promise(target={"atLeast": "99%"}), assurance=assured)
    records = known(outages=[down("02-09 23:00", "02-10 00:01")])
    assert judged(rule, records).outcome == "met"
    window = judged(rule, records, "2026-02-10/2026-02-11", of="up-2026-02-10")
    assert (window.outcome, window.value) == ("breached", 1 - Fraction(60, 2 * 86_400))


def test_an_outage_at_the_very_bounds_of_a_month_belongs_to_it_alone() -> None:
    records = known(outages=[down("02-01 00:00", "02-01 00:01"), down("02-28 23:59", "03-01 00:00")])
    months = ("2026-01", "2026-02", "2026-03")
    assert [lost(judged(agree(), records, month))[1] for month in months] == [0, 120, 0]


def test_recorded_outages_decide_where_samples_only_count_requests() -> None:
    records = known(samples=samples(("02-10 00:00", "", 5, 5)), outages=[down("02-10 00:00", "02-10 01:00")])
    assert (judged(agree(), records).outcome, lost(judged(agree(), records))) == ("breached", (0, 3600, 0))
