"""Promises that rest on evidence nobody has to give, or on too little of it (SL-04, SL-05)."""

from __future__ import annotations

from collections.abc import Iterator

from serval.engine.lint.findings import Remark, warn
from serval.engine.lint.papers import Paper


def find_measures_without_evidence(paper: Paper) -> Iterator[Remark]:
    """Typed figures that need no evidence: nobody can check them."""
    used = {promise.metric.name for promise in paper.promises if promise.metric.kind == "measure"}
    for name, measure in paper.terms.measures.items():
        if name in used and measure.evidence != "required":
            yield warn(("measures", name), "lint.measure_without_evidence", measure=name)


def find_surveys_of_one(paper: Paper) -> Iterator[Remark]:
    """Satisfaction that a single answer decides."""
    for promise in paper.promises:
        if promise.metric.kind == "satisfaction" and promise.objective.minimum == 1:
            yield warn(promise.place, "lint.survey_of_one", objective=promise.id)


def find_silence_without_cost(paper: Paper) -> Iterator[Remark]:
    """Figures that the provider owes, and that he breaches nothing by leaving out."""
    for promise in paper.promises:
        if promise.metric.kind == "measure" and promise.objective.no_data == "neutral":
            yield warn(promise.place, "lint.silence_is_free", objective=promise.id, measure=promise.metric.name)
