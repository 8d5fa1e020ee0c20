"""TERMS.md rule 10 at the seconds where one period ends and the next begins."""

from __future__ import annotations

from serval.engine.evidence import Fact
from tests.engine.verdicts.bench_of_terms import at, judge, ledger, places, terms, ticket, verdict

RESOLVED = {"id": "solve", "metric": "clock.resolution", "target": {"within": "1h", "all": True}}


def test_a_stop_in_the_last_second_of_a_month_belongs_to_it() -> None:
    item = ticket("A", "01-31 23:30:00", answered="01-31 23:59:59")
    assert places(terms({}), item) == [("2026-01", "met", "stopped_in_time")]


def test_a_stop_at_the_very_end_of_a_month_belongs_to_the_next_and_is_carried_over() -> None:
    item = ticket("A", "01-31 23:30:00", answered="02-01 00:00:00")
    assert places(terms({}), item) == [("2026-02", "met", "stopped_in_time"), ("2026-01", "open", "carried_over")]


def test_a_due_instant_in_the_last_second_of_a_month_is_broken_in_it() -> None:
    item = ticket("A", "01-31 22:59:59", answered="02-01 10:00:00")
    assert places(terms({}), item) == [("2026-01", "breached", "due_passed")]


def test_a_due_instant_at_the_very_end_of_a_month_is_broken_in_the_next() -> None:
    item = ticket("A", "01-31 23:00:00", answered="02-01 10:00:00")
    assert places(terms({}), item) == [("2026-02", "breached", "stopped_late"), ("2026-01", "open", "carried_over")]


def test_meeting_a_due_instant_at_the_very_end_of_a_month_is_met_in_the_next() -> None:
    item = ticket("A", "01-31 23:00:00", answered="02-01 00:00:00")
    assert places(terms({}), item)[0] == ("2026-02", "met", "stopped_in_time")


def test_a_clock_over_three_months_is_carried_over_twice_and_counted_once() -> None:
    agreement = terms({"target": {"within": "1400h", "all": True}})
    item = ticket("A", "01-15 00:00:00", answered="03-10 00:00:00")
    assert places(agreement, item) == [
        ("2026-03", "met", "stopped_in_time"),
        ("2026-01", "open", "carried_over"),
        ("2026-02", "open", "carried_over"),
    ]


def test_a_row_carried_over_shows_the_clock_as_it_stood_at_the_end_of_the_period() -> None:
    agreement = terms({"target": {"within": "100h", "all": True}})
    row = ledger(agreement, ticket("A", "01-31 20:00:00", answered="02-02 00:00:00"))[1]
    assert (row.period, row.working_seconds, row.stopped) == ("2026-01", 4 * 3600, None)


def test_a_breach_shows_the_clock_as_it_stood_at_the_end_of_its_period() -> None:
    row = ledger(terms({}), ticket("A", "01-31 20:00:00", answered="02-02 00:00:00"))[0]
    assert (row.outcome, row.working_seconds, row.stopped) == ("breached", 4 * 3600, None)


def test_a_breach_stopped_within_its_period_shows_its_stop() -> None:
    row = ledger(terms({}), ticket("A", "01-30 20:00:00", answered="01-31 00:00:00"))[0]
    assert (row.outcome, row.working_seconds, row.stopped) == ("breached", 4 * 3600, at("01-31 00:00:00"))


def test_a_mean_takes_a_clock_in_the_period_of_its_stop_however_late_it_is() -> None:
    agreement = terms({"target": {"mean": "1h"}})
    item = ticket("A", "01-31 22:00:00", answered="02-01 00:00:00")
    assert places(agreement, item) == [("2026-02", "counted", "stopped"), ("2026-01", "open", "carried_over")]


def test_a_clock_that_runs_at_the_time_of_judging_is_open_in_the_running_period() -> None:
    item = ticket("A", "02-10 10:00:00")
    assert places(terms({}), item, now=at("02-10 11:00:00")) == [("2026-02", "open", "running")]
    assert places(terms({}), item, now=at("02-10 11:00:01")) == [("2026-02", "breached", "due_passed")]


def test_a_paused_clock_says_that_it_is_paused() -> None:
    clocks = {"resolution": {"start": "opened", "stop": "resolved", "pause": ["waiting_client"], "reopen": "ignore"}}
    agreement = terms(RESOLVED, clocks=clocks)
    item = ticket("A", "02-10 10:00:00", Fact(at("02-10 10:30:00"), "state", "waiting_client"))
    assert places(agreement, item, now=at("02-20 00:00:00")) == [("2026-02", "open", "paused")]


