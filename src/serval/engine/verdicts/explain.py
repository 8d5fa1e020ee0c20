"""An explanation: every clock of one item, with its segments, so that a verdict can be followed to the second."""

from __future__ import annotations

from dataclasses import dataclass

from serval.engine.clocks.history import History, read_history
from serval.engine.clocks.segments import Segment, list_segments
from serval.engine.errors import CalendarError, EvidenceError, Problem
from serval.engine.evidence import Item
from serval.engine.periods import Period
from serval.engine.terms.compile import Agreement, ClockObjective
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

    objective: ClockObjective
    problem: Problem


def explain_item(
    agreement: Agreement, item: Item, *, now: int
) -> tuple[History, tuple[Explanation | Unexplained, ...]]:
    """The item's history and all its clocks as of `now`, in the order of the objectives.

    Raises EvidenceError `item.no_facts` when nothing had happened by then.
    """
    history = read_history(item, until=now)
    explanations: list[Explanation | Unexplained] = []
    for objective in agreement.objectives:
        try:
            explanations.extend(_explain(Scope(agreement, objective), history, now))
        except (EvidenceError, CalendarError) as error:
            explanations.append(Unexplained(objective, error.problems[0]))
    return history, tuple(explanations)


def _explain(scope: Scope, history: History, now: int) -> list[Explanation]:
    objective = scope.objective
    claims = scope.list_claims(history, scope.list_stints(history), now=now)
    explanations = []
    for judgement in judge_claims(objective, history, claims, now=now):
        reading = judgement.reading
        segments = list_segments(
            objective.calendar,
            start=reading.started,
            end=reading.ended,
            pauses=judgement.pauses,
            started_by=judgement.claim.start.source,
        )
        period = None if judgement.certain is None else scope.find_period(judgement.certain)
        explanations.append(Explanation(objective, judgement, period, segments))
    return explanations
