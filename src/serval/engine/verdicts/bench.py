"""The bench: one objective judging item after item into the tallies of its periods."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from serval.engine.clocks.claims import Claim, Stint
from serval.engine.clocks.history import History, Moment
from serval.engine.errors import CalendarError, EvidenceError, Problem
from serval.engine.evidence import WITHDRAWN_STATES
from serval.engine.periods import Period
from serval.engine.terms.compile import Agreement, ClockObjective
from serval.engine.verdicts.evidence_rows import EvidenceRows
from serval.engine.verdicts.judgement import Judgement, judge_claim, judge_claims
from serval.engine.verdicts.ledger import COUNTED, LedgerRow, LedgerSink, RowOutcome, drop_row
from serval.engine.verdicts.scope import Range, Scope
from serval.engine.verdicts.tally import Tally

TalliedRow = tuple[Tally, LedgerRow]


class Bench:
    """Judges items for one objective. `now` is the instant up to which evidence is known.

    not_covered      clocks that started when the terms were not in force
    outside_periods  clocks whose outcome became certain in no period
    """

    def __init__(
        self, agreement: Agreement, objective: ClockObjective, asked: Range, *, now: int, sink: LedgerSink = drop_row
    ) -> None:
        self.objective = objective
        self._agreement = agreement
        self._scope = Scope(agreement, objective)
        self._now = now
        self._sink = sink
        self.not_covered = 0
        self.outside_periods = 0
        chosen = [period for period in self._scope.periods if asked.holds(period)]
        self.later = [p for p in self._scope.periods if asked.touches(p) and not asked.holds(p)][:1]
        self.tallies = [Tally(objective, period) for period in chosen]
        self._starts = [period.start for period in chosen]
        self._ends = [period.end for period in chosen]
        for tally in self.tallies:
            self._check_published(tally, tally.period.start, tally.period.end)

    def take(self, history: History, evidence: EvidenceRows) -> bool:
        """Judge one item; False when the objective does not speak of it.

        An item whose clock no calendar or reading can answer is bad data, and the others are judged all the same.
        """
        stints = self._scope.list_stints(history)
        if not stints:
            return False
        try:
            rows = list(self._judge(history, stints))
        except EvidenceError as error:
            data = error.problems[0].data
            rows = self._refuse_item(history, stints, error.code, int(data["start"]), int(data["stop"]), error.source)
        except CalendarError as error:
            rows = self._refuse_item(history, stints, error.code, history.opened.at, None, history.opened.source)
        for tally, row in rows:
            tally.add(row, evidence)
            self._sink(row)
        return True

    def _judge(self, history: History, stints: list[Stint]) -> Iterator[TalliedRow]:
        if self.objective.clock is None:
            yield from self._count_events(history, stints)
            return
        claims = self._scope.list_claims(history, stints, now=self._now)
        covered = [claim for claim in claims if self._agreement.start <= claim.cycle.start.at < self._agreement.end]
        self.not_covered += len(claims) - len(covered)
        for judgement in judge_claims(self.objective, history, covered, now=self._now):
            yield from self._place(history, judgement)

    def _place(self, history: History, judgement: Judgement) -> Iterator[TalliedRow]:
        """The rows of one clock: where its outcome became certain, and where it was carried over before."""
        certain = judgement.certain
        if certain is not None:
            for tally in self._tallies_at(certain):
                if judgement.reading.provisional and judgement.outcome in COUNTED:
                    self._check_published(tally, judgement.claim.start.at, certain)
                yield tally, self._read_in(tally, history, judgement)
        if self._scope.rolls:
            return
        if certain is not None and self._scope.find_period(certain) is None:
            self.outside_periods += 1
        for tally in self._tallies_left_open(judgement.claim.since, certain):
            yield tally, self._read_open(tally, history, judgement)

    def _tallies_at(self, instant: int) -> Sequence[Tally]:
        return self.tallies[bisect_right(self._ends, instant) : bisect_right(self._starts, instant)]

    def _tallies_left_open(self, since: int, certain: int | None) -> Sequence[Tally]:
        """Periods that ended, or have come as far as now, while the objective spoke and nothing was certain."""
        first = bisect_right(self._ends, since)
        if certain is None:
            return self.tallies[first : bisect_right(self._starts, self._now)]
        return self.tallies[first : bisect_right(self._ends, certain)]

    def _read_in(self, tally: Tally, history: History, judgement: Judgement) -> LedgerRow:
        """Whatever happened to a breach after its period closed is no part of that period's ledger."""
        if judgement.outcome == "breached" and judgement.reading.ended >= tally.period.end:
            closed = self._read_again(judgement.claim, history, tally.period.end)
            return self._row(tally, history, closed, "breached", "due_passed")
        return self._row(tally, history, judgement, judgement.outcome, judgement.reason)

    def _read_open(self, tally: Tally, history: History, judgement: Judgement) -> LedgerRow:
        if tally.period.end > self._now:
            return self._row(tally, history, judgement, "open", judgement.reason)
        closed = self._read_again(judgement.claim, history, tally.period.end)
        return self._row(tally, history, closed, "open", "carried_over")

    def _read_again(self, claim: Claim, history: History, end: int) -> Judgement:
        """As it stood when a period closed: later stops, changes and pauses had not happened."""
        return judge_claim(self.objective, history, claim, now=end, closing=True)

    def _row(self, tally: Tally, history: History, judgement: Judgement, outcome: RowOutcome, reason: str) -> LedgerRow:
        reading = judgement.reading
        return LedgerRow(
            item=history.item,
            objective=self.objective.id,
            terms_version=self._agreement.version,
            period=tally.period.label,
            cycle=judgement.claim.cycle.number,
            started=reading.started,
            stopped=judgement.stopped,
            due=reading.due,
            provisional=reading.provisional,
            target_seconds=reading.target,
            working_seconds=reading.elapsed,
            paused_seconds=reading.paused,
            outcome=outcome,
            reason=reason,
            source=judgement.source,
        )

    def _plain_row(
        self, tally: Tally, history: History, moment: Moment, cycle: int, outcome: RowOutcome, reason: str
    ) -> LedgerRow:
        """A row without a reading: an event that was counted, or an item that could not be judged."""
        return LedgerRow(
            item=history.item,
            objective=self.objective.id,
            terms_version=self._agreement.version,
            period=tally.period.label,
            cycle=cycle,
            started=moment.at,
            stopped=None,
            due=None,
            provisional=False,
            target_seconds=0,
            working_seconds=0,
            paused_seconds=0,
            outcome=outcome,
            reason=reason,
            source=moment.source,
        )

    def _count_events(self, history: History, stints: Sequence[Stint]) -> Iterator[TalliedRow]:
        """Events count in the period in which they happened and all conditions were known."""
        moments = [history.opened] if self.objective.event == "opened" else history.find_moments({self.objective.event})
        for number, moment in enumerate(moments, 1):
            stint = next((stint for stint in stints if stint.start <= moment.at < stint.end), None)
            if stint is None:
                continue
            for tally in self._tallies_at(int(max(moment.at, stint.known))):
                state = history.find_state(min(tally.period.end - 1, self._now))
                is_withdrawn = state in WITHDRAWN_STATES
                outcome: RowOutcome = "excluded" if is_withdrawn else "counted"
                reason = state if is_withdrawn else self.objective.event
                yield tally, self._plain_row(tally, history, moment, number, outcome, reason)

    def _refuse_item(
        self, history: History, stints: Sequence[Stint], code: str, start: int, stop: int | None, source: str
    ) -> list[TalliedRow]:
        """In the period in which the clock began, or the objective began to speak of the item."""
        began = Moment(start, "bad_data", source)
        since = int(max(start, stints[0].start, stints[0].known))
        return [
            (tally, replace(self._plain_row(tally, history, began, 1, "bad_data", code), stopped=stop))
            for tally in self._tallies_at(since)
        ]

    def _check_published(self, tally: Tally, start: int, end: int) -> None:
        """Beyond the published holiday years a verdict would be a guess: it is refused, the others are given."""
        calendar = self.objective.calendar
        if not calendar.is_known(start, end):
            tally.refuse(_describe_refusal(self.objective, tally.period))


def _describe_refusal(objective: ClockObjective, period: Period) -> Problem:
    holidays = objective.calendar.spec.holidays
    data = {
        "objective": objective.id,
        "calendar": objective.calendar.name,
        "period": period.label,
        "region": holidays.region if holidays else "",
        "first_year": holidays.first_year if holidays else 0,
        "last_year": holidays.last_year if holidays else 0,
    }
    return Problem("verdict.years_unpublished", data)
