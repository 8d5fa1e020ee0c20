"""Rule 1: who judges a ticket that several promises, or several agreements, speak of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from serval.engine.lint.findings import Remark, refuse
from serval.engine.lint.papers import Paper, Promise
from serval.engine.terms.metrics import ITEM_KINDS
from serval.engine.terms.services import Service
from serval.engine.verdicts.scope import implies

Conditions = Mapping[str, Sequence[str]]


def overlap(one: Conditions, other: Conditions, services: Mapping[str, Service]) -> bool:
    """Whether something can fit both conditions: no field excludes it, and no service's criticality does."""
    shared = {**one, **other}
    for name in one.keys() & other.keys():
        values = tuple(sorted(set(one[name]) & set(other[name])))
        if not values:
            return False
        shared[name] = values
    if "service" not in shared or "criticality" not in shared:
        return True
    critical = set(shared["criticality"])
    return any(name not in services or services[name].criticality in critical for name in shared["service"])


def find_picks_without_winner(paper: Paper) -> Iterator[Remark]:
    """Two promises of one `pick` that both speak of some ticket, and neither is narrower."""
    for one, other in combinations(paper.promises, 2):
        if one.objective.pick is None or one.objective.pick != other.objective.pick:
            continue
        where, beside = one.objective.where, other.objective.where
        has_winner = where != beside and (implies(where, beside) or implies(beside, where))
        if not has_winner and overlap(where, beside, paper.terms.services):
            place = (*other.place, "where")
            yield refuse(place, "lint.pick_overlap", pick=one.objective.pick, one=one.id, other=other.id)


def find_agreements_without_precedence(papers: Sequence[Paper]) -> Iterator[tuple[Paper, Remark]]:
    """Two agreements of one client that can cover one ticket, neither of which goes first."""
    for one, other in combinations(papers, 2):
        if not _is_beside(one, other) or one.terms.metadata.precedence != other.terms.metadata.precedence:
            continue
        pair = next(_list_shared(one, other), None)
        if pair is not None:
            yield (
                other,
                refuse(
                    ("metadata",),
                    "lint.precedence_missing",
                    client=other.terms.parties.client,
                    one=one.terms.metadata.number,
                    other=other.terms.metadata.number,
                    first=pair[0].id,
                    second=pair[1].id,
                ),
            )


def _is_beside(one: Paper, other: Paper) -> bool:
    """Two agreements (not two versions of one) of one kind and client that are in force together."""
    mine, yours = one.terms, other.terms
    return (
        mine.metadata.number != yours.metadata.number
        and mine.metadata.type == yours.metadata.type
        and mine.parties.client == yours.parties.client
        and mine.effective.from_ <= yours.effective.until
        and yours.effective.from_ <= mine.effective.until
        and not _are_grades(one, other)
    )


def _are_grades(one: Paper, other: Paper) -> bool:
    """Grades of one family are offered side by side; a client takes one of them."""
    mine, yours = one.terms.metadata.grade, other.terms.metadata.grade
    return mine is not None and yours is not None and mine.family == yours.family


def _list_shared(one: Paper, other: Paper) -> Iterator[tuple[Promise, Promise]]:
    services = {**one.terms.services, **other.terms.services}
    for mine in _list_item_promises(one):
        for yours in _list_item_promises(other):
            if overlap(mine.objective.where, yours.objective.where, services):
                yield mine, yours


def _list_item_promises(paper: Paper) -> list[Promise]:
    return [promise for promise in paper.promises if promise.metric.kind in ITEM_KINDS]
