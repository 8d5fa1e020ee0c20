"""Every way in which terms can be wrong has a code and a place."""

from __future__ import annotations

import pytest

from tests.engine.terms.sample_terms import SAMPLE, list_problems, place_of, spoil

ZONE = "timezone: Asia/Shanghai}"
SATURDAY = '"22:00-02:00"'
RESOLUTION = "stop: resolved, pause: [waiting_client], reopen: resume, settle: 5wd"
SOLVE = "target: {within: 2wd, all: true}"
FEW = "target: {atMost: 3}"
DATES = "years: [2026, 2026], off: [2026-10-01], makeup: [2026-10-10]"

# passage of the sample, what stands there instead, code, where the problem is shown (within the new passage)
VALUES = [
    ("within: 15m", "within: 15", "terms.duration", "15"),
    ("within: 15m", "within: 0m", "terms.duration", "0m"),
    ("within: 15m", "within: 15min", "terms.duration", "15min"),
    ("within: 15m", "within: -15m", "terms.duration", "-15m"),
    ("within: 15m", "within: 1.5h", "terms.duration", "1.5h"),
    ("within: 15m", "within: 9999999h", "terms.duration", "9999999h"),
    ("within: 15m", "within: true", "terms.duration", "true"),
    ("within: 15m", "within: [15m]", "terms.duration", "[15m]"),
    ("share: 95%", "share: 95", "terms.percent", "95"),
    ("share: 95%", "share: 0.95", "terms.percent", "0.95"),
    ("share: 95%", "share: 101%", "terms.percent", "101%"),
    ("share: 95%", "share: -5%", "terms.percent", "-5%"),
    ("share: 95%", "share: .nan", "terms.percent", ".nan"),
    ("from: 2026-01-01", "from: 2026-02-30", "terms.date", "2026-02-30"),
    ("from: 2026-01-01", "from: 01.02.2026", "terms.date", "01.02.2026"),
    ("from: 2026-01-01", "from: 20260101", "terms.date", "20260101"),
    ("from: 2026-01-01", "from: 2026-01-01T00:00:00", "terms.date", "2026-01-01T"),
    ("from: 2026-01-01", "from: 0202-01-01", "terms.date", "0202-01-01"),
    ("period: year", "period: week", "terms.period", "week"),
    ("period: year", "period: rolling 0d", "terms.period", "rolling 0d"),
    ("period: year", "period: 1", "terms.period", "1"),
    (ZONE, "timezone: Asia/Shanghia}", "calendar.unknown_zone", "Asia/Shanghia"),
    (ZONE, "timezone: ../../etc/passwd}", "calendar.unknown_zone", "../../etc"),
    (ZONE, "timezone: +08:00}", "calendar.unknown_zone", "+08:00"),
    (SATURDAY, '"13:00-09:00"', "calendar.shift_backwards", '"13:00-09:00"'),
    (SATURDAY, '"09:00-00:59"', "calendar.hours_ok", ""),
    (SATURDAY, '"07:00-23:00"', "calendar.hours_ok", ""),
    (SATURDAY, '"09:00-01:00"', "calendar.hours_ok", ""),
    (SATURDAY, '"09:00-01:00:01"', "calendar.shift_backwards", '"09:00-'),
    (SATURDAY, '"09:00-09:00"', "calendar.shift_empty", '"09:00-'),
    (SATURDAY, '"09:00-25:00"', "calendar.shift", '"09:00-'),
    (SATURDAY, '"09:00-24:01"', "calendar.shift", '"09:00-'),
    (SATURDAY, '"9-12"', "calendar.shift", '"9-12'),
    (SATURDAY, "", "calendar.hours", "[]"),
    ("sat: [", "sun-mon: [", "calendar.weekday", "sun-mon"),
    ("sat: [", "friday: [", "calendar.weekday", "friday"),
    ("sat: [", "fri: [", "calendar.weekday_twice", "{mon-fri"),
    ("makeup: tue", "makeup: 1", "calendar.weekday", "1"),
    ("makeup: tue", "makeup: Tue", "calendar.weekday", "Tue"),
    ("type: incident", "type: no", "fine", ""),
    ("type: incident", "type: false", "terms.condition", "false"),
    ("type: incident", "type: 1.10", "terms.condition", "1.10"),
    ("type: incident", "type: .inf", "terms.condition", ".inf"),
    ("type: incident", "type: null", "terms.condition", "null"),
    ("type: incident", "type: []", "terms.condition", "[]"),
    ("type: incident", "type: {a: b}", "terms.condition", "{a: b}"),
    ("type: ola", "type: sal", "terms.wrong_value", "sal"),
    ("provider: yunhai", "provider: 7", "terms.wrong_value", "7"),
    ("provider: yunhai", 'provider: ""', "terms.wrong_value", '""'),
    ("provider: yunhai", "provider: .nan", "terms.wrong_value", ".nan"),
    ("number: SLA-2026-001", "number: 1.0", "terms.wrong_value", "1.0"),
    ("number: SLA-2026-001", "number: true", "terms.wrong_value", "true"),
    ("minimum: 5", "minimum: 0", "terms.wrong_value", "0"),
    ("minimum: 5", "minimum: 5.0", "terms.wrong_value", "5.0"),
    ("minimum: 5", 'minimum: "5"', "terms.wrong_value", '"5"'),
    ("minimum: 5", "minimum: true", "terms.wrong_value", "true"),
    ("tolerate: 1", "tolerate: -1", "terms.wrong_value", "-1"),
    ("repeat: true", "repeat: yes", "terms.wrong_value", "yes"),
    ("repeat: true", "repeat: 1", "terms.wrong_value", "1"),
    ("partial: merge", "partial: 5", "terms.wrong_value", "5"),
    ("parties: {provider: yunhai, client: beichen}", "parties: 5", "terms.wrong_value", "5"),
    ("ignore: [automatic_reply]", "ignore: automatic_reply", "terms.wrong_value", "automatic_reply"),
    ("title: {zh: 核心系统, en: Core systems}", "title: {}", "terms.text_empty", "{}"),
    ("title: {zh: 核心系统, en: Core systems}", "title: ''", "terms.text_empty", "''"),
    ("until: 2026-12-31", "until: 2025-12-31", "terms.effective_backwards", "{from"),
    ("until: 2026-12-31", "until: 2226-12-31", "terms.effective_too_long", "{from"),
]
STRUCTURE = [
    ("reclassified", "reclasified", "terms.unknown_key", "reclasified"),
    ("minimum: 5", "minimun: 5", "terms.unknown_key", "minimun"),
    ("p90: 4h", "p9O: 4h", "terms.unknown_key", "p9O"),
    ("    calendar: always\n", "", "terms.missing", "id: answer"),
    ("metric: clock.response", "metric: clock.respons", "terms.unknown_metric", "clock.respons"),
    ("metric: clock.response", "metric: availabilty", "terms.unknown_metric", "availabilty"),
    ("metric: clock.response", "metric: measure.calls", "terms.unknown_metric", "measure.calls"),
    ("metric: clock.response", "metric: count.", "terms.unknown_metric", "count."),
    ("calendar: always\n", "calendar: allways\n", "terms.unknown_calendar", "allways"),
    (SOLVE, "target: {within: 2wd}", "terms.target_share", "{within"),
    (SOLVE, "target: {within: 2wd, all: true, share: 5%}", "terms.target_share", "{within"),
    (SOLVE, "target: {mean: 2h, all: true}", "terms.target_share", "{mean"),
    (SOLVE, "target: {within: 2wd, all: 1}", "terms.wrong_value", "1}"),
    (SOLVE, "target: {within: 2h, all: true, mean: 3h}", "terms.target_kinds", "{within"),
    (SOLVE, "target: {tolerate: 1}", "terms.target_kinds", "{tolerate"),
    (SOLVE, "target: {p90: 2h, p95: 3h}", "terms.target_kinds", "{p90"),
    (SOLVE, "target: {p0: 2h}", "terms.target_kinds", "{p0"),
    (SOLVE, "target: {percentile: {share: 90%, within: 2h}}", "terms.target_kinds", "{percentile"),
    (SOLVE, "target: {p90: 2hours}", "terms.duration", "{p90"),
    (SOLVE, "target: {mean: 2h, tolerate: 1}", "terms.pointless", "{mean"),
    (SOLVE, "target: {mean: 2h, method: linear}", "terms.pointless", "{mean"),
    (SOLVE, "target: {mean: 2wd}", "terms.days_only_within", "{mean"),
    (SOLVE, "target: {atMost: 3}", "terms.target_fits_not", "{atMost: 3}, calendar: office, period: year"),
    (FEW, "target: {mean: 3h}", "terms.target_fits_not", "{mean: 3h}"),
    (FEW, "target: {atMost: 3}, minimum: 5", "terms.pointless", "5, calendar: office, period: contract-year"),
    ("id: solve", "id: answer2, id: solve", "document.duplicate_key", "id: solve"),
    ("id: solve", "id: speed", "terms.id_twice", "speed, metric: clock.resolution, target: {p90"),
    (RESOLUTION, "stop: resolved", "terms.reopen_missing", "{start: opened, stop: resolved}"),
    ("repeat: true", "reopen: resume", "terms.reopen_pointless", "{start: client_message"),
    ("stop: first_response", "stop: opened", "terms.clock_never_runs", "{start: opened, stop: opened"),
    ("settle: 5wd", "settle: 5wd, repeat: true", "terms.repeat_pointless", "{start: opened, stop: resolved"),
    ("{always: true}", "{always: true, closed: [2026-01-01]}", "calendar.always_and_more", "{always"),
    ("{always: true}", "{always: true, makeup: mon}", "calendar.always_and_more", "{always"),
    ("{always: true}", "{}", "calendar.no_hours", "{}"),
    ("open: [{on: 2026-10-11", "open: [{on: 2026-12-31", "calendar.closed_and_open", "timezone: Asia/Tokyo"),
    ("closed: [2026-12-31", "closed: [2026-12-30", "calendar.date_twice", "[2026-12-30"),
    (DATES, "years: [2026, 2025]", "calendar.holiday_years", "{region"),
    (DATES, "years: [2026, 2026], off: [2027-01-01]", "calendar.holiday_years", "{region"),
    (DATES, "years: [2026, 2026], off: [2026-10-10], makeup: [2026-10-10]", "calendar.holiday_and_makeup", "{region"),
]


