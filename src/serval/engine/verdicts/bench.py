"""The bench: one objective judging item after item into the tallies of its periods."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from serval.engine.clocks.claims import Claim, Matcher, Stint, list_claims
from serval.engine.clocks.history import History, Moment
from serval.engine.errors import EvidenceError, JudgementRefused, Problem
from serval.engine.instants import LAST_INSTANT
from serval.engine.periods import Partial, Period, PeriodTable, list_periods
from serval.engine.terms.compile import Agreement, ClockObjective
from serval.engine.verdicts.judgement import Judgement, judge_claim, judge_claims
from serval.engine.verdicts.ledger import COUNTED, LedgerRow, LedgerSink, RowOutcome
from serval.engine.verdicts.tally import Tally


@dataclass(frozen=True, slots=True)
class Range:
    """Which periods are judged: those that touch `start` to `end` and close by `end`.

    With `running` also those that have not closed by then; their verdicts are provisional.
    """

    start: int
    end: int
    running: bool = False

    def holds(self, period: Period) -> bool:
        return self.touches(period) and (self.running or period.end <= self.end)

    def touches(self, period: Period) -> bool:
        return period.start < self.end and period.end > self.start


def drop_row(row: LedgerRow) -> None:
    """The sink of whoever needs no ledger; rows are tallied either way."""


class Bench:
    """Judges items for one objective. `now` is the instant up to which evidence is known."""

    def __init__(
        self, agreement: Agreement, objective: ClockObjective, asked: Range, *, now: int, sink: LedgerSink = drop_row
    ) -> None:
        self.objective = objective
        self._agreement = agreement
        self._now = now
        self._sink = sink
        self.not_covered = 0
        self.outside_periods = 0
        criticality = {
            name: service.criticality for name, service in agreement.terms.services.items() if service.criticality
        }
        self._matcher = Matcher(objective.terms.where, criticality)
        partial = objective.terms.partial
        periods = self._list_periods(partial)
        self._rolls = objective.terms.period.name == "rolling"
        self._table = PeriodTable(() if self._rolls else periods)
        # A part period that is not judged closes all the same, and makes its stops final.
        is_cut = partial == "skip" and not self._rolls
        self._closings = PeriodTable(self._list_periods("judge")) if is_cut else self._table
        chosen = [period for period in periods if asked.holds(period)]
        self.later = [period for period in periods if asked.touches(period) and period not in chosen][:1]
        self.tallies = [Tally(objective, period) for period in chosen]
        self._starts = [period.start for period in chosen]
        self._ends = [period.end for period in chosen]
        for period in chosen:
            self._check_published(period.start, period.end, period)

    def _list_periods(self, partial: Partial) -> tuple[Period, ...]:
        effective = self._agreement.terms.effective
        kind = self.objective.terms.period
        return list_periods(kind, effective.from_, effective.until, self._agreement.zone, partial=partial)

    def take(self, history: History) -> bool:
        """Judge one item; False when the objective does not speak of it."""
        stints = self.list_stints(history)
        if not stints:
            return False
        if self.objective.clock is None:
            self._count_events(history, stints)
            return True
        try:
            claims = list_claims(
                history,
                self.objective.clock,
                stints,
                final_at=self.final_at,
                reclassified=self._agreement.terms.reclassified,
                now=self._now,
            )
        except EvidenceError as error:
            self._record_bad(history, stints, error)
            return True
        covered = [claim for claim in claims if self._agreement.start <= claim.cycle.start.at < self._agreement.end]
        self.not_covered += len(claims) - len(covered)
        for judgement in judge_claims(self.objective, history, covered, now=self._now):
            self._take_judgement(history, judgement)
        return True

    def list_stints(self, history: History) -> list[Stint]:
        """The times at which the objective speaks of an item."""
        return self._matcher.list_stints(history)

    def find_period(self, instant: int) -> Period | None:
        """The accounting period that holds an instant, asked for or not; None for rolling periods."""
        return self._table.find(instant)

    def _take_judgement(self, history: History, judgement: Judgement) -> None:
        certain = judgement.certain
        if certain is not None:
            for tally in self._tallies_at(certain):
                if judgement.reading.provisional and judgement.outcome in COUNTED:
                    self._check_published(judgement.claim.start.at, certain, tally.period)
                self._record(tally, history, judgement)
        if self._rolls:
            return
        if certain is not None and self._table.find(certain) is None:
            self.outside_periods += 1
        for tally in self._tallies_left_open(judgement.claim.since, certain):
            self._record_open(tally, history, judgement)

    def _tallies_at(self, instant: int) -> Sequence[Tally]:
        return self.tallies[bisect_right(self._ends, instant) : bisect_right(self._starts, instant)]

    def _tallies_left_open(self, since: int, certain: int | None) -> Sequence[Tally]:
        """Periods that ended, or have come as far as now, while the objective spoke and nothing was certain."""
        first = bisect_right(self._ends, since)
        if certain is None:
            return self.tallies[first : bisect_right(self._starts, self._now)]
        return self.tallies[first : bisect_right(self._ends, certain)]

    def _record(self, tally: Tally, history: History, judgement: Judgement) -> None:
        """Whatever happened to a breach after its period closed is no part of that period's ledger."""
        if judgement.outcome == "breached" and judgement.reading.ended >= tally.period.end:
            judgement = self._read_again(judgement.claim, history, tally.period.end)
            self._emit(tally, history, judgement, "breached", "due_passed")
        else:
            self._emit(tally, history, judgement, judgement.outcome, judgement.reason)

    def _record_open(self, tally: Tally, history: History, judgement: Judgement) -> None:
        seen = self._read_again(judgement.claim, history, min(tally.period.end, self._now))
        self._emit(tally, history, seen, "open", "carried_over" if tally.period.end <= self._now else seen.reason)

    def _read_again(self, claim: Claim, history: History, instant: int) -> Judgement:
        """As it stood at an instant: later stops, changes and pauses had not happened."""
        return judge_claim(self.objective, history, replace(claim, stop=None, left=None), now=instant)

    def _emit(self, tally: Tally, history: History, judgement: Judgement, outcome: RowOutcome, reason: str) -> None:
        reading = judgement.reading
        row = LedgerRow(
            item=history.item,
            objective=self.objective.id,
            terms_version=self._agreement.version,
            period=tally.period.label,
            cycle=judgement.claim.cycle.number,
            started=reading.started,
            stopped=judgement.stopped,
            due=reading.due,
            target_seconds=reading.target,
            working_seconds=reading.elapsed,
            paused_seconds=reading.paused,
            outcome=outcome,
            reason=reason,
            source=judgement.source,
        )
        tally.add(row)
        self._sink(row)

    def _count_events(self, history: History, stints: Sequence[Stint]) -> None:
        moments = [history.opened] if self.objective.event == "opened" else history.find_moments({self.objective.event})
        withdrawn = history.withdrawn
        for number, moment in enumerate(moments, 1):
            if not any(stint.start <= moment.at < stint.end for stint in stints):
                continue
            for tally in self._tallies_at(moment.at):
                if withdrawn is not None and withdrawn.at < tally.period.end:
                    self._record_plain(tally, history, moment, number, "excluded", withdrawn.name)
                else:
                    self._record_plain(tally, history, moment, number, "counted", self.objective.event)

    def _record_bad(self, history: History, stints: Sequence[Stint], error: EvidenceError) -> None:
        """In the period in which the clock began, or the objective began to speak of the item."""
        problem = error.problems[0]
        started = Moment(int(problem.data["start"]), "bad_data", error.source)
        since = int(max(started.at, stints[0].start))
        for tally in self._tallies_at(since):
            self._record_plain(tally, history, started, 1, "bad_data", problem.code, stopped=problem.data["stop"])

    def _record_plain(
        self,
        tally: Tally,
        history: History,
        moment: Moment,
        cycle: int,
        outcome: RowOutcome,
        reason: str,
        *,
        stopped: int | None = None,
    ) -> None:
        row = LedgerRow(
            item=history.item,
            objective=self.objective.id,
            terms_version=self._agreement.version,
            period=tally.period.label,
            cycle=cycle,
            started=moment.at,
            stopped=stopped,
            due=None,
            target_seconds=0,
            working_seconds=0,
            paused_seconds=0,
            outcome=outcome,
            reason=reason,
            source=moment.source,
        )
        tally.add(row)
        self._sink(row)

    def final_at(self, stop: int) -> int:
        """When a stop can no longer be reopened: settled, or its period closed, whichever is first."""
        period = self._closings.find(stop)
        closed = period.end if period else LAST_INSTANT
        clock = self.objective.clock
        if clock is None or clock.settle is None:
            return closed
        calendar, settle = self.objective.calendar, clock.settle
        if settle.unit == "s":
            return min(closed, calendar.add(stop, settle.amount))
        return min(closed, calendar.add_days(stop, settle.amount, settle.unit))

    def _check_published(self, start: int, end: int, period: Period) -> None:
        calendar = self.objective.calendar
        if calendar.is_known(start, end):
            return
        holidays = calendar.spec.holidays
        data = {
            "objective": self.objective.id,
            "calendar": calendar.name,
            "period": period.label,
            "region": holidays.region if holidays else "",
            "first_year": holidays.first_year if holidays else 0,
            "last_year": holidays.last_year if holidays else 0,
        }
        raise JudgementRefused(Problem("verdict.years_unpublished", data))
