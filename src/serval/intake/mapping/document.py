"""Mapping files: from YAML text to a mapping, every complaint with its line and column."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from serval.engine.documents import Document, build_model, read_document, sort_problems
from serval.engine.errors import Problem, TermsError
from serval.intake.errors import IntakeError
from serval.intake.mapping.faults import Fault, find_faults
from serval.intake.mapping.model import Mapping


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


def check_layout(mapping: Mapping, fitting: Sequence[str]) -> None:
    """Raises MappingError `mapping.layout_unfit` unless the mapping has one of the layouts."""
    if mapping.layout not in fitting:
        data = {"where": "layout", "layout": mapping.layout, "known": list(fitting)}
        raise MappingError(Problem("mapping.layout_unfit", data))


def mapping_schema() -> dict[str, Any]:
    """JSON Schema of the mapping document."""
    return Mapping.model_json_schema(by_alias=True)


def _place(fault: Fault, document: Document) -> Problem:
    place, problem = fault
    line, column = document.find_position(place)
    return Problem(problem.code, problem.data, line, column)
