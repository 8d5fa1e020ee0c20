"""Exclusions of time: which of them hold, for a whole subject or for a part of it (TERMS.md rule 7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from serval.engine.records import Exclusion
from serval.engine.spans import Spans, intersect, normalise
from serval.engine.terms.objective import Objective


@dataclass(frozen=True, slots=True)
class Excuse:
    """Time taken out of what is judged, with the reasons and sources that the ledger shows."""

    start: int
    end: int
    reason: str
    source: str = ""


def list_effective(exclusions: Iterable[Exclusion], terms: Objective) -> tuple[Exclusion, ...]:
    """Approved exclusions of time whose reason the objective admits.

    One without end that another row of the same reason, place and start ends is that one's first announcement.
    """
    admitted = [row for row in exclusions if row.start is not None and row.approved_by and row.reason in terms.exclude]
    ended = {(row.reason, row.place, row.start) for row in admitted if row.end is not None}
    return tuple(row for row in admitted if row.end is not None or (row.reason, row.place, row.start) not in ended)


def find_time(row: Exclusion, now: int) -> tuple[int, int]:
    """The time an exclusion covers as known at an instant; one without end goes on."""
    start = now if row.start is None else row.start
    return start, now if row.end is None else row.end


def list_excuses(whole: Iterable[Exclusion], partial: Sequence[Exclusion], excused: Spans, now: int) -> list[Excuse]:
    """The exclusions of a subject one by one, then the time in which those of its parts made a difference."""
    found = [Excuse(*find_time(row, now), row.reason, row.source) for row in whole]
    for start, end in excused:
        meant = [row for row in partial if intersect(normalise([find_time(row, now)]), ((start, end),))]
        reasons, sources = sorted({row.reason for row in meant}), sorted({row.source for row in meant if row.source})
        found.append(Excuse(start, end, ", ".join(reasons), ", ".join(sources)))
    return found
