"""Rounds: every contender once, in turn, again and again, so that a slow minute of the machine falls on all alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds that one contender took, round by round."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def times(self, other: Taken) -> float:
        """How many times as long as another: the median over the rounds."""
        return statistics.median(own / its for own, its in zip(self.seconds, other.seconds, strict=True))


def take_turns(
    contenders: Mapping[str, Callable[[], object]], *, rounds: int, warm_up: bool = True
) -> dict[str, Taken]:
    """Each contender's seconds per round; the warm-up before them does not count."""
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for work in contenders.values() if warm_up else ():
        work()
    for _ in range(rounds):
        for name, work in contenders.items():
            begun = time.perf_counter()
            work()
            seconds[name].append(time.perf_counter() - begun)
    return {name: Taken(tuple(taken)) for name, taken in seconds.items()}
