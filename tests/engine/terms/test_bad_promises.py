"""Every way in which promises that are no clocks, and what follows from them, can be wrong has a code and a place."""

from __future__ import annotations

import pytest

from tests.engine.terms.sample_promises import SAMPLE
from tests.engine.terms.sample_terms import list_problems, spoil

MEASURE = "measure: {interval: 1m, shortestOutage: 3m, needs: all}"
WHERE = "    where: {service: core}\n"
SCALE = "    scale: 1-5\n    satisfiedFrom: 4\n"
RATE = "counting: {fault: human}, "
LOWER_TIER = "- {from: 99%, below: 99.9%, percent: 5}"
ITEMS = '{for: answer, each: item, amount: "200.00"}'
REWARD = '{for: up, atLeast: 99.99%, amount: "1000.00"}'
CLAIMS = "claims: {opens: 5wd, within: 60d, calendar: office}"
DEDUCTION = "{for: answer, each: item, points: 0.5}"
BREACHES = "{breaches: 3, of: up, within: 6 months}"
PER_HOUR = "{for: each, of: fee.parts.*, each: hour, times: 2}"

# passage of the sample, what stands there instead, code, where the problem is shown (within the new passage)
PROMISES = [
    ("atLeast: 99.9%}", "atLeast: 3wd}", "terms.level", "3wd"),
    ("shortestOutage: 3m", "shortestOutage: 3d", "terms.hours_only", "3d"),
    ("scale: 1-5", "scale: 5-1", "terms.scale", "5-1"),
    ("needs: all", "needs: 0", "terms.needs", "0"),
    (MEASURE, "measure: {method: slots}", "terms.slots_without_interval", "{method"),
    (MEASURE, "measure: {method: requests, shortestOutage: 3m}", "terms.pointless", "{method"),
    (MEASURE, "measure: {slotDown: 5%}", "terms.pointless", "{slotDown"),
    ("combine: mean", "combine: sum", "terms.pointless", "{unit: percent, combine: sum"),
    ("atLeast: 1, of", "atLeast: 3, of", "terms.redundancy", "{atLeast: 3, of"),
    ("of: [left, right]", "of: [left, left]", "terms.redundancy", "{atLeast"),
    ("depends: [core]", "depends: [cores]", "terms.unknown_service", "cores"),
    ("left: {}", "left: {depends: [left]}", "terms.depends_on_itself", "[left]"),
    ("until: 2026-11-30", "until: 2026-01-30", "terms.effective_backwards", "2026-01-30"),
    (WHERE, "    where: {service: core, priority: high}\n", "terms.condition_unsayable", "{service"),
    (WHERE, "", "terms.availability_of_what", "id: up"),
    (RATE, "", "terms.rate_of_what", "rate.opened"),
    ("metric: measure.calls, ", "metric: measure.calls, per: site, ", "terms.per_service_only", "site"),
    ("per: service, ", "per: service, measure: {method: slots, interval: 5m}, ", "terms.only_time", "{method"),
    (SCALE, "", "terms.scale_missing", "satisfaction"),
    ("satisfiedFrom: 4", "satisfiedFrom: 6", "terms.satisfied_from", "6"),
    (
        "satisfiedFrom: 4\n    target: {atLeast: 90%}",
        "method: mean\n    target: {atLeast: 90%}",
        "terms.target_fits_not",
        "{at",
    ),
    (
        "satisfiedFrom: 4\n    target: {atLeast: 90%}",
        "method: nps\n    target: {atLeast: 30}",
        "terms.nps_scale",
        "1-5",
    ),
    (
        "satisfiedFrom: 4\n    target: {atLeast: 90%}",
        "satisfiedFrom: 4\n    method: mean\n    target: {atLeast: 4}",
        "terms.pointless",
        "4",
    ),
    ("objective: answer, target", "objective: answers, target", "terms.unknown_objective", "answers"),
    ("id: congress", "id: up", "terms.id_twice", "{id: up"),
    (
        "from: 2026-03-01, until: 2026-03-14",
        "from: 2027-03-01, until: 2027-03-14",
        "terms.assurance_outside",
        "2027-03-01",
    ),
    ("until: 2026-03-14", "until: 2026-02-14", "terms.effective_backwards", "{id: congress"),
    ("{objective: answer, within: 2h", "{objective: replies, within: 2h", "terms.unknown_objective", "replies"),
    ("{objective: answer, within: 2h", "{objective: typical, within: 2h", "terms.extension_of_what", "typical"),
    ("target: {atMost: 4h}", "target: {atLeast: 4h}", "terms.target_fits_not", "{atLeast: 4h}"),
    ("target: {atLeast: 95%}", "target: {atLeast: 95}", "terms.target_fits_not", "{atLeast: 95}"),
]
MONEY = [
    ('amount: "120000.00"', "amount: 120000", "terms.amount", "120000"),
    ('amount: "120000.00"', 'amount: "120,000.00"', "terms.amount", '"120,000'),
    ('amount: "120000.00"', 'amount: "120000.005"', "terms.amount_decimals", "{amount"),
    ("currency: CNY", "currency: RMB", "terms.currency", "RMB"),
    ('core: "90000"', 'core: "100001"', "terms.fee_parts", "{amount"),
    ("percent: 10", "percent: 1001", "terms.rate", "1001"),
    ("points: 0.5", "points: -1", "terms.points", "-1"),
    ('most: "50%"', "most: half", "terms.cap", "half"),
    ("within: 60d", "within: 60wd", "terms.span", "60wd"),
    ("score: below 60", "score: 60", "terms.score_below", "60"),
    ("      of: fee\n", "      of: price\n", "terms.fee_base", "price"),
    ("      of: fee\n", "", "terms.fee_base_missing", "for: up\n      tiers"),
    ("      of: fee\n", "      of: fee.parts.disk\n", "terms.unknown_part", "fee.parts.disk"),
    ("      of: fee\n", "      of: fee.parts.*\n", "terms.part_needs_per", "fee.parts.*"),
    ('amount: "200.00"', 'amount: "200.005"', "terms.amount_decimals", "{for: answer, each: item, amount"),
    (ITEMS, '{for: answer, each: item, amount: "1", percent: 1}', "terms.one_of", "{for"),
    (ITEMS, '{for: answer, each: item, amount: "1", of: fee}', "terms.pointless", "{for"),
    (ITEMS, '{for: answers, each: item, amount: "1"}', "terms.unknown_objective", "answers"),
    (ITEMS, '{for: lately, each: item, amount: "1"}', "terms.rolling_pays_not", "lately"),
    (ITEMS, '{for: wrong, each: item, amount: "1"}', "terms.unit_not_kept", "item"),
    (ITEMS, '{for: typical, each: point, amount: "1"}', "terms.unit_not_kept", "point"),
    (LOWER_TIER, "- {percent: 5}", "terms.one_of", "{percent: 5"),
    (LOWER_TIER, "- {from: 99.9%, below: 99%, percent: 5}", "terms.tier_backwards", "{from"),
    (LOWER_TIER, "- {from: 99%, below: 2h, percent: 5}", "terms.tier_unit", "{from"),
    (PER_HOUR, "{for: each, of: fee, each: hour, times: 2, round: up, most: 1}", "terms.cap", "1}"),
    (REWARD, '{for: up, atLeast: 99.99%, atMost: 1h, amount: "1"}', "terms.one_of", "{for"),
    (REWARD, "{for: up, atLeast: 99.99%, percent: 1}", "terms.fee_base_missing", "{for"),
    (DEDUCTION, "{for: answer, points: 0.5}", "terms.each_missing", "{for"),
    (DEDUCTION, "{points: 0.5}", "terms.one_of", "{points"),
    ("floor: 0", "floor: 101\n    # higher", "terms.score_backwards", "start: 100"),
    ("from: 0, name", "from: 90, name", "terms.grade_twice", "- {from: 90, name: good"),
    ("from: 0, name", "from: 60, name", "terms.grades_gap", "start: 100"),
    (CLAIMS, "claims: {opens: 5wd, calendar: home}", "terms.unknown_calendar", "home"),
    (CLAIMS, "claims: {opens: 5wd, within: 60d}\n  settle: week", "terms.wrong_value", "week"),
    (CLAIMS, "claims: {automatic: true, within: 60d}", "terms.pointless", "{automatic"),
    (BREACHES, "{breaches: 3, within: 6 months}", "terms.key_needed", "{breaches"),
    (BREACHES, "{breaches: 3, of: up}", "terms.key_needed", "{breaches"),
    (BREACHES, "{breaches: 3, consecutive: 2, of: up}", "terms.one_of", "{breaches"),
    (BREACHES, "{consecutive: 3, of: ups}", "terms.unknown_objective", "ups"),
]


