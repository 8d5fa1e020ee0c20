"""What does not fit together within one mapping, each fault with its place in the document."""

from __future__ import annotations

from typing import Any

from serval.engine.errors import Problem
from serval.intake.mapping.layouts import LAYOUTS, TICKET_LAYOUTS, UNIT, UNITS, Layout, Role
from serval.intake.mapping.model import Columns, Mapping

Place = tuple[str | int, ...]
Fault = tuple[Place, Problem]

_TICKET_KEYS = {
    "states": "states",
    "state_events": "stateEvents",
    "ignore_states": "ignoreStates",
    "other_states": "otherStates",
}
_STATUS_KEYS = {"statuses": "statuses", "other_statuses": "otherStatuses"}


def find_faults(mapping: Mapping) -> list[Fault]:
    """All faults of a mapping."""
    faults = [*_column_faults(mapping), *_key_faults(mapping), *_state_faults(mapping)]
    if mapping.layout in TICKET_LAYOUTS:
        return [*faults, *_field_faults(mapping)]
    return [*faults, *_constant_faults(mapping), *_value_faults(mapping)]


def _column_faults(mapping: Mapping) -> list[Fault]:
    """Columns the layout needs and columns it has no place for."""
    layout = LAYOUTS[mapping.layout]
    named = {key for key, _ in mapping.columns.list_named()}
    there = named | list_fixed(mapping)
    faults: list[Fault] = []
    for role in layout.roles:
        if role.required and role.key not in there:
            data = {"where": "columns", "key": role.key, "layout": mapping.layout}
            faults.append((("columns",), Problem("mapping.missing", data)))
    if layout.one_of and not any(there.issuperset(keys) for keys in layout.one_of):
        sets = [" + ".join(keys) for keys in layout.one_of]
        needed = {"where": "columns", "keys": sets, "layout": mapping.layout}
        faults.append((("columns",), Problem("mapping.one_needed", needed)))
    known = {role.key for role in layout.roles}
    groups = {"events", "fields"} if mapping.layout in TICKET_LAYOUTS else set()
    for key in sorted(named):
        group = key.partition(".")[0]
        if key not in known and group not in groups:
            faults.append((("columns", group), _not_in_layout(f"columns.{key}", key, mapping)))
    return faults


def list_fixed(mapping: Mapping) -> frozenset[str]:
    """Column keys of records for which a constant stands."""
    return frozenset() if mapping.layout in TICKET_LAYOUTS else frozenset(mapping.constants)


def _key_faults(mapping: Mapping) -> list[Fault]:
    """Keys of the document that only other layouts have."""
    layout = LAYOUTS[mapping.layout]
    barred: dict[str, str] = {}
    if mapping.layout not in TICKET_LAYOUTS:
        barred |= _TICKET_KEYS
    if mapping.layout == "snapshot":
        barred["state_events"] = "stateEvents"
    if not any(role.kind == "word" and has_statuses(role) for role in layout.roles):
        barred |= _STATUS_KEYS
    said = mapping.model_fields_set
    faults: list[Fault] = [
        ((key,), _not_in_layout(key, key, mapping))
        for name, key in barred.items()
        if name in said and getattr(mapping, name)
    ]
    return faults + _duplicate_faults(mapping, layout)


def _duplicate_faults(mapping: Mapping, layout: Layout) -> list[Fault]:
    rule = mapping.duplicates
    if rule is None:
        return []
    if mapping.layout in TICKET_LAYOUTS:
        data = {"where": "duplicates", "key": "key"}
        return [] if rule.key else [(("duplicates",), Problem("mapping.missing", data))]
    if not layout.identity:
        return [(("duplicates",), _not_in_layout("duplicates", "duplicates", mapping))]
    if rule.key:
        return [(("duplicates", "key"), _not_in_layout("duplicates.key", "duplicates.key", mapping))]
    return []


def has_statuses(role: Role) -> bool:
    """Whether the words of a role are translated by `statuses`, not by `values`."""
    return role.name in ("status", "kind")


def _state_faults(mapping: Mapping) -> list[Fault]:
    faults: list[Fault] = []
    for place, raw in enumerate(mapping.ignore_states):
        if raw in mapping.states:
            data = {"where": "ignoreStates", "value": raw}
            faults.append((("ignoreStates", place), Problem("mapping.state_twice", data)))
    return faults


def _field_faults(mapping: Mapping) -> list[Fault]:
    """What `values` and `constants` say of the fields of tickets."""
    fields = mapping.columns.fields
    faults: list[Fault] = []
    for name in mapping.values:
        if name not in fields:
            data = {"where": f"values.{name}", "key": name, "known": sorted(fields)}
            faults.append((("values", name), Problem("mapping.field_unknown", data)))
    return faults + [_twice(name) for name in mapping.constants if name in fields]


def _constant_faults(mapping: Mapping) -> list[Fault]:
    """What `constants` says of the columns of records."""
    layout = LAYOUTS[mapping.layout]
    fixed = {role.key: role for role in layout.roles if role.fixed}
    faults: list[Fault] = []
    for key, value in mapping.constants.items():
        if key == UNIT and mapping.layout == "measures":
            expected: tuple[str, ...] = UNITS
        elif key in fixed:
            expected = fixed[key].words
        else:
            data: dict[str, Any] = {"where": f"constants.{key}", "key": key, "known": sorted(fixed)}
            faults.append((("constants", key), Problem("mapping.constant_unknown", data)))
            continue
        if _is_named(mapping.columns, key):
            faults.append(_twice(key))
        if expected and value not in expected:
            faults.append((("constants", key), _wrong_word(f"constants.{key}", value, expected)))
    return faults


def _value_faults(mapping: Mapping) -> list[Fault]:
    """What `values` says of the columns of records."""
    translated = {
        role.key: role
        for role in LAYOUTS[mapping.layout].roles
        if role.kind != "instant" and not (role.kind == "word" and has_statuses(role))
    }
    faults: list[Fault] = []
    for key, names in mapping.values.items():
        role = translated.get(key)
        if role is None:
            data = {"where": f"values.{key}", "key": key, "known": sorted(translated)}
            faults.append((("values", key), Problem("mapping.constant_unknown", data)))
            continue
        for raw, value in names.items():
            if role.words and value not in role.words:
                faults.append((("values", key, raw), _wrong_word(f"values.{key}.{raw}", value, role.words)))
    return faults


def _is_named(columns: Columns, key: str) -> bool:
    return any(key == named for named, _ in columns.list_named())


def _twice(key: str) -> Fault:
    return (("constants", key), Problem("mapping.field_twice", {"where": f"constants.{key}", "key": key}))


def _wrong_word(where: str, value: str, words: tuple[str, ...]) -> Problem:
    *others, last = [f"'{word}'" for word in words]
    return Problem(
        "mapping.wrong_value", {"where": where, "value": value, "expected": f"{', '.join(others)} or {last}"}
    )


def _not_in_layout(where: str, key: str, mapping: Mapping) -> Problem:
    return Problem("mapping.not_in_layout", {"where": where, "key": key, "layout": mapping.layout})
