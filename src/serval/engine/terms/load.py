"""Reading terms and calendars from text, and their canonical form and digest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic.alias_generators import to_camel

from serval.engine.canonical import digest
from serval.engine.documents import Document, build_model, read_document, sort_problems
from serval.engine.errors import Problem, TermsError
from serval.engine.evidence import SETTLED_STATES
from serval.engine.terms.model import CalendarDocument, ClockTerms, Objective, Terms

COUNT_PREFIX, CLOCK_PREFIX = "count.", "clock."


def load_terms(text: str, *, source: str = "") -> Terms:
    """The terms a YAML or JSON text says.

    Raises TermsError with every problem found, each with its line and column.
    """
    document = read_document(text, source=source)
    terms = build_model(Terms, document, prefix="terms")
    problems = sort_problems(_cross_check(terms, document))
    if problems:
        raise TermsError(problems, source=source)
    return terms


def load_calendar(text: str, *, source: str = "") -> CalendarDocument:
    """A single calendar with its own zone. Raises TermsError like load_terms."""
    return build_model(CalendarDocument, read_document(text, source=source), prefix="calendar")


def canonical_terms(terms: Terms) -> dict[str, Any]:
    """The terms as plain data in which equal meaning looks equal: defaults left out, values in one notation."""
    plain: dict[str, Any] = terms.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return plain


def terms_digest(terms: Terms) -> str:
    """SHA-256 of the canonical form: layout, comments and key order of the file do not count."""
    return digest(canonical_terms(terms))


def terms_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of `serval/v1` as far as a schema can say it; references are checked when loading."""
    schema = Terms.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "serval/v1", **schema}


def _cross_check(terms: Terms, document: Document) -> Iterator[Problem]:
    for name, clock in terms.clocks.items():
        for code, data in _check_clock(clock):
            yield _place(Problem(code, {"clock": name, **data}), document, "clocks", name)
    seen: set[str] = set()
    for index, objective in enumerate(terms.objectives):
        if objective.id in seen:
            yield _place(Problem("terms.id_twice", {"id": objective.id}), document, "objectives", index, "id")
        seen.add(objective.id)
        for key, problem in _check_objective(objective, terms):
            yield _place(problem, document, "objectives", index, key)


def _place(problem: Problem, document: Document, *path: str | int) -> Problem:
    return Problem(problem.code, problem.data, *document.find_position(path))


def _check_clock(clock: ClockTerms) -> Iterator[tuple[str, dict[str, Any]]]:
    settles = SETTLED_STATES.issuperset(clock.stop)
    data = {"stop": ", ".join(clock.stop)}
    if settles and clock.reopen is None:
        yield "terms.reopen_missing", data
    if not settles and (clock.reopen is not None or clock.settle is not None):
        yield "terms.reopen_pointless", data
    if clock.start in clock.stop and not clock.repeat:
        yield "terms.clock_never_runs", {"stop": clock.start}
    if settles and clock.repeat:
        yield "terms.repeat_pointless", data


def _check_objective(objective: Objective, terms: Terms) -> Iterator[tuple[str, Problem]]:
    known = sorted([CLOCK_PREFIX + name for name in terms.clocks] + [COUNT_PREFIX + "opened"])
    is_clock = objective.metric.startswith(CLOCK_PREFIX)
    is_count = objective.metric.startswith(COUNT_PREFIX) and len(objective.metric) > len(COUNT_PREFIX)
    if (is_clock and objective.metric.removeprefix(CLOCK_PREFIX) not in terms.clocks) or not (is_clock or is_count):
        yield "metric", Problem("terms.unknown_metric", {"metric": objective.metric, "known": known})
    if objective.calendar not in terms.calendars:
        data = {"calendar": objective.calendar, "known": sorted(terms.calendars)}
        yield "calendar", Problem("terms.unknown_calendar", data)
    counts = objective.target.limit is None
    if (is_clock and counts) or (is_count and not counts):
        yield "target", Problem("terms.target_fits_not", {"metric": objective.metric})
    limit = objective.target.limit
    if limit is not None and limit.unit != "s" and objective.target.within is None:
        yield "target", Problem("terms.days_only_within", {"value": str(limit)})
    if is_count:
        for key in ("minimum", "warn", "no_data"):
            if getattr(objective, key) != Objective.model_fields[key].default:
                yield to_camel(key), Problem("terms.pointless", {"where": objective.id, "key": to_camel(key)})
