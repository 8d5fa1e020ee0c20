"""An explanation: every clock of one item, with its segments, so that a verdict can be followed to the second."""

from __future__ import annotations

from dataclasses import dataclass

from serval.engine.clocks.claims import list_claims
from serval.engine.clocks.history import History, read_history
from serval.engine.clocks.segments import Segment, list_segments
from serval.engine.evidence import Item
from serval.engine.periods import Period
from serval.engine.terms.compile import Agreement, ClockObjective
from serval.engine.verdicts.bench import Bench, Range
from serval.engine.verdicts.judgement import Judgement, judge_claims


@dataclass(frozen=True, slots=True)
class Explanation:
    """One clock of the item: what was judged, in which period, and the time it is made of."""

    objective: ClockObjective
    judgement: Judgement
    period: Period | None
    segments: tuple[Segment, ...]


def explain_item(agreement: Agreement, item: Item, *, now: int) -> tuple[History, tuple[Explanation, ...]]:
    """The item's history and all its clocks as of `now`, in the order of the objectives.

    Raises EvidenceError where the item's facts contradict each other.
    """
    history = read_history(item, until=now)
    asked = Range(agreement.start, agreement.end, running=True)
    explanations = [
        explanation
        for objective in agreement.objectives
        if objective.clock is not None
        for explanation in _explain(Bench(agreement, objective, asked, now=now), history, agreement, now)
    ]
    return history, tuple(explanations)


def _explain(bench: Bench, history: History, agreement: Agreement, now: int) -> list[Explanation]:
    objective = bench.objective
    if objective.clock is None:
        return []
    claims = list_claims(
        history,
        objective.clock,
        bench.list_stints(history),
        final_at=bench.final_at,
        reclassified=agreement.terms.reclassified,
        now=now,
    )
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
        period = None if judgement.certain is None else bench.find_period(judgement.certain)
        explanations.append(Explanation(objective, judgement, period, segments))
    return explanations
