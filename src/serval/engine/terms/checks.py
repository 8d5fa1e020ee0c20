"""What does not fit together within one terms document: references, and keys that say nothing where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic.alias_generators import to_camel

from serval.engine.documents import Document
from serval.engine.errors import Problem
from serval.engine.evidence import SETTLED_STATES
from serval.engine.terms.consequences import check_consequences
from serval.engine.terms.metrics import ALL_OWN_KEYS, CONDITIONS, LEVELS, OUTAGE_KINDS, OWN_KEYS, Metric, parse_metric
from serval.engine.terms.model import ClockTerms, Terms
from serval.engine.terms.objective import Objective
from serval.engine.terms.target import Target

Place = tuple[str | int, ...]
Fault = tuple[Place, Problem]


def find_faults(terms: Terms, document: Document) -> Iterator[Problem]:
    """Every fault with its line and column."""
    for place, problem in _list_faults(terms):
        yield Problem(problem.code, problem.data, *document.find_position(place))


def _list_faults(terms: Terms) -> Iterator[Fault]:
    for name, clock in terms.clocks.items():
        for code, data in _check_clock(clock):
            yield ("clocks", name), Problem(code, {"clock": name, **data})
    yield from _check_services(terms)
    seen: set[str] = set()
    for index, objective in enumerate(terms.objectives):
        if objective.id in seen:
            yield ("objectives", index, "id"), Problem("terms.id_twice", {"id": objective.id})
        seen.add(objective.id)
        for key, problem in _check_objective(objective, terms):
            yield ("objectives", index, key), problem
    yield from _check_promises_for_a_while(terms, seen)
    if terms.consequences is not None:
        objectives = {objective.id: objective for objective in terms.objectives}
        units = {objective.id: objective.target.unit for objective in terms.objectives}
        yield from check_consequences(terms.consequences, terms.fee, units, terms.calendars, objectives=objectives)


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


def _check_services(terms: Terms) -> Iterator[Fault]:
    for name, service in terms.services.items():
        for index, entry in enumerate(service.depends):
            for needed in [entry] if isinstance(entry, str) else entry.of:
                if needed not in terms.services:
                    data = {"service": needed, "known": sorted(terms.services)}
                    yield ("services", name, "depends", index), Problem("terms.unknown_service", data)
        if name in _list_all_needed(terms, name):
            yield ("services", name, "depends"), Problem("terms.depends_on_itself", {"service": name})
        if service.from_ and service.until and service.until < service.from_:
            data = {"first": service.from_.isoformat(), "last": service.until.isoformat()}
            yield ("services", name, "until"), Problem("terms.effective_backwards", data)


def _list_all_needed(terms: Terms, name: str) -> set[str]:
    """All services that one depends on, however far down."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        service = terms.services.get(waiting.pop())
        further = set(service.list_needed()) - found if service else set()
        found |= further
        waiting += further
    return found


def _check_objective(objective: Objective, terms: Terms) -> Iterator[tuple[str, Problem]]:
    metric = parse_metric(objective.metric)
    if objective.calendar not in terms.calendars:
        data = {"calendar": objective.calendar, "known": sorted(terms.calendars)}
        yield "calendar", Problem("terms.unknown_calendar", data)
    if metric is None or not _is_known(metric, terms):
        data = {"metric": objective.metric, "known": _list_known(terms)}
        yield "metric", Problem("terms.unknown_metric", data)
        return
    yield from _check_target(objective.metric, metric, objective.target, terms)
    for key in sorted(ALL_OWN_KEYS - OWN_KEYS[metric.kind]):
        if getattr(objective, key) != Objective.model_fields[key].default:
            yield to_camel(key), Problem("terms.pointless", {"where": objective.id, "key": to_camel(key)})
    yield from _check_scope(objective, metric)
    yield from _check_satisfaction(objective, metric)


def _is_known(metric: Metric, terms: Terms) -> bool:
    if metric.kind == "clock":
        return metric.name in terms.clocks
    return metric.kind != "measure" or metric.name in terms.measures


def _list_known(terms: Terms) -> list[str]:
    own = [f"clock.{name}" for name in terms.clocks] + [f"measure.{name}" for name in terms.measures]
    return sorted([*own, "availability", "count.opened", "rate.opened", "satisfaction"])