@pytest.mark.parametrize(("old", "new", "code", "shown"), VALUES + STRUCTURE)
def test_a_mistake_is_told_with_its_code_and_place(old: str, new: str, code: str, shown: str) -> None:
    text = spoil(old, new)
    problems = list_problems(text)
    if not shown:
        assert problems == []
        return
    assert [problem.code for problem in problems] == [code]
    begin = text.index(new) if new else 0
    before = text[: text.index(shown, begin if shown in text[begin:] and shown in new else 0)]
    expected = before.count("\n") + 1, len(before) - before.rfind("\n")
    assert (problems[0].line, problems[0].column) == expected


def test_an_unknown_key_is_shown_with_the_nearest_one() -> None:
    problem = list_problems(spoil("minimum: 5", "minimun: 5"))[0]
    assert problem.data == {"where": "objectives.0.minimun", "key": "minimun", "near": ["minimum"]}


def test_an_unknown_zone_is_shown_with_the_nearest_ones() -> None:
    assert "Asia/Shanghai" in list_problems(spoil(ZONE, "timezone: Asia/Shanghia}"))[0].data["near"]


def test_an_unknown_metric_is_shown_with_those_there_are() -> None:
    problem = list_problems(spoil("metric: clock.response", "metric: clock.respons"))[0]
    clocks = ["clock.reply", "clock.resolution", "clock.response"]
    assert problem.data["known"] == ["availability", *clocks, "count.opened", "rate.opened", "satisfaction"]


