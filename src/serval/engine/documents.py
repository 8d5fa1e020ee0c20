"""YAML and JSON documents with the line and column of every value, and pydantic's complaints as problems.

Terms, calendars and mappings are read here, so that all of them point at the place that is wrong.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from serval.engine.errors import Problem, TermsError
from serval.engine.yaml_tree import MAX_DEPTH, Key, Node, read_tree

MAX_CHARACTERS = 400_000
"""A text this long takes seconds to read; the longest agreements are a tenth of it."""

MAX_NODES = 100_000

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
    """Plain data (dicts, lists, texts, numbers, true, false, null) with the place of each value and key by its path."""

    data: Any
    positions: Mapping[Path, Position]
    source: str = ""
    key_positions: Mapping[Path, Position] = field(default_factory=dict)

    def find_position(self, path: Path) -> Position:
        """Line and column of the value at `path`, or of its nearest known ancestor; (0, 0) for none."""
        for length in range(len(path), -1, -1):
            position = self.positions.get(path[:length])
            if position is not None:
                return position
        return (0, 0)

    def find_key_position(self, path: Path) -> Position:
        """Line and column of the key at the end of `path`, or of the nearest known value around it."""
        return self.key_positions.get(path) or self.find_position(path)


def read_document(text: str, *, source: str = "") -> Document:
    """Parse one YAML 1.2 or JSON document.

    Raises TermsError `document.syntax`, `document.duplicate_key`, `document.too_large` or `document.empty` with line
    and column. Aliases that unfold beyond MAX_NODES are refused, so a small file cannot grow huge.
    """
    if len(text) > MAX_CHARACTERS:
        raise TermsError(Problem("document.too_large", {"limit": MAX_CHARACTERS}), source=source)
    try:
        tree = read_tree(text)
        if tree is None:
            raise TermsError(Problem("document.empty"))
        unfolding = _Unfolding()
        data = unfolding.unfold(tree, ())
    except TermsError as error:
        raise TermsError(error.problems, source=source) from None
    return Document(data, unfolding.positions, source, unfolding.key_positions)


class _Unfolding:
    """Plain data out of a tree, with aliases and merges written out at each place where they stand."""

    def __init__(self) -> None:
        self.positions: dict[Path, Position] = {}
        self.key_positions: dict[Path, Position] = {}

    def unfold(self, node: Node, path: Path) -> Any:
        if len(self.positions) >= MAX_NODES:
            raise TermsError(Problem("document.too_large", {"limit": MAX_NODES}, node.line, node.column))
        if len(path) > MAX_DEPTH:
            raise TermsError(Problem("document.too_large", {"limit": MAX_DEPTH}, node.line, node.column))
        self.positions[path] = (node.line, node.column)
        if node.items is not None:
            return [self.unfold(item, (*path, index)) for index, item in enumerate(node.items)]
        if node.pairs is None:
            return node.value
        plain: dict[str, Any] = {}
        for key, value in _list_pairs(node, 0):
            if key.text not in plain:
                child = (*path, key.text)
                self.key_positions[child] = (key.line, key.column)
                plain[key.text] = self.unfold(value, child)
        return plain


def _list_pairs(node: Node, depth: int, seen: set[int] | None = None) -> Iterator[tuple[Key, Node]]:
    """A mapping's own pairs, then those it merges (`<<: *base`), which never win against its own.

    A base met again adds nothing, so merges of merges cannot multiply.
    """
    if depth > MAX_DEPTH:
        raise TermsError(Problem("document.too_large", {"limit": MAX_DEPTH}, node.line, node.column))
    seen = set() if seen is None else seen
    merged: list[Node] = []
    for key, value in node.pairs or ():
        if key.merges:
            merged += [value] if value.items is None else value.items
        else:
            yield key, value
    for base in merged:
        if base.pairs is None:
            data = {"detail": "only mappings can be merged"}
            raise TermsError(Problem("document.syntax", data, base.line, base.column))
        if id(base) not in seen:
            seen.add(id(base))
            yield from _list_pairs(base, depth + 1, seen)


def build_model(model: type[Model], document: Document, *, prefix: str) -> Model:
    """The document as `model`; every complaint becomes a problem `<prefix>.<what>` with its place.

    Raises TermsError with all problems, sorted by place.
    """
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        entries = [entry for entry in error.errors(include_url=False) if not _is_echo(entry)]
        problems = [_translate(entry, document, prefix, model) for entry in entries]
    raise TermsError(sort_problems(problems), source=document.source)


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems in the order in which a reader meets them in the document."""
    return tuple(sorted(problems, key=lambda p: (p.line, p.column, p.code)))


def _is_echo(entry: Any) -> bool:
    """Pydantic counts only sound entries of a list, and finds one too short that holds nothing but unsound ones."""
    return bool(entry["type"] == "too_short" and len(entry["input"]) >= entry["ctx"]["min_length"])


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
        data = {"where": where, "key": key, "near": near}
        return Problem(f"{prefix}.unknown_key", data, *document.find_key_position(path))
    if entry["loc"] and entry["loc"][-1] == "[key]":
        line, column = document.find_key_position(path)
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
    return " ".join(bounds) or _KINDS.get(kind, kind)


_KINDS = {
    "model_type": "mapping",
    "dict_type": "mapping",
    "tuple_type": "list",
    "string_type": "text",
    "int_type": "number",
    "bool_type": "true | false",
}
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
