"""The roles that columns of a table play, as far as names promise them and contents keep the promise."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from serval.engine.errors import Problem
from serval.intake.cells import write_cell
from serval.intake.dates import find_month, normalise_text
from serval.intake.mapping import LAYOUTS
from serval.intake.mapping.layouts import Layout
from serval.intake.numbers import read_count, read_number
from serval.intake.sniff.profile import ColumnProfile, TableProfile
from serval.intake.sniff.times import could_hold_times


@dataclass
class RolesFound:
    """Column key → name in the header, for the layout and preset (empty: none fits) that were chosen.

    missing  marks for a missing value that the preset knows beside the usual ones
    """

    layout: str
    preset: str
    roles: dict[str, str] = field(default_factory=dict)
    doubts: list[Problem] = field(default_factory=list)
    missing: tuple[str, ...] = ()

    @property
    def times(self) -> list[str]:
        """Keys of the columns that hold times."""
        layout = LAYOUTS[self.layout]
        return [key for key in self.roles if is_time(layout, key)]


def is_time(layout: Layout, key: str) -> bool:
    """Whether the column under a key holds times."""
    role = layout.find_role(key)
    return key.startswith("events.") or (role is not None and role.kind == "instant")


def take_role(profile: TableProfile, found: RolesFound, key: str, name: str) -> None:
    """Gives a column its role, if what it holds allows it; a name that promises too much is a doubt."""
    column = profile.find_column(name)
    if _fits(column, found, key):
        found.roles[key] = name
    else:
        filled = column.filled
        value = write_cell(filled[0]) if filled else ""
        data = {"where": f"columns.{key}", "column": name, "role": key, "value": value}
        found.doubts.append(Problem("sniff.role_not_held", data))


def _fits(column: ColumnProfile, found: RolesFound, key: str) -> bool:
    layout = LAYOUTS[found.layout]
    if key == "sequence":
        return all(re.fullmatch(r"-?\d+", write_cell(cell)) for cell in column.cells)
    if is_time(layout, key):
        return could_hold_times(column) or (layout.months and _holds_months(column))
    role = layout.find_role(key)
    if role is not None and role.kind in ("count", "number", "share"):
        read = read_count if role.kind == "count" else read_number
        cells = [cell for cell in column.filled if write_cell(cell) not in found.missing]
        return sum(read(cell) is not None for cell in cells) >= len(cells) / 2
    return True


def _holds_months(column: ColumnProfile) -> bool:
    texts = [normalise_text(cell) for cell in column.filled if isinstance(cell, str)]
    return bool(texts) and all(find_month(text) is not None for text in texts)
