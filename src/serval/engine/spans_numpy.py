"""Vectorised twins of `spans`: the same functions on int64 arrays of shape (n, 2), the same seconds."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from serval.engine.spans import Spans

SpanArray = NDArray[np.int64]


def from_spans(pairs: Iterable[tuple[int, int]]) -> SpanArray:
    """The array of any pairs, in their order."""
    return np.array(list(pairs), dtype=np.int64).reshape(-1, 2)


def to_spans(a: SpanArray) -> Spans:
    """The tuple form of an array."""
    return tuple((int(start), int(end)) for start, end in a.tolist())


def normalise(pairs: SpanArray) -> SpanArray:
    """Normal form of any pairs: overlapping and touching ones become one, empty and inverted ones vanish."""
    kept = pairs[pairs[:, 0] < pairs[:, 1]]
    if not len(kept):
        return kept
    kept = kept[np.argsort(kept[:, 0], kind="stable")]
    reached = np.maximum.accumulate(kept[:, 1])
    begins = np.concatenate(([True], kept[1:, 0] > reached[:-1]))
    ends = np.concatenate((begins[1:], [True]))
    return np.column_stack((kept[begins, 0], reached[ends]))


def union(a: SpanArray, b: SpanArray) -> SpanArray:
    """Seconds that are in `a` or in `b`."""
    return normalise(np.concatenate((a, b)))


def intersect(a: SpanArray, b: SpanArray) -> SpanArray:
    """Seconds that are in `a` and in `b`."""
    first = np.searchsorted(b[:, 1], a[:, 0], side="right")
    last = np.searchsorted(b[:, 0], a[:, 1], side="left")
    counts = np.maximum(last - first, 0)
    mine = np.repeat(np.arange(len(a)), counts)
    position = np.arange(len(mine)) - np.repeat(np.cumsum(counts) - counts, counts)
    other = first[mine] + position
    starts = np.maximum(a[mine, 0], b[other, 0])
    ends = np.minimum(a[mine, 1], b[other, 1])
    return np.column_stack((starts, ends))


def subtract(a: SpanArray, b: SpanArray) -> SpanArray:
    """Seconds that are in `a` and not in `b`."""
    if not len(a) or not len(b):
        return a.copy()
    low, high = min(a[0, 0], b[0, 0]), max(a[-1, 1], b[-1, 1])
    gaps = np.column_stack((np.concatenate(([low], b[:, 1])), np.concatenate((b[:, 0], [high]))))
    return intersect(a, gaps[gaps[:, 0] < gaps[:, 1]])


def clip(a: SpanArray, start: int, end: int) -> SpanArray:
    """The part of `a` inside `[start, end)`; nothing when `end` is not after `start`."""
    if end <= start:
        return a[:0].copy()
    return intersect(a, np.array([[start, end]], dtype=np.int64))


def total(a: SpanArray) -> int:
    """Number of seconds in `a`."""
    return int((a[:, 1] - a[:, 0]).sum())
