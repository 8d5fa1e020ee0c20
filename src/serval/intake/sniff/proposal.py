"""A proposed mapping with ten rows as it would read them and everything a person should look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from serval.engine.errors import Problem
from serval.intake.badrows import RowFault, show_value
from serval.intake.cells import write_cell
from serval.intake.errors import IntakeError
from serval.intake.mapping import LAYOUTS, TICKET_LAYOUTS, BoundColumns, Mapping, bind_columns
from serval.intake.mapping.model import as_words
from serval.intake.presets import load_preset
from serval.intake.readings import Said
from serval.intake.rows import build_row_reader
from serval.intake.sniff.leaks import find_leaks
from serval.intake.sniff.profile import (
    LOOKED_AT_ROWS,
    WHATEVER_IS_FOUND,
    TableChoice,
    TableProfile,
    profile_table,
)
from serval.intake.sniff.record_rows import build_record_shower, explain_statuses
from serval.intake.sniff.roles import find_roles
from serval.intake.sniff.roles_found import RolesFound
from serval.intake.sniff.shown import SampleRow
from serval.intake.sniff.states import StatesFound, explain_states
from serval.intake.sniff.times import TimesFound, find_patterns
from serval.intake.tables import DEFAULT_LIMITS, Limits, Row

SHOWN_ROWS = 10


@dataclass(frozen=True)
class Proposal:
    """What `sniff` makes of a table.

    preset   the preset the names come from; empty when only contents spoke
    doubts   all that is uncertain; `data["where"]` names the key of the mapping
    unused   columns the mapping leaves unread
    """

    mapping: Mapping
    preset: str
    sample: tuple[SampleRow, ...]
    doubts: tuple[Problem, ...]
    header: tuple[str, ...]
    unused: tuple[str, ...]
    rows_seen: int


def sniff(
    path: Path | str,
    *,
    choice: TableChoice = WHATEVER_IS_FOUND,
    limits: Limits = DEFAULT_LIMITS,
    progress: Callable[[int, int], None] | None = None,
    looked_at_rows: int = LOOKED_AT_ROWS,
) -> Proposal:
    """Proposes how to read the table in a file.

    choice  encoding, sheet and header row where a person knows them; they become part of the mapping

    Raises IntakeError as reading the table would, and `sniff.not_understood` when no column can be the item or no
    column holds times.
    """
    profile = profile_table(path, choice=choice, limits=limits, progress=progress, looked_at_rows=looked_at_rows)
    found = find_roles(profile)
    if found is None:
        raise IntakeError(
            Problem("sniff.not_understood", {"file": profile.name, "header": list(profile.header)}), source=profile.name
        )
    preset = load_preset(found.preset) if found.preset else None
    times = _find_times(profile, found, preset)
    states = _find_states(profile, found, preset)
    statuses, status_doubts = _find_statuses(profile, found, preset)
    document = _write_mapping(profile, found, preset, times, states) | ({"statuses": statuses} if statuses else {})
    mapping = Mapping.model_validate(document | _write_choice(choice))
    sample, unreadable = _read_sample(profile, mapping)
    doubts = [
        *_doubt_table(profile),
        *found.doubts,
        *_doubt_layout(profile, found),
        *times.doubts,
        *_doubt_zone(mapping),
        *states.doubts,
        *status_doubts,
        *unreadable,
    ]
    unused = tuple(name for name in profile.header if name not in found.roles.values())
    return Proposal(mapping, found.preset, sample, tuple(doubts), profile.header, unused, profile.rows_seen)


def _find_times(profile: TableProfile, found: RolesFound, preset: Mapping | None) -> TimesFound:
    columns = [(key, profile.find_column(found.roles[key])) for key in found.times]
    preferred = [pattern for pattern in (preset.dates if preset else ()) if pattern != "excel"]
    return find_patterns(columns, preferred, months=LAYOUTS[found.layout].months)


def _find_states(profile: TableProfile, found: RolesFound, preset: Mapping | None) -> StatesFound:
    if "state" not in found.roles:
        return StatesFound()
    column = profile.find_column(found.roles["state"])
    if column.distinct is None:
        data = {"where": "columns.state", "column": column.name, "role": "state"}
        found.doubts.append(Problem("sniff.too_many_states", data))
    marks = set(profile.list_missing_marks())
    states = explain_states([raw for raw in column.distinct or () if raw not in marks], preset)
    if found.layout == "snapshot":
        states.state_events.clear()
    if states.state_events:
        events = sorted({word for words in states.state_events.values() for word in as_words(words)})
        found.doubts.append(Problem("sniff.events_from_states", {"where": "stateEvents", "events": events}))
    return states


def _find_statuses(
    profile: TableProfile, found: RolesFound, preset: Mapping | None
) -> tuple[dict[str, str], list[Problem]]:
    column = found.roles.get("status") or found.roles.get("kind")
    if column is None or preset is None:
        return {}, []
    marks = {*profile.list_missing_marks(), ""}
    return explain_statuses([raw for raw in profile.find_column(column).distinct or () if raw not in marks], preset)


def _write_mapping(
    profile: TableProfile, found: RolesFound, preset: Mapping | None, times: TimesFound, states: StatesFound
) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for key, name in found.roles.items():
        group, _, inner = key.partition(".")
        if inner:
            columns.setdefault(group, {})[inner] = name
        else:
            columns[key] = name
    document: dict[str, Any] = {
        "apiVersion": "serval/v1",
        "kind": "Mapping",
        "title": preset.title.model_dump() if preset else {"en": profile.name, "zh": profile.name},
        "layout": found.layout,
        "timezone": "UTC" if times.zoned or preset is None else preset.timezone,
        "timezoneAssumed": not times.zoned,
        "dates": list(times.patterns),
        "missing": [*profile.list_missing_marks(), *found.missing, ""],
        "columns": columns,
        "states": states.states,
        "stateEvents": states.state_events,
        "ignoreStates": states.ignored,
        "values": _find_values(profile, found, preset),
    }
    return {key: value for key, value in document.items() if value not in ({}, [], False)}


def _write_choice(choice: TableChoice) -> dict[str, Any]:
    said = {"encoding": choice.encoding, "sheet": choice.sheet, "headerRow": choice.header_row}
    return {key: value for key, value in said.items() if value not in (None, "auto")}


def _find_values(profile: TableProfile, found: RolesFound, preset: Mapping | None) -> dict[str, dict[str, str]]:
    """Translations of the preset for raw values that occur."""
    values: dict[str, dict[str, str]] = {}
    for field, names in (preset.values if preset else {}).items():
        column = found.roles.get(f"fields.{field}") or found.roles.get(field)
        occurring = set(profile.find_column(column).distinct or ()) if column else set()
        present = {raw: value for raw, value in names.items() if raw in occurring}
        if present:
            values[field] = present
    return values


def _doubt_table(profile: TableProfile) -> list[Problem]:
    doubts = []
    if profile.repeated:
        doubts.append(Problem("sniff.header_repeated", {"where": "columns", "columns": list(profile.repeated)}))
    if profile.repeated_headers:
        doubts.append(Problem("sniff.header_within", {"where": "columns", "count": profile.repeated_headers}))
    if not profile.whole:
        doubts.append(Problem("sniff.sampled", {"where": "states", "rows": profile.rows_seen}))
    return doubts


def _doubt_layout(profile: TableProfile, found: RolesFound) -> list[Problem]:
    if found.layout == "outages":
        return _doubt_open_ends(profile, found)
    if found.layout not in TICKET_LAYOUTS:
        return []
    if found.layout == "snapshot":
        return [Problem("sniff.pauses_unknown", {"where": "layout"})]
    doubts = find_leaks(profile, item=found.roles["item"], at=found.roles["at"], taken=found.roles.values())
    if "opened" not in found.roles:
        doubts.append(Problem("sniff.opened_by_first_row", {"where": "columns"}))
    return doubts


def _doubt_open_ends(profile: TableProfile, found: RolesFound) -> list[Problem]:
    """Outages of which neither an end nor a length is known."""
    ends = [profile.find_column(found.roles[key]) for key in ("end", "minutes") if key in found.roles]
    marks = {*profile.list_missing_marks(), ""}
    cells = zip(*(column.cells for column in ends), strict=True) if ends else [()] * len(profile.rows)
    count = sum(all(write_cell(cell) in marks for cell in row) for row in cells)
    where = "columns.end" if "end" in found.roles else "columns"
    return [Problem("sniff.outages_open", {"where": where, "count": count})] if count else []


def _doubt_zone(mapping: Mapping) -> list[Problem]:
    if not mapping.timezone_assumed:
        return []
    return [Problem("sniff.zone_unknown", {"where": "timezone", "timezone": mapping.timezone})]


def _read_sample(profile: TableProfile, mapping: Mapping) -> tuple[tuple[SampleRow, ...], list[Problem]]:
    """The first rows as the mapping reads them, and a doubt for each kind of row in the sample it cannot read."""
    bound = bind_columns(mapping, profile.header, table=profile.name)
    if mapping.layout in TICKET_LAYOUTS:
        show = _build_ticket_shower(mapping, bound)
    else:
        show = build_record_shower(mapping, bound, profile.name)
    read = [_show_row(show, row, profile.name) for row in profile.rows]
    counts: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Problem] = {}
    for shown in read:
        problem = shown.problem
        if problem is not None:
            key = (problem.code, str(problem.data["column"]))
            counts[key] += 1
            first.setdefault(key, problem)
    doubts = []
    for key, problem in first.items():
        data = {**problem.data, "where": "columns", "code": problem.code, "count": counts[key]}
        doubts.append(Problem("sniff.rows_unreadable", data))
    return tuple(read[:SHOWN_ROWS]), doubts


def _build_ticket_shower(mapping: Mapping, bound: BoundColumns) -> Callable[[Row], SampleRow]:
    reader = build_row_reader(mapping, bound, table_number=0)
    names = tuple(mapping.columns.fields)

    def show(row: Row) -> SampleRow:
        said = Said(*reader.read(row))
        fields = tuple((name, value) for name, value in zip(names, said.fields, strict=True) if value)
        return SampleRow(row.number, said.item, said.at, said.raw, said.meaning, said.stamps, fields)

    return show


def _show_row(show: Callable[[Row], SampleRow], row: Row, table: str) -> SampleRow:
    try:
        return show(row)
    except RowFault as fault:
        data = {"file": table, "row": row.number, "column": fault.column, "value": show_value(fault.value)}
        return SampleRow(row.number, problem=Problem(fault.code, {**data, **fault.data}, row.number, fault.place + 1))
