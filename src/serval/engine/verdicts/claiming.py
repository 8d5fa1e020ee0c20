"""Which clocks of an item a course judges, and by which of its wordings (TERMS.md rule 14)."""

from __future__ import annotations

from collections.abc import Sequence

from serval.engine.clocks.claims import Claim, Stint
from serval.engine.clocks.history import History
from serval.engine.terms.courses import Course
from serval.engine.terms.objectives import ClockObjective
from serval.engine.verdicts.scope import Scope


def list_course_claims(
    course: Course, scopes: Sequence[Scope], history: History, stints: Sequence[list[Stint]], *, now: int
) -> tuple[list[tuple[ClockObjective, Claim]], int]:
    """Each claim with the wording that judges it, and how many started when the objective was not in force.

    `stints` are those of each scope. Clocks of a stricter promise are left to that one. Raises
    EvidenceError or CalendarError where a clock cannot be found.
    """
    found: list[tuple[ClockObjective, Claim]] = []
    not_covered = 0
    first, last = course.objectives[0].start, course.latest.end
    for scope, spoken in zip(scopes, stints, strict=True):
        if not isinstance(scope.objective, ClockObjective):
            continue
        for claim in scope.list_claims(history, spoken, now=now):
            start = claim.cycle.start.at
            if scope.covers(start):
                if _is_judged_here(course, scope.objective, claim):
                    found.append((scope.objective, claim))
            elif scope is scopes[0] and not course.is_window and not _holds(start, (first, last), *course.elsewhere):
                not_covered += 1
    return found, not_covered


def _is_judged_here(course: Course, objective: ClockObjective, claim: Claim) -> bool:
    """A stricter promise takes what starts in its days and is known to be its own before they are over."""
    if course.is_window:
        return claim.since < objective.end
    start = claim.cycle.start.at
    return not any(begin <= start < end and claim.since < end for begin, end in course.assured)


def _holds(instant: int, *spans: tuple[int, int]) -> bool:
    return any(begin <= instant < end for begin, end in spans)
