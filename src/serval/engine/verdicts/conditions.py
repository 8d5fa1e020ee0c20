"""What evidence says of a subject: when it was down and of which time nothing is known (TERMS.md rules 8 and 9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from serval.engine.availability.composite import Condition, combine_k_of_n, combine_series
from serval.engine.availability.fold import fold_samples, list_outages
from serval.engine.availability.outages import WholeOutage, fold_outages, list_counted
from serval.engine.availability.samples import SampleColumns, Whole
from serval.engine.places import Place
from serval.engine.records import Outage, Records
from serval.engine.spans import Spans, intersect, subtract
from serval.engine.terms.objective import AvailabilityRule
from serval.engine.terms.services import Service


@dataclass(frozen=True, slots=True)
class Subject:
    """What one verdict on availability is about: services in series, or one instance or site of a service."""

    name: str
    services: tuple[str, ...]
    instance: str = ""
    site: str = ""

    def holds(self, place: Place) -> bool:
        """Whether a place is, or is a part of, the subject."""
        return (
            place.service in self.services and self.instance in ("", place.instance) and self.site in ("", place.site)
        )


@dataclass(frozen=True, slots=True)
class Seen:
    """outages  whole ones, disjoint and in order · unknown  time of which nothing is known."""

    outages: tuple[WholeOutage, ...]
    unknown: Spans


class Witness:
    """Reads the evidence of availability by one rule, as known at the instant `now` and over the time `span`."""

    def __init__(
        self,
        records: Records,
        rule: AvailabilityRule,
        services: Mapping[str, Service],
        *,
        span: tuple[int, int],
        now: int,
    ) -> None:
        self._records = records
        self._rule = rule
        self._services = services
        self._span = span
        self._now = now
        self._columns = {place: cut_after(columns, now) for place, columns in records.samples.places.items()}
        self._recorded: dict[Place, list[Outage]] = {}
        for row in records.outages:
            self._recorded.setdefault(row.place, []).append(row)

    def look_at(self, subject: Subject) -> Seen:
        """What is known of a subject."""
        places = sorted(place for place in self.list_places() if subject.holds(place))
        if len(places) == 1 and not self._needs_components(subject):
            return self._look_at_place(places[0])
        parts = [self._describe_service(name, subject, frozenset()) for name in subject.services]
        whole = combine_series(parts)
        return Seen(fold_outages(whole.down, (), now=self._now), whole.unknown)

    def list_places(self) -> set[Place]:
        """Every place that any evidence of availability speaks of."""
        return {*self._columns, *self._recorded}

    def _needs_components(self, subject: Subject) -> bool:
        return self._rule.outages_of != "service" and any(
            name in self._services and self._services[name].depends for name in subject.services
        )

    def _describe_service(self, name: str, subject: Subject, above: frozenset[str]) -> Condition:
        """A service as its own places show it, as what it depends on makes it, or both."""
        conditions: list[Condition] = []
        depends = self._services[name].depends if name in self._services else ()
        if self._rule.outages_of != "components" or not depends:
            conditions.append(self._describe_own(name, subject))
        if self._rule.outages_of != "service" and name not in above:
            for entry in depends:
                names = [entry] if isinstance(entry, str) else list(entry.of)
                parts = [self._describe_service(part, Subject(part, (part,)), above | {name}) for part in names]
                needs = 1 if isinstance(entry, str) else entry.at_least
                conditions.append(combine_k_of_n(parts, needs=needs))
        return combine_series(conditions)

    def _describe_own(self, name: str, subject: Subject) -> Condition:
        """The service itself in series with its instances, of which so many are needed."""
        places = sorted(place for place in self.list_places() if place.service == name and subject.holds(place))
        whole = [self._describe_place(place) for place in places if not place.instance]
        instances = [self._describe_place(place) for place in places if place.instance]
        if instances:
            needs = len(instances) if self._rule.needs == "all" else min(self._rule.needs, len(instances))
            whole.append(combine_k_of_n(instances, needs=needs))
        return combine_series(whole) if whole else self._describe_place(Place(name))

    def _describe_place(self, place: Place) -> Condition:
        seen = self._look_at_place(place)
        return Condition(list_counted(seen.outages), seen.unknown)

    def _look_at_place(self, place: Place) -> Seen:
        rule = self._rule
        columns = self._columns.get(place)
        recorded = self._recorded.get(place, [])
        degraded_is_down = rule.degraded == "down"
        if columns is None:
            outages = fold_outages(
                (), recorded, now=self._now, degraded_is_down=degraded_is_down, outage_from=rule.outage_from
            )
            is_known = bool(recorded) or "outages" in self._records.complete
            return Seen(outages, () if is_known else (self._span,))
        timeline = fold_samples(columns, interval=_seconds(rule.interval), max_gap=_seconds(rule.max_gap))
        outages = fold_outages(
            list_outages(timeline, degraded_is_down=degraded_is_down),
            recorded,
            now=self._now,
            seen_until=timeline.until,
            degraded_is_down=degraded_is_down,
            outage_from=rule.outage_from,
        )
        unknown = subtract((self._span,), timeline.observed)
        return Seen(outages, tuple(self._drop_edges(unknown)))

    def _drop_edges(self, unknown: Spans) -> Iterator[tuple[int, int]]:
        """Silence before the first and after the last sample is none while it is no longer than a gap may be."""
        allowed = _seconds(self._rule.max_gap) or 0
        for start, end in unknown:
            at_edge = start == self._span[0] or end == self._span[1]
            if not (at_edge and end - start <= allowed):
                yield start, end

    def find_columns(self, subject: Subject) -> SampleColumns:
        """The samples of a subject as one column set, requests of several places added up by instant."""
        found = [columns for place, columns in sorted(self._columns.items()) if subject.holds(place)]
        return found[0] if len(found) == 1 else add_requests(found)

    def list_evidence(self, subject: Subject) -> Iterator[tuple[Place, SampleColumns | None, Sequence[Outage]]]:
        """The samples and recorded outages of every place that bears on a subject."""
        names = set(subject.services) if self._rule.outages_of == "service" else self._list_all(subject.services)
        for place in sorted(self.list_places()):
            if subject.holds(place) or (place.service in names and place.service not in subject.services):
                yield place, self._columns.get(place), self._recorded.get(place, [])

    def _list_all(self, names: Iterable[str]) -> set[str]:
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self._services[name].list_needed() if name in self._services else []
        return found


def cut_after(columns: SampleColumns, now: int) -> SampleColumns:
    """The samples up to and including an instant: later ones are not known yet."""
    count = int(columns.at.searchsorted(now, side="right"))
    if count == len(columns.at):
        return columns
    return SampleColumns(columns.at[:count], columns.status[:count], columns.good[:count], columns.total[:count])


def add_requests(found: Sequence[SampleColumns]) -> SampleColumns:
    """Requests of several places together; what each saw of its own state says nothing of all of them."""
    if not found:
        empty = np.zeros(0, dtype=np.int64)
        return SampleColumns(empty, empty.astype(np.int8), empty, empty)
    at = np.concatenate([columns.at for columns in found])
    instants, place = np.unique(at, return_inverse=True)
    sums: list[Whole] = []
    for name in ("good", "total"):
        column = np.zeros(len(instants), dtype=np.int64)
        np.add.at(column, place, np.concatenate([getattr(columns, name) for columns in found]))
        sums.append(column)
    return SampleColumns(instants, np.zeros(len(instants), dtype=np.int8), *sums)


def clip_services(subject: Subject, services: Mapping[str, tuple[int, int]], agreed: Spans) -> Spans:
    """The agreed time in which every service of a subject was provided."""
    for name in subject.services:
        if name in services:
            agreed = intersect(agreed, (services[name],))
    return agreed


def _seconds(length: object) -> int | None:
    amount = getattr(length, "amount", None)
    return amount if isinstance(amount, int) else None
