"""A tally: one objective's rows of one period, counted until the verdict can be given."""

from __future__ import annotations

import heapq
from array import array
from collections import Counter
from fractions import Fraction

from serval.engine import ENGINE_VERSION
from serval.engine.canonical import digest
from serval.engine.errors import Problem
from serval.engine.periods import Period
from serval.engine.statistics import is_share_met, mean, median, percentile, share_within
from serval.engine.terms.compile import Agreement, ClockObjective
from serval.engine.terms.target import Target
from serval.engine.verdicts.evidence_rows import EvidenceDigest, EvidenceRows
from serval.engine.verdicts.ledger import LedgerDigest, LedgerRow
from serval.engine.verdicts.results import Population, Verdict, VerdictOutcome
from serval.engine.zones import TZDATA_VERSION

MOST_BREACHING = 10_000
"""How many breaching rows a verdict holds: those furthest over target; the ledger has all."""


class Tally:
    """Takes rows in the order of items; keeps numbers, and whole rows only of breaches.

    refusal  why no verdict can be given, whatever the rows say
    """

    def __init__(self, objective: ClockObjective, period: Period) -> None:
        self.objective = objective
        self.period = period
        self.refusal: Problem | None = None
        self._first, self._last = period.start, period.end
        self._item = ""
        self._outcomes: Counter[str] = Counter()
        self._values = array("q")
        self._breaching: list[tuple[int, int, LedgerRow]] = []
        self._ledger = LedgerDigest()
        self._evidence = EvidenceDigest()

    def add(self, row: LedgerRow, evidence: EvidenceRows) -> None:
        """Take one row and the evidence of its item, as far as the period can have seen it."""
        if row.item != self._item:
            self._item = row.item
            self._evidence.add(evidence.write_before(self.period.end))
        self._ledger.add(row)
        self._outcomes[row.outcome] += 1
        self._first = min(self._first, row.started)
        self._last = max(self._last, row.due or row.started)
        if row.outcome == "breached":
            self._keep_breach(row)
        elif row.outcome == "counted":
            self._values.append(row.working_seconds)

    def refuse(self, problem: Problem) -> None:
        """No verdict will be given; the rows are still shown."""
        self.refusal = self.refusal or problem

    def _keep_breach(self, row: LedgerRow) -> None:
        entry = (row.working_seconds - row.target_seconds, -self._outcomes["breached"], row)
        if len(self._breaching) < MOST_BREACHING:
            heapq.heappush(self._breaching, entry)
        else:
            heapq.heappushpop(self._breaching, entry)

    def give_verdict(self, agreement: Agreement, *, as_of: int) -> Verdict:
        """The verdict on what was counted."""
        population = self._population()
        value, outcome, reason = self._decide(population)
        digests = {
            "terms": agreement.digest,
            "calendar": self.objective.calendar.digest(self._first, self._last),
            "evidence": self._evidence.hexdigest(),
            "ledger": self._ledger.hexdigest(),
        }
        provisional = as_of < self.period.end
        content = {
            "objective": self.objective.id,
            "period": [self.period.label, self.period.start, self.period.end],
            "population": {name: getattr(population, name) for name in Population.__slots__},
            "value": None if value is None else str(value),
            "outcome": outcome,
            "reason": reason,
            "provisional": provisional,
            "digests": digests,
            "engine": ENGINE_VERSION,
            "tzdata": TZDATA_VERSION,
        }
        return Verdict(
            objective=self.objective,
            period=self.period,
            population=population,
            value=value,
            outcome=outcome,
            reason=reason,
            provisional=provisional,
            binding=self.objective.terms.period.name != "rolling",
            breaching=tuple(row for _, _, row in sorted(self._breaching, key=lambda entry: -entry[1])),
            refusal=self.refusal,
            digests=digests,
            digest=digest(content),
        )

    def _population(self) -> Population:
        seen = self._outcomes
        return Population(
            kept=seen["met"],
            missed=seen["breached"],
            valued=seen["counted"],
            open=seen["open"],
            superseded=seen["superseded"],
            excluded=seen["excluded"],
            bad_data=seen["bad_data"],
        )

    def _decide(self, population: Population) -> tuple[Fraction | None, VerdictOutcome, str]:
        if self.refusal is not None:
            return None, "refused", "years_unpublished"
        target = self.objective.target
        counts_events = self.objective.clock is None
        if not counts_events and population.counted < self.objective.terms.minimum:
            breach = self.objective.terms.no_data == "breach"
            return None, "breached" if breach else "no_data", "below_minimum" if population.counted else "no_items"
        if counts_events:
            return decide_count(target, population.valued)
        if target.within is not None:
            return decide_share(target, population)
        return decide_statistic(target, self._values)


def decide_share(target: Target, population: Population) -> tuple[Fraction, VerdictOutcome, str]:
    """`within` with `share` or `all`."""
    value = share_within(population.kept, population.counted)
    share = Fraction(1) if target.share is None else target.share
    if value >= share:
        return value, "met", "share_reached"
    if is_share_met(population.kept, population.counted, share=share, tolerate=target.tolerate):
        return value, "met", "tolerated"
    return value, "breached", "share_missed"


def decide_statistic(target: Target, values: array[int]) -> tuple[Fraction, VerdictOutcome, str]:
    """`mean`, `median` or `pNN` of the working seconds of clocks that stopped in the period."""
    limit = target.limit
    if limit is None:
        raise TypeError("a statistic needs a limit")
    if target.percentile is not None:
        value = percentile(values, target.percentile.share, target.method)
    else:
        value = mean(values) if target.mean is not None else median(values)
    return (value, "met", "limit_kept") if value <= limit.amount else (value, "breached", "limit_exceeded")


def decide_count(target: Target, number: int) -> tuple[Fraction, VerdictOutcome, str]:
    """`atMost` or `atLeast` a number of events."""
    value = Fraction(number)
    if target.at_most is not None:
        return (value, "met", "limit_kept") if number <= target.at_most else (value, "breached", "limit_exceeded")
    kept = target.at_least is not None and number >= target.at_least
    return (value, "met", "limit_kept") if kept else (value, "breached", "limit_missed")
