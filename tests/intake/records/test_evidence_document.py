"""docs/evidence.md says of every layout what the table of layouts says, and its mappings are mappings."""

from __future__ import annotations

import re

import pytest

from serval.intake.mapping import LAYOUTS, RECORD_LAYOUTS, parse_mapping
from serval.intake.presets import load_preset, presets_of
from tests.conftest import REPOSITORY

TEXT = (REPOSITORY / "docs" / "evidence.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## ([a-z]+)\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL))
BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def list_rows(text: str) -> list[list[str]]:
    """The cells of the rows of a table, without its head."""
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def write_row(layout: str) -> list[list[str]]:
    """What the document must say of a layout's columns."""
    return [
        [role.key, ("yes" if role.required else "no") + (", or fixed" if role.fixed else ""), role.kind]
        for role in LAYOUTS[layout].roles
    ]


@pytest.mark.parametrize("layout", RECORD_LAYOUTS)
def test_the_document_names_every_column_of_a_layout_and_what_it_holds(layout: str) -> None:
    rows = list_rows(SECTIONS[layout])
    assert sorted(row[:3] for row in rows) == sorted(write_row(layout))
    assert all(row[3] for row in rows)


@pytest.mark.parametrize("layout", RECORD_LAYOUTS)
def test_the_document_says_what_a_layout_needs_at_least_and_what_tells_its_rows_apart(layout: str) -> None:
    text, wanted = SECTIONS[layout], LAYOUTS[layout]
    sets = " · ".join(" + ".join(keys) for keys in wanted.one_of)
    assert (f"At least: {sets}." in text) == bool(sets)
    assert (f"Told apart by: {', '.join(wanted.identity)}." in text) == bool(wanted.identity)


def test_control_a_column_the_document_forgot_is_found() -> None:
    lines = [line for line in SECTIONS["samples"].splitlines() if not line.startswith("| errors")]
    assert sorted(row[:3] for row in list_rows("\n".join(lines))) != sorted(write_row("samples"))


@pytest.mark.parametrize("block", BLOCK.findall(TEXT))
def test_every_mapping_of_the_document_is_one(block: str) -> None:
    assert parse_mapping(block).layout in RECORD_LAYOUTS


def test_every_preset_of_a_tool_is_in_the_document() -> None:
    told = {row[0] for row in list_rows(TEXT[TEXT.index("## Exports of monitoring tools") :])}
    assert told == {name for name, _ in presets_of(*RECORD_LAYOUTS)} - set(RECORD_LAYOUTS)
    assert all(load_preset(layout).layout == layout for layout in RECORD_LAYOUTS)
