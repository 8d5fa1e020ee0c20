"""The published JSON Schema says what loading says, as far as a schema can."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from serval.engine.documents import read_document
from serval.engine.errors import TermsError
from serval.engine.terms import load_terms, terms_schema
from serval.engine.terms.load import canonical_terms
from tests.conftest import REPOSITORY
from tests.engine.terms.sample_terms import SAMPLE, list_problems, spoil
from tests.engine.terms.test_bad_terms import STRUCTURE, VALUES

PUBLISHED = REPOSITORY / "docs" / "schemas" / "serval-v1.schema.json"
EXAMPLES = sorted((REPOSITORY / "examples").glob("*.terms.yaml"))

# What a schema cannot say: names that lead nowhere, sums, orders, and kinds of targets that exclude each other.
BEYOND_A_SCHEMA = {
    "calendar.shift_backwards",
    "calendar.shift_empty",
    "calendar.unknown_zone",
    "calendar.weekday_twice",
    "calendar.always_and_more",
    "calendar.no_hours",
    "calendar.closed_and_open",
    "calendar.date_twice",
    "calendar.holiday_years",
    "calendar.holiday_and_makeup",
    "document.duplicate_key",
    "terms.clock_never_runs",
    "terms.days_only_within",
    "terms.effective_backwards",
    "terms.effective_too_long",
    "terms.id_twice",
    "terms.pointless",
    "terms.reopen_missing",
    "terms.reopen_pointless",
    "terms.repeat_pointless",
    "terms.target_fits_not",
    "terms.target_kinds",
    "terms.target_share",
    "terms.unknown_calendar",
    "terms.unknown_metric",
}
# A date of no month, a slip beyond the longest promise, 24:01, a range that runs backwards, and a number JSON has not.
FINER_THAN_A_PATTERN = {"from: 2026-02-30", "within: 9999999h", '"09:00-24:01"', "sun-mon: [", "minimum: 5.0"}
REFUSED_BY_BOTH = [
    (old, new)
    for old, new, code, shown in VALUES + STRUCTURE
    if shown and code not in BEYOND_A_SCHEMA and new not in FINER_THAN_A_PATTERN
]


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


def test_the_published_schema_is_that_of_the_code() -> None:
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == terms_schema()


def test_the_sample_and_its_canonical_form_fit_the_schema(validator: Draft202012Validator) -> None:
    assert list_faults(validator, read_document(SAMPLE).data) == []
    assert list_faults(validator, canonical_terms(load_terms(SAMPLE))) == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_examples_fit_the_schema(path: Any, validator: Draft202012Validator) -> None:
    text = path.read_text(encoding="utf-8")
    load_terms(text)
    assert list_faults(validator, read_document(text).data) == []


@pytest.mark.parametrize(("old", "new"), REFUSED_BY_BOTH)
def test_what_loading_refuses_the_schema_refuses(old: str, new: str, validator: Draft202012Validator) -> None:
    text = spoil(old, new)
    assert list_problems(text) != []
    assert list_faults(validator, read_document(text).data) != []


@pytest.mark.parametrize("new", sorted(FINER_THAN_A_PATTERN))
def test_what_is_finer_than_a_pattern_is_refused_when_loading(new: str) -> None:
    old = next(entry[0] for entry in VALUES + STRUCTURE if entry[1] == new)
    with pytest.raises(TermsError):
        load_terms(spoil(old, new))


def list_faults(validator: Draft202012Validator, data: Any) -> list[str]:
    return [fault.message for fault in validator.iter_errors(data)]
