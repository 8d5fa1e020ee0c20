"""The shape of a points assessment (考核评分): deductions, floor, grades."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from serval.engine.documents import DocumentModel
from serval.engine.terms.entries import TIME_UNITS, Each, RoundUnits, refuse_pointless, require_one
from serval.engine.terms.names import Name, OneOrMoreNames
from serval.engine.terms.rates import PointsField, write_number
from serval.engine.terms.values import PercentField, Text


class Deduction(DocumentModel):
    """Points lost (扣分): for each unit of an objective as in credits, or each time an `event` occurs.

    `when` is `always` unless stated: points are lost for each unit, whether or not the objective as a whole is
    breached. `most` is the most one entry takes from one score.
    """

    for_: Annotated[OneOrMoreNames | None, Field(alias="for")] = None
    event: Name | None = None
    each: Each | None = None
    points: PointsField
    most: PointsField | None = None
    when: Literal["breached", "always"] = "always"
    round: RoundUnits = "down"

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        kind = require_one("deduct", **{"for": self.for_, "event": self.event})
        if kind == "for" and self.each is None:
            raise PydanticCustomError("terms.each_missing", "deduct", {})
        if kind == "event" and self.each is not None:
            raise refuse_pointless("deduct", "each")
        if kind == "event" and self.when != "always":
            raise refuse_pointless("deduct", "when")
        if self.round != "down" and self.each not in (*TIME_UNITS, "point"):
            raise refuse_pointless("deduct", "round")
        return self


class ScoreGrade(DocumentModel):
    """The grade of a score of `from` and more; `pay` is the share of the settlement period's fee that is then paid."""

    from_: Annotated[PointsField, Field(alias="from")]
    name: Text
    pay: PercentField | None = None


def _highest_first(grades: tuple[ScoreGrade, ...]) -> tuple[ScoreGrade, ...]:
    ordered = tuple(sorted(grades, key=lambda grade: -grade.from_))
    for above, below in pairwise(ordered):
        if above.from_ == below.from_:
            raise PydanticCustomError("terms.grade_twice", "grades", {"value": str(write_number(above.from_))})
    return ordered


class Score(DocumentModel):
    """A points assessment (考核评分): it starts full, deductions take from it, and it never falls below `floor`."""

    start: PointsField = Fraction(100)
    floor: PointsField = Fraction(0)
    deduct: Annotated[tuple[Deduction, ...], Field(min_length=1)]
    grades: Annotated[tuple[ScoreGrade, ...], AfterValidator(_highest_first)] = ()

    @model_validator(mode="after")
    def _covers_all_scores(self) -> Self:
        if self.floor > self.start:
            raise PydanticCustomError("terms.score_backwards", "score", {})
        if self.grades and self.grades[-1].from_ > self.floor:
            data = {"lowest": str(write_number(self.grades[-1].from_)), "floor": str(write_number(self.floor))}
            raise PydanticCustomError("terms.grades_gap", "score", data)
        return self
