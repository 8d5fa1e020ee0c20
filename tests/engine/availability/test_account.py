"""Accounts of agreed time: rules 7 to 10 one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from serval.engine.availability.account import Counting, Frame, Part, list_failures, take_account
from serval.engine.availability.outages import WholeOutage, fold_outages
from serval.engine.calendars.calendar import compile_calendar
from serval.engine.calendars.spec import CalendarSpec, Shift
from serval.engine.instants import parse_instant
from serval.engine.periods import PeriodKind, list_periods
from serval.engine.records import Outage
from serval.engine.zones import get_zone
from tests.engine.availability.random_evidence import PLACE

ALL = Counting()
FIVE_MINUTES = Counting(shortest_outage=300)
DAY = Frame(0, 86_400, ((0, 86_400),))


def outage(start: int, end: int) -> WholeOutage:
    return WholeOutage(start, end, start)


def only_part(frame: Frame, whole: WholeOutage, counting: Counting = ALL) -> Part:
    (part,) = [part for part in take_account(frame, [whole], counting).parts if part.kind == "outage"]
    return part


def test_availability_is_agreed_without_excluded_and_down_of_agreed_without_excluded() -> None:
    frame = replace(DAY, excluded=((0, 6_400),))
    account = take_account(frame, [outage(10_000, 18_000)], ALL)
    assert (account.agreed, account.excluded, account.down, account.up) == (86_400, 6_400, 8_000, 72_000)
    assert account.availability == Fraction(9, 10)


def test_excluded_time_may_count_as_up_instead() -> None:
    frame = replace(DAY, excluded=((0, 6_400),))
    account = take_account(frame, [outage(10_000, 18_000)], Counting(excluded_as="counted_up"))
    assert (account.excluded, account.up, account.availability) == (6_400, 78_400, Fraction(784, 864))


def test_excluded_beats_down() -> None:
    part = only_part(replace(DAY, excluded=((900, 2_000),)), outage(1_000, 3_000))
    assert (part.reason, part.counted, part.down, part.excluded) == ("counted", ((2_000, 3_000),), 1_000, 1_000)
    whole = only_part(replace(DAY, excluded=((900, 3_000),)), outage(1_000, 3_000))
    assert (whole.reason, whole.down, whole.excluded, whole.begins) == ("excluded", 0, 2_000, False)


def test_exclusions_that_overlap_are_taken_out_once_and_shown_each() -> None:
    account = take_account(replace(DAY, excluded=((500, 900), (100, 600))), [], ALL)
    assert account.excluded == 800
    assert [(part.kind, part.whole, part.excluded) for part in account.parts] == [
        ("exclusion", (100, 600), 500),
        ("exclusion", (500, 900), 400),
    ]


def test_an_outage_shorter_than_the_shortest_one_counts_as_up() -> None:
    account = take_account(DAY, [outage(0, 299), outage(1_000, 1_300)], FIVE_MINUTES)
    assert (account.down, account.up) == (300, 86_100)
    assert [part.reason for part in account.parts] == ["too_short", "counted"]


def test_the_whole_outage_is_tested_before_it_is_clipped_to_the_period() -> None:
    part = only_part(DAY, outage(-500, 60), FIVE_MINUTES)
    assert (part.reason, part.whole, part.inside, part.down) == ("counted", (-500, 60), ((0, 60),), 60)


def test_the_whole_outage_is_tested_before_it_is_clipped_to_hours_and_exclusions() -> None:
    hours = Frame(0, 86_400, ((30_000, 60_000),))
    assert only_part(hours, outage(29_700, 30_010), FIVE_MINUTES).down == 10
    assert only_part(replace(DAY, excluded=((1_010, 2_000),)), outage(1_000, 1_400), FIVE_MINUTES).down == 10


def test_an_outage_counts_in_agreed_time_only() -> None:
    hours = Frame(0, 86_400, ((30_000, 60_000),))
    part = only_part(hours, outage(20_000, 40_000))
    assert (part.reason, part.down, part.off_hours, part.begins) == ("counted", 10_000, 10_000, True)
    night = only_part(hours, outage(0, 30_000))
    assert (night.reason, night.down, night.off_hours) == ("off_hours", 0, 30_000)


def test_an_outage_counts_from_its_report_where_outages_do() -> None:
    part = only_part(DAY, WholeOutage(1_000, 2_000, 1_400, reported=1_400))
    assert (part.counted, part.inside) == (((1_400, 2_000),), ((1_000, 2_000),))
    assert only_part(DAY, WholeOutage(1_000, 2_000, None)).reason == "never_reported"
    assert only_part(DAY, WholeOutage(86_000, 90_000, 87_000, reported=87_000)).reason == "before_report"


def test_the_length_of_an_outage_is_taken_from_its_report() -> None:
    assert only_part(DAY, WholeOutage(1_000, 2_000, 1_701, reported=1_701), FIVE_MINUTES).reason == "too_short"


def test_unknown_time_is_neither_up_nor_down() -> None:
    frame = replace(DAY, unknown=((10_000, 16_400),))
    account = take_account(frame, [outage(0, 8_000)], ALL)
    assert (account.down, account.unknown, account.up) == (8_000, 6_400, 72_000)
    assert account.availability == Fraction(9, 10)
    gap = account.parts[-1]
    assert (gap.kind, gap.reason, gap.inside, gap.unknown) == ("gap", "unknown", ((10_000, 16_400),), 6_400)


def test_an_outage_known_from_elsewhere_decides_in_unknown_time() -> None:
    frame = replace(DAY, unknown=((0, 1_000),), excluded=((900, 950),))
    account = take_account(frame, [outage(100, 400)], FIVE_MINUTES)
    assert (account.down, account.unknown) == (300, 650)
    short = take_account(frame, [outage(100, 399)], FIVE_MINUTES)
    assert (short.down, short.unknown) == (0, 1_000 - 50 - 299)


def test_with_nothing_left_to_judge_there_is_no_availability() -> None:
    assert take_account(Frame(0, 100, ()), [outage(0, 50)], ALL).availability is None
    assert take_account(Frame(0, 100, ((0, 100),), excluded=((0, 100),)), [outage(0, 50)], ALL).availability is None
    assert take_account(Frame(0, 100, ((0, 100),), unknown=((0, 100),)), [], ALL).availability is None


def test_counted_up_a_wholly_excluded_period_is_wholly_up() -> None:
    frame = Frame(0, 100, ((0, 100),), excluded=((0, 100),))
    assert take_account(frame, [outage(0, 50)], Counting(excluded_as="counted_up")).availability == 1


def test_an_outage_over_the_bound_of_two_periods_is_split_and_begins_once() -> None:
    agreed = ((0, 200),)
    first, second = Frame(0, 100, agreed), Frame(100, 200, agreed)
    split = outage(90, 130)
    accounts = [take_account(frame, [split], ALL) for frame in (first, second)]
    assert [account.down for account in accounts] == [10, 30]
    assert [list_failures(account) for account in accounts] == [(split,), ()]


def test_an_outage_that_begins_before_hours_of_the_next_period_begins_there() -> None:
    agreed = ((0, 80), (110, 200))
    split = outage(90, 130)
    accounts = [take_account(Frame(start, start + 100, agreed), [split], ALL) for start in (0, 100)]
    assert [list_failures(account) for account in accounts] == [(), (split,)]


def test_an_outage_outside_the_period_is_no_part_of_it() -> None:
    assert take_account(Frame(100, 200, ((0, 300),)), [outage(0, 100), outage(200, 250)], ALL).parts == ()


@pytest.mark.parametrize(("first", "hours"), [(date(2026, 3, 1), 743), (date(2026, 10, 1), 745)])
def test_a_month_in_which_clocks_change_has_its_true_hours(first: date, hours: int) -> None:
    zone = get_zone("Europe/Berlin")
    (month,) = list_periods(PeriodKind("month"), first, first.replace(day=31), zone)
    calendar = compile_calendar(CalendarSpec("always", "Europe/Berlin", always=True))
    agreed = calendar.open_spans(month.start, month.end)
    hour = outage(month.start + 1_000, month.start + 4_600)
    account = take_account(Frame(month.start, month.end, agreed), [hour], ALL)
    assert (account.agreed, account.availability) == (hours * 3_600, Fraction(hours - 1, hours))


def test_an_outage_over_the_hour_that_the_clocks_skip_lasts_as_long_as_it_lasted() -> None:
    """From 01:30 to 03:30 on the wall of Berlin is one hour on 29 March 2026; only the part from 03:00 is agreed."""
    days = ((Shift(3 * 3_600, 8 * 3_600),),) * 7
    calendar = compile_calendar(CalendarSpec("early", "Europe/Berlin", weekly=days))  # type: ignore[arg-type]
    start, end = parse_instant("2026-03-29T00:00:00+01:00"), parse_instant("2026-03-30T00:00:00+02:00")
    whole = outage(parse_instant("2026-03-29T01:30:00+01:00"), parse_instant("2026-03-29T03:30:00+02:00"))
    part = only_part(Frame(start, end, calendar.open_spans(start, end)), whole, Counting(shortest_outage=3_600))
    assert (whole.length, part.reason, part.down, part.off_hours) == (3_600, "counted", 1_800, 1_800)


def test_an_outage_that_goes_on_beyond_the_month_is_split_at_local_midnight() -> None:
    march, april = list_periods(PeriodKind("month"), date(2026, 3, 1), date(2026, 4, 30), get_zone("Europe/Berlin"))
    row = Outage(PLACE, march.end - 600, None)
    wholes = fold_outages((), [row], now=april.start + 900)
    always = ((march.start, april.end),)
    downs = [take_account(Frame(p.start, p.end, always), wholes, ALL).down for p in (march, april)]
    assert downs == [600, 900]
    assert march.end == parse_instant("2026-04-01T00:00:00+02:00")
