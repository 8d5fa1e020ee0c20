"""Claims: which cycles of an item an objective judges, and what happens when the item is reclassified (rule 5)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Literal

from serval.engine.clocks.cycles import Cycle, FinalAt, begin_afresh, find_cycles
from serval.engine.clocks.history import History, Moment
from serval.engine.clocks.rule import Clock

Reclassified = Literal["from_start", "from_change", "restart"]

_RECLASSIFIED = "reclassified"


@dataclass(frozen=True, slots=True)
class Stint:
    """A time during which an item matches an objective's conditions, with the changes that began and ended it."""

    start: float
    end: float
    begun_by: Moment | None = None
    ended_by: Moment | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A cycle, or the part of it, that one objective judges.

    start  where the objective's clock begins
    stop   the cycle's stop, if this objective still held then
    left   why and when it stopped being judged here: `superseded` or a withdrawn state
    since  the instant from which the objective spoke of the cycle; after `start` when an item was reclassified
           `from_start`, and then nothing about it was certain before
    """

    cycle: Cycle
    start: Moment
    stop: Moment | None
    left: Moment | None
    since: int


class Matcher:
    """Conditions of an objective against the fields of an item.

    `criticality` names the criticality of each service, so that a condition may speak of it.
    """

    def __init__(self, where: Mapping[str, Sequence[str]], criticality: Mapping[str, str] | None = None) -> None:
        self._where = {name: frozenset(values) for name, values in where.items()}
        self._criticality = criticality or {}

    def list_stints(self, history: History) -> list[Stint]:
        """The times at which all conditions hold, in order. A field never known matches nothing."""
        changes: set[float] = {-inf}
        timelines = {name: self._timeline(history, name) for name in self._where}
        for timeline in timelines.values():
            changes.update(moment.at for moment in timeline[1:])
        stints: list[Stint] = []
        bounds = [*sorted(changes), inf]
        for begin, end in itertools.pairwise(bounds):
            if all(_value_at(timelines[name], begin) in values for name, values in self._where.items()):
                begun_by = self._find_change(timelines, begin)
                if stints and stints[-1].end == begin:
                    joined = stints.pop()
                    begin, begun_by = joined.start, joined.begun_by
                stints.append(Stint(begin, end, begun_by, self._find_change(timelines, end)))
        return stints

    def _timeline(self, history: History, name: str) -> Sequence[Moment]:
        if name == "criticality" and name not in history.fields:
            services = history.fields.get("service", ())
            return [replace(moment, name=self._criticality.get(moment.name, "")) for moment in services]
        return history.fields.get(name, ())

    @staticmethod
    def _find_change(timelines: Mapping[str, Sequence[Moment]], at: float) -> Moment | None:
        for name, timeline in sorted(timelines.items()):
            for moment in timeline[1:]:
                if moment.at == at:
                    return replace(moment, name=name)
        return None


def _value_at(timeline: Sequence[Moment], instant: float) -> str | None:
    """The value in force; the first known value holds from the beginning."""
    value = timeline[0].name if timeline else None
    for moment in timeline[1:]:
        if moment.at > instant:
            break
        value = moment.name
    return value


def list_claims(
    history: History, clock: Clock, stints: Sequence[Stint], *, final_at: FinalAt, reclassified: Reclassified, now: int
) -> tuple[Claim, ...]:
    """Every claim an objective has on an item, in order of cycles and time.

    Claims on one cycle follow each other; an item is charged for one of them at most (rule 5), which only whoever
    reads their clocks can see. Raises EvidenceError `clock.stop_before_start` like find_cycles.
    """
    owes_anew = reclassified == "restart" and not clock.repeat and not clock.is_revivable
    claims: list[Claim] = []
    for cycle in find_cycles(history, clock, final_at):
        for stint in stints:
            claims.extend(_claim_running(cycle, stint, reclassified, now))
            changed = stint.begun_by
            if owes_anew and changed is not None and cycle.stop is not None and cycle.stop.at <= changed.at <= now:
                afresh = begin_afresh(history, clock, cycle, replace(changed, name=_RECLASSIFIED), final_at)
                claims.extend(_claim_running(afresh, stint, reclassified, now) if afresh else ())
    return tuple(claims)


def _claim_running(cycle: Cycle, stint: Stint, reclassified: Reclassified, now: int) -> Iterator[Claim]:
    """The part of a running cycle in which the objective matched; one that has ended is never judged again.

    A change at the very instant of the stop comes too late to be judged by: values in force up to the stop decide.
    """
    began, ended = cycle.start.at, inf if cycle.ended is None else cycle.ended
    first = max(stint.start, began)
    at_once = began == ended and stint.start <= began < stint.end
    if not at_once and not (first < min(stint.end, ended) and first <= now):
        return
    start, since = cycle.start, int(first)
    if stint.begun_by is not None and stint.start > began and reclassified != "from_start":
        start = replace(stint.begun_by, name=_RECLASSIFIED)
    if stint.ended_by is not None and stint.end < ended:
        yield Claim(cycle, start, None, replace(stint.ended_by, name="superseded"), since)
    elif cycle.stop is not None and cycle.stop.at == ended:
        yield Claim(cycle, start, cycle.stop, cycle.withdrawn, since)
    else:
        yield Claim(cycle, start, None, cycle.withdrawn, since)
