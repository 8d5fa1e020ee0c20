"""Points assessment (考核评分): deductions, the score they leave, its grade and the share of the fee that is paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from serval.engine.consequences.credits import pays, reaches
from serval.engine.consequences.judged import Judged, count_units
from serval.engine.records import Occurrence
from serval.engine.terms.score import Deduction, Score, ScoreGrade


@dataclass(frozen=True, slots=True)
class DeductionLine:
    """What one entry of `deduct` takes from one score.

    units   how many items, minutes, points, occurrences …, of all its objectives and subjects
    worked  units × points each; `points` is what is left of that by the entry's `most`
    """

    entry: int
    named: tuple[str, ...]
    units: Fraction
    each: Fraction
    worked: Fraction
    most: Fraction | None
    points: Fraction


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """`points` = start − deductions, at least the floor (扣完即止); `grade` is the place of the best grade reached."""

    start: Fraction
    floor: Fraction
    deductions: tuple[DeductionLine, ...]
    points: Fraction
    grade: int | None
    pay: Fraction | None


def work_out_score(score: Score, judged: Sequence[Judged], occurrences: Sequence[Occurrence]) -> ScoreResult:
    """The score of one settlement period, out of the verdicts and occurrences that belong to it."""
    lines = tuple(_work_out(index, entry, judged, occurrences) for index, entry in enumerate(score.deduct))
    points = max(score.floor, score.start - sum((line.points for line in lines), Fraction(0)))
    grade = find_grade(score.grades, points)
    pay = None if grade is None else score.grades[grade].pay
    return ScoreResult(score.start, score.floor, lines, points, grade, pay)


def find_grade(grades: Sequence[ScoreGrade], points: Fraction) -> int | None:
    """Place of the grade of a score: the first, highest one whose `from` is reached."""
    return next((place for place, grade in enumerate(grades) if points >= grade.from_), None)


def _work_out(
    index: int, entry: Deduction, judged: Sequence[Judged], occurrences: Sequence[Occurrence]
) -> DeductionLine:
    units = Fraction(0)
    if entry.event is not None:
        units += sum(occurrence.event == entry.event for occurrence in occurrences)
    elif entry.each is not None and entry.for_ is not None:
        for verdict in judged:
            if verdict.objective in entry.for_ and pays(entry.when, verdict) and reaches(entry.each, verdict):
                units += count_units(verdict, entry.each, entry.round)
    worked = units * entry.points
    points = worked if entry.most is None else min(worked, entry.most)
    named = entry.for_ or (() if entry.event is None else (entry.event,))
    return DeductionLine(index, named, units, entry.points, worked, entry.most, points)
