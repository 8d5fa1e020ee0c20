"""What a report holds: a scorecard, what followed from it, what was gathered while it was judged, and what was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from serval.engine.clocks import Segment
from serval.engine.consequences import Statement
from serval.engine.verdicts import LedgerRow, Range, Scorecard, Verdict
from serval.engine.verdicts.restatement import Restatement


class VerdictKey(NamedTuple):
    """Names one verdict of a scorecard: objective, subject, label of the period, and the instant at which it begins.

    Where an amendment accounts an objective in another way, two part periods may have one label.
    """

    objective: str
    subject: str
    period: str
    start: int


def key_of(verdict: Verdict) -> VerdictKey:
    """The key under which the rows of a verdict were gathered."""
    return VerdictKey(verdict.objective.id, verdict.subject, verdict.period.label, verdict.period.start)


class Series(NamedTuple):
    """Names what a trend follows: one objective for one subject, period after period."""

    objective: str
    subject: str


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A row of the ledger with the time its clock is made of; without segments for what is no clock.

    The segments end where the row ends: at the stop, or at the end of the period for a breach that went on.

    approved_by  who approved that an excluded row does not count; empty where no approval is needed or known
    """

    row: LedgerRow
    segments: tuple[Segment, ...] = ()
    approved_by: str = ""


@dataclass(frozen=True)
class Gathered:
    """What the rows of one verdict come to in pictures.

    used      working seconds of every counted clock, or seconds down of every counted outage
    targets   target seconds of the same rows
    breaching, excluded  the rows furthest over target, and the first ones left out, in the order of items
    breaching_total, excluded_total  how many there were, drawn or not
    """

    used: Sequence[int] = ()
    targets: Sequence[int] = ()
    breaching: tuple[DrawnRow, ...] = ()
    excluded: tuple[DrawnRow, ...] = ()
    breaching_total: int = 0
    excluded_total: int = 0


NOTHING_GATHERED = Gathered()


@dataclass(frozen=True, slots=True)
class SourceRead:
    """One source of evidence as it was read.

    layout   what it holds (`events`, `samples`, …) · rows  rows read · taken  items or records they came to
    refused  rows left out, by code of the reason · duplicates  rows that said again what another row had said
    """

    name: str
    layout: str
    rows: int
    taken: int
    refused: Mapping[str, int]
    duplicates: int
    first: int | None
    last: int | None
    timezone: str = ""

    @property
    def left_out(self) -> int:
        return sum(self.refused.values())


@dataclass(frozen=True)
class Report:
    """Everything a report shows.

    asked   the time that was asked for; None where no bounds were named
    trend   verdicts of earlier periods, oldest first, at most eleven before those of the scorecard
    notes   what a reader must know of the evidence, in words of the reader's language
    """

    scorecard: Scorecard
    statements: tuple[Statement, ...] = ()
    trend: Mapping[Series, tuple[Verdict, ...]] = field(default_factory=dict)
    gathered: Mapping[VerdictKey, Gathered] = field(default_factory=dict)
    sources: tuple[SourceRead, ...] = ()
    notes: tuple[str, ...] = ()
    restatement: Restatement | None = None
    asked: Range | None = None

    def find_gathered(self, verdict: Verdict) -> Gathered:
        """What was gathered for a verdict; nothing where no row spoke of it."""
        return self.gathered.get(key_of(verdict), NOTHING_GATHERED)
