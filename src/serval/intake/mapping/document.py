"""Mapping files: from YAML text to a mapping, every complaint with its line and column."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from serval.engine.documents import Document, build_model, read_document, sort_problems
from serval.engine.errors import Problem, TermsError
from serval.intake.errors import IntakeError
from serval.intake.mapping.model import Mapping

Place = tuple[str | int, ...]


class MappingError(IntakeError):
    """A mapping says something that cannot be meant, or names a column the table does not have."""


def load_mapping(path: Path | str) -> Mapping:
    """The mapping in a YAML or JSON file. Raises MappingError (`mapping.unknown_key`, `mapping.missing`, …)."""
    source = Path(path)
    try:
        text = source.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise MappingError(Problem("file.not_found", {"file": source.name}), source=source.name) from None
    except (OSError, UnicodeDecodeError) as error:
        data = {"file": source.name, "reason": type(error).__name__}
        raise MappingError(Problem("file.unreadable", data), source=source.name) from None
    return parse_mapping(text, source=source.name)


def parse_mapping(text: str, *, source: str = "") -> Mapping:
    """The mapping in a YAML or JSON text. Raises MappingError with line and column of every problem."""
    try:
        document = read_document(text, source=source)
        mapping = build_model(Mapping, document, prefix="mapping")
    except TermsError as error:
        raise MappingError(error.problems, source=source) from None
    faults = find_faults(mapping)
    if faults:
        raise MappingError(sort_problems(_place(fault, document) for fault in faults), source=source)
    return mapping


def mapping_schema() -> dict[str, Any]:
    """JSON Schema of the mapping document."""
    return Mapping.model_json_schema(by_alias=True)


def find_faults(mapping: Mapping) -> list[tuple[Place, Problem]]:
    """What does not fit together within one mapping, each with its place in the document."""
    return [*_layout_faults(mapping), *_state_faults(mapping), *_reference_faults(mapping)]


def _place(fault: tuple[Place, Problem], document: Document) -> Problem:
    place, problem = fault
    line, column = document.find_position(place)
    return Problem(problem.code, problem.data, line, column)


def _layout_faults(mapping: Mapping) -> list[tuple[Place, Problem]]:
    columns = mapping.columns
    needed = ("at", "state") if mapping.layout == "events" else ("opened",)
    barred = ("resolved", "closed") if mapping.layout == "events" else ("sequence",)
    faults: list[tuple[Place, Problem]] = []
    for key in needed:
        if getattr(columns, key) is None:
            data = {"where": "columns", "key": key, "layout": mapping.layout}
            faults.append((("columns",), Problem("mapping.missing", data)))
    for key in barred:
        if getattr(columns, key) is not None:
            data = {"where": f"columns.{key}", "key": key, "layout": mapping.layout}
            faults.append((("columns", key), Problem("mapping.not_in_layout", data)))
    return faults


def _state_faults(mapping: Mapping) -> list[tuple[Place, Problem]]:
    faults: list[tuple[Place, Problem]] = []
    for place, raw in enumerate(mapping.ignore_states):
        if raw in mapping.states:
            data = {"where": "ignoreStates", "value": raw}
            faults.append((("ignoreStates", place), Problem("mapping.state_twice", data)))
    if mapping.layout == "snapshot" and mapping.state_events:
        data = {"where": "stateEvents", "key": "stateEvents", "layout": mapping.layout}
        faults.append((("stateEvents",), Problem("mapping.not_in_layout", data)))
    return faults


def _reference_faults(mapping: Mapping) -> list[tuple[Place, Problem]]:
    faults: list[tuple[Place, Problem]] = []
    for name in mapping.values:
        if name not in mapping.columns.fields:
            data = {"where": f"values.{name}", "key": name, "known": sorted(mapping.columns.fields)}
            faults.append((("values", name), Problem("mapping.field_unknown", data)))
    for name in mapping.constants:
        if name in mapping.columns.fields:
            data = {"where": f"constants.{name}", "key": name}
            faults.append((("constants", name), Problem("mapping.field_twice", data)))
    return faults
