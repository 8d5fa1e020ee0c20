"""Changes between two versions of terms: matched by name, told at the smallest place that means something."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from serval.engine.terms.diff.directions import find_direction
from serval.engine.terms.diff.patterns import NAMED_FOR, NAMES, RENAMED, WHOLE
from serval.engine.terms.model import Terms
from serval.engine.terms.strictness import Direction

Kind = Literal["added", "removed", "changed", "reordered"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that two versions say differently.

    where      the path to it, entries of lists by their names
    pattern    the same with `*` for names
    before, after  plain values as documents write them; None for nothing
    direction  what it asks of the provider: stricter or laxer, `unclear` where only evidence could say
    """

    kind: Kind
    where: tuple[str, ...]
    pattern: str
    before: Any
    after: Any
    direction: Direction


@dataclass(frozen=True, slots=True)
class _Side:
    """A value of one version, and the plain form of it."""

    value: Any
    plain: Any


Places = tuple[tuple[str, ...], str]
_NOTHING = _Side(None, None)


def diff_terms(old: Terms, new: Terms) -> tuple[Change, ...]:
    """Everything that differs, in the order of the schema; nothing exactly when both have one digest."""
    return tuple(_compare(_read(old), _read(new), ((), "")))


def _read(terms: Terms) -> _Side:
    return _Side(terms, terms.model_dump(mode="json", by_alias=True))


def _compare(old: _Side, new: _Side, places: Places) -> Iterator[Change]:
    if old.plain == new.plain:
        return
    where, pattern = places
    if pattern in NAMES:
        yield from _compare_lists(_name(old, pattern), _name(new, pattern), places)
    elif _is_open(old.value) and type(old.value) is type(new.value):
        for name, info in type(old.value).model_fields.items():
            key = info.alias or name
            inner = (*where, key), f"{pattern}.{key}".removeprefix(".")
            yield from _compare(_take(old, name, key), _take(new, name, key), inner)
    elif _holds_models(old.value) or _holds_models(new.value):
        yield from _compare_lists(_list_entries(old), _list_entries(new), places)
    else:
        yield _tell(old, new, places)


def _is_open(value: Any) -> bool:
    return isinstance(value, BaseModel) and not isinstance(value, WHOLE)


def _holds_models(value: Any) -> bool:
    """Services, calendars, clocks, measures; other mappings are values of their own."""
    return isinstance(value, dict) and any(_is_open(entry) for entry in value.values())


def _take(side: _Side, name: str, key: str) -> _Side:
    return _Side(getattr(side.value, name), side.plain[key])


def _list_entries(side: _Side) -> dict[str, _Side]:
    return {name: _Side(value, side.plain[name]) for name, value in side.value.items()}


def _name(side: _Side, pattern: str) -> dict[str, _Side]:
    """The entries of a list by their names; those of one name are numbered."""
    found: dict[str, _Side] = {}
    find_name: Callable[[Any], str] = NAMES[pattern]
    for value, plain in zip(side.value, side.plain, strict=True):
        base = name = find_name(value)
        number = 1
        while name in found:
            number += 1
            name = f"{base} #{number}"
        found[name] = _Side(value, plain)
    return found


def _compare_lists(old: dict[str, _Side], new: dict[str, _Side], places: Places) -> Iterator[Change]:
    where, pattern = places
    old = _rename(old, new, pattern) if pattern in RENAMED else old
    for name in [*old, *(name for name in new if name not in old)]:
        inner = (*where, name), f"{pattern}.*"
        if name in old and name in new:
            yield from _compare(old[name], new[name], inner)
        else:
            yield _tell(old.get(name, _NOTHING), new.get(name, _NOTHING), inner)
    kept_before = [name for name in old if name in new]
    kept_after = [name for name in new if name in old]
    if pattern in NAMES and kept_before != kept_after:
        yield Change("reordered", where, pattern, kept_before, kept_after, "equal")


def match_entries(old: Sequence[Any], new: Sequence[Any], pattern: str) -> dict[str, tuple[int | None, int | None]]:
    """The entries of a named list in both versions side by side, by the names under which changes are told.

    Each is given by its place in either list, None where there is none.
    """
    before, after = (_name(_Side(entries, range(len(entries))), pattern) for entries in (old, new))
    before = _rename(before, after, pattern) if pattern in RENAMED else before
    return {
        name: (before.get(name, _NOTHING).plain, after.get(name, _NOTHING).plain)
        for name in dict.fromkeys([*before, *after])
    }


def _rename(old: dict[str, _Side], new: dict[str, _Side], pattern: str) -> dict[str, _Side]:
    """What is left over on both sides and may be the same, in its order, under the new names."""
    free = [name for name in new if name not in old]
    renamed: dict[str, _Side] = {}
    for name, side in old.items():
        heir = None
        if name not in new:
            heir = next((other for other in free if _may_be_same(side, new[other], pattern)), None)
        if heir is not None:
            free.remove(heir)
        renamed[heir or name] = side
    return renamed


def _may_be_same(old: _Side, new: _Side, pattern: str) -> bool:
    if pattern not in NAMED_FOR:
        return True
    find = NAMED_FOR[pattern]
    return bool(find(old.value) & find(new.value))


def _tell(old: _Side, new: _Side, places: Places) -> Change:
    where, pattern = places
    kind: Kind = "added" if old.plain is None else "removed" if new.plain is None else "changed"
    return Change(kind, where, pattern, old.plain, new.plain, find_direction(pattern, old.value, new.value))
