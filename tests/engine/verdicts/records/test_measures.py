"""Figures that come typed or imported (rule 8): pooled, combined, refused."""

from __future__ import annotations

from fractions import Fraction
from json import dumps
from typing import Any

import pytest

from serval.engine.records import MeasureEntry, Records, build_records
from serval.engine.terms import Agreement, compile_versions, load_terms
from tests.engine.verdicts.bench_of_terms import at
from tests.engine.verdicts.records.evidence import agree, judged, outcome, promise, score, told


def measured(measure: dict[str, Any] | None = None, **changes: Any) -> Agreement:
    usual = {"metric": "measure.hotline", "target": {"atLeast": "90%"}}
    plain = promise(**{**usual, **changes})
    if "where" not in changes:
        del plain["where"]
    return agree(plain, measures={"hotline": {"unit": "percent", **(measure or {})}})


def value(moment: str, text: str, subject: str = "", evidence: str = "") -> MeasureEntry:
    return MeasureEntry("hotline", at(moment), Fraction(text), subject=subject, evidence=evidence)


def ratio(moment: str, good: int, total: int, subject: str = "") -> MeasureEntry:
    return MeasureEntry("hotline", at(moment), good=good, total=total, subject=subject)


def records(*entries: MeasureEntry) -> Records:
    return build_records(measures=entries)


def test_good_and_all_are_pooled_and_not_averaged() -> None:
    """1 of 10 and 899 of 990 are 90 %; the mean of both shares would be 50 %."""
    verdict = judged(measured(), records(ratio("02-01 00:00", 1, 10), ratio("02-28 23:59", 899, 990)))
    assert (verdict.value, verdict.outcome) == (Fraction(9, 10), "met")


@pytest.mark.parametrize(
    ("combine", "expected"), [("mean", Fraction(7, 10)), ("latest", Fraction(4, 5)), ("worst", Fraction(3, 5))]
)
def test_several_values_become_one_as_the_terms_say(combine: str, expected: Fraction) -> None:
    rows = records(value("02-10 00:00", "0.6"), value("02-11 00:00", "0.7"), value("02-12 00:00", "0.8"))
    assert judged(measured({"combine": combine}), rows).value == expected


def test_the_worst_of_what_should_be_small_is_the_largest() -> None:
    rule = measured({"combine": "worst", "unit": "number"}, target={"atMost": 5})
    assert judged(rule, records(value("02-10 00:00", "3"), value("02-11 00:00", "9"))).value == 9


def test_numbers_may_be_added_up() -> None:
    rule = measured({"combine": "sum", "unit": "number"}, target={"atLeast": 12})
    assert judged(rule, records(value("02-10 00:00", "3"), value("02-11 00:00", "9.5"))).value == Fraction(25, 2)


def test_the_same_figure_with_two_proofs_is_one_figure() -> None:
    rule = measured({"combine": "sum", "unit": "number"}, target={"atLeast": 12})
    rows = records(value("02-10 00:00", "3", evidence="a.pdf"), value("02-10 00:00", "3", evidence="b.pdf"))
    assert judged(rule, rows).value == 3


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], "no_figures"),
        ([value("02-10 00:00", "0.9"), value("02-11 00:00", "0.9")], "several_figures"),
        ([value("02-10 00:00", "0.9"), value("02-10 00:00", "0.8")], "figures_contradict"),
        ([ratio("02-10 00:00", 0, 0)], "denominator_zero"),
        ([ratio("02-10 00:00", 5, 4)], "no_figures"),
        ([ratio("02-10 00:00", -1, 4)], "no_figures"),
        ([value("02-10 00:00", "-0.1")], "no_figures"),
        ([value("02-10 00:00", "1.01")], "no_figures"),
        ([MeasureEntry("hotline", at("02-10 00:00"), Fraction("93.2"), is_plain=True)], "no_figures"),
        ([MeasureEntry("hotline", at("02-10 00:00"), Fraction("0.932"), is_plain=True)], "no_figures"),
        ([MeasureEntry("hotline", at("02-10 00:00"))], "no_figures"),
        ([value("02-10 00:00", "0.9", "portal")], "no_figures"),
    ],
)
def test_without_one_clear_figure_there_is_no_data(rows: list[MeasureEntry], reason: str) -> None:
    assert outcome(judged(measured(), records(*rows))) == ("no_data", reason)


def test_figures_of_two_services_at_one_instant_do_not_contradict_each_other() -> None:
    rows = records(value("02-28 00:00", "0.8", "core"), value("02-28 00:00", "1", "portal"))
    both = {"service": ["core", "portal"]}
    assert judged(measured({"combine": "mean"}, where=both), rows).value == Fraction(9, 10)
    assert outcome(judged(measured({"combine": "latest"}, where=both), rows)) == ("no_data", "several_figures")


def test_a_figure_without_its_evidence_does_not_count_where_evidence_is_owed() -> None:
    rule = measured({"evidence": "required"})
    assert outcome(judged(rule, records(value("02-10 00:00", "1")))) == ("no_data", "no_figures")
    assert [row.reason for row in told(rule, records(value("02-10 00:00", "1")))] == ["evidence_missing"]
    assert judged(rule, records(value("02-10 00:00", "1", evidence="report.pdf"))).outcome == "met"


def test_each_promised_service_has_a_verdict_even_without_a_figure() -> None:
    rule = measured(per="service", where={"service": ["core", "portal"]}, noData="breach")
    rows = records(value("02-10 00:00", "1", "core"), value("02-10 00:00", "1", "mail"))
    found = {v.subject: v.outcome for v in score(rule, rows).verdicts if v.period.label == "2026-02"}
    assert found == {"core": "met", "portal": "breached"}


def test_a_new_version_does_not_change_how_earlier_months_were_combined() -> None:
    first = measured({"combine": "mean"}).terms.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    second = {**first, "effective": {**first["effective"], "from": "2026-03-01"}}
    second["measures"] = {"hotline": {"unit": "percent", "combine": "worst"}}
    rule = compile_versions([load_terms(dumps(first)), load_terms(dumps(second))])
    rows = [value(f"{month}-{day} 00:00", text) for month in ("02", "03") for day, text in (("10", "0.8"), ("11", "1"))]
    found = [judged(rule, records(*rows), month).value for month in ("2026-02", "2026-03")]
    assert found == [Fraction(9, 10), Fraction(4, 5)]


def test_a_plain_figure_is_no_percentage_but_counts_where_a_number_is_agreed() -> None:
    plain = MeasureEntry("hotline", at("02-10 00:00"), Fraction("93.2"), is_plain=True)
    assert [row.reason for row in told(measured(), records(plain))] == ["figure_without_percent"]
    rule = measured({"unit": "number"}, target={"atLeast": 90})
    assert judged(rule, records(plain)).value == Fraction("93.2")