def _check_target(where: str, metric: Metric, target: Target, terms: Terms) -> Iterator[tuple[str, Problem]]:
    if not _fits(metric, target, terms):
        yield "target", Problem("terms.target_fits_not", {"metric": where})
    limit = target.limit
    if limit is not None and limit.unit != "s" and target.within is None:
        yield "target", Problem("terms.days_only_within", {"value": str(limit)})


def _fits(metric: Metric, target: Target, terms: Terms) -> bool:
    level = target.level
    if level is None:
        return metric.kind == "clock"
    side = "at_most" if target.at_most is not None else "at_least"
    if metric.kind == "measure":
        unit = "share" if terms.measures[metric.name].unit == "percent" else "number"
        return level.unit == unit
    whole = level.unit != "number" or metric.kind == "satisfaction" or _is_count(level.amount)
    return (side, level.unit) in LEVELS[metric.kind] and whole


def _is_count(amount: Any) -> bool:
    return bool(amount >= 0 and amount.denominator == 1)


def _check_scope(objective: Objective, metric: Metric) -> Iterator[tuple[str, Problem]]:
    sayable = CONDITIONS.get(metric.kind)
    for name in sorted(set(objective.where) - sayable) if sayable is not None else ():
        yield "where", Problem("terms.condition_unsayable", {"key": name, "known": sorted(sayable or ())})
    if metric.kind in OUTAGE_KINDS and objective.per is None and "service" not in objective.where:
        yield "where", Problem("terms.availability_of_what", {"id": objective.id})
    if metric.kind == "rate" and not objective.counting:
        yield "metric", Problem("terms.rate_of_what", {"id": objective.id})
    if metric.kind in ("satisfaction", "measure") and objective.per not in (None, "service"):
        yield "per", Problem("terms.per_service_only", {"id": objective.id})
    rule = objective.measure
    if rule is not None and rule.method != "time":
        if metric.kind != "availability":
            yield "measure", Problem("terms.only_time", {"metric": objective.metric})
    elif metric.kind == "availability" and objective.minimum != 1:
        yield "minimum", Problem("terms.pointless", {"where": objective.id, "key": "minimum"})


def _check_satisfaction(objective: Objective, metric: Metric) -> Iterator[tuple[str, Problem]]:
    if metric.kind != "satisfaction":
        return
    level = objective.target.level
    unit = level.unit if level else ""
    if objective.scale is None:
        yield "metric", Problem("terms.scale_missing", {"id": objective.id})
        return
    low, high = objective.scale
    from_ = objective.satisfied_from
    if objective.method == "share" and (from_ is None or not low < from_ <= high):
        yield "satisfiedFrom", Problem("terms.satisfied_from", {"low": low, "high": high})
    if objective.method != "share" and from_ is not None:
        yield "satisfiedFrom", Problem("terms.pointless", {"where": objective.id, "key": "satisfiedFrom"})
    if objective.method == "nps" and objective.scale != (0, 10):
        yield "scale", Problem("terms.nps_scale", {"id": objective.id})
    if (unit == "share") != (objective.method == "share"):
        yield "target", Problem("terms.target_fits_not", {"metric": f"satisfaction ({objective.method})"})


def _check_promises_for_a_while(terms: Terms, ids: set[str]) -> Iterator[Fault]:
    by_id = {objective.id: objective for objective in terms.objectives}
    names = set(ids)
    for index, entry in enumerate(terms.assurance):
        if entry.objective not in by_id:
            yield ("assurance", index, "objective"), _unknown(entry.objective, ids)
            continue
        if entry.name in names:
            yield ("assurance", index), Problem("terms.id_twice", {"id": entry.name})
        names.add(entry.name)
        objective = by_id[entry.objective]
        metric = parse_metric(objective.metric)
        if metric is not None and _is_known(metric, terms):
            for key, problem in _check_target(objective.metric, metric, entry.target, terms):
                yield ("assurance", index, key), problem
        if entry.until < terms.effective.from_ or entry.from_ > terms.effective.until:
            yield ("assurance", index, "from"), Problem("terms.assurance_outside", {"id": entry.name})
    for index, extension in enumerate(terms.extensions):
        objective_extended = by_id.get(extension.objective)
        if objective_extended is None:
            yield ("extensions", index, "objective"), _unknown(extension.objective, ids)
        elif objective_extended.target.within is None:
            data = {"id": extension.objective}
            yield ("extensions", index, "objective"), Problem("terms.extension_of_what", data)


def _unknown(name: str, ids: set[str]) -> Problem:
    return Problem("terms.unknown_objective", {"id": name, "known": sorted(ids)})
