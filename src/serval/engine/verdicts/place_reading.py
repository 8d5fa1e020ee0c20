"""What evidence says of one place: its whole outages and the time of which nothing is known (TERMS.md rules 7 to 9)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from serval.engine.availability.fold import fold_samples, list_outages, list_speaking
from serval.engine.availability.outages import WholeOutage, fold_outages
from serval.engine.availability.packed_instants import PackedInstants
from serval.engine.availability.samples import SampleColumns
from serval.engine.calendars.calendar import Calendar
from serval.engine.places import Place
from serval.engine.records import Outage, Records
from serval.engine.spans import Spans, normalise, subtract, union
from serval.engine.terms.objectives import OutageObjective
from serval.engine.verdicts.outage_subjects import Provision


class PlaceReader:
    """Reads place by place what is known at the instant `now` of the time `span`.

    period_ends  instants at which periods end: what is known there is what was known at the time
    columns      the samples of each place up to `now` · recorded  its recorded outages that had begun by then
    """

    def __init__(
        self,
        records: Records,
        objective: OutageObjective,
        provision: Provision,
        *,
        span: tuple[int, int],
        now: int,
        period_ends: Iterable[int],
    ) -> None:
        self.rule = objective.rule
        self._calendar: Calendar = objective.calendar
        self._provision = provision
        self._span = span
        self._now = now
        self._bounds = np.array(sorted({now, *(end for end in period_ends if end <= now)}), dtype=np.int64)
        self._is_complete = "outages" in records.complete
        cut = {place: cut_after(columns, now) for place, columns in records.samples.places.items()}
        self.columns = {place: columns for place, columns in cut.items() if len(columns)}
        self.recorded: dict[Place, list[Outage]] = {}
        for row in records.outages:
            if row.start <= now:
                self.recorded.setdefault(row.place, []).append(row)
        self._read: dict[Place, tuple[tuple[WholeOutage, ...], Spans]] = {}

    def find_beginning(self, place: Place) -> int:
        """Its first sample, or the beginning of the period of its first recorded outage: it was there to be down."""
        columns = self.columns.get(place)
        return min(self._find_told(place, self._span[1]), self._span[1] if columns is None else columns.instants.first)

    def find_first(self, place: Place) -> int:
        """The first second of which evidence speaks; a sample of requests speaks of the one before it."""
        columns = self.columns.get(place)
        seen = [] if columns is None else [columns.instants.first - (self.rule.method != "time")]
        return min([*seen, *(row.start for row in self.recorded.get(place, ()))])

    def read(self, place: Place) -> tuple[tuple[WholeOutage, ...], Spans]:
        """The whole outages of one place and the time of which nothing is known there."""
        if place not in self._read:
            self._read[place] = self._fold_place(place)
        return self._read[place]

    def _fold_place(self, place: Place) -> tuple[tuple[WholeOutage, ...], Spans]:
        rule, columns, recorded = self.rule, self.columns.get(place), self.recorded.get(place, [])
        is_down = rule.degraded == "down"
        span, ends = self._clip_provided(place.service), self._provision.find(place.service)[1]
        if columns is None or not columns.status.any():
            outages = fold_outages((), recorded, now=self._now, degraded_is_down=is_down, outage_from=rule.outage_from)
            return outages, subtract(span, self._list_told(place, self._now))
        bounds = np.union1d(self._bounds, np.array([ends] if ends <= self._now else [], dtype=np.int64))
        timeline = fold_samples(
            columns, interval=_seconds(rule.interval), max_gap=_seconds(rule.max_gap), known_at=bounds
        )
        outages = fold_outages(
            list_outages(timeline, degraded_is_down=is_down),
            recorded,
            now=self._now,
            seen_until=timeline.until,
            degraded_is_down=is_down,
            outage_from=rule.outage_from,
        )
        instants, lost_sight = list_speaking(columns)[0], {end for _, end in timeline.observed}
        known = union(timeline.observed, self._list_told(place, instants.first))
        gaps = normalise(self._list_gaps(subtract(span, known), instants, bounds.tolist()))
        return tuple(replace(o, ongoing=o.ongoing or (o.sampled and o.end in lost_sight)) for o in outages), gaps

    def list_silence(self, service: str) -> Spans:
        """The time of which nothing is known where no place of a service has spoken."""
        return () if self._is_complete else self._clip_provided(service)

    def _clip_provided(self, service: str) -> Spans:
        begins, ends = self._provision.find(service)
        return normalise([(max(self._span[0], begins), min(self._span[1], ends))])

    def _list_told(self, place: Place, until: int) -> Spans:
        """The time up to an instant of which recorded outages tell all there is: since the period of the first one."""
        return normalise([(self._span[0] if self._is_complete else self._find_told(place, until), until)])

    def _find_told(self, place: Place, otherwise: int) -> int:
        """The beginning of the period of the first recorded outage of a place; without one, another instant."""
        first = min((row.start for row in self.recorded.get(place, ())), default=otherwise)
        if first >= otherwise:
            return otherwise
        return int(max([self._span[0], *self._bounds[self._bounds <= first].tolist()]))

    def _list_gaps(self, unknown: Spans, instants: PackedInstants, bounds: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Silence is a gap once more agreed time than `maxGap` has passed since the sample before, or without one.

        It is tested up to each bound it goes over, as it stood then: a place that had never spoken was not known.
        """
        allowed = _seconds(self.rule.max_gap)
        for start, end in unknown:
            heard = instants.find_last(start)
            since = start if heard is None else heard
            inner = bounds[bisect_right(bounds, start) : bisect_left(bounds, end)]
            for first, last in pairwise((start, *inner, end)):
                is_unheard = heard is None and last < instants.first
                if allowed is None or is_unheard or self._calendar.between(since, last) > allowed:
                    yield first, last


def cut_after(columns: SampleColumns, now: int) -> SampleColumns:
    """The samples up to and including an instant: later ones are not known yet."""
    count = columns.instants.count_until(now)
    if count == len(columns):
        return columns
    cut = columns.instants.cut(count)
    return SampleColumns(cut, columns.status[:count], columns.good[:count], columns.total[:count])


def _seconds(length: object) -> int | None:
    amount = getattr(length, "amount", None)
    return amount if isinstance(amount, int) else None
