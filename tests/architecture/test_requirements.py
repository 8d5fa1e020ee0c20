"""Every requirement of the source list has an entry in docs/requirements.toml, and each is well formed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.requirement_register import (
    REGISTER,
    REPOSITORY,
    entry_faults,
    read_register,
    source_ids,
)

ONE_ID_PER_SECTION = [
    "SL-22",
    "A03",
    "B-data-level-scheme-2",
    "C1-32",
    "C2-25",
    "D-19",
    "E-client-user",
    "X-01",
    "G-2",
]


@pytest.fixture
def source_text(shared: Path) -> str:
    path = shared / "requirements.md"
    if not path.is_file():
        pytest.skip("optional: the shared folder holds no source list")
    return path.read_text(encoding="utf-8")


def differences(text: str, register: Path) -> tuple[set[str], set[str]]:
    """Ids the register lacks, and ids only the register has."""
    wanted, held = set(source_ids(text)), set(read_register(register))
    return wanted - held, held - wanted


def test_the_register_holds_every_id_of_the_source_list_and_no_other(source_text: str) -> None:
    assert differences(source_text, REGISTER) == (set(), set())


def test_the_source_list_gives_each_id_once_and_has_only_the_sections_read(source_text: str) -> None:
    ids = source_ids(source_text)
    sections = re.findall(r"^## (\w+)\.", source_text, re.MULTILINE)

    assert len(ids) == len(set(ids))
    assert sections == [*map(str, range(1, 25)), "A", "B", "C1", "C2", "D", "E", "F", "G"]
    assert set(ONE_ID_PER_SECTION) <= set(ids)


@pytest.mark.parametrize("removed", ONE_ID_PER_SECTION)
def test_control_an_entry_taken_out_is_missed(removed: str, source_text: str, tmp_path: Path) -> None:
    kept, cuts = re.subn(rf"(?ms)^\[{removed}\]\n.*?(?=^\[|\Z)", "", REGISTER.read_text(encoding="utf-8"))
    copy = tmp_path / "requirements.toml"
    copy.write_text(kept, encoding="utf-8")

    assert cuts == 1
    assert differences(source_text, copy) == ({removed}, set())


def test_control_an_entry_the_source_list_does_not_know_is_refused(source_text: str, tmp_path: Path) -> None:
    copy = tmp_path / "requirements.toml"
    copy.write_text(
        REGISTER.read_text(encoding="utf-8") + '\n[ZZ-99]\nsays = "x"\nstrength = "M"\nwhere = "later"\n',
        encoding="utf-8",
    )

    assert differences(source_text, copy) == (set(), {"ZZ-99"})


@pytest.mark.parametrize(
    ("before", "added", "missed"),
    [
        ("- **SL-22** ", "- **SL-99** [M] new duty\n", "SL-99"),
        ("**A2 ", "**A99 New** draft\n\n", "A99"),
        ("| Delivery mode |", "| Brand new (新) | 甲, 乙 | 000 |\n", "B-brand-new"),
        ("| 2 | Response |", "| 99 | Response | new | 1 | h | 000 | target |\n", "C1-99"),
        ("| 78 / 72 ", "| 1 % | new | 000 |\n", "C2-26"),
        ("2. Service description", "99. New report. ", "D-99"),
        ("| HR (", "| New role (新) | nothing | 000 |\n", "E-new-role"),
        ("| X-02 |", "| X-99 | new | a vs b | none |\n", "X-99"),
        ("2. No measuring window", "99. No new thing. ", "G-99"),
    ],
)
def test_control_a_new_id_in_the_source_list_is_missed_in_every_section(
    before: str, added: str, missed: str, source_text: str
) -> None:
    assert source_text.count(before) == 1

    grown = source_text.replace(before, added + before)

    assert differences(grown, REGISTER) == ({missed}, set())


def test_every_entry_says_something_short_has_a_strength_and_points_at_places_that_exist() -> None:
    faults = {name: entry_faults(entry, REPOSITORY) for name, entry in read_register(REGISTER).items()}

    assert {name: found for name, found in faults.items() if found} == {}


def test_pages_and_named_tests_that_exist_are_accepted_as_places(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("text", encoding="utf-8")
    (tmp_path / "test_rule.py").write_text("def test_rule_holds() -> None: ...\n", encoding="utf-8")
    entry = {"says": "x" * 200, "strength": "-", "where": ["page.md", "test_rule.py::test_rule_holds"]}

    assert entry_faults(entry, tmp_path) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"says": "x" * 201}, "says_too_long"),
        ({"says": "  "}, "says_missing"),
        ({"strength": "X"}, "strength_unknown"),
        ({"strength": ""}, "strength_unknown"),
        ({"where": []}, "where_missing"),
        ({"where": "docs/page.md"}, "where_missing"),
        ({"where": ["gone.md"]}, "place_missing:gone.md"),
        ({"where": ["../page.md"]}, "place_missing:../page.md"),
        ({"where": ["test_rule.py::test_rule"]}, "place_missing:test_rule.py::test_rule"),
        ({"where": ["test_rule.py::"]}, "place_missing:test_rule.py::"),
        ({"wher": "later"}, "unknown_key:wher"),
    ],
)
def test_control_a_malformed_entry_or_a_place_that_does_not_exist_is_refused(
    change: dict[str, object], fault: str, tmp_path: Path
) -> None:
    root = tmp_path / "repository"
    root.mkdir()
    (tmp_path / "page.md").write_text("outside", encoding="utf-8")
    (root / "test_rule.py").write_text("def test_rule_holds() -> None: ...\n", encoding="utf-8")

    assert entry_faults({"says": "x", "strength": "M", "where": "later"} | change, root) == [fault]
