"""Claims: which cycles of an item an objective judges, and what happens when the item is reclassified (rule 5)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Literal

from serval.engine.clocks.cycles import Cycle, FinalAt, find_cycles
from serval.engine.clocks.history import History, Moment
from serval.engine.clocks.rule import Clock
from serval.engine.evidence import SETTLED_STATES, WITHDRAWN_STATES

Reclassified = Literal["from_start", "from_change", "restart"]


@dataclass(frozen=True, slots=True)
class Stint:
    """A time during which an item matches an objective's conditions; `ended_by` is the change that ended it."""

    start: float
    end: float
    ended_by: Moment | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A cycle, or the part of it, that one objective judges.

    start  where the objective's clock begins
    stop   the cycle's stop, if this objective still held then
    left   why and when it stopped being judged here: `superseded` or a withdrawn state
    """

    cycle: Cycle
    start: Moment
    stop: Moment | None
    left: Moment | None


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
                if stints and stints[-1].end == begin:
                    begin = stints.pop().start
                stints.append(Stint(begin, end, self._find_change(timelines, end)))
        return stints

    def _timeline(self, history: History, name: str) -> Sequence[Moment]:
        if name == "criticality" and name not in history.fields:
            services = history.fields.get("service", ())
            return [Moment(m.at, self._criticality.get(m.name, ""), m.source) for m in services]
        return history.fields.get(name, ())

    @staticmethod
    def _find_change(timelines: Mapping[str, Sequence[Moment]], at: float) -> Moment | None:
        for name, timeline in sorted(timelines.items()):
            for moment in timeline[1:]:
                if moment.at == at:
                    return Moment(moment.at, name, moment.source)
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

    Raises EvidenceError `clock.stop_before_start` like find_cycles.
    """
    cycles = find_cycles(history, clock, final_at)
    claims: list[Claim] = []
    for cycle in cycles:
        for stint in stints:
            claims.extend(_claim_running(cycle, stint, reclassified, now))
            if reclassified == "restart" and not clock.repeat and not clock.is_revivable:
                claims.extend(_claim_afresh(history, clock, cycle, stint, now))
    return tuple(claims)


def _claim_running(cycle: Cycle, stint: Stint, reclassified: Reclassified, now: int) -> Iterator[Claim]:
    """The part of a running cycle in which the objective matched; a stopped clock is never judged again.

    A change at the very instant of the stop comes too late to be judged by: values in force up to the stop decide.
    """
    began, stop = cycle.start.at, cycle.stop
    ended = stop.at if stop else inf
    first = max(stint.start, began)
    at_once = began == ended and stint.start <= began < stint.end
    if not at_once and not (first < min(stint.end, ended) and first <= now):
        return
    start = cycle.start
    if stint.start > began and reclassified != "from_start":
        start = Moment(int(stint.start), "reclassified")
    left = cycle.withdrawn
    if stint.end < ended and stint.end <= now and (left is None or stint.end < left.at):
        left = Moment(int(stint.end), "superseded", stint.ended_by.source if stint.ended_by else "")
    holds = stop is not None and ended <= stint.end and (left is None or stop.at <= left.at)
    yield Claim(cycle, start, stop if holds else None, left)


def _claim_afresh(history: History, clock: Clock, cycle: Cycle, stint: Stint, now: int) -> Iterator[Claim]:
    """`restart`: an item still open when it is reclassified owes the whole promise anew, even one kept before."""
    if cycle.stop is None or not cycle.stop.at <= stint.start <= now:
        return
    changed = int(stint.start)
    if history.find_state(changed) in SETTLED_STATES | WITHDRAWN_STATES:
        return
    stop = next((moment for moment in history.find_moments(clock.stop_names) if moment.at > changed), None)
    afresh = Cycle(cycle.number + 1, Moment(changed, "reclassified"), stop, (), history.withdrawn)
    yield from _claim_running(afresh, stint, "restart", now)
