"""Figures as people read them, in both languages."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from serval.engine.durations import Duration
from serval.engine.instants import parse_instant
from serval.engine.periods import PeriodKind
from serval.engine.terms import compile_terms, load_terms
from serval.engine.terms.objectives import CompiledObjective
from serval.engine.verdicts import Range
from serval.engine.verdicts.judge import Judge
from serval.engine.verdicts.rendering import round_half_up
from serval.engine.verdicts.results import Verdict
from serval.engine.zones import get_zone
from serval.reporting.catalogue import set_language
from serval.reporting.formats import (
    show_attained,
    show_instant,
    show_limit,
    show_period_kind,
    show_seconds,
    show_target,
    show_working,
)

TERMS = """
apiVersion: serval/v1
kind: Agreement
metadata: {number: T-1, title: Test}
parties: {provider: provider, client: client}
effective: {from: 2026-05-01, until: 2026-05-31, timezone: Asia/Shanghai}
calendars: {always: {always: true}}
clocks: {response: {start: opened, stop: first_response}}
objectives:
  - {id: promise, metric: METRIC, target: {TARGET}, calendar: always, period: month}
"""


def build_objective(target: str, metric: str = "clock.response") -> CompiledObjective:
    agreement = compile_terms(load_terms(TERMS.replace("TARGET", target).replace("METRIC", metric)))
    return agreement.objectives[0]


def build_verdict(target: str, value: Fraction | None, metric: str = "clock.response") -> Verdict:
    agreement = compile_terms(load_terms(TERMS.replace("TARGET", target).replace("METRIC", metric)))
    judge = Judge(agreement, Range(agreement.start, agreement.end), now=agreement.end)
    return replace(judge.finish().verdicts[0], value=value)


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (0, "0 s", "0 秒"),
        (45, "45 s", "45 秒"),
        (12_600, "3 h 30 min", "3 小时 30 分钟"),
        (86_399, "23 h 59 min 59 s", "23 小时 59 分钟 59 秒"),
        (86_400, "1 d", "1 天"),
        (486_000, "5 d 15 h", "5 天 15 小时"),
        (-90, "−1 min 30 s", "−1 分钟 30 秒"),
        (-90_000, "−1 d 1 h", "−1 天 1 小时"),
    ],
)
def test_a_length_of_time_is_shown_in_days_hours_minutes_and_seconds(seconds: int, english: str, chinese: str) -> None:
    assert show_seconds(seconds) == english
    set_language("zh")
    assert show_seconds(seconds) == chinese


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (0, "0 s", "0 秒"),
        (486_000, "135 h", "135 小时"),
        (3_661, "1 h 1 min 1 s", "1 小时 1 分钟 1 秒"),
        (-60, "−1 min", "−1 分钟"),
    ],
)
def test_working_time_is_never_shown_in_days(seconds: int, english: str, chinese: str) -> None:
    assert show_working(seconds) == english
    set_language("zh")
    assert show_working(seconds) == chinese


@pytest.mark.parametrize(
    ("zone", "wanted"),
    [
        ("Asia/Shanghai", "2026-05-04 17:00"),
        ("Europe/Berlin", "2026-05-04 11:00"),
        ("America/New_York", "2026-05-04 05:00"),
        ("Pacific/Kiritimati", "2026-05-04 23:00"),
    ],
)
def test_an_instant_is_shown_in_the_zone_it_is_asked_for(zone: str, wanted: str) -> None:
    assert show_instant(parse_instant("2026-05-04T09:00:00Z"), get_zone(zone)) == wanted


def test_seconds_of_an_instant_are_shown_only_where_there_are_any() -> None:
    zone = get_zone("UTC")
    assert show_instant(parse_instant("2026-05-04T09:00:07Z"), zone) == "2026-05-04 09:00:07"
    assert show_instant(None, zone) == "–"


def test_the_two_instants_of_a_repeated_hour_look_alike_and_differ_by_an_hour() -> None:
    zone = get_zone("Europe/Berlin")
    first, second = parse_instant("2026-10-25T00:30:00Z"), parse_instant("2026-10-25T01:30:00Z")
    assert show_instant(first, zone) == show_instant(second, zone) == "2026-10-25 02:30"


@pytest.mark.parametrize(
    ("limit", "english", "chinese"),
    [
        (Duration(900, "s"), "15 min", "15 分钟"),
        (Duration(259_200, "s"), "72 h", "72 小时"),
        (Duration(1, "wd"), "1 working day", "1 个工作日"),
        (Duration(5, "wd"), "5 working days", "5 个工作日"),
        (Duration(1, "d"), "1 day", "1 天"),
        (Duration(60, "d"), "60 days", "60 天"),
    ],
)
def test_a_limit_is_shown_in_its_own_unit(limit: Duration, english: str, chinese: str) -> None:
    assert show_limit(limit) == english
    set_language("zh")
    assert show_limit(limit) == chinese


@pytest.mark.parametrize(
    ("target", "metric", "english", "chinese"),
    [
        ("within: 4h, share: 95%", "clock.response", "95% within 4 h", "4 小时内达成率 ≥ 95%"),
        ("within: 4h, share: 99.95%", "clock.response", "99.95% within 4 h", "4 小时内达成率 ≥ 99.95%"),
        ("within: 5wd, all: true", "clock.response", "all within 5 working days", "全部在 5 个工作日内"),
        ("mean: 45m", "clock.response", "mean ≤ 45 min", "平均值 ≤ 45 分钟"),
        ("median: 4h", "clock.response", "median ≤ 4 h", "中位数 ≤ 4 小时"),
        ("p90: 100h", "clock.response", "p90 ≤ 100 h", "P90 ≤ 100 小时"),
        ("p99.9: 1h30m", "clock.response", "p99.9 ≤ 1 h 30 min", "P99.9 ≤ 1 小时 30 分钟"),
        ("atMost: 3", "count.opened", "at most 3", "不超过 3"),
        ("atLeast: 12", "count.opened", "at least 12", "不少于 12"),
    ],
)
def test_a_target_is_a_few_words(target: str, metric: str, english: str, chinese: str) -> None:
    objective = build_objective(target, metric)
    assert show_target(objective) == english
    set_language("zh")
    assert show_target(objective) == chinese


@pytest.mark.parametrize(
    ("target", "metric", "value", "english", "chinese"),
    [
        ("within: 4h, share: 95%", "clock.response", Fraction(2, 3), "66.67%", "66.67%"),
        ("within: 4h, share: 95%", "clock.response", Fraction(94_995, 100_000), "95.00%", "95.00%"),
        ("within: 4h, share: 95%", "clock.response", Fraction(949_949, 1_000_000), "94.99%", "94.99%"),
        ("within: 4h, share: 95%", "clock.response", Fraction(1), "100.00%", "100.00%"),
        ("mean: 4h", "clock.response", Fraction(15_001, 2), "2 h 5 min 1 s", "2 小时 5 分钟 1 秒"),
        ("atMost: 3", "count.opened", Fraction(3), "3", "3"),
        ("atMost: 3", "count.opened", None, "–", "–"),
    ],
)
def test_what_was_attained_is_rounded_half_up(
    target: str, metric: str, value: Fraction | None, english: str, chinese: str
) -> None:
    verdict = build_verdict(target, value, metric)
    assert show_attained(verdict) == english
    set_language("zh")
    assert show_attained(verdict) == chinese


def test_a_half_is_rounded_up_and_never_to_the_even_digit() -> None:
    assert [round_half_up(Fraction(n, 2), 0) for n in (1, 3, 5)] == ["1", "2", "3"]
    assert round_half_up(Fraction(5, 1000), 2) == "0.01"


@pytest.mark.parametrize(
    ("kind", "english", "chinese"),
    [
        (PeriodKind("month"), "month", "每月"),
        (PeriodKind("quarter"), "quarter", "每季度"),
        (PeriodKind("year"), "year", "每年"),
        (PeriodKind("contract-year"), "contract year", "每个合同年"),
        (PeriodKind("rolling", 30), "rolling 30 days", "滚动 30 天"),
    ],
)
def test_an_accounting_period_has_a_name(kind: PeriodKind, english: str, chinese: str) -> None:
    assert show_period_kind(kind) == english
    set_language("zh")
    assert show_period_kind(kind) == chinese
