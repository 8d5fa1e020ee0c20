"""Claims: which cycles of an item an objective judges, and what happens when the item is reclassified (rule 5)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from math import inf
from typing import Literal

from serval.engine.clocks.cycles import Cycle, find_cycles, list_owed_anew
from serval.engine.clocks.finality import FinalAt
from serval.engine.clocks.history import History, Moment
from serval.engine.clocks.rule import Clock

Reclassified = Literal["from_start", "from_change", "restart"]

_RECLASSIFIED = "reclassified"


@dataclass(frozen=True, slots=True)
class Stint:
    """A time during which an item matches an objective's conditions, with the changes that began and ended it.

    known  the instant by which all fields the conditions speak of had a value; -inf where that was so at the opening.
           A first value holds from the opening, but nobody could count by it before it was known.
    mode   what its beginning does to a running clock, where new terms and not a reclassification began it
    """

    start: float
    end: float
    begun_by: Moment | None = None
    ended_by: Moment | None = None
    known: float = -inf
    mode: Reclassified | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A cycle, or the part of it, that one objective judges.

    start  where the objective's clock begins
    stop   the cycle's stop, if this objective still held then
    left   why and when it stopped being judged here: `superseded` or a withdrawn state
    since  the instant from which the objective spoke of the cycle; after `start` when an item was reclassified
           `from_start` or its fields became known late, and then nothing about it was certain before
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
        timelines = {name: self._timeline(history, name) for name in sorted(self._where)}
        if not all(timelines.values()):
            return []
        known: float = max((timeline[0].at for timeline in timelines.values()), default=-inf)
        if known <= history.opened.at:
            known = -inf
        values = {name: timeline[0].name for name, timeline in timelines.items()}
        stints: list[Stint] = []
        running: Stint | None = Stint(-inf, inf, known=known) if self._holds(values) else None
        for changed, latest in _list_changes(timelines):
            values |= latest
            if running is None and self._holds(values):
                running = Stint(changed.at, inf, begun_by=changed, known=known)
            elif running is not None and not self._holds(values):
                stints.append(replace(running, end=changed.at, ended_by=changed))
                running = None
        return stints if running is None else [*stints, running]

    def _holds(self, values: Mapping[str, str]) -> bool:
        return all(values[name] in wanted for name, wanted in self._where.items())

    def _timeline(self, history: History, name: str) -> Sequence[Moment]:
        if name == "criticality" and name not in history.fields:
            services = history.fields.get("service", ())
            return [replace(moment, name=self._criticality.get(moment.name, "")) for moment in services]
        return history.fields.get(name, ())


def _list_changes(timelines: Mapping[str, Sequence[Moment]]) -> Iterator[tuple[Moment, dict[str, str]]]:
    """Each instant at which a field changed: the change, named after its field, and the values from then on.

    Of fields that change at one instant the first in order names the change, by the first of its values.
    """
    changes = [
        (moment.at, name, moment) for name, timeline in timelines.items() for moment in islice(timeline, 1, None)
    ]
    changes.sort(key=lambda change: change[:2])
    for _, group in groupby(changes, key=lambda change: change[0]):
        together = list(group)
        _, field, first = together[0]
        yield replace(first, name=field), {name: moment.name for _, name, moment in together}


def list_claims(
    history: History, clock: Clock, stints: Sequence[Stint], *, final_at: FinalAt, reclassified: Reclassified, now: int
) -> tuple[Claim, ...]:
    """Every claim an objective has on an item, in order of cycles and time.

    Claims on one cycle follow each other; an item is charged for one of them at most (rule 5), which only whoever
    reads their clocks can see. Raises EvidenceError `clock.stop_before_start` like find_cycles.
    """
    cycles = find_cycles(history, clock, final_at)
    claims: list[Claim] = []
    for cycle in cycles:
        claims.extend(_claim_in_stints(cycle, stints, reclassified, now))
    if reclassified == "restart" and not clock.repeat and not clock.is_revivable:
        for cycle in cycles:
            changes = _list_changes_after(cycle, stints, now)
            for anew in list_owed_anew(history, clock, cycle, changes, final_at):
                begun = stints[_first_after(stints, anew.start.at)]
                claims.extend(_claim_running(anew, begun, reclassified, now))
    return tuple(claims)


def _list_changes_after(cycle: Cycle, stints: Sequence[Stint], now: int) -> Iterator[Moment]:
    for stint in stints:
        changed = stint.begun_by
        if changed is None or cycle.ended is None or stint.mode is not None:
            continue
        if cycle.ended <= changed.at <= now:
            yield replace(changed, name=_RECLASSIFIED)


def _claim_in_stints(cycle: Cycle, stints: Sequence[Stint], reclassified: Reclassified, now: int) -> Iterator[Claim]:
    ended = inf if cycle.ended is None else cycle.ended
    for number in range(_first_after(stints, cycle.start.at), len(stints)):
        if stints[number].start > ended:
            return
        yield from _claim_running(cycle, stints[number], reclassified, now)


def _first_after(stints: Sequence[Stint], instant: int) -> int:
    """Place of the first stint that goes on after an instant."""
    return bisect_right(stints, float(instant), key=lambda stint: stint.end)


def _claim_running(cycle: Cycle, stint: Stint, reclassified: Reclassified, now: int) -> Iterator[Claim]:
    """The part of a running cycle in which the objective matched; one that has ended is never judged again.

    A change at the very instant of the stop comes too late to be judged by: values in force up to the stop decide.
    """
    began, ended = cycle.start.at, inf if cycle.ended is None else cycle.ended
    first = max(stint.start, began)
    at_once = began == ended and stint.start <= began < stint.end
    if not at_once and not (first < min(stint.end, ended) and first <= now):
        return
    start, since = cycle.start, int(max(first, stint.known))
    if stint.begun_by is not None and stint.start > began and (stint.mode or reclassified) != "from_start":
        start = replace(stint.begun_by, name=_RECLASSIFIED)
    if stint.ended_by is not None and stint.end < ended:
        yield Claim(cycle, start, None, replace(stint.ended_by, name="superseded"), since)
    elif cycle.stop is not None and cycle.stop.at == ended:
        yield Claim(cycle, start, cycle.stop, cycle.withdrawn, since)
    else:
        yield Claim(cycle, start, None, cycle.withdrawn, since)
