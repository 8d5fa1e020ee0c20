"""Promises that cannot be broken, or cannot be kept."""

from __future__ import annotations

from collections.abc import Iterator

from serval.engine.lint.bounds import read_bound
from serval.engine.lint.findings import Remark, refuse, warn
from serval.engine.lint.papers import Paper


def find_void_promises(paper: Paper) -> Iterator[Remark]:
    """Bounds that every value keeps, such as at least 0 %."""
    for promise in paper.promises:
        bound = read_bound(promise, promise.objective.target)
        edge = bound.lowest if bound.better == "higher" else bound.highest
        has_edge = promise.metric.kind != "measure" or bound.unit == "share"
        if has_edge and edge is not None and (bound.value <= edge if bound.better == "higher" else bound.value >= edge):
            yield warn((*promise.place, "target"), "lint.promise_void", objective=promise.id)


def find_impossible_promises(paper: Paper) -> Iterator[Remark]:
    """Bounds beyond the end of the scale."""
    for promise in paper.promises:
        bound = read_bound(promise, promise.objective.target)
        if bound.better == "higher" and bound.highest is not None and bound.value > bound.highest:
            yield refuse((*promise.place, "target"), "lint.promise_impossible", objective=promise.id)


def find_tolerance_for_all(paper: Paper) -> Iterator[Remark]:
    """As many misses are tolerated as items are needed for a verdict: so few may all be late."""
    for promise in paper.promises:
        tolerate = promise.objective.target.tolerate
        if tolerate and tolerate >= promise.objective.minimum:
            yield warn(
                (*promise.place, "target"),
                "lint.tolerance_for_all",
                objective=promise.id,
                tolerate=tolerate,
                minimum=promise.objective.minimum,
                needed=tolerate + 1,
            )
