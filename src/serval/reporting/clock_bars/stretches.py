"""Stretches: the time of one clock cut where its look changes, and gathered where it is folded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from serval.engine.calendars.calendar import Calendar
from serval.engine.clocks import Segment

StretchKind = Literal["work", "over", "closed", "paused", "paused_closed", "spare", "spare_closed"]

UNCOUNTED = frozenset({"closed", "paused", "paused_closed"})

FOLD_FROM = 4 * 3600
"""Uncounted time longer than this many seconds is folded."""

MOST_FOLDS, FIRST_FOLDS, LAST_FOLDS = 8, 2, 4


@dataclass(frozen=True, slots=True)
class Stretch:
    """Time of one look.

    work, over     counted, up to the due instant and after it
    closed         the calendar is closed · paused, paused_closed  held, in open hours and outside them
    spare, spare_closed  between an end that came early and the due instant
    """

    kind: StretchKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """Stretches drawn to scale, or folded to a fixed width; `hides` counts the folds of one that hides more than time.

    A run that hides more holds counted time as well, and shows none of it.
    """

    stretches: tuple[Stretch, ...]
    is_folded: bool = False
    hides: int = 0

    @property
    def start(self) -> int:
        return self.stretches[0].start

    @property
    def end(self) -> int:
        return self.stretches[-1].end


def list_stretches(segments: Sequence[Segment], calendar: Calendar, due: int | None) -> tuple[Stretch, ...]:
    """The looks of a clock's segments in order of time, and what of its target was not needed."""
    found = [stretch for segment in segments for stretch in _cut(segment, calendar, due)]
    if segments and due is not None and due > segments[-1].end:
        found += _list_spare(calendar, segments[-1].end, due)
    return tuple(found)


def _cut(segment: Segment, calendar: Calendar, due: int | None) -> Iterator[Stretch]:
    if segment.kind == "off_hours":
        yield Stretch("closed", segment.start, segment.end)
    elif segment.kind == "paused":
        yield from _split(calendar, segment.start, segment.end, "paused", "paused_closed")
    else:
        cut = segment.end if due is None else min(max(due, segment.start), segment.end)
        if segment.start < cut:
            yield Stretch("work", segment.start, cut)
        if cut < segment.end:
            yield Stretch("over", cut, segment.end)


def _list_spare(calendar: Calendar, start: int, due: int) -> Iterator[Stretch]:
    return _split(calendar, start, due, "spare", "spare_closed")


def _split(calendar: Calendar, start: int, end: int, opened: StretchKind, closed: StretchKind) -> Iterator[Stretch]:
    """Time cut where the calendar opens and closes."""
    spans = calendar.open_spans(start, end)
    cuts = sorted({start, end, *(bound for span in spans for bound in span)})
    begun = {first for first, _ in spans}
    for first, last in pairwise(cuts):
        yield Stretch(opened if first in begun else closed, first, last)


def list_runs(stretches: Sequence[Stretch], due: int | None) -> tuple[Run, ...]:
    """Stretches with adjoining uncounted time gathered, and folded where it is long.

    Of more than eight folds the first two and the last four stay; all between is one fold, or two where the due instant
    lies in it, since the target is never hidden.
    """
    runs = _fold(_cut_at(stretches, due))
    folds = [place for place, run in enumerate(runs) if run.is_folded]
    if len(folds) <= MOST_FOLDS:
        return tuple(runs)
    first, last = folds[FIRST_FOLDS - 1] + 1, folds[-LAST_FOLDS]
    hidden = runs[first:last]
    before = [run for run in hidden if due is None or run.end <= due]
    after = hidden[len(before) :]
    return (*runs[:first], *_hide(before), *_hide(after), *runs[last:])


def _cut_at(stretches: Sequence[Stretch], due: int | None) -> Iterator[Stretch]:
    for stretch in stretches:
        if due is not None and stretch.start < due < stretch.end:
            yield Stretch(stretch.kind, stretch.start, due)
            yield Stretch(stretch.kind, due, stretch.end)
        else:
            yield stretch


def _fold(stretches: Iterator[Stretch]) -> list[Run]:
    runs: list[list[Stretch]] = []
    for stretch in stretches:
        is_quiet = stretch.kind in UNCOUNTED or stretch.kind == "spare_closed"
        was_quiet = bool(runs) and _is_quiet(runs[-1])
        if is_quiet and was_quiet:
            runs[-1].append(stretch)
        else:
            runs.append([stretch])
    return [Run(tuple(run), _is_quiet(run) and run[-1].end - run[0].start > FOLD_FROM) for run in runs]


def _is_quiet(run: Sequence[Stretch]) -> bool:
    return run[-1].kind in UNCOUNTED or run[-1].kind == "spare_closed"


def _hide(runs: Sequence[Run]) -> Iterator[Run]:
    if runs:
        stretches = tuple(stretch for run in runs for stretch in run.stretches)
        yield Run(stretches, is_folded=True, hides=sum(run.is_folded for run in runs))
