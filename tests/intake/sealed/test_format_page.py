"""docs/sealed-evidence.md names the very columns and keys that are written."""

from __future__ import annotations

import re
from typing import Any

import pyarrow as pa
import pytest

from serval.intake.sealed.facts import FACT_COLUMNS
from serval.intake.sealed.head import HEAD_DIGEST_KEY, HEAD_KEY, SealedHead
from serval.intake.sealed.sample_columns import SAMPLE_COLUMNS
from tests.conftest import REPOSITORY

TEXT = (REPOSITORY / "docs" / "sealed-evidence.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL))
TYPES = {
    "decimal(18, 6)": pa.decimal128(18, 6),
    "int8": pa.int8(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "string": pa.string(),
}


def list_rows(text: str) -> list[tuple[str, str]]:
    """Name and type of each column that a table of the page has, in its order."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    return [(name, row[1]) for row in rows[2:] for name in row[0].split(", ")]


@pytest.mark.parametrize(
    ("section", "columns"), [("A file of facts", FACT_COLUMNS), ("A file of samples", SAMPLE_COLUMNS)]
)
def test_the_page_names_every_column_with_its_type_in_order(section: str, columns: dict[str, Any]) -> None:
    assert [(name, TYPES[kind]) for name, kind in list_rows(SECTIONS[section])] == list(columns.items())


def test_the_page_names_every_key_of_the_head() -> None:
    assert {name for name, _ in list_rows(SECTIONS["The head"])} == set(SealedHead.model_fields)
    assert f"`{HEAD_KEY}`" in TEXT
    assert f"`{HEAD_DIGEST_KEY}`" in TEXT


def test_control_a_column_the_page_forgot_is_found() -> None:
    text = SECTIONS["A file of facts"].replace("| seq |", "| sequence |")
    assert [name for name, _ in list_rows(text)] != list(FACT_COLUMNS)
