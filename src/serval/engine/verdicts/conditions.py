"""What evidence says of a subject: when it was down and of which time nothing is known (TERMS.md rules 7 to 9)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from serval.engine.availability.composite import Condition, combine_present, combine_series
from serval.engine.availability.outages import WholeOutage, fold_outages, list_counted
from serval.engine.availability.samples import Whole
from serval.engine.places import Place
from serval.engine.records import Exclusion, Records
from serval.engine.spans import Spans, normalise, subtract, union
from serval.engine.terms.objectives import OutageObjective
from serval.engine.terms.services import Service
from serval.engine.verdicts.outage_exclusions import Excuse, find_time, list_effective, list_excuses
from serval.engine.verdicts.outage_subjects import Provision, Subject, is_within
from serval.engine.verdicts.place_reading import PlaceReader


@dataclass(frozen=True)
class Seen:
    """What is known of one subject.

    outages  whole ones, disjoint and in order · unknown  time of which nothing is known · excuses  time taken out
    is_composite  whether several places make it up, so that it is down while others of them are unknown
    """

    outages: tuple[WholeOutage, ...]
    unknown: Spans
    excuses: tuple[Excuse, ...]
    is_composite: bool

    @cached_property
    def _bounds(self) -> tuple[Whole, Whole]:
        starts = np.array([outage.start for outage in self.outages], dtype=np.int64)
        return starts, np.array([max(o.end, o.detected or o.end) for o in self.outages], dtype=np.int64)

    def list_touching(self, start: int, end: int) -> list[WholeOutage]:
        """Outages that began before `end` and ended, or were noticed, at `start` or later."""
        starts, ends = self._bounds
        return [self.outages[place] for place in np.flatnonzero((starts < end) & (ends >= start)).tolist()]

    def list_unknown(self, start: int, end: int) -> Spans:
        """The unknown spans that touch a time, whole."""
        first = bisect_right(self.unknown, start, key=lambda span: span[1])
        last = bisect_left(self.unknown, end, key=lambda span: span[0])
        return self.unknown[first:last]


class Witness:
    """Reads the evidence of availability as one wording asks, as known at the instant `now` and over the time `span`.

    period_ends  instants at which periods end: what is known there is what was known at the time
    """

    def __init__(
        self,
        records: Records,
        objective: OutageObjective,
        services: Mapping[str, Service],
        provision: Provision,
        *,
        span: tuple[int, int],
        now: int,
        period_ends: Iterable[int],
    ) -> None:
        self.rule = objective.rule
        self._services = services
        self._provision = provision
        self._span = span
        self._now = now
        self._exclusions = list_effective(records.exclusions, objective.terms)
        self._reader = PlaceReader(records, objective, provision, span=span, now=now, period_ends=period_ends)
        self.columns, self.recorded = self._reader.columns, self._reader.recorded
        self._firsts = {p: self._reader.find_first(p) for p in sorted({*self.columns, *self.recorded})}
        self._places: dict[str, list[Place]] = {}
        for place in self._firsts:
            self._places.setdefault(place.service, []).append(place)
        self._views: dict[int, Witness] = {}

    @property
    def places(self) -> Iterable[Place]:
        """All places of which there is any evidence."""
        return self._firsts

    def known_by(self, end: int) -> Witness:
        """The same evidence of only those places that had spoken before an instant, the end of a period.

        What is made of its parts is made of those that were there: one that first speaks later changes nothing before.
        """
        if end not in self._views:
            view = copy(self)
            known = {name: [p for p in places if self._firsts[p] < end] for name, places in self._places.items()}
            view._places = {name: places for name, places in known.items() if places}
            self._views[end] = view
        return self._views[end]

    def look_at(self, subject: Subject) -> Seen:
        """What is known of a subject."""
        whole = [row for row in self._exclusions if subject.lies_in(row.place)]
        bearing = self.list_bearing(subject)
        services = self.list_services(subject)
        partial = [row for row in self._exclusions if row not in whole and row.place.service in services]
        raw = self._describe(subject, ())
        excused: Spans = ()
        if partial:
            judged = self._describe(subject, partial)
            excused = subtract(union(raw.down, raw.unknown), union(judged.down, judged.unknown))
        is_composite = len(bearing) != 1 or len(services) != 1
        if is_composite:
            outages = tuple(self._name_causes(fold_outages(raw.down, (), now=self._now), bearing))
        else:
            outages = self._reader.read(bearing[0])[0]
        excuses = tuple(list_excuses(whole, partial, excused, self._now))
        return Seen(outages, raw.unknown, excuses, is_composite and bool(bearing))

    def list_held(self, subject: Subject) -> list[Place]:
        """The places of a subject itself of which there is any evidence."""
        return [place for name in subject.services for place in self._places.get(name, ()) if subject.holds(place)]

    def list_bearing(self, subject: Subject) -> list[Place]:
        """Those, and the places of all services it depends on where these matter."""
        needed = [name for name in self.list_services(subject) if name not in subject.services]
        return self.list_held(subject) + [place for name in needed for place in self._places.get(name, ())]

    def list_services(self, subject: Subject) -> list[str]:
        """The services of a subject and, where these matter, all it depends on."""
        found = dict.fromkeys(subject.services)
        waiting = list(subject.services) if self.rule.outages_of != "service" else []
        while waiting:
            service = self._services.get(waiting.pop())
            further = [name for name in (service.list_needed() if service else ()) if name not in found]
            found |= dict.fromkeys(further)
            waiting += further
        return list(found)

    def _describe(self, subject: Subject, excused: Sequence[Exclusion]) -> Condition:
        """The services of a subject in series, as if what is excused had not been."""
        parts = [
            (self._describe_service(name, subject, excused), self._provision.find(name)) for name in subject.services
        ]
        return parts[0][0] if len(parts) == 1 else combine_present(parts, None)

    def _describe_service(self, name: str, subject: Subject, excused: Sequence[Exclusion]) -> Condition:
        """A service as its own places show it, as what it depends on makes it, or both."""
        depends = self._services[name].depends if name in self._services else ()
        conditions: list[Condition] = []
        if self.rule.outages_of != "components" or not depends:
            conditions.append(self._describe_own(name, subject, excused))
        for entry in depends if self.rule.outages_of != "service" else ():
            names = [entry] if isinstance(entry, str) else list(entry.of)
            parts = [
                (self._describe_service(part, Subject(part, (part,)), excused), self._provision.find(part))
                for part in names
            ]
            conditions.append(combine_present(parts, 1 if isinstance(entry, str) else entry.at_least))
        return combine_series(conditions)

    def _describe_own(self, name: str, subject: Subject, excused: Sequence[Exclusion]) -> Condition:
        """The service itself, and its sites, in series with its instances, of which so many are needed."""
        places = [place for place in self._places.get(name, ()) if subject.holds(place)]
        if not places:
            return self._clear(Place(name), Condition((), self._reader.list_silence(name)), excused)
        conditions: list[Condition] = []
        since = self._list_presence(places)
        for group, needs in (
            ([place for place in places if not place.instance], "all"),
            ([place for place in places if place.instance], self.rule.needs),
        ):
            parts = [(self._describe_place(place, excused), since[place]) for place in group]
            if parts:
                conditions.append(combine_present(parts, None if needs == "all" else int(needs)))
        return combine_series(conditions)

    def _list_presence(self, places: Sequence[Place]) -> dict[Place, tuple[int, int]]:
        """From when each place is there: one that first speaks later than the others was not there before."""
        begun = {place: self._reader.find_beginning(place) for place in places}
        first = min(begun.values())
        low, high = min(self._span[0], first), max(self._span[1], self._now)
        return {place: (low if since == first else since, high) for place, since in begun.items()}

    def _describe_place(self, place: Place, excused: Sequence[Exclusion]) -> Condition:
        outages, unknown = self._reader.read(place)
        return self._clear(place, Condition(list_counted(outages), unknown), excused)

    def _clear(self, place: Place, condition: Condition, excused: Sequence[Exclusion]) -> Condition:
        taken = normalise(find_time(row, self._now) for row in excused if is_within(place, row.place))
        return Condition(subtract(condition.down, taken), subtract(condition.unknown, taken))

    def _name_causes(self, outages: Iterable[WholeOutage], places: Sequence[Place]) -> Iterator[WholeOutage]:
        """The outages of a whole with what its parts tell of them: whether they go on, who noticed them."""
        parts = sorted(
            (part for place in places for part in self._reader.read(place)[0]), key=lambda o: (o.start, o.end)
        )
        starts = [part.start for part in parts]
        longest = max((part.end - part.start for part in parts), default=0)
        for outage in outages:
            first, last = np.searchsorted(starts, [outage.start - longest, outage.end], side="left").tolist()
            meant = [part for part in parts[first:last] if part.end > outage.start]
            notices = [max(outage.start, part.detected) for part in meant if part.detected is not None]
            reports = [max(outage.start, part.reported) for part in meant if part.reported is not None]
            yield replace(
                outage,
                ongoing=any(part.ongoing and part.end == outage.end for part in meant),
                detected=min(notices, default=None),
                reported=min(reports, default=None),
                sampled=any(part.sampled for part in meant),
                sources=tuple(sorted({source for part in meant for source in part.sources})),
            )

    def list_part_exclusions(self, place: Place, subject: Subject) -> Spans:
        """The time taken out of one place of a subject only."""
        return normalise(
            find_time(row, self._now)
            for row in self._exclusions
            if is_within(place, row.place) and not subject.lies_in(row.place)
        )
