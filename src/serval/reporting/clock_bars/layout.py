"""Where everything of a clock bar stands, in percent of its width.

The target stands at the same place in every row of a table, so that one look compares them: left of it is kept, right
of it late. Left and right have one scale; an overrun that does not fit is squeezed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from serval.reporting.clock_bars.stretches import Run, Stretch, list_runs

TARGET_AT = 60.0
"""Percent of the width at which the target stands in a table."""

PADDING = 4.0
END_PADDING = 12.0
FOLD_WIDTH = 16.0
LEAST_WIDTH = 1.0
"""In pixels, as the width that a bar is laid out for; right of the last dot there is room for the arrow."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch as it is drawn: `x` and `width` in percent."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Fold:
    """Where the axis is cut: its middle in percent, the seconds it stands for, and how many folds it hides."""

    x: float
    seconds: int
    hides: int


@dataclass(frozen=True, slots=True)
class ClockBar:
    """The geometry of one bar.

    target    of the due instant; None where there is none
    end       of the stop, or of the last instant drawn where nothing stopped it (`is_open`)
    squeezed  the part over target is drawn at less than half the scale of the rest
    hollow    it was excluded, so nothing of it counts
    """

    pieces: tuple[Piece, ...]
    folds: tuple[Fold, ...]
    start: float
    end: float
    target: float | None
    squeezed: bool
    is_open: bool
    hollow: bool

    def as_plain(self) -> dict[str, Any]:
        """As JSON, for templates."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Percent for each second left and right of the target, and for a fold on either side."""

    left: float
    right: float
    left_fold: float
    right_fold: float


def lay_out(
    stretches: Sequence[Stretch],
    *,
    due: int | None,
    end: int,
    width: float,
    is_open: bool = False,
    hollow: bool = False,
) -> ClockBar:
    """The bar of a clock that ended at `end`, for a table in which it is about `width` pixels wide.

    stretches  of `list_stretches`, at least one
    """
    runs = list_runs(stretches, due)
    scale = _fit(runs, due, width)
    knots = _place(runs, due, scale, PADDING / width * 100)
    least = LEAST_WIDTH / width * 100
    shown = [stretch for run in runs if not run.hides for stretch in run.stretches]
    return ClockBar(
        pieces=tuple(_draw(stretch, knots, least) for stretch in shown),
        folds=tuple(
            Fold((_find(knots, run.start) + _find(knots, run.end)) / 2, run.end - run.start, run.hides)
            for run in runs
            if run.is_folded
        ),
        start=knots[0][1],
        end=_find(knots, end),
        target=None if due is None else _find(knots, due),
        squeezed=scale.right < scale.left / 2,
        is_open=is_open,
        hollow=hollow,
    )


def _fit(runs: Sequence[Run], due: int | None, width: float) -> _Scale:
    padding, fold = PADDING / width * 100, FOLD_WIDTH / width * 100
    bound = runs[-1].end if due is None else due
    before = [run for run in runs if run.end <= bound]
    after = runs[len(before) :]
    left, left_fold = _share(before, TARGET_AT - padding, fold)
    right, right_fold = _share(after, 100 - END_PADDING / width * 100 - TARGET_AT, fold)
    return _Scale(left, min(left, right) if after else left, left_fold, right_fold)


def _share(runs: Sequence[Run], room: float, fold: float) -> tuple[float, float]:
    """Percent for each second to scale, and for each fold: folds take at most half of the room."""
    folds = sum(run.is_folded for run in runs)
    seconds = sum(run.end - run.start for run in runs if not run.is_folded)
    if not seconds:
        return float("inf") if not folds else room / folds, room / folds if folds else fold
    narrow = min(fold, room / 2 / folds) if folds else fold
    return (room - folds * narrow) / seconds, narrow


def _place(runs: Sequence[Run], due: int | None, scale: _Scale, start: float) -> list[tuple[int, float]]:
    """Instants at which the scale changes, with their places."""
    knots = [(runs[0].start, start)]
    for run in runs:
        is_late = due is not None and run.start >= due
        if run.is_folded:
            step = (scale.right_fold if is_late else scale.left_fold) / (run.end - run.start)
        else:
            step = scale.right if is_late else scale.left
        knots.append((run.end, knots[-1][1] + (run.end - run.start) * step))
    return knots


def _find(knots: Sequence[tuple[int, float]], instant: int) -> float:
    place = min(max(1, bisect_left(knots, (instant, float("-inf")))), len(knots) - 1)
    (before, low), (after, high) = knots[place - 1], knots[place]
    if after == before:
        return low
    return low + (high - low) * (min(instant, after) - before) / (after - before)


def _draw(stretch: Stretch, knots: Sequence[tuple[int, float]], least: float) -> Piece:
    first, last = _find(knots, stretch.start), _find(knots, stretch.end)
    return Piece(stretch.kind, first, max(least, last - first))
