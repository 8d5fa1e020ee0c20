"""Sameness: what the verdicts of one promise depend on, so that promises worded alike are judged once."""

from __future__ import annotations

from typing import Any

from serval.engine.canonical import digest
from serval.engine.consequences.judged import keeps_causes, list_meters
from serval.engine.terms.compile import Agreement
from serval.engine.terms.courses import Course
from serval.engine.terms.load import canonical_terms
from serval.engine.terms.metrics import parse_metric
from serval.engine.terms.model import Terms

_SILENT = ("says", "source", "warn")


def digest_courses(agreement: Agreement) -> dict[str, str]:
    """A digest for each course of an agreement of one version: courses of one digest have equal verdicts."""
    plain = canonical_terms(agreement.terms)
    return {course.id: digest(_describe(course, agreement.terms, plain)) for course in agreement.courses}


def _describe(course: Course, terms: Terms, plain: dict[str, Any]) -> dict[str, Any]:
    base, objective = course.latest.base, course.latest.terms
    words = objective.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    metric = parse_metric(objective.metric)
    name = metric.name if metric is not None else ""
    dates = [entry for entry in terms.assurance if entry.name == course.id or entry.objective == course.id]
    return {
        "objective": {key: value for key, value in words.items() if key not in _SILENT},
        "base": base,
        "dates": [[entry.from_.isoformat(), entry.until.isoformat()] for entry in dates],
        "calendar": plain["calendars"][objective.calendar],
        "clock": plain.get("clocks", {}).get(name),
        "measure": plain.get("measures", {}).get(name),
        "extension": [entry for entry in plain.get("extensions", []) if entry["objective"] == base],
        "services": plain.get("services"),
        "rivals": [(o.id, o.where) for o in terms.objectives if objective.pick and o.pick == objective.pick],
        "reclassified": terms.reclassified,
        "effective": plain["effective"],
        "sums": _list_sums(terms, base),
    }


def _list_sums(terms: Terms, objective: str) -> list[Any]:
    """What consequences need to be summed while the promise is judged."""
    if terms.consequences is None:
        return []
    meters = sorted(list_meters(terms.consequences, objective))
    return [[(meter.unit, meter.round) for meter in meters], keeps_causes(terms.consequences, objective)]
