"""A mapping as YAML text that a person can read, mend and keep; what is in doubt gets a comment."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from serval.engine.errors import Problem
from serval.intake.mapping.model import Mapping

LINE_WIDTH = 110


def write_code(doubt: Problem) -> str:
    """A doubt as its code and data, for readers that are no people."""
    data = {key: value for key, value in doubt.data.items() if key != "where"}
    return f"doubt: {doubt.code} {json.dumps(data, ensure_ascii=False, default=str)}"


def dump_mapping(
    mapping: Mapping, doubts: Iterable[Problem] = (), *, explain: Callable[[Problem], str] = write_code
) -> str:
    """YAML of a mapping; keys that have their default are left out.

    Each doubt becomes a comment above the key that `data["where"]` names, or at the top.

    explain  makes the comment of a doubt: its sentence in the reader's language
    """
    plain = mapping.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    tree = _to_commented(plain)
    for doubt in doubts:
        _note(tree, str(doubt.data.get("where", "")), " ".join(explain(doubt).split()))
    writer = YAML(typ="rt")
    writer.width = LINE_WIDTH
    writer.allow_unicode = True
    writer.indent(mapping=2, sequence=4, offset=2)
    text = StringIO()
    writer.dump(tree, text)
    return text.getvalue()


def _to_commented(value: Any) -> Any:
    if isinstance(value, dict):
        return CommentedMap((key, _to_commented(inner)) for key, inner in value.items())
    return value


def _note(tree: CommentedMap, where: str, note: str) -> None:
    """Puts the note above the deepest key on the way that exists; `where` has its keys apart by dots."""
    holder, key, indent = tree, next(iter(tree)), 0
    depth = 0
    current: Any = tree
    for step in _steps(tree, where):
        holder, key, indent = current, step, depth * 2
        current, depth = current[step], depth + 1
    before = holder.ca.items.get(key)
    known = before[1] if before and before[1] else []
    if known:
        # A second note of one key: ruamel would put it in front of the first one's line break.
        note = "".join(token.value.lstrip("# ") for token in known).rstrip("\n") + "\n" + note
        before[1] = None
    holder.yaml_set_comment_before_after_key(key, before=note, indent=indent)


def _steps(tree: CommentedMap, where: str) -> list[str]:
    """The keys on the way; a raw state may itself hold dots, so the longest key that fits is taken."""
    steps: list[str] = []
    current: Any = tree
    rest = where
    while rest and isinstance(current, CommentedMap):
        fits = [key for key in current if rest == key or rest.startswith(key + ".")]
        if not fits:
            break
        key = max(fits, key=len)
        steps.append(key)
        current, rest = current[key], rest[len(key) + 1 :]
    return steps
