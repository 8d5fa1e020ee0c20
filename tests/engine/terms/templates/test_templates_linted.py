"""Templates have no doubtful promise, and a higher grade is stricter in everything (SL-09)."""

from __future__ import annotations

import pytest

from serval.engine.lint import Finding, lint_terms
from serval.engine.terms.load import load_placed
from serval.engine.terms.templates import list_templates, load_template
from tests.engine.terms.settling import CN

GRADES = ("grade-basic", "grade-standard", "grade-premium")


def lint(*texts: str) -> list[Finding]:
    """What is wrong or doubtful; that a source leaves out a dimension is only noted."""
    placed = [load_placed(text, source=str(index)) for index, text in enumerate(texts)]
    return [finding for finding in lint_terms(placed, holidays={"CN": CN}) if finding.severity != "note"]


@pytest.mark.parametrize("name", list_templates())
def test_a_template_has_no_doubtful_promise(name: str) -> None:
    assert lint(load_template(name)) == []


def test_a_higher_grade_is_laxer_in_nothing() -> None:
    assert lint(*map(load_template, GRADES)) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("{within: 10m, all: true}", "{within: 20m, all: true}", "lint.grade_laxer"),
        ("atLeast: 99.99%", "atLeast: 99.94%", "lint.grade_laxer"),
        ("points: 5}", "points: 1}", "lint.grade_points_laxer"),
    ],
)
def test_a_higher_grade_that_is_laxer_somewhere_is_found(old: str, new: str, code: str) -> None:
    basic, standard, premium = map(load_template, GRADES)
    assert premium.count(old) == 1
    assert code in {finding.code for finding in lint(basic, standard, premium.replace(old, new))}