def place_after(text: str, shown: str, begin: int) -> tuple[int, int]:
    """Line and column of a passage, looked for from a place on, else anywhere."""
    before = text[: text.index(shown, begin if shown in text[begin:] else 0)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


@pytest.mark.parametrize(("old", "new", "code", "shown"), PROMISES + MONEY)
def test_a_mistake_is_told_with_its_code_and_place(old: str, new: str, code: str, shown: str) -> None:
    text = spoil(old, new, SAMPLE)
    problems = list_problems(text)
    assert [problem.code for problem in problems] == [code]
    begin = text.index(new) if new and shown in new else 0
    assert (problems[0].line, problems[0].column) == place_after(text, shown, begin)


def test_a_key_without_effect_is_named_as_documents_write_it() -> None:
    text = spoil(MEASURE, "measure: {method: requests, shortestOutage: 3m}", SAMPLE)
    assert [problem.data["key"] for problem in list_problems(text)] == ["shortestOutage"]


def test_money_without_a_fee_has_no_currency() -> None:
    start, end = SAMPLE.index("fee:"), SAMPLE.index("services:")
    assert {problem.code for problem in list_problems(SAMPLE[:start] + SAMPLE[end:])} == {"terms.fee_missing"}


def test_claims_need_one_calendar_to_count_by() -> None:
    unnamed = spoil(", calendar: office}\n  terminate", "}\n  terminate", SAMPLE)
    assert list_problems(unnamed) == []
    two = spoil("  office: {weekly", '  night: {weekly: {mon: ["20:00-22:00"]}}\n  office: {weekly', unnamed)
    assert [(problem.code, problem.data["known"]) for problem in list_problems(two)] == [
        ("terms.claims_calendar", ["always", "night", "office"])
    ]


def test_the_sample_has_no_mistake() -> None:
    assert list_problems(SAMPLE) == []
