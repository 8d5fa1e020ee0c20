"""Grounds to end the agreement (解除条件): so many breaches within a span, so many in a row, a score too low."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from serval.engine.consequences.dates import add_span
from serval.engine.consequences.judged import Judged
from serval.engine.periods import Period
from serval.engine.terms.consequences import Termination


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground that was given with the end of `period`, by the breaches of the `periods` named, or by a `score`."""

    entry: int
    objective: str
    subject: str
    period: Period
    periods: tuple[str, ...]
    score: Fraction | None = None


def find_grounds(entries: Sequence[Termination], judged: Sequence[Judged]) -> tuple[Ground, ...]:
    """Every breach that completes a ground, by entry, subject and period.

    Only final, binding verdicts count. One without data or refused neither counts nor breaks a run. A dated stricter
    promise lies across the periods of its base: its breach counts within a span, and is no link of a row.
    """
    found: list[Ground] = []
    for index, entry in enumerate(entries):
        runs: dict[str, list[Judged]] = defaultdict(list)
        for verdict in sorted(judged, key=lambda verdict: (verdict.period.end, verdict.period.start)):
            counts = verdict.is_decided and not verdict.provisional
            if verdict.objective == entry.of and counts and not (verdict.dated and entry.consecutive is not None):
                runs[verdict.subject].append(verdict)
        for subject in sorted(runs):
            found += _find_for_subject(index, entry, runs[subject])
    return tuple(found)


def find_low_score(entries: Sequence[Termination], points: Fraction, settlement: Period) -> Iterator[Ground]:
    """Grounds by the score of one settlement period."""
    for index, entry in enumerate(entries):
        if entry.score is not None and points < entry.score:
            yield Ground(index, "", "", settlement, (settlement.label,), points)


def _find_for_subject(index: int, entry: Termination, verdicts: Sequence[Judged]) -> Iterator[Ground]:
    counted: list[Judged] = []
    for verdict in verdicts:
        if verdict.outcome == "met":
            counted = [] if entry.consecutive is not None else counted
            continue
        counted.append(verdict)
        if entry.within is not None:
            last, within = verdict.period.last, entry.within
            counted = [earlier for earlier in counted if last < add_span(earlier.period.last, within)]
        needed = entry.consecutive or entry.breaches or 0
        if len(counted) >= needed:
            labels = tuple(earlier.period.label for earlier in counted[-needed:])
            yield Ground(index, verdict.objective, verdict.subject, verdict.period, labels)
