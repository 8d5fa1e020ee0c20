"""From a row of the ledger back to the time its clock is made of, so that a picture of it can be drawn."""

from __future__ import annotations

from collections.abc import Iterator

from serval.engine.clocks.claims import Claim
from serval.engine.clocks.history import History, read_history
from serval.engine.clocks.segments import Segment, list_segments
from serval.engine.evidence import Item
from serval.engine.terms.compile import Agreement
from serval.engine.terms.courses import Course
from serval.engine.terms.metrics import ITEM_KINDS
from serval.engine.terms.objectives import ClockObjective
from serval.engine.verdicts.claiming import list_course_claims
from serval.engine.verdicts.judgement import Judgement, judge_claim
from serval.engine.verdicts.ledger import LedgerRow
from serval.engine.verdicts.scope import Scope


class RowReader:
    """Reads the clocks behind rows again; rows of one item are best asked for one after the other.

    now  the instant up to which the rows were judged
    """

    def __init__(self, agreement: Agreement, *, now: int) -> None:
        self._agreement = agreement
        self._now = now
        self._scopes: dict[tuple[str, str], list[tuple[Course, list[Scope]]]] = {}
        self._history: tuple[Item, History] | None = None

    def list_row_segments(self, item: Item, row: LedgerRow, *, closes: int) -> tuple[Segment, ...]:
        """The time from start to end of the row's clock; empty for a row that is no clock of the item.

        closes  the end of the row's period: a breach that went on is seen as it stood there
        """
        history = self._read(item)
        for course, scopes in self._list_scopes(row):
            stints = [scope.list_stints(history) for scope in scopes]
            claims, _ = list_course_claims(course, scopes, history, stints, now=self._now)
            for objective, claim in claims:
                if (objective.version, claim.cycle.number) != (row.terms_version, row.cycle):
                    continue
                for judgement in self._judge(course, history, objective, claim, closes):
                    if _tells(judgement, row):
                        return _cut(judgement)
        return ()

    def _read(self, item: Item) -> History:
        if self._history is None or self._history[0] is not item:
            self._history = item, read_history(item, until=self._now)
        return self._history[1]

    def _list_scopes(self, row: LedgerRow) -> list[tuple[Course, list[Scope]]]:
        key = (row.objective, row.subject)
        if key not in self._scopes:
            self._scopes[key] = [
                (course, [Scope(self._agreement, course, objective, row.subject) for objective in course.objectives])
                for course in self._agreement.courses
                if course.id == row.objective and course.latest.kind in ITEM_KINDS
            ]
        return self._scopes[key]

    def _judge(
        self, course: Course, history: History, objective: ClockObjective, claim: Claim, closes: int
    ) -> Iterator[Judgement]:
        """As a row may have seen the clock: up to now, up to the end of its period, or until nothing changed it."""
        judgement = judge_claim(objective, history, claim, now=self._now)
        yield judgement
        ends = [closes]
        if course.is_window and judgement.certain is not None:
            ends.append(max(closes, judgement.certain + 1))
        for end in ends:
            if judgement.reading.ended >= end > judgement.claim.start.at:
                yield judge_claim(objective, history, claim, now=end, closing=True)


def _tells(judgement: Judgement, row: LedgerRow) -> bool:
    reading = judgement.reading
    told = (reading.started, judgement.stopped, reading.due, reading.elapsed, reading.paused, reading.target)
    return told == (row.started, row.stopped, row.due, row.working_seconds, row.paused_seconds, row.target_seconds)


def _cut(judgement: Judgement) -> tuple[Segment, ...]:
    reading = judgement.reading
    return list_segments(
        judgement.objective.calendar,
        start=reading.started,
        end=reading.ended,
        pauses=judgement.pauses,
        started_by=judgement.claim.start.source,
    )
