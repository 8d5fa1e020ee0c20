"""The bench of clocks: readings, their periods and what they are carried over to (TERMS.md rule 10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from serval.engine.clocks.claims import Stint
from serval.engine.clocks.history import History
from serval.engine.clocks.phases import measure_phases
from serval.engine.instants import LAST_INSTANT
from serval.engine.terms.courses import Course
from serval.engine.verdicts.bounds import Bounds, check_published
from serval.engine.verdicts.claiming import list_course_claims
from serval.engine.verdicts.decisions import decide_clocks
from serval.engine.verdicts.item_bench import ItemBench, TalliedRow
from serval.engine.verdicts.judgement import Judgement, judge_claim, judge_claims
from serval.engine.verdicts.ledger import COUNTED, LedgerRow, RowOutcome
from serval.engine.verdicts.results import Decision
from serval.engine.verdicts.tally import Tally


class ClockBench(ItemBench):
    """Judges clocks."""

    def __init__(self, bounds: Bounds, course: Course, subject: str = "") -> None:
        super().__init__(bounds, course, subject)
        self._charges_time = bounds.charges_time(course)

    def decide(self, tally: Tally) -> Decision:
        """A share in time, or a statistic."""
        return decide_clocks(tally.objective.terms, tally.population, tally.values)

    def judge(
        self, history: History, stints: Sequence[list[Stint]], elsewhere: Mapping[int, int]
    ) -> Iterator[TalliedRow]:
        """The rows of every clock of the item."""
        claims, not_covered = list_course_claims(self.course, self.scopes, history, stints, now=self.now)
        self.not_covered += not_covered
        for judgement in judge_claims(history, claims, now=self.now, elsewhere=elsewhere):
            if self.course.is_window:
                yield from self._place_in_window(history, judgement)
            else:
                yield from self._place(history, judgement)

    def _place_in_window(self, history: History, judgement: Judgement) -> Iterator[TalliedRow]:
        """A dated promise takes every clock that starts in its days, whenever it ends.

        Of what comes after its days it sees each clock until its outcome is certain, or, where hours over target are
        charged, until it ends. Later facts are no part of its ledger.
        """
        for tally in self.tallies:
            closing = self._find_closing(tally, judgement)
            if closing is None:
                self.is_unsettled = True
            elif judgement.reading.ended >= closing:
                judgement = self._read_again(judgement, history, closing)
            self.seen_until = max(self.seen_until, tally.period.end, closing or LAST_INSTANT)
            row = self._row(tally, history, judgement, judgement.outcome, judgement.reason)
            yield TalliedRow(tally, row, _late(judgement))

    def _find_closing(self, tally: Tally, judgement: Judgement) -> int | None:
        """The instant at and after which nothing changes a clock of a dated promise; None before it is known."""
        certain = judgement.certain
        if certain is not None and self._charges_time and judgement.outcome == "breached":
            has_ended = judgement.claim.stop is not None or judgement.claim.left is not None
            certain = judgement.reading.ended if has_ended else None
        return None if certain is None else max(tally.period.end, certain + 1)

    def _place(self, history: History, judgement: Judgement) -> Iterator[TalliedRow]:
        """The rows of one clock: where its outcome became certain, and where it was carried over before."""
        certain = judgement.certain
        scope = self.scopes[self.course.objectives.index(judgement.objective)]
        if certain is not None:
            for tally in self.tallies_at(certain):
                if judgement.reading.provisional and judgement.outcome in COUNTED:
                    check_published(tally, judgement.claim.start.at, certain)
                yield self._read_in(tally, history, judgement)
            if self._charges_time and judgement.outcome == "breached" and not self.course.rolls:
                yield from self._run_on(history, judgement, certain)
        if self.course.rolls:
            return
        if certain is not None and scope.find_period(certain) is None:
            self.outside_periods += 1
        for tally in self.tallies_ended(judgement.claim.since, certain):
            yield TalliedRow(tally, self._read_open(tally, history, judgement))

    def _read_in(self, tally: Tally, history: History, judgement: Judgement) -> TalliedRow:
        """Whatever happened to a breach after its period closed is no part of that period's ledger."""
        if judgement.outcome == "breached" and judgement.reading.ended >= tally.period.end:
            closed = self._read_again(judgement, history, tally.period.end)
            return TalliedRow(tally, self._row(tally, history, closed, "breached", "due_passed"), _late(closed))
        self._note_phases(tally, history, judgement)
        row = self._row(tally, history, judgement, judgement.outcome, judgement.reason)
        return TalliedRow(tally, row, _late(judgement))

    def _note_phases(self, tally: Tally, history: History, judgement: Judgement) -> None:
        names, stopped = judgement.objective.clock.phases, judgement.stopped
        if names and stopped is not None and judgement.outcome in COUNTED:
            start, calendar = judgement.reading.started, judgement.objective.calendar
            pauses = judgement.pauses
            tally.note_phases(measure_phases(calendar, history, names, start=start, stop=stopped, pauses=pauses))

    def _run_on(self, history: History, judgement: Judgement, certain: int) -> Iterator[TalliedRow]:
        """A breach that goes on is charged in each later period for the hours that passed in it."""
        ended = judgement.reading.ended
        origin = next(iter(self.tallies_at(certain)), None)
        for tally in self.tallies_between(certain, ended) if origin is not None else ():
            before = self._read_again(judgement, history, tally.period.start)
            is_over = ended < tally.period.end
            latest = judgement if is_over else self._read_again(judgement, history, tally.period.end)
            row = self._row(tally, history, latest, "late", "late_since_earlier")
            yield TalliedRow(tally, row, _late(latest), _late(before), origin)

    def _read_open(self, tally: Tally, history: History, judgement: Judgement) -> LedgerRow:
        if tally.period.end > self.now:
            return self._row(tally, history, judgement, "open", judgement.reason)
        closed = self._read_again(judgement, history, tally.period.end)
        return self._row(tally, history, closed, "open", "carried_over")

    def _read_again(self, judgement: Judgement, history: History, end: int) -> Judgement:
        """As it stood when a period closed: later stops, changes and pauses had not happened."""
        return judge_claim(judgement.objective, history, judgement.claim, now=end, closing=True)

    def _row(self, tally: Tally, history: History, judgement: Judgement, outcome: RowOutcome, reason: str) -> LedgerRow:
        reading = judgement.reading
        return LedgerRow(
            item=history.item,
            objective=self.course.id,
            terms_version=judgement.objective.version,
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
            subject=self.subject,
            basis=judgement.basis or self.name_rivals(judgement.objective),
        )


def _late(judgement: Judgement) -> int:
    return max(0, judgement.reading.elapsed - judgement.reading.target)
