"""Measured composites: when a service made of components was down (TERMS.md rule 9), second by second.

A series is down while any component is, a redundant group while all are, k of n while fewer than k are up. Unknown
stays unknown unless what is known decides: a series with one component down is down whatever the others do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from serval.engine.spans import Spans, clip, normalise, subtract


@dataclass(frozen=True, slots=True)
class Condition:
    """When something was known to be down and when nothing is known of it; at all other times it was up.

    Where both overlap, down stands.
    """

    down: Spans
    unknown: Spans = ()


Part = tuple[Condition, tuple[int, int]]
"""The condition of something, and the time in which it is there at all."""


def combine_series(components: Sequence[Condition]) -> Condition:
    """The condition of what needs every component."""
    return combine_k_of_n(components, needs=len(components))


def combine_redundant(components: Sequence[Condition]) -> Condition:
    """The condition of what needs any one component."""
    return combine_k_of_n(components, needs=1)


def combine_k_of_n(components: Sequence[Condition], *, needs: int) -> Condition:
    """The condition of what needs at least `needs` components up at a time, by one sweep over all their changes.

    Raises ValueError unless `needs` lies between 1 and the number of components.
    """
    if not 1 <= needs <= len(components):
        raise ValueError(f"needs {needs} of {len(components)} components")
    spare = len(components) - needs
    down: list[tuple[int, int]] = []
    unknown: list[tuple[int, int]] = []
    for start, end, failed, unseen in _sweep(components):
        if failed > spare:
            down.append((start, end))
        elif failed + unseen > spare:
            unknown.append((start, end))
    return Condition(normalise(down), normalise(unknown))


def combine_present(parts: Sequence[Part], needs: int | None) -> Condition:
    """The condition of what needs so many of its parts, or all; only parts that are there at the time take part."""
    cuts = sorted({bound for _, presence in parts for bound in presence})
    down: list[tuple[int, int]] = []
    unknown: list[tuple[int, int]] = []
    for start, end in pairwise(cuts):
        here = [condition for condition, presence in parts if presence[0] <= start and end <= presence[1]]
        if here:
            clipped = [Condition(clip(one.down, start, end), clip(one.unknown, start, end)) for one in here]
            found = combine_k_of_n(clipped, needs=len(here) if needs is None else min(needs, len(here)))
            down += found.down
            unknown += found.unknown
    return Condition(normalise(down), normalise(unknown))


def _sweep(components: Sequence[Condition]) -> Iterator[tuple[int, int, int, int]]:
    """Times between two changes, with the number of components down and of those unknown."""
    changes = sorted(change for component in components for change in _changes(component))
    failed = unseen = reached = 0
    for at, more_failed, more_unseen in changes:
        if (failed or unseen) and reached < at:
            yield reached, at, failed, unseen
        failed += more_failed
        unseen += more_unseen
        reached = at


def _changes(component: Condition) -> Iterator[tuple[int, int, int]]:
    for start, end in component.down:
        yield start, 1, 0
        yield end, -1, 0
    for start, end in subtract(component.unknown, component.down):
        yield start, 0, 1
        yield end, 0, -1
