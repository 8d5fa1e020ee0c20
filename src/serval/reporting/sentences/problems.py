"""Problems in words: for every code of the engine, the intake and the command line what is wrong and how to mend it.

A test keeps the codes used in the source and the sentences here the same set.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from serval.engine.errors import Problem
from serval.engine.instants import FIRST_INSTANT, LAST_INSTANT, format_instant
from serval.reporting.catalogue import translate as _
from serval.reporting.sentences.backtest_problems import BACKTEST_PROBLEMS
from serval.reporting.sentences.column_words import list_meanings, name_role, order_names
from serval.reporting.sentences.details import (
    name_cause,
    name_direction,
    name_expectation,
    name_kind,
    name_layout,
    name_meaning,
    name_row_fault,
    name_status,
    name_syntax,
)
from serval.reporting.sentences.document_problems import DOCUMENT_PROBLEMS
from serval.reporting.sentences.doubt_problems import DOUBT_PROBLEMS
from serval.reporting.sentences.file_problems import FILE_PROBLEMS
from serval.reporting.sentences.lint_findings import LINT_FINDINGS, name_dimensions
from serval.reporting.sentences.money_problems import MONEY_PROBLEMS
from serval.reporting.sentences.money_words import name_unit, name_value_unit
from serval.reporting.sentences.promise_problems import PROMISE_PROBLEMS
from serval.reporting.sentences.record_problems import RECORD_PROBLEMS
from serval.reporting.sentences.sealed_problems import SEALED_PROBLEMS

SENTENCES: dict[str, str] = {
    **DOCUMENT_PROBLEMS,
    **PROMISE_PROBLEMS,
    **MONEY_PROBLEMS,
    **FILE_PROBLEMS,
    **RECORD_PROBLEMS,
    **SEALED_PROBLEMS,
    **DOUBT_PROBLEMS,
    **LINT_FINDINGS,
    **BACKTEST_PROBLEMS,
}
"""Source sentence by code; its placeholders are keys of the problem's data."""

_INSTANT_KEYS = frozenset({"start", "stop"})
_KIND_CODES = frozenset({"file.kind_unknown", "file.kind_mismatch", "file.nested_archive"})
_PLACES_OF_ROWS = frozenset({"index", "with"})
_NOTHING = {"lower": "−∞", "upper": "∞", "found": "–"}
"""What stands for a bound that is none, or for keys nobody wrote."""

_LISTED = 10

_WORDS: dict[str, Callable[[str], str]] = {
    "reason": name_cause,
    "expected": name_expectation,
    "meaning": name_meaning,
    "layout": name_layout,
    "looks_like": name_layout,
    "role": name_role,
    "direction": name_direction,
    "code": name_row_fault,
    "each": name_unit,
    "unit": name_value_unit,
}
"""What turns the code under a key of the data into words."""


def list_codes() -> frozenset[str]:
    """Every code that has a sentence."""
    return frozenset(SENTENCES)


def explain_problem(problem: Problem) -> str:
    """The sentence of a problem: where in the file, what is wrong, what to do."""
    if problem.code not in SENTENCES:
        return f"{problem.code} {problem.data}"
    data = {key: _show(key, value) for key, value in problem.data.items()}
    if problem.code in _KIND_CODES:
        data["value"] = name_kind(data.get("value", ""))
    if problem.code == "row.duplicate" and problem.data.get("status"):
        data["value"] = f"{data['value']} · {name_status(problem.data['status'])}"
    if problem.code == "document.syntax":
        data["detail"] = name_syntax(data.get("detail", ""))
    sentence = _(SENTENCES[problem.code]).format_map(_Blank(data))
    if suggestion := _suggest(problem.data):
        sentence = _("{sentence} {suggestion}").format(sentence=sentence, suggestion=suggestion)
    place = _place(problem.data)
    return _("{place}: {sentence}").format(place=place, sentence=sentence) if place else sentence


class _Blank(dict[str, str]):
    """A figure that a problem does not know is left blank rather than stopping the message."""

    def __missing__(self, key: str) -> str:
        return "?"


def _place(data: Mapping[str, Any]) -> str:
    """File, row and column, or item and clock, as far as known; a document's line stands before already."""
    place = str(data.get("file") or data.get("item") or "")
    if data.get("item") and data.get("clock"):
        place = _("{item}, clock {clock}").format(item=data["item"], clock=data["clock"])
    if data.get("row"):
        text = _("{place}, row {n}") if place else _("row {n}")
        place = text.format(place=place, n=data["row"])
    if data.get("column"):
        text = _("{place}, column “{name}”") if place else _("column “{name}”")
        place = text.format(place=place, name=data["column"])
    return place


def _suggest(data: Mapping[str, Any]) -> str:
    near, known = data.get("near"), data.get("known")
    if near:
        return _("Did you mean {near}?").format(near=_show("near", near))
    if known:
        return _("Known: {known}.").format(known=_show("known", known))
    return ""


def _show(key: str, value: Any) -> str:
    if key == "where" and not value:
        return _("the document")
    if key in _NOTHING and value == "":
        return _NOTHING[key]
    if key in _PLACES_OF_ROWS and isinstance(value, int):
        return str(value + 1)
    if key in _WORDS and isinstance(value, str):
        return _WORDS[key](value)
    if isinstance(value, int) and key in _INSTANT_KEYS and FIRST_INSTANT <= value <= LAST_INSTANT:
        return format_instant(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if key == "meanings":
        return list_meanings(value)
    if isinstance(value, Mapping):
        return _show_mapping(value)
    if key == "names":
        return _show_list(order_names(value))
    if key == "dimensions":
        return _show_list(name_dimensions(value))
    if isinstance(value, list | tuple | set | frozenset):
        return _show_list([str(entry) for entry in value])
    return str(value)


def _show_mapping(value: Mapping[str, Any]) -> str:
    """A range of years, or how many rows have which fault."""
    if value.keys() == {"first", "last"}:
        return _("{first} to {last}").format(**value)
    counted = _("{name} {count}")
    return _show_list([counted.format(name=name_row_fault(name), count=count) for name, count in value.items()])


def _show_list(entries: list[str]) -> str:
    comma = _(", ")
    return (comma.join(entries[:_LISTED]) + (comma + "…" if len(entries) > _LISTED else "")) or "–"
