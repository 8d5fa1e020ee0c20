"""Rule 13: two figures for one promise."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from serval.engine.lint.findings import Remark, warn
from serval.engine.lint.papers import Paper
from serval.engine.terms.objective import Objective
from serval.engine.terms.strictness import compare_targets

SAME = ("metric", "where", "counting", "per", "calendar", "period", "measure", "exclude", "excluded", "scale", "method")
"""What two objectives must share to promise the same thing; 70 % in a day and 90 % in three are two things."""


def find_two_figures(paper: Paper) -> Iterator[Remark]:
    """Objectives alike in all but their figure: the laxer of the two says nothing."""
    for one, other in combinations(paper.promises, 2):
        mine, yours = one.objective, other.objective
        is_picked = mine.pick is not None and mine.pick == yours.pick
        if not is_picked and _is_same(mine, yours) and compare_targets(mine.target, yours.target) != "unclear":
            yield warn((*other.place, "target"), "lint.two_figures", one=one.id, other=other.id)


def _is_same(one: Objective, other: Objective) -> bool:
    return all(getattr(one, key) == getattr(other, key) for key in SAME)
