"""MTBF, MTTR, MTTD: exact, and nothing where nothing failed."""

from __future__ import annotations

from fractions import Fraction

from serval.engine.availability.account import Counting, Frame, list_failures, take_account
from serval.engine.availability.outages import WholeOutage
from serval.engine.availability.reliability import (
    availability_from,
    list_ended,
    mean_time_between_failures,
    mean_time_to_detect,
    mean_time_to_repair,
)

DAY = 86_400
THREE = (
    WholeOutage(1_000, 1_600, 1_000, detected=1_060),
    WholeOutage(5_000, 5_100, 5_000),
    WholeOutage(9_000, 9_200, 9_000, detected=9_000),
)


def test_time_between_failures_is_time_up_for_each_failure() -> None:
    account = take_account(Frame(0, DAY, ((0, DAY),)), THREE, Counting())
    failures = list_failures(account)
    assert failures == THREE
    assert mean_time_between_failures(account.up, len(failures)) == Fraction(DAY - 900, 3)


def test_time_to_repair_is_the_mean_of_whole_lengths() -> None:
    assert mean_time_to_repair(THREE) == 300


def test_time_to_repair_counts_from_the_report_where_outages_do() -> None:
    reported = WholeOutage(0, 600, 500, reported=500)
    silent = WholeOutage(1_000, 9_000, None)
    assert mean_time_to_repair([reported, silent]) == 100


def test_time_to_repair_may_count_open_time_only() -> None:
    assert mean_time_to_repair(THREE, open_time=((1_500, 5_050),)) == Fraction(100 + 50 + 0, 3)


def test_time_to_detect_leaves_out_outages_whose_detection_is_unknown() -> None:
    assert mean_time_to_detect(THREE) == 30


def test_an_outage_is_repaired_in_the_period_of_its_end() -> None:
    split, bound = WholeOutage(-50, 10, -50), WholeOutage(50, 100, 50)
    going_on, later = WholeOutage(60, 90, 60, ongoing=True), WholeOutage(90, 101, 90)
    assert list_ended([split, bound, going_on, later, WholeOutage(1, 2, None)], 0, 100) == (split,)
    assert list_ended([bound], 100, 200) == (bound,)


def test_without_failures_there_is_no_mean() -> None:
    assert mean_time_between_failures(DAY, 0) is None
    assert mean_time_to_repair([]) is None
    assert mean_time_to_detect([THREE[1]]) is None
    assert availability_from(Fraction(0), Fraction(0)) is None


def test_availability_follows_from_both_means() -> None:
    account = take_account(Frame(0, DAY, ((0, DAY),)), THREE, Counting())
    mtbf, mttr = mean_time_between_failures(account.up, 3), mean_time_to_repair(THREE)
    assert mtbf is not None
    assert mttr is not None
    assert availability_from(mtbf, mttr) == account.availability
