"""Reads the two lists of requirements: the source list (Markdown) and this repository's register (TOML)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
REGISTER = REPOSITORY / "docs" / "requirements.toml"

_SECTION = re.compile(r"^## ", re.MULTILINE)
_TAGGED = re.compile(r"^- \*\*([A-Z]{2}-\d+)\*\*", re.MULTILINE)
_MACHINE = re.compile(r"^\*\*A(\d+) ", re.MULTILINE)
_NUMBERED = re.compile(r"(?:^|\s)(\d+)\.\s")
_RULE_ROW = re.compile(r"\|[-| ]+\|")
_CHINESE_NAME = re.compile(r"\([^)]*[^\x00-\x7f][^)]*\)")


def read_register(path: Path) -> dict[str, dict[str, Any]]:
    """Entries of a register by id."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def source_ids(text: str) -> list[str]:
    """Ids of the source list, in its order; table rows get theirs from their number, name or place."""
    ids: list[str] = []
    for section in _SECTION.split(text)[1:]:
        heading, _, body = section.partition("\n")
        ids.extend(_section_ids(heading.partition(".")[0], body))
    return ids


def _section_ids(section: str, body: str) -> Iterator[str]:
    if section.isdigit():
        yield from _TAGGED.findall(body)
    elif section == "A":
        yield from (f"A{int(number):02}" for number in _MACHINE.findall(body))
    elif section in {"B", "E"}:
        yield from (f"{section}-{_slug(name)}" for name in _first_cells(body))
    elif section == "C1":
        yield from (f"C1-{number}" for number in _first_cells(body))
    elif section == "C2":
        yield from (f"C2-{place}" for place, _ in enumerate(_first_cells(body), start=1))
    elif section == "F":
        yield from _first_cells(body)
    elif section in {"D", "G"}:
        yield from (f"{section}-{number}" for number in _NUMBERED.findall(body))


def _first_cells(body: str) -> list[str]:
    rows = [line for line in body.splitlines() if line.startswith("|") and not _RULE_ROW.fullmatch(line)]
    return [row.split("|")[1].strip() for row in rows[1:]]


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", _CHINESE_NAME.sub("", name).lower()).strip("-")


def entry_faults(entry: dict[str, Any], root: Path) -> list[str]:
    """Codes of what is wrong with one entry; `root` is the folder its places are relative to."""
    faults = [f"unknown_key:{key}" for key in sorted(entry.keys() - {"says", "strength", "where"})]
    says = entry.get("says")
    if not isinstance(says, str) or not says.strip():
        faults.append("says_missing")
    elif len(says) > 200:
        faults.append("says_too_long")
    if entry.get("strength") not in ("M", "S", "H", "D", "-"):
        faults.append("strength_unknown")
    where = entry.get("where")
    if where == "later":
        return faults
    if not isinstance(where, list) or not where:
        return [*faults, "where_missing"]
    return faults + [f"place_missing:{place}" for place in where if not _place_exists(place, root)]


def _place_exists(place: object, root: Path) -> bool:
    if not isinstance(place, str):
        return False
    file, _, name = place.partition("::")
    path = (root / file).resolve()
    if not path.is_relative_to(root.resolve()) or not path.is_file():
        return False
    if "::" not in place:
        return True
    function = re.compile(rf"^\s*(?:async )?def {re.escape(name)}\(", re.MULTILINE)
    return function.search(path.read_text(encoding="utf-8")) is not None
