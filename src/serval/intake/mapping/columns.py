"""Where the columns a mapping names stand in the header of a table."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from serval.engine.errors import Problem
from serval.intake.dates import normalise_text
from serval.intake.mapping.document import MappingError
from serval.intake.mapping.faults import find_faults, list_fixed
from serval.intake.mapping.layouts import LAYOUTS
from serval.intake.mapping.model import ColumnNames, Mapping, as_names


@dataclass(frozen=True, slots=True)
class BoundColumns:
    """Positions (from 0) of the columns in one table.

    places     column key (`at`, `fields.priority`) → position
    absent     column keys with several names of which the header has none
    duplicate_key   positions of the columns that tell duplicates, without the item's own
    """

    header: tuple[str, ...]
    places: dict[str, int]
    absent: tuple[str, ...]
    duplicate_key: tuple[int, ...]

    def list_events(self) -> list[tuple[str, int]]:
        """Name and position of the columns under `events`, in the order of the mapping."""
        prefix = "events."
        return [(key.removeprefix(prefix), at) for key, at in self.places.items() if key.startswith(prefix)]


def bind_columns(mapping: Mapping, header: Sequence[str], *, table: str) -> BoundColumns:
    """The places of all columns of a mapping.

    Raises MappingError for each name the header lacks, with the header and near names that no other role has taken:
    `mapping.column_missing`, or `mapping.role_missing` where the mapping knows several names.
    """
    faults = find_faults(mapping)
    if faults:
        raise MappingError([problem for _, problem in faults], source=table)
    finder = ColumnFinder(header)
    essential = {role.key for role in LAYOUTS[mapping.layout].roles if role.required}
    places: dict[str, int] = {}
    absent: list[str] = []
    missing: list[str] = []
    named = dict(mapping.columns.list_named())
    for key, names in named.items():
        place = finder.find(names)
        if place is not None:
            places[key] = place
        else:
            (missing if isinstance(names, str) or key in essential else absent).append(key)
    finder.taken = frozenset(places.values())
    problems = [finder.complain(key, named[key], table) for key in missing or _miss_one_of(mapping, places)]
    duplicate_key = _bind_duplicates(mapping, finder, places, table, problems)
    if problems:
        raise MappingError(problems, source=table)
    return BoundColumns(tuple(header), places, tuple(absent), duplicate_key)


def _miss_one_of(mapping: Mapping, places: dict[str, int]) -> list[str]:
    """The column to complain of when of the sets of columns the layout can do with the header has none whole."""
    sets = LAYOUTS[mapping.layout].one_of
    there = places.keys() | list_fixed(mapping)
    if not sets or any(there >= set(keys) for keys in sets):
        return []
    named = {key for key, _ in mapping.columns.list_named()}
    return [next(key for keys in sets for key in keys if key in named and key not in places)]


def _bind_duplicates(
    mapping: Mapping, finder: ColumnFinder, places: dict[str, int], table: str, problems: list[Problem]
) -> tuple[int, ...]:
    if mapping.duplicates is None or not mapping.duplicates.key:
        return ()
    found = []
    for name in mapping.duplicates.key:
        place = finder.find(name)
        if place is None:
            problems.append(finder.complain_of_name("duplicates.key", name, table))
        else:
            found.append(place)
    item = places.get("item")
    if item is not None and item not in found:
        problems.append(
            Problem(
                "mapping.duplicates_without_item",
                {"file": table, "where": "duplicates.key", "key": finder.header[item]},
            )
        )
    return tuple(place for place in found if place != item)


class ColumnFinder:
    """Looks names up: exactly first, then without regard to case, width and outer blanks, if that is unique.

    taken  places of the columns that have a role already; they are never proposed for another one
    """

    def __init__(self, header: Sequence[str]) -> None:
        self.header = tuple(header)
        self.taken: frozenset[int] = frozenset()
        self._exact = {name: place for place, name in reversed(list(enumerate(header)))}
        self._loose: dict[str, list[int]] = {}
        for place, name in enumerate(header):
            self._loose.setdefault(_loosen(name), []).append(place)

    def find(self, names: ColumnNames) -> int | None:
        for name in as_names(names):
            if name in self._exact:
                return self._exact[name]
        for name in as_names(names):
            loose = self._loose.get(_loosen(name), [])
            if len(loose) == 1:
                return loose[0]
        return None

    def complain(self, key: str, names: ColumnNames, table: str) -> Problem:
        """What is missing for a role: the one column a person named, or any of the names the mapping knows."""
        if isinstance(names, str):
            return self.complain_of_name(f"columns.{key}", names, table)
        data = {
            "file": table,
            "where": f"columns.{key}",
            "role": key,
            "names": list(names),
            "header": list(self.header),
            "near": self._list_near(names),
        }
        return Problem("mapping.role_missing", data)

    def complain_of_name(self, where: str, name: str, table: str) -> Problem:
        """The one column a person named is missing."""
        data = {
            "file": table,
            "where": where,
            "column": name,
            "names": [name],
            "header": list(self.header),
            "near": self._list_near((name,)),
        }
        return Problem("mapping.column_missing", data)

    def _list_near(self, wanted: Sequence[str]) -> list[str]:
        free = [name for place, name in enumerate(self.header) if place not in self.taken]
        loose = {_loosen(name): name for name in free}
        near = [loose[hit] for name in wanted for hit in difflib.get_close_matches(_loosen(name), loose, n=3)]
        return list(dict.fromkeys(near))[:3]


def _loosen(name: str) -> str:
    return " ".join(normalise_text(name).casefold().split())
