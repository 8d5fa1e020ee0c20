"""Trials: any number of terms judged on the same evidence in one pass."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace

from serval.engine.backtest.figures import Figures, read_figures
from serval.engine.backtest.sameness import digest_courses
from serval.engine.backtest.span import Span
from serval.engine.calendars.spec import HolidaySet
from serval.engine.columns.facts import FactColumns
from serval.engine.columns.judge import ColumnJudge
from serval.engine.evidence import Item
from serval.engine.records import Records
from serval.engine.terms import Agreement, Course, compile_terms
from serval.engine.terms.model import Terms
from serval.engine.verdicts import EvidenceSummary, Scorecard, Verdict
from serval.engine.verdicts.ledger import LedgerSink, drop_row
from serval.engine.verdicts.settlement import settle_scorecard


@dataclass(frozen=True)
class Trial:
    """Terms that take part: as an agreement of one version, with the digest of each of its courses by their ids."""

    agreement: Agreement
    courses: Mapping[str, str]


class _TrialJudge(ColumnJudge):
    """What a back-test shows of breaches comes from the ledger, so verdicts need hold none."""

    held_breaches = 0


class Trials:
    """Judges side by side. A promise worded alike in several terms is judged once, for all of them.

    span  what is judged · now  the instant up to which the evidence is known
    holidays  of every region that any of the terms name
    """

    def __init__(self, span: Span, records: Records, *, now: int, holidays: Mapping[str, HolidaySet]) -> None:
        self.span = span
        self.now = now
        self._records = records
        self._holidays = holidays
        self._judges: list[tuple[_TrialJudge, Mapping[str, str]]] = []
        self._entered: set[str] = set()
        self._verdicts: dict[str, list[Verdict]] = {}
        self._evidence: EvidenceSummary | None = None

    def compile(self, terms: Terms) -> Trial:
        """Terms as a trial, of which nothing is judged yet."""
        agreement = compile_terms(terms, self._holidays)
        return Trial(agreement, digest_courses(agreement))

    def enter(self, terms: Terms) -> Trial:
        """Judge these terms too."""
        trial = self.compile(terms)
        self.judge(trial)
        return trial

    def judge(self, trial: Trial, *, sink: LedgerSink = drop_row, watched: Container[str] = ()) -> None:
        """Judge those promises of a trial that no earlier one words alike; the rows of `watched` ones go to `sink`."""
        new = [c for c in trial.agreement.courses if trial.courses[c.id] not in self._entered]
        self._open([course for course in new if course.id in watched], trial, sink)
        self._open([course for course in new if course.id not in watched], trial, drop_row)

    def _open(self, courses: Sequence[Course], trial: Trial, sink: LedgerSink) -> None:
        if not courses:
            return
        part = replace(trial.agreement, courses=tuple(courses))
        asked = self.span.ask(part.zone)
        own = {course.id: trial.courses[course.id] for course in courses}
        judge = _TrialJudge(part, asked, now=self.now, sink=sink, records=self._records)
        self._judges.append((judge, own))
        self._entered.update(own.values())

    def take(self, item: Item) -> None:
        """Hand every judge one item, in ascending order of their ids."""
        for judge, _courses in self._judges:
            judge.take(item)

    def take_columns(self, columns: FactColumns) -> None:
        """Hand every judge a batch of items, in ascending order of their ids."""
        for judge, _courses in self._judges:
            judge.take_columns(columns)

    def finish(self) -> EvidenceSummary:
        """Have all verdicts given; once, after the last item."""
        for judge, courses in self._judges:
            card = judge.finish()
            self._evidence = self._evidence or card.evidence
            for verdict in card.verdicts:
                self._verdicts.setdefault(courses[verdict.objective.id], []).append(verdict)
        if self._evidence is None:
            raise ValueError("no terms were entered")
        return self._evidence

    def read_figures(self, trial: Trial) -> Figures:
        """What these terms come to: all their verdicts, and the statements that follow from them."""
        if self._evidence is None:
            raise ValueError("not finished")
        verdicts = tuple(verdict for key in trial.courses.values() for verdict in self._verdicts.get(key, ()))
        card = Scorecard(trial.agreement, self.now, verdicts, self._evidence)
        return read_figures(verdicts, settle_scorecard(card, self._records, self.span.ask(trial.agreement.zone)))
