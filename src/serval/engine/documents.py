"""YAML and JSON documents with the line and column of every value, and pydantic's complaints as problems.

Terms, calendars and mappings are read here, so that all of them point at the place that is wrong.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from serval.engine.errors import Problem, TermsError

MAX_CHARACTERS = 2_000_000
MAX_NODES = 200_000
MAX_DEPTH = 40

Path = tuple[str | int, ...]
Position = tuple[int, int]
Model = TypeVar("Model", bound=BaseModel)


class DocumentModel(BaseModel):
    """Base of everything a document may say: camelCase keys, unknown keys refused, frozen."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=to_camel, validate_by_alias=True, validate_by_name=False
    )


@dataclass(frozen=True)
class Document:
    """Plain data (dicts, lists, strings, numbers, dates) with the position of each value by its path."""

    data: Any
    positions: Mapping[Path, Position]
    source: str = ""

    def find_position(self, path: Path) -> Position:
        """Line and column of the value at `path`, or of its nearest known ancestor; (0, 0) for none."""
        for length in range(len(path), -1, -1):
            position = self.positions.get(path[:length])
            if position is not None:
                return position
        return (0, 0)


def read_document(text: str, *, source: str = "") -> Document:
    """Parse one YAML 1.2 or JSON document.

    Raises TermsError `document.syntax`, `document.duplicate_key`, `document.too_large` or `document.empty`
    with line and column. Aliases that unfold beyond MAX_NODES are refused, so a small file cannot grow huge.
    """
    if len(text) > MAX_CHARACTERS:
        raise TermsError(Problem("document.too_large", {"limit": MAX_CHARACTERS}), source=source)
    try:
        tree = YAML(typ="rt").load(text)
    except DuplicateKeyError as error:
        raise TermsError(_marked("document.duplicate_key", error), source=source) from None
    except MarkedYAMLError as error:
        raise TermsError(_marked("document.syntax", error), source=source) from None
    except (YAMLError, ValueError, RecursionError) as error:
        detail = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise TermsError(Problem("document.syntax", {"detail": detail}), source=source) from None
    if tree is None:
        raise TermsError(Problem("document.empty"), source=source)
    positions: dict[Path, Position] = {(): (1, 1)}
    return Document(_plain(tree, (), positions, source), positions, source)


def _marked(code: str, error: MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    detail = (error.problem or error.context or "").strip().splitlines()
    data = {"detail": detail[0] if detail else ""}
    return Problem(code, data, mark.line + 1 if mark else 0, mark.column + 1 if mark else 0)


def _plain(node: Any, path: Path, positions: dict[Path, Position], source: str) -> Any:
    if len(positions) > MAX_NODES or len(path) > MAX_DEPTH:
        raise TermsError(Problem("document.too_large", {"limit": MAX_NODES}), source=source)
    if isinstance(node, CommentedMap):
        plain: dict[str, Any] = {}
        for key, value in node.items():
            name = _key_text(key)
            child = (*path, name)
            positions[child] = _position(node.lc.data, key, positions[path])
            plain[name] = _plain(value, child, positions, source)
        return plain
    if isinstance(node, CommentedSeq):
        items = []
        for index, value in enumerate(node):
            child = (*path, index)
            positions[child] = _position(node.lc.data, index, positions[path])
            items.append(_plain(value, child, positions, source))
        return items
    return _scalar(node)


def _key_text(key: Any) -> str:
    return key.isoformat() if isinstance(key, date) else str(key)


def _position(marks: Any, key: Any, fallback: Position) -> Position:
    """ruamel keeps [line, column, …] per key; the last two are the value's place in a mapping."""
    mark = (marks or {}).get(key)
    return (mark[-2] + 1, mark[-1] + 1) if mark else fallback


def _scalar(node: Any) -> Any:
    if node is None or isinstance(node, bool):
        return node
    if isinstance(node, datetime):
        return node.isoformat()
    if isinstance(node, date):
        return date(node.year, node.month, node.day)
    for kind in (str, int, float):
        if isinstance(node, kind):
            return kind(node)
    return str(node)


def build_model(model: type[Model], document: Document, *, prefix: str) -> Model:
    """The document as `model`; every complaint becomes a problem `<prefix>.<what>` with its place.

    Raises TermsError with all problems, sorted by place.
    """
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        problems = [_translate(entry, document, prefix, model) for entry in error.errors(include_url=False)]
    raise TermsError(sort_problems(problems), source=document.source)


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems in the order in which a reader meets them in the document."""
    return tuple(sorted(problems, key=lambda p: (p.line, p.column, p.code)))


def _translate(entry: Any, document: Document, prefix: str, model: type[BaseModel]) -> Problem:
    path = _existing_path(tuple(entry["loc"]), document)
    line, column = document.find_position(path)
    where = ".".join(str(step) for step in path)
    kind, context = entry["type"], dict(entry.get("ctx", {}))
    if kind == "missing":
        return Problem(f"{prefix}.missing", {"where": where, "key": str(entry["loc"][-1])}, line, column)
    if kind == "extra_forbidden":
        key = str(entry["loc"][-1])
        near = difflib.get_close_matches(key, sorted(_known_keys(model)), n=1)
        return Problem(f"{prefix}.unknown_key", {"where": where, "key": key, "near": near}, line, column)
    if "." in kind:
        return Problem(kind, {"where": where, **context}, line, column)
    data = {"where": where, "value": shorten(entry.get("input")), "expected": _expectation(kind, context)}
    return Problem(f"{prefix}.wrong_value", data, line, column)


def _existing_path(loc: Path, document: Document) -> Path:
    """Pydantic's location without the steps it adds itself (names of union members, `[key]`)."""
    path: Path = ()
    for step in loc:
        if (*path, step) in document.positions:
            path = (*path, step)
    return path


def _expectation(kind: str, context: Mapping[str, Any]) -> str:
    if "expected" in context:
        return str(context["expected"])
    bounds = [f"{sign} {context[name]}" for name, sign in _BOUNDS.items() if name in context]
    return " ".join(bounds) or kind.removesuffix("_type").removesuffix("_parsing")


_BOUNDS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "min_length": "length ≥", "max_length": "length ≤"}


def _known_keys(model: type[BaseModel], seen: set[type[BaseModel]] | None = None) -> set[str]:
    seen = set() if seen is None else seen
    if model in seen:
        return set()
    seen.add(model)
    keys: set[str] = set()
    for name, info in model.model_fields.items():
        keys.add(info.alias or name)
        for inner in _models_in(info.annotation):
            keys |= _known_keys(inner, seen)
    return keys


def _models_in(annotation: Any) -> Iterable[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _models_in(argument)


def shorten(value: Any, limit: int = 60) -> str:
    """A value as it stands in the document, cut to a length that fits into a sentence."""
    text = value if isinstance(value, str) else str(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"
