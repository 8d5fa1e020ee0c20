"""Fold: from the samples of one place to the times in which it was up, degraded, down or unknown.

A pure function of samples in normal form, so neither their order of arrival nor the number of copies can change it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from serval.engine.availability.packed_instants import CHUNK, PackedInstants, pack_instants
from serval.engine.availability.samples import STATUS_CODES, Codes, SampleColumns, Whole
from serval.engine.spans import Spans, normalise, union

Indexes = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the samples of one place say, as times; what is observed and neither down nor degraded is up.

    observed  times whose state is known; down and degraded lie in them
    gaps      times between two samples whose state is unknown; before the first and after the last sample nothing is
              said at all
    """

    down: Spans
    degraded: Spans
    observed: Spans
    gaps: Spans

    @property
    def until(self) -> int | None:
        """The instant up to which the samples speak; None where they say of no second anything at all."""
        ends = [spans[-1][1] for spans in (self.observed, self.gaps) if spans]
        return max(ends, default=None)


NOTHING_SEEN = Timeline((), (), (), ())


def fold_samples(
    columns: SampleColumns, *, interval: int | None, max_gap: int | None, known_at: Whole | None = None
) -> Timeline:
    """The timeline of one place; samples that only count requests say nothing about its state.

    A state holds until the next sample. Where that comes more than `max_gap` seconds later, the state is known for
    `interval` seconds (not at all when None) and the rest is a gap; without `max_gap` there are no gaps, as in logs
    that are written on a change. The last sample holds `interval` seconds, or none: an outage that is still open ends
    at the last instant anything is known of.

    known_at  rising instants at which what is known is settled, such as the ends of periods: a state seen no more than
              `max_gap` before one of them holds up to it, so that no later sample, or the lack of one, says otherwise
    """
    instants, status = list_speaking(columns)
    if not len(instants):
        return NOTHING_SEEN
    held = interval or 0
    first = _find_runs(instants, status, max_gap)
    last = instants.take(np.append(first[1:], len(instants)) - 1)
    lapse = np.maximum(last + held, _settled(last, max_gap, known_at))
    starts = instants.take(first)
    ends = _run_ends(starts, last, lapse, max_gap)
    codes = status[first]
    observed = _spans(starts, ends)
    return Timeline(
        down=_spans_of(starts, ends, codes, "down"),
        degraded=_spans_of(starts, ends, codes, "degraded"),
        observed=observed,
        gaps=_spans(ends[:-1], starts[1:]),
    )


def list_outages(timeline: Timeline, *, degraded_is_down: bool) -> Spans:
    """Whole outages: each the longest unbroken run of time down, or of time down or degraded."""
    return union(timeline.down, timeline.degraded) if degraded_is_down else timeline.down


def list_speaking(columns: SampleColumns) -> tuple[PackedInstants, Codes]:
    """Instants and codes of the samples that say a status."""
    if columns.status.all():
        return columns.instants, columns.status
    spoken = columns.status != STATUS_CODES[""]
    return pack_instants(columns.at[spoken]), columns.status[spoken]


def _find_runs(instants: PackedInstants, status: Codes, max_gap: int | None) -> Indexes:
    """Where each run of equal states begins that no sample came too late for."""
    found = [np.zeros(1, dtype=np.intp)]
    for start in range(1, len(instants), CHUNK):
        codes = status[start : start + CHUNK]
        begins = codes != status[start - 1 : start - 1 + len(codes)]
        if max_gap is not None:
            begins |= instants.steps[start : start + CHUNK] > max_gap
        found.append(np.flatnonzero(begins) + start)
    return np.concatenate(found)


def _settled(at: Whole, max_gap: int | None, known_at: Whole | None) -> Whole:
    """Up to which instant each state holds because it was settled then; its own instant where it was not."""
    if max_gap is None or known_at is None or not len(known_at):
        return at
    place = np.searchsorted(known_at, at + max_gap, side="right") - 1
    return np.where(place >= 0, known_at[place], at)


def _run_ends(starts: Whole, last: Whole, lapse: Whole, max_gap: int | None) -> Whole:
    """Where each run ends, given the instants of its first and last samples and how long the last one is believed."""
    before, following = last[:-1], starts[1:]
    if max_gap is None:
        return np.append(following, lapse[-1])
    kept = np.where(following - before > max_gap, np.minimum(lapse[:-1], following), following)
    return np.append(kept, lapse[-1])


def _spans_of(starts: Whole, ends: Whole, codes: Codes, status: str) -> Spans:
    wanted = codes == STATUS_CODES[status]
    return _spans(starts[wanted], ends[wanted])


def _spans(starts: Whole, ends: Whole) -> Spans:
    return normalise(zip(starts.tolist(), ends.tolist(), strict=True))
