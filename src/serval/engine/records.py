"""Records: evidence that is no ticket. Outages, exclusions, figures, survey answers, obligations, occurrences.

Each is one typed row without personal data. `build_records` sorts and de-duplicates them, so neither the order nor the
number of copies in which they arrived can change a verdict (goals R8 and R17). `source` says where a row was read; it
is shown, never judged, never digested. Samples of probes are columns, not rows: see `availability.samples`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from fractions import Fraction
from typing import Any, Literal, TypeVar

from serval.engine.availability.samples import NO_SAMPLES, Samples
from serval.engine.places import ANYWHERE, Place


@dataclass(frozen=True, slots=True)
class Outage:
    """A time in which a place was down or degraded, `[start, end)`; `end` is None while it goes on.

    detected  when the provider noticed · reported  when the client told; None where unknown
    """

    place: Place
    start: int
    end: int | None
    kind: Literal["down", "degraded"] = "down"
    detected: int | None = None
    reported: int | None = None
    source: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Why something does not count: an item, or the interval `[start, end)` of a service, or of all when it names none.

    asked_by, approved_by  roles or organisations; without approval it excludes nothing (TERMS.md rule 7)
    """

    reason: str
    asked_by: str
    approved_by: str
    item: str = ""
    place: Place = ANYWHERE
    start: int | None = None
    end: int | None = None
    source: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class MeasureEntry:
    """A figure that came typed or imported: a `value` (a percentage as share of one), or `good` of `total`.

    at        an instant of the time it stands for
    subject   the service it speaks of; empty for the agreement as a whole
    evidence  where the proof is kept; empty without
    is_plain  the value was written without a percent sign, so as a percentage nobody knows its scale
    """

    measure: str
    at: int
    value: Fraction | None = None
    good: int | None = None
    total: int | None = None
    subject: str = ""
    evidence: str = ""
    is_plain: bool = False
    source: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """One survey sent out; `score` is None while nobody answered."""

    id: str
    at: int
    score: Fraction | None
    subject: str = ""
    source: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class ObligationEntry:
    """Something owed by an instant (履约事项): a report, a drill, a patrol; `done` is None while it is not."""

    id: str
    obligation: str
    due: int
    done: int | None
    source: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Something that happened and is assessed each time: a report forged, a safeguard not provided."""

    id: str
    event: str
    at: int
    source: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class ClaimStep:
    """A step of claiming a credit: the scorecard of a settlement period was `published`, or its credits `claimed`."""

    settlement: str
    step: Literal["published", "claimed"]
    at: int
    source: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Records:
    """All evidence that is no ticket, in normal form; build it with `build_records`.

    complete  kinds of which these are all there were, even when there are none: an empty list of outages says that
              nothing was down, no list of outages says nothing
    """

    outages: tuple[Outage, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    measures: tuple[MeasureEntry, ...] = ()
    answers: tuple[Answer, ...] = ()
    obligations: tuple[ObligationEntry, ...] = ()
    occurrences: tuple[Occurrence, ...] = ()
    claim_steps: tuple[ClaimStep, ...] = ()
    samples: Samples = NO_SAMPLES
    complete: frozenset[str] = frozenset()


NO_RECORDS = Records()

Row = TypeVar("Row", Outage, Exclusion, MeasureEntry, Answer, ObligationEntry, Occurrence, ClaimStep)


def build_records(
    *,
    outages: Iterable[Outage] = (),
    exclusions: Iterable[Exclusion] = (),
    measures: Iterable[MeasureEntry] = (),
    answers: Iterable[Answer] = (),
    obligations: Iterable[ObligationEntry] = (),
    occurrences: Iterable[Occurrence] = (),
    claim_steps: Iterable[ClaimStep] = (),
    samples: Samples = NO_SAMPLES,
    complete: Iterable[str] = (),
) -> Records:
    """Records sorted by content and free of doubles (equal rows keep the smallest source)."""
    return Records(
        outages=_unique(outages),
        exclusions=_unique(exclusions),
        measures=_unique(measures),
        answers=_unique(answers),
        obligations=_unique(obligations),
        occurrences=_unique(occurrences),
        claim_steps=_unique(claim_steps),
        samples=samples,
        complete=frozenset(complete),
    )


def write_row(row: Any) -> list[Any]:
    """A record as plain data for digests: every field but its source, in order."""
    return [_plain(getattr(row, part.name)) for part in fields(row) if part.compare]


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, Place):
        return [value.service, value.instance, value.site]
    return value


def _unique(rows: Iterable[Row]) -> tuple[Row, ...]:
    unique: dict[Row, Row] = {}
    for row in rows:
        known = unique.get(row)
        if known is None or row.source < known.source:
            unique[row] = row
    return tuple(sorted(unique.values(), key=_order))


def _order(row: Any) -> list[Any]:
    """A sort key out of content: None before any value, exact numbers compared as numbers."""
    return [_sortable(getattr(row, part.name)) for part in fields(row) if part.compare]


def _sortable(value: Any) -> tuple[int, Any]:
    if value is None:
        return (0, 0)
    if isinstance(value, Place):
        return (1, (value.service, value.instance, value.site))
    return (1, value)
