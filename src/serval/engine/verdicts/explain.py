"""An explanation: every clock of one item, with its segments, so that a verdict can be followed to the second."""

from __future__ import annotations

from dataclasses import dataclass

from serval.engine.clocks.history import History, read_history
from serval.engine.clocks.segments import Segment, list_segments
from serval.engine.errors import CalendarError, EvidenceError, Problem
from serval.engine.evidence import Item
from serval.engine.periods import Period
from serval.engine.terms.compile import Agreement
from serval.engine.terms.courses import Course
from serval.engine.terms.objectives import ClockObjective, CompiledObjective
from serval.engine.verdicts.claiming import list_course_claims
from serval.engine.verdicts.judgement import Judgement, judge_claims
from serval.engine.verdicts.scope import Scope


@dataclass(frozen=True, slots=True)
class Explanation:
    """One clock of the item: what was judged, in which period, and the time it is made of."""

    objective: ClockObjective
    judgement: Judgement
    period: Period | None
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Unexplained:
    """An objective whose clock cannot be read for this item, and why."""

    objective: CompiledObjective
    problem: Problem


def explain_item(
    agreement: Agreement, item: Item, *, now: int
) -> tuple[History, tuple[Explanation | Unexplained, ...]]:
    """The item's history and all its clocks as of `now`, in the order of the objectives.

    Raises EvidenceError `item.no_facts` when nothing had happened by then.
    """
    history = read_history(item, until=now)
    explanations: list[Explanation | Unexplained] = []
    for course in agreement.courses:
        try:
            explanations.extend(_explain(agreement, course, history, now))
        except (EvidenceError, CalendarError) as error:
            explanations.append(Unexplained(course.latest, error.problems[0]))
    return history, tuple(explanations)


def _explain(agreement: Agreement, course: Course, history: History, now: int) -> list[Explanation]:
    scopes = [Scope(agreement, course, objective) for objective in course.objectives]
    claims, _ = list_course_claims(course, scopes, history, [scope.list_stints(history) for scope in scopes], now=now)
    explanations = []
    for judgement in judge_claims(history, claims, now=now):
        reading, objective = judgement.reading, judgement.objective
        segments = list_segments(
            objective.calendar,
            start=reading.started,
            end=reading.ended,
            pauses=judgement.pauses,
            started_by=judgement.claim.start.source,
        )
        period = None if judgement.certain is None else scopes[0].find_period(judgement.certain)
        if course.is_window:
            period = course.periods[0]
        explanations.append(Explanation(objective, judgement, period, segments))
    return explanations
