"""Problems in words: for every code of the engine, the intake and the command line what is wrong and how to mend it.

A test keeps the codes used in the source and the sentences here the same set.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from serval.engine.errors import Problem
from serval.engine.instants import FIRST_INSTANT, LAST_INSTANT, format_instant
from serval.reporting.catalogue import translate as _
from serval.reporting.sentences.document_problems import DOCUMENT_PROBLEMS
from serval.reporting.sentences.file_problems import FILE_PROBLEMS

_SENTENCES: dict[str, str] = {**DOCUMENT_PROBLEMS, **FILE_PROBLEMS}

_INSTANT_KEYS = frozenset({"start", "stop"})
_LISTED = 8


def list_codes() -> frozenset[str]:
    """Every code that has a sentence."""
    return frozenset(_SENTENCES)


def explain_problem(problem: Problem) -> str:
    """The sentence of a problem: where in the file, what is wrong, what to do."""
    sentence = _SENTENCES.get(problem.code)
    if sentence is None:
        return f"{problem.code} {problem.data}"
    data = {key: _show(key, value) for key, value in problem.data.items()}
    parts = [_place(problem.data), _(sentence).format_map(_Blank(data)), _suggest(problem.data)]
    return " ".join(part for part in parts if part)


class _Blank(dict[str, str]):
    """A figure that a problem does not know is left blank rather than stopping the message."""

    def __missing__(self, key: str) -> str:
        return "?"


def _place(data: Mapping[str, Any]) -> str:
    """File, row and column, as far as they are known; a document's line stands before the sentence already."""
    parts = []
    if data.get("file"):
        parts.append(str(data["file"]))
    if data.get("row"):
        parts.append(_("row {n}").format(n=data["row"]))
    if data.get("column"):
        parts.append(_("column “{name}”").format(name=data["column"]))
    return ", ".join(parts) + ":" if parts else ""


def _suggest(data: Mapping[str, Any]) -> str:
    near, known = data.get("near"), data.get("known")
    if near:
        return _("Did you mean {near}?").format(near=_show("near", near))
    if known:
        return _("Known: {known}.").format(known=_show("known", known))
    return ""


def _show(key: str, value: Any) -> str:
    if isinstance(value, int) and key in _INSTANT_KEYS and FIRST_INSTANT <= value <= LAST_INSTANT:
        return format_instant(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_show('', entry)}" for name, entry in value.items())
    if isinstance(value, list | tuple | set | frozenset):
        entries = [str(entry) for entry in value]
        return ", ".join(entries[:_LISTED]) + (", …" if len(entries) > _LISTED else "")
    return str(value)
