"""docs/terms.md names every key there is, and its examples can be loaded."""

from __future__ import annotations

import re
from typing import Any

import pytest

from serval.engine.terms import load_calendar, load_terms, terms_schema
from tests.conftest import REPOSITORY

REFERENCE = (REPOSITORY / "docs" / "terms.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", REFERENCE, re.DOTALL)
LANGUAGES = {"zh", "en"}


def list_keys(schema: dict[str, Any]) -> set[str]:
    shapes = [schema, *schema["$defs"].values()]
    return {key for shape in shapes for key in shape.get("properties", {})}


@pytest.mark.parametrize("key", sorted(list_keys(terms_schema()) - LANGUAGES))
def test_the_reference_explains_every_key(key: str) -> None:
    assert re.search(rf"`[^`\n]*\b{key}\b[^`\n]*`", REFERENCE)


@pytest.mark.parametrize("text", EXAMPLES, ids=lambda text: text.partition("\n")[0])
def test_an_example_of_the_reference_can_be_loaded(text: str) -> None:
    load = load_calendar if text.startswith("# calendar") else load_terms
    assert load(text)


def test_control_a_key_that_is_explained_nowhere_is_missed() -> None:
    assert not re.search(r"`[^`\n]*\bpenalties\b[^`\n]*`", REFERENCE)
