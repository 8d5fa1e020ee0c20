"""Satisfaction (满意度): answered surveys only, by scale and threshold, as mean, or as net promoter score (rule 17)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction

from serval.engine.records import Answer, Records
from serval.engine.terms.courses import Course
from serval.engine.terms.level import format_number
from serval.engine.terms.objective import Objective
from serval.engine.verdicts.bounds import Bounds
from serval.engine.verdicts.decisions import decide_level, decide_no_data
from serval.engine.verdicts.evidence_rows import write_record
from serval.engine.verdicts.ledger import RowOutcome
from serval.engine.verdicts.record_bench import RecordBench
from serval.engine.verdicts.results import Decision, Verdict
from serval.engine.verdicts.tally import Tally

PROMOTERS_FROM, DETRACTORS_TO = 9, 6
"""On the scale from 0 to 10 (Reichheld, The One Number You Need to Grow, 2003)."""

OFF_SCALE = "off_scale"


class SurveyBench(RecordBench):
    """Judges surveys in the period in which they were first answered."""

    def __init__(self, bounds: Bounds, course: Course) -> None:
        super().__init__(bounds, course)
        self._answers: list[Answer] = []
        self._firsts: dict[str, int] = {}

    def list_subjects(self, records: Records) -> Sequence[str]:
        """Every service that was asked about or should have been, or all together."""
        self._answers = sorted((a for a in records.answers if a.at <= self.now), key=lambda a: a.at)
        for answer in self._answers:
            if answer.score is not None:
                self._firsts.setdefault(answer.id, answer.at)
        return self.list_services((answer.subject, answer.at) for answer in records.answers)

    def judge(self, tally: Tally, records: Records) -> Verdict:  # noqa: ARG002 (sorted before)
        """One row for each survey, one verdict on those answered."""
        terms = tally.objective.terms
        scores: list[Fraction] = []
        for answer in self._choose(tally):
            tally.note_record(write_record(answer), item=answer.id)
            reason = _name(terms, answer.score)
            outcome: RowOutcome = "bad_data" if reason == OFF_SCALE else "counted"
            row = self.build_row(
                tally,
                answer.id,
                started=answer.at,
                outcome="uncounted" if answer.score is None else outcome,
                reason=reason,
                value="" if answer.score is None else format_number(answer.score),
                source=answer.source,
            )
            tally.add(row, charged=row.reason in ("unsatisfied", "detractor"))
            self.bounds.sink(row)
            if answer.score is not None and reason != OFF_SCALE:
                scores.append(answer.score)
        return tally.give_verdict(_decide(tally, scores), as_of=self.now)

    def _choose(self, tally: Tally) -> list[Answer]:
        """One answer for each survey, by id: given beats not given, a later one an earlier one of the same period.

        A survey counts once, where it was first answered: a closed period is not rewritten by a second answer.
        """
        start, end = tally.period.start, tally.period.end
        first = bisect_left(self._answers, start, key=lambda answer: answer.at)
        last = bisect_left(self._answers, end, key=lambda answer: answer.at)
        chosen: dict[str, Answer] = {}
        for answer in sorted(self._answers[first:last], key=lambda a: (a.score is not None, a.at, a.score or 0)):
            is_new = self._firsts.get(answer.id, end) >= start
            if is_new and self.is_about(tally, answer.subject):
                chosen[answer.id] = answer
        return [chosen[name] for name in sorted(chosen)]


def _name(terms: Objective, score: Fraction | None) -> str:
    if score is None:
        return "unanswered"
    if terms.scale is not None and not terms.scale[0] <= score <= terms.scale[1]:
        return OFF_SCALE
    if terms.method == "nps":
        return "promoter" if score >= PROMOTERS_FROM else "detractor" if score <= DETRACTORS_TO else "passive"
    if terms.method == "mean":
        return "answered"
    return "satisfied" if terms.satisfied_from is not None and score >= terms.satisfied_from else "unsatisfied"


def _decide(tally: Tally, scores: Sequence[Fraction]) -> Decision:
    terms = tally.objective.terms
    if len(scores) < terms.minimum:
        return decide_no_data(terms, "below_minimum" if scores else "no_answers")
    if terms.method == "mean":
        return decide_level(terms.target, sum(scores, Fraction(0)) / len(scores))
    if terms.method == "nps":
        net = tally.reasons["promoter"] - tally.reasons["detractor"]
        return decide_level(terms.target, Fraction(100 * net, len(scores)))
    return decide_level(terms.target, Fraction(tally.reasons["satisfied"], len(scores)))
