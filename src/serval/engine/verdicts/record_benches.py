"""Which bench judges which kind of record."""

from __future__ import annotations

from serval.engine.terms.courses import Course
from serval.engine.terms.objectives import (
    MeasureObjective,
    ObligationObjective,
    OutageObjective,
    SatisfactionObjective,
)
from serval.engine.verdicts.bounds import Bounds
from serval.engine.verdicts.measure_bench import MeasureBench
from serval.engine.verdicts.obligation_bench import ObligationBench
from serval.engine.verdicts.outage_bench import OutageBench
from serval.engine.verdicts.record_bench import RecordBench
from serval.engine.verdicts.survey_bench import SurveyBench


def open_record_bench(bounds: Bounds, course: Course) -> RecordBench:
    """The bench of a course that is not judged from tickets."""
    match course.latest:
        case OutageObjective():
            return OutageBench(bounds, course)
        case SatisfactionObjective():
            return SurveyBench(bounds, course)
        case MeasureObjective():
            return MeasureBench(bounds, course)
        case ObligationObjective():
            return ObligationBench(bounds, course)
        case other:
            raise TypeError(other.kind)
