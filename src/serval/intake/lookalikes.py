"""What else a table may be when it lacks the columns of the layout it was given as."""

from __future__ import annotations

from collections.abc import Sequence

from serval.engine.errors import Problem
from serval.intake.mapping import LAYOUTS, TICKET_LAYOUTS, BoundColumns, Mapping, MappingError, bind_columns
from serval.intake.presets import presets_of


def bind_or_explain(mapping: Mapping, header: Sequence[str], *, table: str) -> BoundColumns:
    """The places of all columns of a mapping, as `bind_columns` finds them.

    Raises MappingError as it does; `mapping.other_layout` where a mapping of usual names misses a column and those of
    another layout are there.
    """
    try:
        return bind_columns(mapping, header, table=table)
    except MappingError as error:
        other = _find_lookalike(mapping.layout, header)
        if other is None or any(problem.code != "mapping.role_missing" for problem in error.problems):
            raise
    data = {
        "file": table,
        "layout": mapping.layout,
        "looks_like": other,
        "option": "--tickets" if other in TICKET_LAYOUTS else f"--{other}",
    }
    raise MappingError(Problem("mapping.other_layout", data), source=table)


def _find_lookalike(layout: str, header: Sequence[str]) -> str | None:
    """The other layout of the preset that finds most of its columns in the header, and all it needs."""
    found = [
        (count, preset.layout)
        for _, preset in presets_of(*LAYOUTS)
        if preset.layout != layout and (count := _count_columns(preset, header))
    ]
    return max(found, default=(0, None))[1]


def _count_columns(preset: Mapping, header: Sequence[str]) -> int:
    try:
        return len(bind_columns(preset, header, table="").places)
    except MappingError:
        return 0
