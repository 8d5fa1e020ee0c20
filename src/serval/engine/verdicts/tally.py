"""A tally: one objective's rows of one period, counted until the verdict can be given."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from functools import partial

import numpy as np

from serval.engine import ENGINE_VERSION
from serval.engine.canonical import digest, write_exact
from serval.engine.consequences.judged import Meter
from serval.engine.errors import Problem
from serval.engine.periods import Period
from serval.engine.terms.courses import Course
from serval.engine.terms.objectives import ClockObjective
from serval.engine.verdicts.column_digests import MISSING
from serval.engine.verdicts.evidence_rows import EvidenceColumns, EvidenceDigest, EvidenceRows, Excluded
from serval.engine.verdicts.ledger import LedgerRow
from serval.engine.verdicts.ledger_digest import LedgerDigest
from serval.engine.verdicts.meters import MeterReadings, freeze_causes
from serval.engine.verdicts.results import Decision, OutageFigures, Population, Running, Verdict
from serval.engine.verdicts.row_columns import RowColumns
from serval.engine.verdicts.worst_rows import WorstRows
from serval.engine.zones import TZDATA_VERSION


class Tally:
    """Takes rows in the order of items; keeps numbers, and whole rows only of breaches.

    objective  the wording that governs the period
    refusal    why no verdict can be given, whatever the rows say
    values     seconds of the clocks counted · reasons  how many rows were counted for each reason
    is_shown   False for a period that is judged only because a later one needs to know what it came to
    running    sums of breaches that run on from an earlier period, by the tally that counted them
    """

    def __init__(
        self,
        course: Course,
        period: Period,
        *,
        subject: str = "",
        meters: frozenset[Meter] = frozenset(),
        causes: bool = False,
        is_shown: bool = True,
    ) -> None:
        self.course = course
        self.objective = course.find_governing(period)
        self.period = period
        self.subject = subject
        self.refusal: Problem | None = None
        self.values = array("q")
        self.reasons: Counter[str] = Counter()
        self._first, self._last = period.start, period.end
        self._item: str | None = None
        self._judging: set[str] = set()
        self._outcomes: Counter[str] = Counter()
        self._breaching = WorstRows()
        self._ledger = LedgerDigest(course.id, subject, period.label)
        self._evidence = EvidenceDigest()
        self._phases: Counter[str] = Counter()
        self.is_shown = is_shown
        self.running: dict[Tally, MeterReadings] = {}
        self._open_meters = partial(MeterReadings, meters, by_cause=causes)
        self._meters = MeterReadings(meters, by_cause=causes)

    def note_item(self, rows: EvidenceRows, *, before: int) -> None:
        """Take the item that a row rests on, with its facts before an instant; each item only once."""
        if rows.item.id != self._item:
            self._item = rows.item.id
            self._evidence.add_item(rows, rows.count_before(before))

    def note_record(self, evidence: bytes, *, item: str) -> None:
        """Take the record that a row rests on; that of one name only once."""
        if item != self._item:
            self._item = item
            self._evidence.add_row(evidence)

    def add(
        self,
        row: LedgerRow,
        *,
        charged: bool | None = None,
        late: int = 0,
        before: int = 0,
        kept: bool = False,
        origin: Tally | None = None,
    ) -> None:
        """Take one row.

        charged       whether it is one of the breaches that consequences count: as its outcome says, unless given
        late, before  seconds over target (or down) by the end of the period, and by its beginning
        kept          the verdict holds the row as if it were a breach: an outage that counted
        origin        the tally that counted a breach that runs on
        """
        self._ledger.add(row)
        self._judging.add(row.terms_version)
        self._outcomes[row.outcome] += 1
        self._first = min(self._first, row.started)
        self._last = max(self._last, row.due or row.started)
        if row.outcome == "breached" or kept:
            self._breaching.add(row)
        if row.outcome == "counted":
            self.values.append(row.working_seconds)
            self.reasons[row.reason] += 1
        is_charged = row.outcome == "breached" if charged is None else charged
        meters = self._meters if origin is None else self._find_running(origin)
        meters.add(row.item, items=int(is_charged), late=late, before=before)

    def add_columns(self, rows: RowColumns, evidence: EvidenceColumns, excluded: Excluded) -> None:
        """Take rows of many items at once with the items they rest on, of a course that charges no time and no cause.

        excluded  those of the items that have exclusions, in order
        """
        if not len(rows):
            return
        self._evidence.add_columns(evidence, excluded)
        self._ledger.add_columns(rows)
        started, due = rows.numbers["started"], rows.numbers["due"]
        self._first = min(self._first, int(started.min()))
        self._last = max(self._last, int(np.where(due == MISSING, started, due).max()))
        self._count_words(rows)
        breaching = rows.find_rows("breached")
        self._breaching.add_columns(rows, breaching)
        self.values.frombytes(rows.numbers["working_seconds"][rows.find_rows("counted")].tobytes())
        self._meters.add("", items=len(breaching), late=0, before=0)

    def _count_words(self, rows: RowColumns) -> None:
        counts = np.bincount(rows.word, minlength=len(rows.words)).tolist()
        for (version, outcome, reason, *_), count in zip(rows.words, counts, strict=True):
            if count:
                self._judging.add(version)
                self._outcomes[outcome] += count
                if outcome == "counted":
                    self.reasons[reason] += count

    def _find_running(self, origin: Tally) -> MeterReadings:
        if origin not in self.running:
            self.running[origin] = self._open_meters()
        return self.running[origin]

    def hold_breaches(self, most: int) -> None:
        """Have the verdict hold at most so many breaching rows; before any row was taken."""
        self._breaching = WorstRows(most)

    def note_phases(self, phases: Iterable[tuple[str, int]]) -> None:
        """Take the phases of one stopped clock."""
        for name, seconds in phases:
            self._phases[name] += seconds

    def note_rows(self, evidence: bytes) -> None:
        """Take evidence that belongs to no single row."""
        self._evidence.add_row(evidence)

    def refuse(self, problem: Problem) -> None:
        """No verdict will be given; the rows are still shown."""
        self.refusal = self.refusal or problem

    def give_verdict(
        self,
        decision: Decision,
        *,
        as_of: int,
        account: OutageFigures | None = None,
        settled: bool = True,
        running: tuple[Running, ...] = (),
    ) -> Verdict:
        """The verdict on what was counted; not `settled`, it is provisional although the period has ended."""
        if self.refusal is not None:
            decision = Decision(None, "refused", "years_unpublished")
        versions = self.course.list_versions(self.period, self._judging)
        digests = {
            "terms": self.objective.digest if len(versions) < 2 else digest([entry for _, entry in versions]),
            "calendar": self.objective.calendar.digest(self._first, self._last),
            "evidence": self._evidence.hexdigest(),
            "ledger": self._ledger.hexdigest(),
        }
        provisional = as_of < self.period.end or not settled
        if provisional and decision.outcome == "breached" and decision.value is None:
            # Evidence that is owed may still come: only a period that has ended can lack it.
            decision = Decision(None, "no_data", decision.reason)
        return Verdict(
            objective=self.objective,
            subject=self.subject,
            period=self.period,
            population=self.population,
            value=decision.value,
            outcome=decision.outcome,
            reason=decision.reason,
            provisional=provisional,
            binding=not self.course.rolls,
            breaching=self._breaching.list_rows(),
            refusal=self.refusal,
            digests=digests,
            digest=digest(self._describe(decision, digests, provisional)),
            versions=versions,
            meters=dict(self._meters.sums),
            causes=freeze_causes(self._meters.causes),
            account=account,
            phases=self._list_phases(),
            running=running,
        )

    def _list_phases(self) -> tuple[tuple[str, int], ...]:
        """In the order in which the terms name them, the one that ends with the stop last."""
        clock = self.objective.clock if isinstance(self.objective, ClockObjective) else None
        if clock is None or not clock.phases or not self._phases:
            return ()
        return tuple((name, self._phases[name]) for name in (*clock.phases, ""))

    def _describe(self, decision: Decision, digests: dict[str, str], provisional: bool) -> dict[str, object]:
        population = self.population
        target = self.objective.terms.model_dump(mode="json", by_alias=True, exclude_defaults=True)["target"]
        return {
            "objective": self.objective.id,
            "subject": self.subject,
            "target": target,
            "period": [self.period.label, self.period.start, self.period.end],
            "population": {name: getattr(population, name) for name in Population.__slots__},
            "value": None if decision.value is None else write_exact(decision.value),
            "outcome": decision.outcome,
            "reason": decision.reason,
            "provisional": provisional,
            "digests": digests,
            "engine": ENGINE_VERSION,
            "tzdata": TZDATA_VERSION,
        }

    @property
    def population(self) -> Population:
        """How many rows stand on each side."""
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

    def share_of(self, reason: str) -> Fraction | None:
        """The share of counted rows that were counted for a reason; None without any."""
        counted = sum(self.reasons.values())
        return Fraction(self.reasons[reason], counted) if counted else None
