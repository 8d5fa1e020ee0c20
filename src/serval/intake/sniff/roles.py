"""Which preset fits a table and which of its columns plays which role, by names checked against contents."""

from __future__ import annotations

import re
from collections import Counter

from serval.engine.errors import Problem
from serval.intake.cells import write_cell
from serval.intake.mapping import TICKET_LAYOUTS, Mapping
from serval.intake.mapping.columns import ColumnFinder
from serval.intake.mapping.model import ColumnNames
from serval.intake.presets import presets_of
from serval.intake.sniff.profile import ColumnProfile, TableProfile
from serval.intake.sniff.record_roles import find_record_roles
from serval.intake.sniff.roles_found import RolesFound, take_role
from serval.intake.sniff.times import holds_times

WEIGHTS = {"item": 3.0, "at": 2.0, "state": 3.0, "opened": 3.0, "sequence": 2.0}
"""How much a found column speaks for a preset; columns not listed count 1, fields half."""

REPEATED = 1.05
"""Rows per item above which a table is taken for a log and not for a list with a few doubled lines."""


def find_roles(profile: TableProfile) -> RolesFound | None:
    """The roles of a table's columns; None when neither an item nor a time can be made out."""
    candidates = [_try_preset(profile, name, preset) for name, preset in presets_of(*TICKET_LAYOUTS)]
    fitting = [(score, found) for score, found in candidates if found is not None]
    if not fitting and (records := find_record_roles(profile)) is not None:
        return records
    found = max(fitting, key=lambda pair: (pair[0], pair[1].preset))[1] if fitting else _guess_roles(profile)
    if found is not None:
        _add_known_fields(profile, found)
        _replace_constants(profile, found)
    return found


def _try_preset(profile: TableProfile, name: str, preset: Mapping) -> tuple[float, RolesFound | None]:
    finder = ColumnFinder(profile.header)
    found = RolesFound(preset.layout, name)
    for key, names in preset.columns.list_named():
        place = finder.find(names)
        if place is not None and profile.header[place] not in found.roles.values():
            take_role(profile, found, key, profile.header[place])
    essential = ("item", "at", "state") if preset.layout == "events" else ("item", "opened")
    if not all(key in found.roles for key in essential):
        return 0.0, None
    per_item = _rows_per_item(profile, found.roles["item"])
    if (per_item > REPEATED) != (preset.layout == "events"):
        return 0.0, None
    if 1.0 < per_item <= REPEATED:
        data = {"where": "columns.item", "column": found.roles["item"], "rows_per_item": round(per_item, 4)}
        found.doubts.append(Problem("sniff.item_repeated", data))
    return sum(_weigh(key) for key in found.roles), found


def _weigh(key: str) -> float:
    return 0.5 if key.startswith("fields.") else WEIGHTS.get(key, 1.0)


def _rows_per_item(profile: TableProfile, name: str) -> float:
    ids = [write_cell(cell) for cell in profile.find_column(name).filled]
    return len(ids) / len(set(ids)) if ids else 1.0


def _guess_roles(profile: TableProfile) -> RolesFound | None:
    """Roles by contents, where no preset fits: every one of them is a doubt."""
    times = [column for column in profile.columns if holds_times(column)]
    item = next((column for column in profile.columns if column not in times and _identifies(column)), None)
    if not times or item is None:
        return None
    state = _guess_state(profile, [*times, item])
    log = _rows_per_item(profile, item.name) > REPEATED
    if log and state is None:
        return None
    found = RolesFound("events" if log else "snapshot", "")
    found.roles = {"item": item.name, ("at" if log else "opened"): times[0].name}
    if state is not None:
        found.roles["state"] = state.name
    for key, name in found.roles.items():
        found.doubts.append(Problem("sniff.column_guessed", {"where": f"columns.{key}", "column": name, "role": key}))
    found.doubts.append(Problem("sniff.layout_guessed", {"where": "layout", "layout": found.layout}))
    return found


def _identifies(column: ColumnProfile) -> bool:
    """Whether a column may hold ids: always filled, hardly ever blank inside, many different values."""
    texts = [write_cell(cell) for cell in column.cells]
    different = len(set(texts))
    return all(texts) and different > max(1, len(texts) // 60) and not any("\n" in text for text in texts)


def _guess_state(profile: TableProfile, taken: list[ColumnProfile]) -> ColumnProfile | None:
    """The column with most words that presets know as states."""
    presets = presets_of(*TICKET_LAYOUTS)
    known = {raw.casefold() for _, preset in presets for raw in preset.states if not raw.isdecimal()}
    scores = Counter(
        {
            column.place: sum(raw.casefold() in known for raw in column.distinct)
            for column in profile.columns
            if column not in taken and column.distinct
        }
    )
    best = scores.most_common(1)
    return profile.columns[best[0][0]] if best and best[0][1] else None


def _add_known_fields(profile: TableProfile, found: RolesFound) -> None:
    """Fields the chosen preset does not have, but another one knows by name."""
    finder = ColumnFinder(profile.header)
    for _, preset in presets_of(*TICKET_LAYOUTS):
        for key, names in _list_fields(preset):
            place = finder.find(names)
            if key not in found.roles and place is not None and _is_free(profile.header[place], found):
                found.roles[key] = profile.header[place]


def _list_fields(preset: Mapping) -> list[tuple[str, ColumnNames]]:
    return [(key, names) for key, names in preset.columns.list_named() if key.startswith("fields.")]


def _is_free(name: str, found: RolesFound) -> bool:
    doubted = {problem.data.get("column") for problem in found.doubts}
    return name not in found.roles.values() and name not in doubted


def _replace_constants(profile: TableProfile, found: RolesFound) -> None:
    """A field with one value on every row says nothing; a numbered sibling that differs takes its place."""
    for key, name in list(found.roles.items()):
        if not key.startswith("fields.") or profile.rows_seen < 2 or not profile.find_column(name).is_constant:
            continue
        sibling = re.compile(re.escape(name) + r"[ _#]?\d+", re.IGNORECASE)
        better = [
            other.name
            for other in profile.columns
            if sibling.fullmatch(other.name) and not other.is_constant and _is_free(other.name, found)
        ]
        data = {"where": f"columns.{key}", "column": name, "used": better[0] if better else name}
        found.doubts.append(Problem("sniff.column_constant", data))
        if better:
            found.roles[key] = better[0]
