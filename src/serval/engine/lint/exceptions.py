"""Dated promises and extensions that do the opposite of what they are for."""

from __future__ import annotations

from collections.abc import Iterator

from serval.engine.calendars.compile import local_midnight
from serval.engine.lint.findings import Remark, refuse, warn
from serval.engine.lint.pace import Pace, find_later_due
from serval.engine.lint.papers import Paper
from serval.engine.terms.strictness import compare_targets


def find_assurances_not_stricter(paper: Paper) -> Iterator[Remark]:
    """Dated promises (重大保障) that are laxer than the usual one, or the same."""
    for index, entry in enumerate(paper.terms.assurance):
        direction = compare_targets(paper.by_id[entry.objective].objective.target, entry.target)
        if direction == "laxer":
            yield refuse(
                ("assurance", index, "target"), "lint.assurance_laxer", id=entry.name, objective=entry.objective
            )
        elif direction == "equal":
            yield warn(("assurance", index, "target"), "lint.assurance_idle", id=entry.name, objective=entry.objective)


def find_extensions_not_longer(paper: Paper) -> Iterator[Remark]:
    """Extensions that are due no later than the promise they extend."""
    effective = paper.terms.effective
    start, end = local_midnight(effective.from_, paper.zone), local_midnight(effective.until, paper.zone)
    for index, entry in enumerate(paper.terms.extensions):
        objective = paper.by_id[entry.objective].objective
        if objective.target.within is None:
            continue
        calendar = paper.calendars[objective.calendar]
        one, other = Pace(calendar, objective.target.within), Pace(calendar, entry.within)
        if find_later_due(one, other, start=start, end=end) is None:
            yield refuse(
                ("extensions", index, "within"),
                "lint.extension_not_longer",
                objective=entry.objective,
                value=str(entry.within),
                target=str(objective.target.within),
            )