def test_all_mistakes_are_told_in_the_order_of_the_document() -> None:
    text = spoil("minimum: 5", "minimum: none", spoil("share: 95%", "share: 95", spoil("type: ola", "type: sal")))
    problems = list_problems(text)
    assert [problem.code for problem in problems] == ["terms.wrong_value", "terms.percent", "terms.wrong_value"]
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)


@pytest.mark.parametrize("text", ["5", "- a", "just words", "[]", "{}"])
def test_a_document_that_is_no_agreement_is_refused(text: str) -> None:
    problems = list_problems(text)
    assert {problem.code for problem in problems} <= {"terms.wrong_value", "terms.missing"}
    assert {(problem.line, problem.column) for problem in problems} == {(1, 1)}


def test_a_list_of_one_mistake_is_not_called_too_short_as_well() -> None:
    text = SAMPLE[: SAMPLE.index("objectives:")] + "objectives:\n  - {id: a}\n"
    assert {problem.code for problem in list_problems(text)} == {"terms.missing"}
    empty = SAMPLE[: SAMPLE.index("objectives:")] + "objectives: []\n"
    assert [(problem.code, problem.data["expected"]) for problem in list_problems(empty)] == [
        ("terms.wrong_value", "length ≥ 1")
    ]


def test_the_sample_has_no_mistake() -> None:
    assert list_problems(SAMPLE) == []
    assert place_of(SAMPLE, "apiVersion") == (2, 1)
