"""Things that are defined and never spoken of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from serval.engine.lint.findings import Remark, warn
from serval.engine.lint.papers import Paper
from serval.engine.lint.scopes import overlap
from serval.engine.terms.consequences import find_claims_calendar


def _list_unused(section: str, defined: Iterable[str], used: set[str]) -> Iterator[Remark]:
    for name in defined:
        if name not in used:
            yield warn((section, name), "lint.unused", section=section, name=name)


def find_unused_clocks(paper: Paper) -> Iterator[Remark]:
    """Clocks that no objective reads."""
    used = {promise.metric.name for promise in paper.promises if promise.metric.kind == "clock"}
    yield from _list_unused("clocks", paper.terms.clocks, used)


def find_unused_measures(paper: Paper) -> Iterator[Remark]:
    """Measures that no objective reads."""
    used = {promise.metric.name for promise in paper.promises if promise.metric.kind == "measure"}
    yield from _list_unused("measures", paper.terms.measures, used)


def find_unused_calendars(paper: Paper) -> Iterator[Remark]:
    """Calendars that neither an objective nor the claims count on."""
    used = {promise.objective.calendar for promise in paper.promises}
    claims = paper.consequences.claims
    if claims is not None:
        used.add(find_claims_calendar(claims, paper.terms.calendars) or "")
    yield from _list_unused("calendars", paper.terms.calendars, used)


def find_unused_services(paper: Paper) -> Iterator[Remark]:
    """Services that no objective can speak of, and that none of those needs."""
    services = paper.terms.services
    used = {
        name
        for name in services
        if any(overlap({"service": (name,)}, promise.objective.where, services) for promise in paper.promises)
    }
    waiting = list(used)
    while waiting:
        needed = set(services[waiting.pop()].list_needed()) - used
        used |= needed
        waiting += needed
    yield from _list_unused("services", services, used)
