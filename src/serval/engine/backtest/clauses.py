"""Clauses: the differences between two terms, gathered into what can be taken over by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from serval.engine.backtest.mixing import Place, count_faults, mix_terms
from serval.engine.terms.diff import Change, diff_terms
from serval.engine.terms.model import Terms

MOST_CLAUSES = 16
"""Beyond as many the rest is tried as one: each clause is two more terms to judge."""

_SILENT = frozenset(
    {
        "apiVersion",
        "kind",
        "amendment",
        "amended",
        "effective.from",
        "effective.until",
        "fee.taxIncluded",
        "objectives.*.says",
        "objectives.*.source",
        "objectives.*.warn",
        "measures.*.says",
        "consequences.score.grades.*.name",
    }
)
_SILENT_ROOTS = frozenset({"metadata", "parties"})
"""What no verdict and no money follows from, in terms of one version."""

_RANKS = ("objectives", "fee", "consequences", "assurance", "calendars", "clocks", "extensions", "services", "measures")
"""Where the money is likeliest to be: these are tried one by one first."""


@dataclass(frozen=True, slots=True)
class Clause:
    """What one clause says differently.

    places   the parts of the document that are taken over together
    changes  what differs in them
    is_rest  whether it stands for all clauses that were not tried one by one
    """

    places: tuple[Place, ...]
    changes: tuple[Change, ...]
    is_rest: bool = False


def list_clauses(old: Terms, new: Terms) -> tuple[Clause, ...]:
    """The clauses from which anything could follow, each of which can be taken over in both directions.

    What cannot stand alone (a promise without its calendar) is joined with what it needs. Beyond MOST_CLAUSES the rest
    is one clause.
    """
    gathered: dict[Place, list[Change]] = {}
    for change in diff_terms(old, new):
        if not _is_silent(change):
            gathered.setdefault(_find_place(change), []).append(change)
    ordered = sorted(gathered, key=_rank)
    clauses = [Clause((place,), tuple(gathered[place])) for place in ordered]
    if len(clauses) > MOST_CLAUSES:
        kept, rest = clauses[: MOST_CLAUSES - 1], clauses[MOST_CLAUSES - 1 :]
        clauses = [*kept, _join(rest, is_rest=True)]
    return tuple(_join_dependent(old, new, clauses))


def _is_silent(change: Change) -> bool:
    root = change.where[0]
    return change.kind == "reordered" or change.pattern in _SILENT or root in _SILENT_ROOTS


def _find_place(change: Change) -> Place:
    where = change.where
    match where[0]:
        case "fee" | "reclassified":
            return where[:1]
        case "consequences":
            return where[:3] if where[1:2] in (("credits",), ("rewards",)) else where[:2]
        case _:
            return where[:2]


def _rank(place: Place) -> int:
    return _RANKS.index(place[0]) if place[0] in _RANKS else len(_RANKS)


def _join(clauses: Sequence[Clause], *, is_rest: bool = False) -> Clause:
    places = tuple(place for clause in clauses for place in clause.places)
    changes = tuple(change for clause in clauses for change in clause.changes)
    return Clause(places, changes, is_rest or any(clause.is_rest for clause in clauses))


def _join_dependent(old: Terms, new: Terms, clauses: list[Clause]) -> Iterator[Clause]:
    """Joins each clause that cannot stand alone with the one that mends most, until it can."""
    left = list(clauses)
    done: list[Clause] = []
    while left:
        clause = left.pop(0)
        others = [*left, *done]
        if not others or not _count_faults(old, new, clause):
            done.append(clause)
            continue
        best = min(others, key=lambda other: _count_faults(old, new, _join((clause, other))))
        (left if best in left else done).remove(best)
        left.insert(0, _join((clause, best)))
    places = [clause.places[0] for clause in clauses]
    yield from sorted(done, key=lambda clause: min(places.index(place) for place in clause.places if place in places))


def _count_faults(old: Terms, new: Terms, clause: Clause) -> int:
    """How much is wrong with either terms when they take the clause over from the other."""
    return sum(count_faults(mix_terms(old, new, clause.places, back=back)) for back in (False, True))
