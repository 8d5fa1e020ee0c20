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

    Raises MappingError `mapping.column_missing` for each name the header lacks, with the header and near names.
    """
    faults = find_faults(mapping)
    if faults:
        raise MappingError([problem for _, problem in faults], source=table)
    finder = ColumnFinder(header)
    essential = {role.key for role in LAYOUTS[mapping.layout].roles if role.required}
    places: dict[str, int] = {}
    absent: list[str] = []
    problems: list[Problem] = []
    for key, names in mapping.columns.list_named():
        place = finder.find(names)
        if place is not None:
            places[key] = place
        elif isinstance(names, str) or key in essential:
            problems.append(finder.complain(f"columns.{key}", names, table))
        else:
            absent.append(key)
    if not problems:
        problems += _miss_one_of(mapping, finder, places, table)
    duplicate_key = _bind_duplicates(mapping, finder, places, table, problems)
    if problems:
        raise MappingError(problems, source=table)
    return BoundColumns(tuple(header), places, tuple(absent), duplicate_key)


def _miss_one_of(mapping: Mapping, finder: ColumnFinder, places: dict[str, int], table: str) -> list[Problem]:
    """A complaint when of the sets of columns the layout can do with the header has none whole."""
    sets = LAYOUTS[mapping.layout].one_of
    there = places.keys() | list_fixed(mapping)
    if not sets or any(there >= set(keys) for keys in sets):
        return []
    named = dict(mapping.columns.list_named())
    wanted = next(key for keys in sets for key in keys if key in named and key not in places)
    return [finder.complain(f"columns.{wanted}", named[wanted], table)]


def _bind_duplicates(
    mapping: Mapping, finder: ColumnFinder, places: dict[str, int], table: str, problems: list[Problem]
) -> tuple[int, ...]:
    if mapping.duplicates is None or not mapping.duplicates.key:
        return ()
    found = []
    for name in mapping.duplicates.key:
        place = finder.find(name)
        if place is None:
            problems.append(finder.complain("duplicates.key", name, table))
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
    """Looks names up: exactly first, then without regard to case, width and outer blanks, if that is unique."""

    def __init__(self, header: Sequence[str]) -> None:
        self.header = tuple(header)
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
        wanted = as_names(names)
        loose = {_loosen(name): name for name in self.header}
        near = [loose[hit] for name in wanted for hit in difflib.get_close_matches(_loosen(name), loose, n=3)]
        data = {
            "file": table,
            "where": key,
            "column": wanted[0],
            "names": list(wanted),
            "header": list(self.header),
            "near": list(dict.fromkeys(near))[:3],
        }
        return Problem("mapping.column_missing", data)


def _loosen(name: str) -> str:
    return " ".join(normalise_text(name).casefold().split())
