"""What judging yields: verdicts and the scorecard that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from serval.engine.consequences.judged import Meter
from serval.engine.errors import Problem
from serval.engine.periods import Period
from serval.engine.terms.compile import Agreement
from serval.engine.terms.objectives import CompiledObjective
from serval.engine.verdicts.ledger import LedgerRow

VerdictOutcome = Literal["met", "breached", "no_data", "refused"]


@dataclass(frozen=True, slots=True)
class Population:
    """How many clocks stand on each side: counted = kept + missed + valued (means and counts have no sides)."""

    kept: int = 0
    missed: int = 0
    valued: int = 0
    open: int = 0
    superseded: int = 0
    excluded: int = 0
    bad_data: int = 0

    @property
    def counted(self) -> int:
        return self.kept + self.missed + self.valued


@dataclass(frozen=True, slots=True)
class OutageFigures:
    """What stands behind a figure of availability, in seconds of agreed time unless said otherwise.

    outages   how many counted · unknown  of which nothing is known
    mtbf, mttr, mttd  exact seconds; None where there were no outages, or none whose detection is known
    budget    seconds of known time that may be lost before the promise is broken; None where no share is promised
    """

    agreed: int
    excluded: int
    down: int
    unknown: int
    outages: int
    mtbf: Fraction | None
    mttr: Fraction | None
    mttd: Fraction | None
    budget: Fraction | None


@dataclass(frozen=True, slots=True)
class Running:
    """Breaches of one earlier period that went on: what they cost follows from that period's outcome."""

    origin: str
    outcome: VerdictOutcome
    meters: Mapping[Meter, Fraction]
    causes: Mapping[str, Mapping[Meter, Fraction]]


@dataclass(frozen=True, slots=True)
class Decision:
    """What the rows of a period come to."""

    value: Fraction | None
    outcome: VerdictOutcome
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """One objective judged over one period.

    subject      the service, instance or site it is about, where there is one verdict for each
    value        exact: share of one, seconds (mean, median, percentile), or a number; None without data
    reason       code of the rule that decided, such as `share_reached`, `tolerated`, `below_minimum`
    provisional  the period had not ended when it was judged
    binding      False for rolling periods: they warn and never pay
    breaching    the ledger's breaching rows in the order of items, at most the 10,000 furthest over target
    refusal      why the verdict was refused: it would be a guess, for instance beyond the published holiday years
    digests      of terms, calendar, ledger, and of the evidence of its items as far as the period can have seen it;
                 `digest` covers them and the verdict
    versions     label and digest of each version of terms in force in the period
    meters       sums that consequences reckon with; `causes` the same by item, where causes compete
    account      seconds and outages behind a figure of availability
    phases       working seconds of all stopped clocks by the event that ended each phase; the last has no name
    running      hours of breaches that an earlier period counted and that went on in this one
    """

    objective: CompiledObjective
    subject: str
    period: Period
    population: Population
    value: Fraction | None
    outcome: VerdictOutcome
    reason: str
    provisional: bool
    binding: bool
    breaching: tuple[LedgerRow, ...]
    refusal: Problem | None
    digests: dict[str, str]
    digest: str
    versions: tuple[tuple[str, str], ...]
    meters: Mapping[Meter, Fraction]
    causes: Mapping[str, Mapping[Meter, Fraction]]
    account: OutageFigures | None
    phases: tuple[tuple[str, int], ...] = ()
    running: tuple[Running, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceSummary:
    """What was judged: items and facts taken, in which span of time, and what no objective claimed.

    samples, records  samples of probes, and all other records
    unmatched        items that no objective of these terms speaks of
    not_covered      claims whose clock started when the terms were not in force
    outside_periods  claims that became certain in no period: after the last day, or in a part period left out
    pauses_known     False when an item came from a snapshot, whose pauses cannot be seen
    """

    items: int
    facts: int
    first: int | None
    last: int | None
    unmatched: int
    not_covered: int
    outside_periods: int
    pauses_known: bool
    digest: str
    samples: int = 0
    records: int = 0


@dataclass(frozen=True, slots=True)
class Scorecard:
    """All verdicts of an agreement for a span of time, by objective and period.

    `later` names objectives whose period had begun but closes after the span that was asked for.
    """

    agreement: Agreement
    as_of: int
    verdicts: tuple[Verdict, ...]
    evidence: EvidenceSummary
    later: tuple[tuple[str, Period], ...] = ()
    digest: str = field(default="")

    @property
    def is_breached(self) -> bool:
        return any(verdict.outcome == "breached" for verdict in self.verdicts)
