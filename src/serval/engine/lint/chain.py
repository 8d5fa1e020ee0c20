"""Rule 13: promises to the client that the agreements under them (OLA, UC) do not carry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from serval.engine.calendars.compile import local_midnight
from serval.engine.durations import format_percent
from serval.engine.instants import to_datetime
from serval.engine.lint.findings import Remark, warn
from serval.engine.lint.pace import Pace, find_later_due
from serval.engine.lint.papers import Paper, Promise
from serval.engine.lint.scopes import overlap
from serval.engine.terms.strictness import Statistic, compare_targets, read_statistic
from serval.engine.verdicts.scope import implies

Pair = tuple[Promise, Promise]


def list_chains(papers: Sequence[Paper]) -> Iterator[tuple[Paper, Paper]]:
    """Each agreement with each of those that stand under it."""
    for upper in papers:
        for lower in papers:
            if upper.terms.metadata.number in lower.terms.metadata.supports and lower is not upper:
                yield upper, lower


def find_promises_not_carried(papers: Sequence[Paper]) -> Iterator[tuple[Paper, Remark]]:
    """Promises tighter than what stands under them: in share, in time on both calendars, or in figure."""
    for upper, lower in list_chains(papers):
        for promise in upper.promises:
            found = [(below, _compare(upper, lower, (promise, below))) for below in _list_below(upper, lower, promise)]
            carried = [
                b for b, remark in found if remark is None and implies(promise.objective.where, b.objective.where)
            ]
            for _, remark in found if not carried else ():
                if remark is not None:
                    yield upper, remark


def _list_below(upper: Paper, lower: Paper, promise: Promise) -> Iterator[Promise]:
    services = {**lower.terms.services, **upper.terms.services}
    for below in lower.promises:
        is_same = _measures(lower, below) == _measures(upper, promise)
        if is_same and overlap(promise.objective.where, below.objective.where, services):
            yield below


def _measures(paper: Paper, promise: Promise) -> tuple[object, ...]:
    """What a promise is about: clocks are told by what starts and stops them, whatever they are called."""
    if promise.metric.kind == "clock":
        clock = paper.terms.clocks[promise.metric.name]
        return ("clock", clock.start, clock.stop)
    return (promise.metric.kind, promise.metric.name, tuple(sorted(promise.objective.counting.items())))


def _compare(upper: Paper, lower: Paper, pair: Pair) -> Remark | None:
    promise, below = pair
    one, other = read_statistic(promise.objective.target), read_statistic(below.objective.target)
    if one is not None and other is not None:
        return _compare_clocks(upper, lower, pair, (one, other)) if one.kind == other.kind else None
    if compare_targets(below.objective.target, promise.objective.target) != "stricter":
        return None
    return warn(
        (*promise.place, "target"),
        "lint.chain_level",
        objective=promise.id,
        value=str(promise.objective.target.level),
        below=below.id,
        beside=str(below.objective.target.level),
        agreement=lower.terms.metadata.number,
    )


def _compare_clocks(upper: Paper, lower: Paper, pair: Pair, read: tuple[Statistic, Statistic]) -> Remark | None:
    (promise, below), (one, other) = pair, read
    place = (*promise.place, "target")
    agreement = lower.terms.metadata.number
    if one.share > other.share:
        return warn(
            place,
            "lint.chain_share",
            objective=promise.id,
            value=format_percent(one.share),
            below=below.id,
            beside=format_percent(other.share),
            agreement=agreement,
        )
    effective, under = upper.terms.effective, lower.terms.effective
    late = find_later_due(
        Pace(upper.calendars[promise.objective.calendar], one.limit),
        Pace(lower.calendars[below.objective.calendar], other.limit),
        start=local_midnight(max(effective.from_, under.from_), upper.zone),
        end=local_midnight(min(effective.until, under.until), upper.zone),
    )
    if late is None:
        return None
    return warn(
        place,
        "lint.chain_limit",
        objective=promise.id,
        value=str(one.limit),
        below=below.id,
        beside=str(other.limit),
        agreement=agreement,
        at=to_datetime(late).astimezone(upper.zone).strftime("%Y-%m-%d %H:%M"),
    )