def test_bounds_follow_the_agreement_and_hours_follow_the_calendar() -> None:
    calendars = {"office": {"timezone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}}}
    agreement = terms({"calendar": "office"}, calendars=calendars)
    # Friday 30 January 16:30 in New York is Saturday 05:30 in Shanghai: half an hour is left before the weekend, so
    # the hour ends on Monday 2 February at 09:30 in New York, which is 22:30 in Shanghai.
    due = at("02-02 22:30:00")
    assert [row.due for row in ledger(agreement, ticket("A", "01-31 05:30:00", answered="02-03 00:00:00"))] == [
        due,
        due,
    ]
    # 31 January 23:30 in Shanghai is a Saturday in New York: no time passes, and the month ends under the clock.
    item = ticket("B", "01-31 23:30:00", answered="02-02 22:15:00")
    assert [row.period for row in ledger(agreement, item)] == ["2026-02", "2026-01"]


def test_a_clock_certain_after_the_last_day_is_in_no_period_but_is_told() -> None:
    item = ticket("A", "12-31 23:30:00", Fact(at("12-31 23:30:00") + 2400, "event", "first_response"))
    card = judge(terms({}), item, now=at("12-31 23:30:00") + 86_400)
    assert card.evidence.outside_periods == 1
    assert [v.population.open for v in card.verdicts if v.period.label == "2026-12"] == [1]


def test_a_clock_that_began_before_the_terms_is_not_covered_by_them() -> None:
    agreement = terms({}, effective={"from": "2026-02-01", "until": "2026-12-31", "timezone": "Asia/Shanghai"})
    card = judge(agreement, ticket("A", "01-31 23:59:59", answered="02-01 00:10:00"))
    assert card.evidence.not_covered == 1
    assert {v.outcome for v in card.verdicts} == {"no_data"}


def test_an_item_reclassified_into_an_objective_after_its_due_breaks_it_from_that_change_on() -> None:
    agreement = terms({"where": {"priority": "high"}})
    change = Fact(at("02-03 00:00:00"), "field", "priority", "high")
    item = ticket("A", "01-10 00:00:00", change, priority="low")
    assert places(agreement, item) == [("2026-02", "breached", "due_passed")]


def test_a_part_period_left_out_still_makes_its_stops_final() -> None:
    clocks = {"resolution": {"start": "opened", "stop": "resolved", "reopen": "resume"}}
    effective = {"from": "2026-01-10", "until": "2026-12-31", "timezone": "Asia/Shanghai"}
    agreement = terms({**RESOLVED, "partial": "skip"}, clocks=clocks, effective=effective)
    solved = Fact(at("01-20 00:30:00"), "state", "resolved")
    again = Fact(at("02-01 00:00:00"), "state", "open")
    rows = ledger(agreement, ticket("A", "01-20 00:00:00", solved, again))
    assert [(row.period, row.cycle, row.started) for row in rows] == [("2026-02", 2, at("02-01 00:00:00"))]


def test_a_closing_month_makes_a_stop_final_before_its_settling_time() -> None:
    clocks = {"resolution": {"start": "opened", "stop": "resolved", "reopen": "resume", "settle": "30d"}}
    agreement = terms(RESOLVED, clocks=clocks)
    solved = Fact(at("01-31 23:30:00"), "state", "resolved")
    again = Fact(at("02-01 00:00:00"), "state", "open")
    item = ticket("A", "01-31 23:00:00", solved, again)
    assert places(agreement, item) == [("2026-01", "met", "stopped_in_time"), ("2026-02", "breached", "due_passed")]


def test_a_rolling_window_warns_and_never_binds() -> None:
    agreement = terms({"period": "rolling 7d"})
    found = verdict(agreement, "2026-02-01/2026-02-07", ticket("A", "02-07 23:00:00", answered="02-07 23:59:59"))
    assert (found.outcome, found.binding, found.population.kept) == ("met", False, 1)


def test_a_clock_counts_in_each_rolling_window_that_holds_its_certainty() -> None:
    agreement = terms({"period": "rolling 3d"})
    rows = ledger(agreement, ticket("A", "02-09 23:30:00", answered="02-10 00:00:00"))
    assert [row.period for row in rows] == ["2026-02-08/2026-02-10", "2026-02-09/2026-02-11", "2026-02-10/2026-02-12"]
