"""Templates: each is valid as it stands, names the source of every figure, and its blanks can be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from serval.engine.errors import TermsError
from serval.engine.terms import load_terms, terms_digest
from serval.engine.terms.model import Terms
from serval.engine.terms.templates import BLANKS, fill_template, list_templates, load_template
from tests.conftest import REPOSITORY

NUMERIC_ROWS = {
    "SL-22": ("delivery-standard", "emergency-response", {"within": "15m", "all": True}, "000 §1.1.2"),
    "SL-23": ("delivery-standard", "ordinary-response", {"within": "1h", "all": True}, "000 §1.1.2"),
    "SL-24 emergency": ("quality-assessment", "emergency-response", {"within": "1h", "all": True}, "000 §3.1"),
    "SL-24 ordinary": ("quality-assessment", "ordinary-response", {"within": "2h", "all": True}, "000 §3.1"),
    "SL-25 mean": ("support-limits", "mean-response", {"mean": "45m"}, "000 §4.1"),
    "SL-25 processing": ("support-limits", "problem-processing", {"within": "24h", "all": True}, "000 §4.1"),
    "SL-26 key": ("support-limits", "key-response", {"within": "24h", "all": True}, "000 §4.1"),
    "SL-26 general": ("support-limits", "advice-response", {"within": "48h", "all": True}, "000 §4.1"),
    "SL-27": ("quality-assessment", "complex-processing", {"within": "48h", "all": True}, "000 §3.1"),
    "SL-28 critical": ("delivery-standard", "critical-recovery", {"within": "4h", "all": True}, "000 §1.1.2"),
    "SL-28 other": ("delivery-standard", "ordinary-recovery", {"within": "24h", "all": True}, "000 §1.1.2"),
    "SL-28 example": ("quality-assessment", "critical-recovery", {"within": "4h", "all": True}, "000 §3.1"),
    "SL-29": ("delivery-standard", "availability", {"atLeast": "99.9%"}, "000 §1.1.2"),
    "SL-29 example": ("quality-assessment", "availability", {"atLeast": "99.9%"}, "000 §3.1"),
    "SL-30": ("quality-assessment", "satisfaction", {"atLeast": "85%"}, "000 §3.1; 000 §4.4"),
    "SL-31": ("handbook", "emergency-start", {"within": "1h", "all": True}, "001 §2.1"),
    "SL-32 answered": ("handbook", "answered-in-a-day", {"within": "24h", "share": "70%"}, "001 §2.1"),
    "SL-32 processed": ("handbook", "processed-in-three-days", {"within": "72h", "share": "90%"}, "001 §2.1"),
    "SL-33": ("grade-basic", "mean-processing", {"mean": "24h"}, "000 §2.1"),
}
"""The numeric targets of requirements.md 2b, and where each stands."""


def load(name: str) -> Terms:
    return load_terms(load_template(name), source=name)


def test_the_four_conflicting_sets_of_figures_are_four_templates() -> None:
    assert {"delivery-standard", "quality-assessment", "support-limits", "handbook"} <= set(list_templates())


@pytest.mark.parametrize("row", NUMERIC_ROWS)
def test_each_numeric_target_of_the_requirements_stands_in_its_template_with_its_source(row: str) -> None:
    name, objective_id, target, source = NUMERIC_ROWS[row]
    objective = next(entry for entry in load(name).objectives if entry.id == objective_id)
    written = objective.target.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    assert (written, objective.source) == (target, source)


def test_the_limit_of_72_hours_needs_the_written_consent_of_the_client() -> None:
    (extension,) = load("support-limits").extensions
    assert (str(extension.within), extension.needs) == ("72h", "client_written_consent")


@pytest.mark.parametrize("name", [name for name in list_templates() if name != "full"])
def test_every_promise_is_said_in_both_languages_and_names_where_its_figure_comes_from(name: str) -> None:
    for objective in load(name).objectives:
        assert objective.says is not None, objective.id
        assert objective.says.zh, objective.id
        assert objective.says.en, objective.id
        assert re.match(r"00[0-4] §\d|own figure$", objective.source), objective.id


@pytest.mark.parametrize("name", list_templates())
def test_comments_come_in_both_languages_and_one_can_be_kept(name: str) -> None:
    text = load_template(name)
    english, chinese = (fill_template(text, {}, comments=language) for language in ("en", "zh"))
    comments = [len(re.findall(r"^\s*#", kept, re.MULTILINE)) for kept in (english, chinese)]
    assert min(comments) > 0
    assert not re.search(r"^\s*#.*[一-鿿]", english, re.MULTILINE)
    assert terms_digest(load_terms(english)) == terms_digest(load_terms(chinese)) == terms_digest(load(name))


@pytest.mark.parametrize("name", list_templates())
def test_blanks_are_filled_in_and_nothing_else_changes(name: str) -> None:
    values = {"number": 'No "7": #1', "provider": "云海", "client": "北辰"}
    values |= {"from": "2026-01-01", "until": "2027-06-30"}
    assert set(values) == set(BLANKS)
    filled, original = load_terms(fill_template(load_template(name), values)), load(name)
    assert filled.metadata.number == values["number"]
    assert (filled.parties.provider, filled.parties.client) == ("云海", "北辰")
    assert (filled.effective.from_.isoformat(), filled.effective.until.isoformat()) == ("2026-01-01", "2027-06-30")
    assert filled.objectives == original.objectives
    assert filled.consequences == original.consequences


def test_a_blank_that_cannot_be_meant_is_refused_when_loaded() -> None:
    text = fill_template(load_template("handbook"), {"from": "yesterday"})
    with pytest.raises(TermsError) as caught:
        load_terms(text)
    assert caught.value.problems[0].line == text[: text.index("yesterday")].count("\n") + 1


def test_only_blanks_can_be_filled_in() -> None:
    with pytest.raises(KeyError):
        fill_template(load_template("handbook"), {"timezone": "UTC"})


def test_an_unknown_template_is_refused_with_the_near_ones() -> None:
    with pytest.raises(TermsError) as caught:
        load_template("hand-book")
    (problem,) = caught.value.problems
    assert (problem.code, problem.data["near"]) == ("terms.unknown_template", ["handbook"])


def list_models(value: Any) -> Iterator[BaseModel]:
    if isinstance(value, BaseModel):
        yield value
        value = [getattr(value, name) for name in type(value).model_fields]
    if isinstance(value, dict):
        value = list(value.values())
    for entry in value if isinstance(value, list | tuple) else ():
        yield from list_models(entry)


def list_unused(terms: Terms) -> set[str]:
    """Keys of the format that a document does not say anywhere."""
    used: dict[type[BaseModel], set[str]] = {}
    for model in list_models(terms):
        used.setdefault(type(model), set()).update(model.model_fields_set)
    return {f"{model.__name__}.{key}" for model, keys in used.items() for key in set(model.model_fields) - keys}


def test_the_full_example_uses_every_key_of_the_format() -> None:
    assert list_unused(load("full")) == set()
    shapes = set(Terms.model_json_schema()["$defs"])
    assert shapes <= {type(model).__name__ for model in list_models(load("full"))}


def test_a_key_less_is_noticed() -> None:
    text = load_template("full").replace("reclassified: from_start\n", "")
    assert list_unused(load_terms(text)) == {"Terms.reclassified"}


def test_the_example_in_the_folder_of_examples_is_the_template() -> None:
    example = (REPOSITORY / "examples" / "full.terms.yaml").read_text(encoding="utf-8")
    assert example == load_template("full")
