"""Which preset of records fits a table: by the names of its columns, checked against what they hold."""

from __future__ import annotations

from serval.intake.mapping import LAYOUTS, RECORD_LAYOUTS, Mapping
from serval.intake.mapping.columns import ColumnFinder
from serval.intake.mapping.model import DEFAULT_MISSING
from serval.intake.presets import presets_of
from serval.intake.sniff.profile import TableProfile
from serval.intake.sniff.roles_found import RolesFound, take_role


def find_record_roles(profile: TableProfile) -> RolesFound | None:
    """The roles of a table of records by the preset that explains most columns; None when none fits."""
    tried = [_try_preset(profile, name, preset) for name, preset in presets_of(*RECORD_LAYOUTS)]
    fitting = [found for found in tried if found is not None]
    return max(fitting, key=lambda found: (len(found.roles), found.preset), default=None)


def _try_preset(profile: TableProfile, name: str, preset: Mapping) -> RolesFound | None:
    layout = LAYOUTS[preset.layout]
    finder = ColumnFinder(profile.header)
    missing = tuple(mark for mark in preset.missing if mark not in DEFAULT_MISSING)
    found = RolesFound(preset.layout, name, missing=missing)
    for key, names in preset.columns.list_named():
        place = finder.find(names)
        if place is not None and profile.header[place] not in found.roles.values():
            take_role(profile, found, key, profile.header[place])
    needed = {role.key for role in layout.roles if role.required}
    whole = not layout.one_of or any(found.roles.keys() >= set(keys) for keys in layout.one_of)
    return found if whole and found.roles.keys() >= needed and _knows_words(profile, found, preset) else None


def _knows_words(profile: TableProfile, found: RolesFound, preset: Mapping) -> bool:
    """Whether a needed column of words holds any that the preset knows; else the name alone would decide."""
    for role in LAYOUTS[preset.layout].roles:
        if role.kind != "word" or role.key not in found.roles:
            continue
        known = {*role.words, *preset.statuses, *preset.values.get(role.key, {})}
        if not known & (profile.find_column(found.roles[role.key]).distinct or {}).keys():
            return False
    return True
