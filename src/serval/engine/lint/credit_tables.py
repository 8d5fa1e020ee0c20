"""Rule 11: credit tables that leave values out, name them twice, or pay less for worse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from serval.engine.consequences.tiers import Promise as Bound
from serval.engine.consequences.tiers import find_tier_faults
from serval.engine.documents import Path
from serval.engine.lint.bounds import find_strictest, list_bounds
from serval.engine.lint.findings import Remark, refuse, warn
from serval.engine.lint.papers import Paper
from serval.engine.terms.credits import Credit, Tier
from serval.engine.terms.level import Level


def _list_tables(paper: Paper) -> Iterator[tuple[Path, Credit, Sequence[Tier], str, Bound]]:
    """Each table with each objective it is for, and the promise below which something is owed."""
    for index, credit in enumerate(paper.consequences.credits):
        for name in credit.for_ if credit.tiers else ():
            bound = find_strictest(list_bounds(paper, paper.by_id[name]))
            yield ("consequences", "credits", index, "tiers"), credit, credit.tiers or (), name, bound


def find_tier_gaps(paper: Paper) -> Iterator[Remark]:
    """Values worse than the promise that no row holds."""
    for place, _, tiers, name, bound in _list_tables(paper):
        for fault in find_tier_faults(tiers, bound):
            if fault.code == "terms.tier_gap":
                lower, upper = fault.data["lower"] or "−∞", fault.data["upper"] or "∞"
                row = (*place, fault.data["index"])
                yield refuse(row, "lint.tier_gap", objective=name, lower=lower, upper=upper)


def find_tier_overlaps(paper: Paper) -> Iterator[Remark]:
    """Values that two rows hold."""
    for place, _, tiers, name, bound in _list_tables(paper):
        for fault in find_tier_faults(tiers, bound):
            if fault.code == "terms.tier_overlap":
                lower, upper = fault.data["lower"] or "−∞", fault.data["upper"] or "∞"
                row = (*place, fault.data["index"])
                yield refuse(row, "lint.tier_overlap", objective=name, lower=lower, upper=upper)


def find_tiers_above_promise(paper: Paper) -> Iterator[Remark]:
    """Rows for values that keep the promise: a breach never has one."""
    for place, _, tiers, name, bound in _list_tables(paper):
        for index, tier in enumerate(tiers):
            edge = tier.below if bound.better == "higher" else tier.from_
            if edge is None or (edge.amount > bound.value if bound.better == "higher" else edge.amount < bound.value):
                promise = str(Level(bound.value, bound.unit))
                edge_text = "∞" if edge is None and bound.better == "higher" else str(edge or "−∞")
                yield warn((*place, index), "lint.tier_above_promise", objective=name, edge=edge_text, promise=promise)


def find_falling_credits(paper: Paper) -> Iterator[Remark]:
    """Rows that pay less than the row for better values."""
    for place, _, tiers, name, bound in _list_tables(paper):
        for better, worse in pairwise(_from_best(tiers, bound)):
            for one, other in ((better[1].percent, worse[1].percent), (better[1].amount, worse[1].amount)):
                if one is not None and other is not None and other < one:
                    row = (*place, worse[0])
                    yield refuse(row, "lint.credit_falls", objective=name, worse=worse[0] + 1, better=better[0] + 1)


def _from_best(tiers: Sequence[Tier], bound: Bound) -> list[tuple[int, Tier]]:
    rows = sorted(
        enumerate(tiers), key=lambda row: (row[1].from_ is not None, row[1].from_.amount if row[1].from_ else 0)
    )
    return rows[::-1] if bound.better == "higher" else rows
