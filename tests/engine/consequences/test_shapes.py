"""The shapes of a fee and of consequences: what they accept, refuse, and how they are written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from serval.engine.documents import read_document
from serval.engine.terms.calendars import CalendarTerms
from serval.engine.terms.consequences import Claims, Consequences, check_consequences, find_claims_calendar
from serval.engine.terms.fee import Fee
from serval.engine.terms.level import LevelUnit
from serval.engine.terms.objective import Objective

FEE = {"amount": "120000.00", "currency": "CNY", "per": "month", "parts": {"core": "80000.00"}}
EACH = {"for": "up", "each": "item", "amount": "1.00"}
ROWS = [{"below": "95%", "percent": 5}]


def list_codes(model: type[Fee] | type[Consequences], data: dict[str, Any]) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(data)
    return [error["type"] for error in caught.value.errors()]


def test_the_fee_and_consequences_of_the_design_load_whole_and_unchanged(shared: Path) -> None:
    text = (shared / "design" / "TERMS.md").read_text(encoding="utf-8")
    found = re.search(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert found is not None
    data = read_document(found[1]).data
    for model, part in ((Fee, data["fee"]), (Consequences, data["consequences"])):
        loaded = model.model_validate(part)
        written = loaded.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        assert model.model_validate(written) == loaded


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount": "12,000"}, "terms.amount"),
        ({"amount": "1e5"}, "terms.amount"),
        ({"amount": 120000.5}, "terms.amount"),
        ({"amount": "1.005"}, "terms.amount_decimals"),
        ({"amount": "1.5", "currency": "JPY"}, "terms.amount_decimals"),
        ({"currency": "RMB"}, "terms.currency"),
        ({"parts": {"core": "120000.01"}}, "terms.fee_parts"),
        ({"per": "week"}, "literal_error"),
    ],
)
def test_a_fee_that_cannot_be_meant_is_refused(change: dict[str, Any], code: str) -> None:
    assert code in list_codes(Fee, {**FEE, **change})
    Fee.model_validate(FEE)


@pytest.mark.parametrize(
    ("credit", "code"),
    [
        ({"for": "up"}, "terms.one_of"),
        ({**EACH, "percent": 5, "of": "fee"}, "terms.one_of"),
        ({"for": "up", "tiers": ROWS, "each": "item"}, "terms.one_of"),
        ({"for": "up", "of": "fee", "tiers": ROWS, "amount": "1.00"}, "terms.pointless"),
        ({"for": "up", "of": "fee", "tiers": [{"percent": 5}]}, "terms.one_of"),
        ({"for": "up", "of": "fee", "tiers": [{"below": "9%"}]}, "terms.one_of"),
        ({"for": "up", "of": "fee", "tiers": [{"from": "9%", "below": "9%", "percent": 5}]}, "terms.tier_backwards"),
        ({"for": "up", "tiers": ROWS}, "terms.fee_base_missing"),
        ({**EACH, "most": "5%"}, "terms.fee_base_missing"),
        ({**EACH, "of": "fee"}, "terms.pointless"),
        ({**EACH, "round": "up"}, "terms.pointless"),
        ({"for": "up", "of": "fee", "each": "item", "times": 100}, "terms.pointless"),
        ({**EACH, "each": "verdict", "when": "always"}, "terms.pointless"),
        ({"for": "up", "of": "fee", "tiers": ROWS, "when": "always"}, "terms.pointless"),
        ({"for": "up", "of": "fees", "each": "item", "percent": 5}, "terms.fee_base"),
        ({"for": "up", "of": "fee", "each": "item", "percent": 1001}, "terms.rate"),
        ({"for": "up", "of": "fee", "each": "item", "percent": -1}, "terms.rate"),
        ({**EACH, "most": "many"}, "terms.cap"),
        ({**EACH, "cause": "outage"}, "terms.pointless"),
    ],
)
def test_a_credit_that_says_too_little_or_too_much_is_refused(credit: dict[str, Any], code: str) -> None:
    assert code in list_codes(Consequences, {"credits": [credit]})
    Consequences.model_validate({"credits": [EACH]})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"rewards": [{"for": "up", "amount": "1.00"}]}, "terms.one_of"),
        ({"rewards": [{"for": "up", "atLeast": 1, "percent": 5}]}, "terms.fee_base_missing"),
        ({"score": {"deduct": [{"for": "up", "points": 1}]}}, "terms.each_missing"),
        ({"score": {"deduct": [{"for": "up", "event": "late", "points": 1}]}}, "terms.one_of"),
        ({"score": {"deduct": [{"event": "late", "each": "item", "points": 1}]}}, "terms.pointless"),
        ({"score": {"deduct": [{"event": "late", "points": "many"}]}}, "terms.points"),
        ({"score": {"start": 5, "floor": 6, "deduct": [{"event": "late", "points": 1}]}}, "terms.score_backwards"),
        (
            {"score": {"deduct": [{"event": "late", "points": 1}], "grades": [{"from": 60, "name": "pass"}]}},
            "terms.grades_gap",
        ),
        (
            {"score": {"deduct": [{"event": "late", "points": 1}], "grades": [{"from": 0, "name": "a"}] * 2}},
            "terms.grade_twice",
        ),
        ({"caps": {"yearFrom": "calendar"}}, "terms.pointless"),
        ({"claims": {"automatic": True, "within": "60d"}}, "terms.pointless"),
        ({"claims": {"within": "60 weeks"}}, "terms.span"),
        ({"terminate": [{"breaches": 3, "of": "up"}]}, "terms.key_needed"),
        ({"terminate": [{"consecutive": 3, "of": "up", "within": "60d"}]}, "terms.pointless"),
        ({"terminate": [{"score": "below 60"}]}, "terms.key_needed"),
        ({"terminate": [{"score": "under 60"}]}, "terms.score_below"),
    ],
)
def test_other_consequences_that_cannot_be_meant_are_refused(data: dict[str, Any], code: str) -> None:
    assert code in list_codes(Consequences, data)


def test_equal_meaning_is_written_alike() -> None:
    one = {"credits": [{"for": ["up"], "of": "fee", "each": "item", "percent": "0.50%", "most": "10.0%"}]}
    other = {"credits": [{"for": "up", "of": "fee", "each": "item", "percent": 0.5, "most": "10%", "when": "breached"}]}
    written = [
        Consequences.model_validate(data).model_dump(mode="json", by_alias=True, exclude_defaults=True)
        for data in (one, other)
    ]
    assert written[0] == written[1]
    assert written[0]["credits"][0]["percent"] == "0.5"


def objective(metric: str, target: dict[str, Any], **more: Any) -> Objective:
    data = {"id": "up", "metric": metric, "target": target, "calendar": "always", "period": "month", **more}
    return Objective.model_validate(data)


OBJECTIVES = {
    "up": objective("availability", {"atLeast": "99.9%"}),
    "each-up": objective("availability", {"atLeast": "99.9%"}, per="service"),
    "glad": objective("satisfaction", {"atLeast": "85%"}),
    "slow": objective("mttr", {"atMost": "4h"}),
    "lately": objective("availability", {"atLeast": "99.9%"}, period="rolling 30d"),
}
UNITS: dict[str, LevelUnit] = {**dict.fromkeys(OBJECTIVES, "share"), "slow": "seconds"}  # type: ignore[dict-item]
CALENDARS = {
    "always": CalendarTerms.model_validate({"always": True}),
    "office": CalendarTerms.model_validate({"weekly": {"mon": ["09:00-12:00"]}}),
}


def find_codes(data: dict[str, Any], fee: dict[str, Any] | None = FEE, calendars: Any = CALENDARS) -> list[str]:
    terms = Consequences.model_validate(data)
    shape = None if fee is None else Fee.model_validate(fee)
    found = list(check_consequences(terms, shape, UNITS, calendars, objectives=OBJECTIVES))
    assert all(place[0] == "consequences" for place, _ in found)
    return [problem.code for _, problem in found]


def table(named: str, **row: str) -> dict[str, Any]:
    return {"for": named, "of": "fee", "tiers": [{**row, "percent": 5}]}


@pytest.mark.parametrize(
    ("credit", "code"),
    [
        ({**EACH, "for": "down"}, "terms.unknown_objective"),
        ({**EACH, "for": "lately"}, "terms.rolling_pays_not"),
        ({**EACH, "for": "glad"}, "terms.unit_not_kept"),
        ({**EACH, "for": "glad", "each": "hour"}, "terms.unit_not_kept"),
        ({**EACH, "for": "slow", "each": "point"}, "terms.unit_not_kept"),
        ({**EACH, "amount": "1.005"}, "terms.amount_decimals"),
        ({**table("up", below="95%"), "of": "fee.parts.mail"}, "terms.unknown_part"),
        ({**table("up", below="95%"), "of": "fee.parts.*"}, "terms.part_needs_per"),
        (table("slow", below="95%"), "terms.tier_unit"),
        (table("up", below="4h"), "terms.tier_unit"),
    ],
)
def test_a_credit_that_fits_no_objective_or_fee_is_found(credit: dict[str, Any], code: str) -> None:
    assert find_codes({"credits": [credit]}) == [code]


@pytest.mark.parametrize(
    "credit",
    [
        EACH,
        {**EACH, "for": "glad", "each": "point"},
        {**table("each-up", below="95%"), "of": "fee.parts.*"},
        {**table("up", below="95%"), "of": "fee.parts.core"},
        {"for": "slow", "of": "fee", "tiers": [{"from": 0, "below": "4h", "percent": 5}]},
    ],
)
def test_control_a_credit_that_fits_has_no_fault(credit: dict[str, Any]) -> None:
    assert find_codes({"credits": [credit]}) == []


@pytest.mark.parametrize(
    "data",
    [
        {"credits": [EACH]},
        {"rewards": [{"for": "up", "atLeast": "99.99%", "amount": "1.00"}]},
        {"caps": {"period": "50%"}},
        {"score": {"deduct": [{"event": "late", "points": 1}], "grades": [{"from": 0, "name": "a", "pay": "90%"}]}},
    ],
)
def test_money_needs_a_fee_and_its_currency(data: dict[str, Any]) -> None:
    assert find_codes(data, None) == ["terms.fee_missing"]
    assert find_codes(data) == []


def test_a_ground_and_a_deduction_speak_of_known_objectives() -> None:
    deduct = {"for": "down", "each": "verdict", "points": 1}
    data = {"terminate": [{"consecutive": 2, "of": "down"}], "score": {"deduct": [deduct]}}
    assert find_codes(data) == ["terms.unknown_objective"] * 2


def test_a_claim_window_needs_one_calendar_to_count_on() -> None:
    claims = {"opens": "5wd", "within": "60d"}
    shifts = {**CALENDARS, "shifts": CalendarTerms.model_validate({"weekly": {"sun": ["09:00-12:00"]}})}
    assert find_codes({"claims": claims}) == []
    assert find_codes({"claims": claims}, calendars=shifts) == ["terms.claims_calendar"]
    assert find_codes({"claims": {**claims, "calendar": "shifts"}}, calendars=shifts) == []
    assert find_codes({"claims": {**claims, "calendar": "none"}}) == ["terms.unknown_calendar"]
    assert find_claims_calendar(Claims.model_validate(claims), CALENDARS) == "office"
    assert find_claims_calendar(Claims.model_validate(claims), {"always": CALENDARS["always"]}) == "always"
