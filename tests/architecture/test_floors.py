"""The import rules are proven by breaking them: each contract of .importlinter, in a scratch copy."""

from __future__ import annotations

import configparser
import itertools
from pathlib import Path

import pytest

from tests.architecture.scratch import REPOSITORY, Scratch

FLOORS = (
    ("engine",),
    ("ui", "intake", "reporting"),
    ("kernel",),
    ("catalog", "people", "suppliers"),
    ("agreements", "knowledge"),
    ("desk", "monitoring", "delivery", "feedback"),
    ("evaluation", "assurance"),
    ("improvement", "compliance"),
    ("site",),
)
KERNEL = (
    "parties",
    "access",
    "journal",
    "workflow",
    "records",
    "files",
    "calendars",
    "tasks",
    "notify",
    "search",
)
FORBIDDEN_TO_ENGINE = ("django", "pyarrow", "openpyxl", "holidays", "icalendar", "babel", "typer", "rich")
IMPURE = ("random", "socket", "sqlite3", "subprocess", "time", "locale")

BARS, TABLES = "serval.reporting.bars", "serval.reporting.tables"
REFUSAL = "{importer} is not allowed to import {imported}"

Break = tuple[str, str]
"""Importer and what it must not import."""


def _upward() -> list[Break]:
    return [(f"serval.{low[0]}", f"serval.{high[-1]}") for low, high in itertools.pairwise(FLOORS)]


def _sideways() -> list[Break]:
    return [(f"serval.{here}", f"serval.{beside}") for floor in FLOORS for here, beside in itertools.pairwise(floor)]


def _kernel_upward() -> list[Break]:
    return [(f"serval.kernel.{a}", f"serval.kernel.{b}") for a, b in itertools.pairwise(KERNEL)]


BREAKS: dict[str, tuple[str, list[list[Break]]]] = {
    "floors": (
        REFUSAL,
        [*([upward] for upward in _upward()), _sideways(), [("serval.engine", "serval.site")]],
    ),
    "kernel-order": (REFUSAL, [[k] for k in _kernel_upward()]),
    "engine-libraries": (
        "{importer}.planted is not allowed to import {imported}",
        [[("serval.engine", library) for library in FORBIDDEN_TO_ENGINE], [("serval.engine.clocks", "yaml")]],
    ),
    "engine-purity": (
        REFUSAL,
        [[("serval.engine", module) for module in IMPURE]],
    ),
    "files-without-django": (
        REFUSAL,
        [[("serval.intake", "django"), ("serval.reporting", "django")]],
    ),
    "no-circles": (
        "No cycles are allowed in serval.reporting",
        [[(BARS, TABLES), (TABLES, BARS)]],
    ),
}
CASES = [
    pytest.param(contract, said, breaks, id=f"{contract}: {breaks[0][0]} -> {breaks[0][1]}")
    for contract, (said, groups) in BREAKS.items()
    for breaks in groups
]


def _contract_names() -> dict[str, str]:
    """Contract id -> the name import-linter prints."""
    config = configparser.ConfigParser()
    config.read(REPOSITORY / ".importlinter", encoding="utf-8")
    prefix = "importlinter:contract:"
    return {s.removeprefix(prefix): config[s]["name"] for s in config.sections() if s.startswith(prefix)}


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    return Scratch(tmp_path / "house")


def test_the_unbroken_copy_keeps_every_contract(scratch: Scratch) -> None:
    result = scratch.check_imports()
    assert result.returncode == 0, result.stdout + result.stderr
    for name in _contract_names().values():
        assert f"{name} KEPT" in result.stdout


def test_every_contract_is_broken_by_some_case() -> None:
    assert set(BREAKS) == set(_contract_names())


@pytest.mark.parametrize(("contract", "said", "breaks"), CASES)
def test_a_planted_import_is_caught_by_its_contract(
    scratch: Scratch, contract: str, said: str, breaks: list[Break]
) -> None:
    for importer, imported in breaks:
        scratch.plant_import(importer, imported)
    result = scratch.check_imports()
    assert result.returncode == 1, result.stdout + result.stderr
    assert f"{_contract_names()[contract]} BROKEN" in result.stdout
    for importer, imported in breaks:
        assert said.format(importer=importer, imported=imported) in result.stdout


def test_a_room_without_a_floor_is_refused(scratch: Scratch) -> None:
    scratch.write("src/serval/parlour/__init__.py", "")
    result = scratch.check_imports()
    assert result.returncode == 1
    assert f"{_contract_names()['floors']} BROKEN" in result.stdout
    assert "serval.parlour" in result.stdout


def test_an_import_that_only_type_checkers_see_counts_as_an_import(scratch: Scratch) -> None:
    scratch.write(
        "src/serval/engine/planted.py",
        "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    import serval.intake\n",
    )
    assert "serval.engine is not allowed to import serval.intake" in scratch.check_imports().stdout


def test_a_room_may_import_the_floor_below_it(scratch: Scratch) -> None:
    for low, high in itertools.pairwise(FLOORS):
        scratch.plant_import(f"serval.{high[0]}", f"serval.{low[-1]}")
    result = scratch.check_imports()
    assert result.returncode == 0, result.stdout
