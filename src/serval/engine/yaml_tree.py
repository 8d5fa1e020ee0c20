"""YAML 1.2 and JSON text as a tree of values that know their place, built straight from the parser's events.

Values are read as they are written: only `null`, `true`, `false` and plainly written numbers are more than text, so
that no `no` turns into false, no `09:00` into 540, no `007` into 7 and no date into anything but its letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from serval.engine.errors import Problem, TermsError

MAX_DEPTH = 40

MERGE = "<<"
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(?=e))(?:e[-+]?[0-9]+)?|[-+]?\.inf|\.nan", re.IGNORECASE)
_COLLECTION_TAGS = frozenset({None, "!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"})
_TEXT_TAGS = frozenset({"!", "tag:yaml.org,2002:str"})


@dataclass(slots=True)
class Node:
    """One value: a scalar as plain data, a list of nodes, or pairs of key and value. Places count from 1."""

    line: int
    column: int
    value: Any = None
    items: list[Node] | None = None
    pairs: list[tuple[Key, Node]] | None = None


@dataclass(slots=True)
class Key:
    """A key of a mapping as it is written; `merges` says that it is the plain `<<`."""

    text: str
    line: int
    column: int
    merges: bool = False


def read_tree(text: str) -> Node | None:
    """The one document in a text; None when there is nothing but comments.

    Raises TermsError `document.syntax`, `document.duplicate_key` or, nested too deep, `document.too_large` with its
    place.
    """
    try:
        return _Builder(YAML(typ="safe", pure=True).parse(text)).read_document()
    except ReaderError as error:
        raise TermsError(_misread(text, error)) from None
    except MarkedYAMLError as error:
        raise TermsError(_marked(error)) from None
    except (YAMLError, ValueError, OverflowError) as error:
        raise TermsError(
            Problem("document.syntax", {"detail": _first_line(str(error)) or type(error).__name__})
        ) from None


def _marked(error: MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    data = {"detail": _first_line(error.problem or error.context or "")}
    return Problem("document.syntax", data, mark.line + 1 if mark else 0, mark.column + 1 if mark else 0)


def _misread(text: str, error: ReaderError) -> Problem:
    before = text[: error.position]
    line = before.count("\n") + 1
    return Problem("document.syntax", {"detail": error.reason}, line, len(before) - before.rfind("\n"))


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0].strip()


def _refuse(code: str, event: Any, **data: Any) -> TermsError:
    return TermsError(Problem(code, data, event.start_mark.line + 1, event.start_mark.column + 1))


@dataclass(slots=True)
class _Builder:
    events: Iterator[Any]
    anchors: dict[str, Node] = field(default_factory=dict)

    def read_document(self) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _refuse("document.syntax", event, detail="expected a single document")
            elif isinstance(event, AliasEvent | ScalarEvent | SequenceStartEvent | MappingStartEvent):
                root = self._read(event, 1)
        is_blank = root is None or (root.items is None and root.pairs is None and root.value is None)
        return None if is_blank else root

    def _read(self, event: Any, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise _refuse("document.too_large", event, limit=MAX_DEPTH)
        node = Node(event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, AliasEvent):
            known = self.anchors.get(event.anchor)
            if known is None:
                raise _refuse("document.syntax", event, detail=f"undefined alias {event.anchor}")
            return known
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        if isinstance(event, ScalarEvent):
            node.value = _scalar(event)
            return node
        if event.tag not in _COLLECTION_TAGS:
            raise _refuse("document.syntax", event, detail=f"unknown tag {event.tag}")
        if isinstance(event, SequenceStartEvent):
            self._read_items(node, depth)
        else:
            self._read_pairs(node, depth)
        return node

    def _read_items(self, node: Node, depth: int) -> None:
        node.items = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            node.items.append(self._read(event, depth + 1))

    def _read_pairs(self, node: Node, depth: int) -> None:
        node.pairs = []
        places: dict[str, int] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            key = _read_key(event)
            if key.text in places:
                data = {"detail": key.text, "first_line": places[key.text]}
                raise TermsError(Problem("document.duplicate_key", data, key.line, key.column))
            places[key.text] = key.line
            node.pairs.append((key, self._read(next(self.events), depth + 1)))


def _read_key(event: Any) -> Key:
    if not isinstance(event, ScalarEvent) or (event.style is None and event.value in _NULL):
        raise _refuse("document.syntax", event, detail="a key must be text")
    text = _check_text(event)
    return Key(text, event.start_mark.line + 1, event.start_mark.column + 1, event.style is None and text == MERGE)


def _scalar(event: ScalarEvent) -> Any:
    text = _check_text(event)
    if event.tag is not None and event.tag not in _TEXT_TAGS:
        raise _refuse("document.syntax", event, detail=f"unknown tag {event.tag}")
    if event.tag is not None or event.style is not None:
        return text
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
    return text


def _check_text(event: ScalarEvent) -> str:
    """JSON writes characters beyond the first plane as two halves; a half alone is no text."""
    text: str = event.value
    if not any("\ud800" <= character <= "\udfff" for character in text):
        return text
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise _refuse("document.syntax", event, detail="half a character") from None
