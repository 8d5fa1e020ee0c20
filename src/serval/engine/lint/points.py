"""Points assessments whose grades cannot be reached, or pay more for fewer points."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from serval.engine.durations import format_percent
from serval.engine.lint.findings import Remark, refuse, warn
from serval.engine.lint.papers import Paper
from serval.engine.terms.rates import write_number
from serval.engine.terms.score import Score, ScoreGrade

PLACE = ("consequences", "score", "grades")


def find_grades_that_pay_more(paper: Paper) -> Iterator[Remark]:
    """A lower grade that pays more than a higher one; a grade that says nothing pays everything."""
    score = paper.consequences.score
    if score is None or all(grade.pay is None for grade in score.grades):
        return
    for above, below in pairwise(score.grades):
        if _pay(below) > _pay(above):
            yield refuse(
                PLACE,
                "lint.grade_pays_more",
                lower=str(write_number(below.from_)),
                pay=format_percent(_pay(below)),
                higher=str(write_number(above.from_)),
                beside=format_percent(_pay(above)),
            )


def _pay(grade: ScoreGrade) -> Fraction:
    return Fraction(1) if grade.pay is None else grade.pay


def find_unreachable_grades(paper: Paper) -> Iterator[Remark]:
    """Grades above the start, or below all that can be left."""
    score = paper.consequences.score
    if score is None:
        return
    lowest = find_lowest_score(score)
    for index, grade in enumerate(score.grades):
        above = score.grades[index - 1].from_ if index else None
        if grade.from_ > score.start or (above is not None and above <= lowest):
            yield warn(
                PLACE,
                "lint.grade_unreachable",
                grade=str(write_number(grade.from_)),
                lowest=str(write_number(lowest)),
                highest=str(write_number(score.start)),
            )


def find_lowest_score(score: Score) -> Fraction:
    """What is left when every deduction takes all it can."""
    mosts = [entry.most for entry in score.deduct if entry.most is not None]
    if len(mosts) < len(score.deduct):
        return score.floor
    return max(score.floor, score.start - sum(mosts, Fraction(0)))
