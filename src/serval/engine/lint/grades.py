"""Rule 13: service grades of one family, of which a higher one must never be laxer (SL-09)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from serval.engine.lint.findings import Remark, refuse
from serval.engine.lint.papers import Paper, Promise
from serval.engine.terms.credit_steps import list_step_directions
from serval.engine.terms.credits import Credit
from serval.engine.terms.strictness import compare_targets

Pair = tuple[Paper, Paper]


def list_grade_pairs(papers: Sequence[Paper]) -> Iterator[Pair]:
    """Each grade with those of the next lower rank of its family."""
    ranked: dict[str, dict[int, list[Paper]]] = {}
    for paper in papers:
        grade = paper.terms.metadata.grade
        if grade is not None:
            ranked.setdefault(grade.family, {}).setdefault(grade.rank, []).append(paper)
    for family in ranked.values():
        ranks = sorted(family)
        for low, high in pairwise(ranks):
            yield from ((lower, higher) for lower in family[low] for higher in family[high])


def find_laxer_grades(papers: Sequence[Paper]) -> Iterator[tuple[Paper, Remark]]:
    """Promises of a lower grade that the higher one makes laxer, or does not make at all."""
    for lower, higher in list_grade_pairs(papers):
        for promise in lower.promises:
            above = _find_same(higher, promise)
            number = lower.terms.metadata.number
            if above is None:
                yield higher, refuse(("objectives",), "lint.grade_promise_missing", objective=promise.id, lower=number)
            elif compare_targets(promise.objective.target, above.objective.target) == "laxer":
                yield higher, refuse((*above.place, "target"), "lint.grade_laxer", objective=above.id, lower=number)


def _find_same(paper: Paper, promise: Promise) -> Promise | None:
    """The promise of the same id, else that of the same metric and conditions."""
    if promise.id in paper.by_id:
        return paper.by_id[promise.id]
    wanted = (promise.metric, promise.objective.where)
    return next((other for other in paper.promises if (other.metric, other.objective.where) == wanted), None)


def find_cheaper_grades(papers: Sequence[Paper]) -> Iterator[tuple[Paper, Remark]]:
    """Breaches that cost less money or fewer points in the higher grade."""
    for lower, higher in list_grade_pairs(papers):
        number = lower.terms.metadata.number
        for promise in lower.promises:
            above = _find_same(higher, promise)
            if above is None:
                continue
            place = ("consequences",)
            if _costs_less(_list_credits(lower, promise), _list_credits(higher, above)):
                yield higher, refuse(place, "lint.grade_credit_laxer", objective=above.id, lower=number)
            if _takes_less(_read_points(lower, promise), _read_points(higher, above)):
                yield higher, refuse(place, "lint.grade_points_laxer", objective=above.id, lower=number)


Costs = Mapping[tuple[object, ...], Fraction]
"""What each unit costs, by the unit; only costs in one unit are compared."""


def _list_credits(paper: Paper, promise: Promise) -> list[Credit]:
    return [credit for credit in paper.consequences.credits if promise.id in credit.for_]


def _costs_less(lower: Sequence[Credit], higher: Sequence[Credit]) -> bool:
    """No credit where the lower grade has some, or less at some value, or less for the same unit."""
    if not higher:
        return bool(lower)
    tables = [[credit.tiers for credit in entries if credit.tiers is not None] for entries in (lower, higher)]
    if all(len(found) == 1 for found in tables) and "laxer" in list_step_directions(tables[0][0], tables[1][0]):
        return True
    return _is_less(_read_units(lower), _read_units(higher))


def _is_less(lower: Costs, higher: Costs) -> bool:
    return any(higher[unit] < cost for unit, cost in lower.items() if unit in higher)


def _read_units(entries: Sequence[Credit]) -> Costs:
    found: dict[tuple[object, ...], Fraction] = {}
    for credit in entries:
        for kind, value in (("percent", credit.percent), ("amount", credit.amount), ("times", credit.times)):
            if value is not None:
                key = (credit.each, credit.round, credit.when, kind)
                found[key] = found.get(key, Fraction(0)) + Fraction(value)
    return found


def _takes_less(lower: Costs, higher: Costs) -> bool:
    return bool(lower) if not higher else _is_less(lower, higher)


def _read_points(paper: Paper, promise: Promise) -> Costs:
    found: dict[tuple[object, ...], Fraction] = {}
    score = paper.consequences.score
    for entry in score.deduct if score else ():
        if entry.for_ is not None and promise.id in entry.for_:
            key = (entry.each, entry.round, entry.when)
            found[key] = found.get(key, Fraction(0)) + entry.points
    return found
