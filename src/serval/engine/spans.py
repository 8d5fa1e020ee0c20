"""Half-open UTC intervals `[start, end)` in seconds, and what can be done with them.

Normal form: sorted, disjoint, not touching, not empty. Two equal sets of seconds have one normal form, so spans
can be compared and digested. All functions but `normalise` take and give normal form; `spans_numpy` holds the
vectorised twins.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

Spans = tuple[tuple[int, int], ...]


def normalise(pairs: Iterable[tuple[int, int]]) -> Spans:
    """Normal form of any pairs: overlapping and touching ones become one, empty and inverted ones vanish."""
    merged: list[tuple[int, int]] = []
    last_start = last_end = 0
    for start, end in sorted(pair for pair in pairs if pair[0] < pair[1]):
        if merged and start <= last_end:
            if end > last_end:
                last_end = end
                merged[-1] = (last_start, end)
        else:
            last_start, last_end = start, end
            merged.append((start, end))
    return tuple(merged)


def union(a: Spans, b: Spans) -> Spans:
    """Seconds that are in `a` or in `b`."""
    return normalise((*a, *b))


def intersect(a: Spans, b: Spans) -> Spans:
    """Seconds that are in `a` and in `b`."""
    found: list[tuple[int, int]] = []
    i = j = 0
    while i < len(a) and j < len(b):
        start = max(a[i][0], b[j][0])
        end = min(a[i][1], b[j][1])
        if start < end:
            found.append((start, end))
        if a[i][1] <= b[j][1]:
            i += 1
        else:
            j += 1
    return tuple(found)


def subtract(a: Spans, b: Spans) -> Spans:
    """Seconds that are in `a` and not in `b`."""
    if not a:
        return ()
    low, high = a[0][0], a[-1][1]
    gaps: list[tuple[int, int]] = []
    free_from = low
    for start, end in b:
        if free_from < start:
            gaps.append((free_from, start))
        free_from = max(free_from, end)
    if free_from < high:
        gaps.append((free_from, high))
    return intersect(a, tuple(gaps))


def clip(a: Spans, start: int, end: int) -> Spans:
    """The part of `a` inside `[start, end)`; nothing when `end` is not after `start`."""
    if end <= start:
        return ()
    first = bisect_right(a, start, key=lambda span: span[1])
    last = bisect_left(a, end, key=lambda span: span[0])
    return tuple((max(s, start), min(e, end)) for s, e in a[first:last])


def total(a: Spans) -> int:
    """Number of seconds in `a`."""
    return sum(end - start for start, end in a)
