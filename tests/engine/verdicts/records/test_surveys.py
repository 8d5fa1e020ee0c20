"""Satisfaction (rule 17): answered surveys only, by scale and threshold, mean, or net promoter score."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from serval.engine.records import NO_RECORDS, Answer, Records, build_records
from serval.engine.terms import Agreement
from tests.engine.verdicts.bench_of_terms import at
from tests.engine.verdicts.records.evidence import agree, judged, outcome, promise, score, told


def asked(**changes: Any) -> Agreement:
    usual = {"metric": "satisfaction", "target": {"atLeast": "85%"}, "scale": "1-5", "satisfiedFrom": 4}
    plain = {key: value for key, value in promise(**{**usual, **changes}).items() if value is not None}
    if "where" not in changes:
        del plain["where"]
    return agree(plain)


def answer(name: str, moment: str, score: str | None, subject: str = "") -> Answer:
    return Answer(name, at(moment), None if score is None else Fraction(score), subject)


def answers(*scores: str | None) -> Records:
    return build_records(answers=[answer(f"S{n}", "02-10 00:00", text) for n, text in enumerate(scores)])


MEAN = {"method": "mean", "satisfiedFrom": None, "target": {"atLeast": "4.5"}}
NPS = {"method": "nps", "satisfiedFrom": None, "scale": "0-10", "target": {"atLeast": "30"}}


@pytest.mark.parametrize(
    ("changes", "scores", "value", "expected"),
    [
        ({}, ["5", "4", "4", "3.9", None], Fraction(3, 4), "breached"),
        ({"target": {"atLeast": "75%"}}, ["5", "4", "4", "3"], Fraction(3, 4), "met"),
        (MEAN, ["5", "4", None], Fraction(9, 2), "met"),
        (MEAN, ["5", "4", "4"], Fraction(13, 3), "breached"),
        (NPS, ["10", "9", "8", "7", "6"], Fraction(20), "breached"),
        (NPS, ["10", "9", "8", "7", "8"], Fraction(40), "met"),
        (NPS, ["0", "6", "6"], Fraction(-100), "breached"),
    ],
)
def test_only_answered_surveys_count(
    changes: dict[str, Any], scores: list[str | None], value: Fraction, expected: str
) -> None:
    verdict = judged(asked(**changes), answers(*scores))
    assert (verdict.value, verdict.outcome) == (value, expected)


def test_without_answers_or_with_too_few_there_is_no_data() -> None:
    assert outcome(judged(asked(), NO_RECORDS)) == ("no_data", "no_answers")
    assert outcome(judged(asked(), answers(None, None))) == ("no_data", "no_answers")
    assert outcome(judged(asked(minimum=3), answers("5", "5", None))) == ("no_data", "below_minimum")
    assert outcome(judged(asked(minimum=3, noData="breach"), answers("5", "5"))) == ("breached", "below_minimum")


def test_an_answer_off_the_scale_is_bad_data() -> None:
    verdict = judged(asked(), answers("5", "50", "0"))
    assert (verdict.value, verdict.population.bad_data) == (1, 2)
    assert outcome(judged(asked(), answers("50"))) == ("no_data", "no_answers")


def test_of_several_answers_to_one_survey_in_a_month_the_last_stands() -> None:
    rows = [answer("S", "02-10 00:00", "1"), answer("S", "02-11 00:00", "5"), answer("S", "02-12 00:00", None)]
    assert judged(asked(), build_records(answers=rows)).value == 1
    assert len(told(asked(), build_records(answers=rows))) == 1


def test_a_second_answer_does_not_rewrite_the_month_of_the_first() -> None:
    rows = [answer("S", "02-10 00:00", "1"), answer("S", "03-10 00:00", "5")]
    before = judged(asked(), build_records(answers=rows[:1]))
    records = build_records(answers=rows)
    assert judged(asked(), records).digest == before.digest
    assert outcome(judged(asked(), records, "2026-03")) == ("no_data", "no_answers")


def test_a_survey_sent_in_one_month_and_answered_in_the_next_counts_in_the_next() -> None:
    rows = [answer("S", "02-28 23:59", None), answer("S", "03-01 00:00", "5")]
    records = build_records(answers=rows)
    assert [judged(asked(), records, month).population.valued for month in ("2026-02", "2026-03")] == [0, 1]


def test_each_promised_service_has_a_verdict_and_no_other() -> None:
    rule = asked(per="service", where={"service": ["core", "portal"]})
    rows = [answer("A", "02-10 00:00", "5", "core"), answer("B", "02-10 00:00", "1", "mail")]
    found = {
        v.subject: v.reason for v in score(rule, build_records(answers=rows)).verdicts if v.period.label == "2026-02"
    }
    assert found == {"core": "limit_kept", "portal": "no_answers"}


def test_an_answer_after_now_is_not_known() -> None:
    verdict = judged(asked(), answers("5"), now=at("02-09 00:00"))
    assert (outcome(verdict), verdict.provisional) == (("no_data", "no_answers"), True)
