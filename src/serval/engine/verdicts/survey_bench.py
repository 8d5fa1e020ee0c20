"""Satisfaction (满意度): answered surveys only, by scale and threshold, as mean, or as net promoter score (rule 17)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from serval.engine.records import Answer, Records
from serval.engine.terms.level import format_number
from serval.engine.terms.objective import Objective
from serval.engine.verdicts.decisions import decide_level, decide_no_data
from serval.engine.verdicts.evidence_rows import write_record
from serval.engine.verdicts.record_bench import RecordBench
from serval.engine.verdicts.results import Decision, Verdict
from serval.engine.verdicts.tally import Tally

PROMOTERS_FROM, DETRACTORS_TO = 9, 6
"""On the scale from 0 to 10 (Reichheld, The One Number You Need to Grow, 2003)."""


class SurveyBench(RecordBench):
    """Judges surveys in the period in which they were answered."""

    def list_subjects(self, records: Records) -> Sequence[str]:
        """Every service that was asked about, or all together."""
        if self.course.latest.terms.per is None:
            return [""]
        return sorted({answer.subject for answer in records.answers if answer.subject})

    def judge(self, tally: Tally, records: Records) -> Verdict:
        """One row for each survey, one verdict on those answered."""
        terms = tally.objective.terms
        for answer in self._choose(tally, records):
            tally.note_evidence(write_record(answer), item=answer.id)
            row = self.build_row(
                tally,
                answer.id,
                started=answer.at,
                outcome="uncounted" if answer.score is None else "counted",
                reason=_name(terms, answer.score),
                value="" if answer.score is None else format_number(answer.score),
                source=answer.source,
            )
            tally.add(row, charged=row.reason in ("unsatisfied", "detractor"))
            self.bounds.sink(row)
        scores = [answer.score for answer in self._choose(tally, records) if answer.score is not None]
        return tally.give_verdict(_decide(tally, scores), as_of=self.now)

    def _choose(self, tally: Tally, records: Records) -> Iterator[Answer]:
        """One answer for each survey of the period: given beats not given, a later one an earlier one."""
        services = tally.objective.terms.where.get("service")
        chosen: dict[str, Answer] = {}
        for answer in sorted(records.answers, key=lambda a: (a.id, a.score is not None, a.at, a.score or 0)):
            if answer.at <= self.now:
                chosen[answer.id] = answer
        for answer in chosen.values():
            is_asked = services is None or answer.subject in services
            if is_asked and tally.subject in ("", answer.subject) and self.holds(tally, answer.at):
                yield answer


def _name(terms: Objective, score: Fraction | None) -> str:
    if score is None:
        return "unanswered"
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
