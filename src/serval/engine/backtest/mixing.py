"""Mixing: terms that take single parts over from others."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from serval.engine.documents import Document
from serval.engine.errors import TermsError
from serval.engine.terms.checks import find_faults
from serval.engine.terms.diff import match_entries
from serval.engine.terms.diff.patterns import NAMES
from serval.engine.terms.load import canonical_terms
from serval.engine.terms.model import Terms

Place = tuple[str, ...]
"""A part of a document that is taken over whole: keys, and entries of lists by the names that changes are told by."""

Plain = dict[str, Any]


def mix_terms(old: Terms, new: Terms, places: Iterable[Place], *, back: bool = False) -> Plain:
    """`old` as a plain document, with these places as `new` has them; it may not hold together.

    back  the other way round: `new` with these places as `old` has them
    """
    into, source = (new, old) if back else (old, new)
    mixed, taken = copy.deepcopy(canonical_terms(into)), canonical_terms(source)
    lists: dict[Place, list[str]] = {}
    for place in places:
        if ".".join(place[:-1]) in NAMES:
            lists.setdefault(place[:-1], []).append(place[-1])
        else:
            _put(mixed, place, _find(taken, place))
    for place, names in lists.items():
        found = match_entries(_get(old, place), _get(new, place), ".".join(place))
        pairs = [found[name][::-1] if back else found[name] for name in names]
        entries = _take_entries(_find(mixed, place) or [], _find(taken, place) or [], pairs)
        _put(mixed, place, entries or None)
    return mixed


def count_faults(plain: Plain) -> int:
    """How much is wrong with a document."""
    try:
        terms = Terms.model_validate(plain)
    except ValidationError as error:
        return error.error_count()
    return len(list(find_faults(terms, _UNPLACED)))


def read_mixed(plain: Plain) -> Terms:
    """The terms a mixed document says. Raises TermsError where it does not hold together."""
    terms = Terms.model_validate(plain)
    check_terms(terms)
    return terms


def check_terms(terms: Terms) -> None:
    """Raises TermsError with everything that does not fit together."""
    problems = list(find_faults(terms, _UNPLACED))
    if problems:
        raise TermsError(problems)


_UNPLACED = Document({}, {})


def _take_entries(
    own: Sequence[Any], other: Sequence[Any], pairs: Sequence[tuple[int | None, int | None]]
) -> list[Any]:
    """A list with some of its entries as in the other: replaced, left out, or added at the end."""
    theirs = {mine: place for mine, place in pairs if mine is not None}
    chosen = [(own, place) if place not in theirs else (other, theirs[place]) for place in range(len(own))]
    chosen += [(other, place) for mine, place in pairs if mine is None]
    return [entries[place] for entries, place in chosen if place is not None]


def _find(plain: Any, place: Place) -> Any:
    for key in place:
        plain = plain.get(key) if isinstance(plain, Mapping) else None
    return plain


def _put(plain: Plain, place: Place, value: Any) -> None:
    for key in place[:-1]:
        plain = plain.setdefault(key, {})
    if value is None:
        plain.pop(place[-1], None)
    else:
        plain[place[-1]] = value


def _get(terms: Any, place: Place) -> Any:
    for key in place:
        terms = getattr(terms, key)
    return terms
