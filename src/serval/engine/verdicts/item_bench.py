"""The bench of items: one objective looking at ticket after ticket for the tallies of its periods."""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from serval.engine.clocks.claims import Stint
from serval.engine.clocks.history import History, Moment
from serval.engine.errors import CalendarError, EvidenceError
from serval.engine.instants import FIRST_INSTANT
from serval.engine.records import Exclusion
from serval.engine.terms.courses import Course
from serval.engine.terms.objectives import CompiledObjective
from serval.engine.verdicts.bounds import Bounds
from serval.engine.verdicts.evidence_rows import EvidenceRows
from serval.engine.verdicts.judgement import NOWHERE
from serval.engine.verdicts.ledger import COUNTED, LedgerRow, RowOutcome
from serval.engine.verdicts.results import Decision, Verdict
from serval.engine.verdicts.running import list_running
from serval.engine.verdicts.scope import Scope
from serval.engine.verdicts.tally import Tally


class TalliedRow(NamedTuple):
    """A row for a tally.

    late, before  its seconds over target by the end of the period, and by its beginning
    origin        the tally that counted the breach, where it only runs on here
    """

    tally: Tally
    row: LedgerRow
    late: int = 0
    before: int = 0
    origin: Tally | None = None


class ItemBench(ABC):
    """Judges items for one course, or for those of its items that belong to one subject.

    not_covered      clocks that started when the objective was not in force
    outside_periods  clocks whose outcome became certain in no period
    seen_until       how far a dated promise looks at the item just judged, when that is beyond its days
    is_unsettled     whether a clock of a dated promise can still change its verdict
    """

    def __init__(self, bounds: Bounds, course: Course, subject: str = "") -> None:
        self.course = course
        self.subject = subject
        self.bounds = bounds
        self.now = bounds.now
        self.scopes = [Scope(bounds.agreement, course, objective, subject) for objective in course.objectives]
        self.not_covered = 0
        self.outside_periods = 0
        self.seen_until = FIRST_INSTANT
        self.is_unsettled = False
        self.tallies = bounds.open_tallies(course, subject, earlier=bounds.charges_time(course))
        self._starts = [tally.period.start for tally in self.tallies]
        self._ends = [tally.period.end for tally in self.tallies]

    @abstractmethod
    def judge(
        self, history: History, stints: Sequence[list[Stint]], elsewhere: Mapping[int, int]
    ) -> Iterator[TalliedRow]:
        """The rows of one item, given the times at which each wording speaks of it, and the runs counted elsewhere."""

    @abstractmethod
    def decide(self, tally: Tally) -> Decision:
        """What the rows of a period come to."""

    def take(self, history: History, evidence: EvidenceRows, elsewhere: Mapping[int, int] = NOWHERE) -> bool:
        """Judge one item; False when the objective does not speak of it.

        elsewhere  its runs that another subject has counted: it is charged once, however often it changes its subject

        An item whose clock no calendar or reading can answer is bad data, and the others are judged all the same.
        """
        rows = self.list_rows(history, evidence.exclusions, elsewhere)
        if rows is None:
            return False
        for tally, row, late, before, origin in rows:
            until = max(self.seen_until, tally.period.end) if self.course.is_window else tally.period.end
            tally.note_item(evidence, before=until)
            is_charged = row.outcome in ("breached", "late")
            late, before = (late, before) if is_charged else (0, 0)
            tally.add(row, late=late, before=before, origin=origin)
            if tally.is_shown:
                self.bounds.sink(row)
        return True

    def list_rows(
        self, history: History, exclusions: Sequence[Exclusion], elsewhere: Mapping[int, int] = NOWHERE
    ) -> list[TalliedRow] | None:
        """The rows of one item, its exclusions applied; None when the objective does not speak of it."""
        stints = [scope.list_stints(history) for scope in self.scopes]
        if not any(stints):
            return None
        self.seen_until = FIRST_INSTANT
        try:
            rows = list(self.judge(history, stints, elsewhere))
        except EvidenceError as error:
            data = error.problems[0].data
            rows = self._refuse_item(history, stints, error.code, int(data["start"]), int(data["stop"]), error.source)
        except CalendarError as error:
            rows = self._refuse_item(history, stints, error.code, history.opened.at, None, history.opened.source)
        return [entry._replace(row=self._exclude(entry.row, entry.tally.objective, exclusions)) for entry in rows]

    def _exclude(self, row: LedgerRow, objective: CompiledObjective, exclusions: Sequence[Exclusion]) -> LedgerRow:
        """An approved exclusion takes out what would have counted, breached or not (rule 7)."""
        if row.outcome not in (*COUNTED, "late"):
            return row
        for exclusion in exclusions:
            if exclusion.approved_by and exclusion.reason in objective.terms.exclude:
                return replace(row, outcome="excluded", reason=exclusion.reason, source=exclusion.source)
        return row

    def list_verdicts(self) -> Iterator[Verdict]:
        """The verdicts of all periods; that of a dated promise stays provisional while one of its clocks runs."""
        for tally in self.tallies:
            if tally.is_shown:
                running = list_running(tally, self.decide)
                settled = not self.is_unsettled
                yield tally.give_verdict(self.decide(tally), as_of=self.now, settled=settled, running=running)

    def tallies_at(self, instant: int) -> Sequence[Tally]:
        """The periods that hold an instant: one, or many that roll."""
        return self.tallies[bisect_right(self._ends, instant) : bisect_right(self._starts, instant)]

    def tallies_between(self, instant: int, last: int) -> Sequence[Tally]:
        """Periods that begin after one instant and by another."""
        return self.tallies[bisect_right(self._starts, instant) : bisect_right(self._starts, last)]

    def tallies_ended(self, since: int, certain: int | None) -> Sequence[Tally]:
        """Periods that ended between two instants, or, without the second, have come as far as now."""
        first = bisect_right(self._ends, since)
        if certain is None:
            return self.tallies[first : bisect_right(self._starts, self.now)]
        return self.tallies[first : bisect_right(self._ends, certain)]

    def name_rivals(self, objective: CompiledObjective) -> str:
        """Whom a wording won over, for the ledger."""
        return self.scopes[self.course.objectives.index(objective)].rivals

    def build_plain_row(
        self, tally: Tally, history: History, moment: Moment, cycle: int, outcome: RowOutcome, reason: str
    ) -> LedgerRow:
        """A row without a reading: an event that was counted, or an item that could not be judged."""
        return LedgerRow(
            item=history.item,
            objective=self.course.id,
            terms_version=tally.objective.version,
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
            subject=self.subject,
            basis=self.name_rivals(tally.course.find_at(moment.at)),
        )

    def _refuse_item(
        self,
        history: History,
        stints: Sequence[list[Stint]],
        code: str,
        start: int,
        stop: int | None,
        source: str,
    ) -> list[TalliedRow]:
        """In the period in which the clock began, or the objective began to speak of the item."""
        first = next(spoken[0] for spoken in stints if spoken)
        began = Moment(start, "bad_data", source)
        since = int(max(start, first.start, first.known))
        return [
            TalliedRow(tally, replace(self.build_plain_row(tally, history, began, 1, "bad_data", code), stopped=stop))
            for tally in self.tallies_at(since)
        ]
