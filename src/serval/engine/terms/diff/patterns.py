"""Patterns: every place of a document at which a change is told, with `*` for names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pydantic import BaseModel

from serval.engine.terms.calendars import HolidayDates
from serval.engine.terms.credits import Tier
from serval.engine.terms.model import Terms
from serval.engine.terms.rates import write_number
from serval.engine.terms.services import Redundancy
from serval.engine.terms.target import Target
from serval.engine.terms.values import Text

WHOLE: tuple[type[BaseModel], ...] = (Target, Text, Tier, Redundancy)
"""Shapes that mean something only as a whole: a change within is a change of all."""

NAMES: dict[str, Callable[[Any], str]] = {
    "objectives": lambda entry: entry.id,
    "assurance": lambda entry: entry.name,
    "extensions": lambda entry: entry.objective,
    "calendars.*.closed": lambda entry: entry.on.isoformat(),
    "calendars.*.open": lambda entry: entry.on.isoformat(),
    "consequences.credits": lambda entry: ", ".join(entry.for_),
    "consequences.rewards": lambda entry: ", ".join(entry.for_),
    "consequences.score.deduct": lambda entry: entry.event or ", ".join(entry.for_ or ()),
    "consequences.score.grades": lambda entry: str(write_number(entry.from_)),
    "consequences.terminate": lambda entry: entry.of or "score",
}
"""Lists whose entries are told apart by a name, and how that is found."""

RENAMED = frozenset(
    {
        "assurance",
        "extensions",
        "consequences.credits",
        "consequences.rewards",
        "consequences.score.deduct",
        "consequences.score.grades",
        "consequences.terminate",
    }
)
"""Lists whose names are made of what may change: entries left over on both sides may be the same ones."""

NAMED_FOR: dict[str, Callable[[Any], frozenset[str]]] = {
    "consequences.credits": lambda entry: frozenset(entry.for_),
    "consequences.rewards": lambda entry: frozenset(entry.for_),
    "consequences.score.deduct": lambda entry: frozenset(entry.for_ or (entry.event,)),
}
"""Of these only entries that share something they are for: what a breach of another promise costs is another thing."""


def list_patterns() -> tuple[str, ...]:
    """Every pattern of `serval/v1`: single values, and the groups and entries that can come and go as a whole."""
    return tuple(dict.fromkeys(_list_within(Terms, "")))


def _list_within(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, info in model.model_fields.items():
        pattern = prefix + (info.alias or name)
        inner = [found for found in _models_in(info.annotation) if found not in WHOLE]
        is_named = pattern in NAMES or _is_dictionary(info.annotation)
        if not inner or (pattern not in NAMES and not is_named and _is_list(info.annotation)):
            yield pattern
            continue
        if is_named:
            pattern += ".*"
        if is_named or not info.is_required() or HolidayDates in inner:
            yield pattern
        for found in inner:
            yield from _list_within(found, pattern + ".")


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _models_in(argument)


def _is_dictionary(annotation: Any) -> bool:
    return getattr(annotation, "__origin__", None) is dict


def _is_list(annotation: Any) -> bool:
    return getattr(annotation, "__origin__", None) is tuple
