"""Rule 13: availability above what the components of a service promise together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from serval.engine.availability.promise import promise_k_of_n, promise_series
from serval.engine.durations import format_percent
from serval.engine.lint.chain import list_chains
from serval.engine.lint.findings import Remark, warn
from serval.engine.lint.papers import Paper, Promise
from serval.engine.terms.services import Service


def find_promises_above_components(papers: Sequence[Paper]) -> Iterator[tuple[Paper, Remark]]:
    """Services that promise more than the product of what they depend on; a component without promise never fails."""
    for paper in papers:
        under = [lower for upper, lower in list_chains(papers) if upper is paper]
        promised = _list_promised([paper, *under])
        for promise in paper.promises:
            for service in _list_services(paper, promise):
                together = _combine(service, paper.terms.services, promised)
                target = _read_share(promise)
                if target is not None and together < target:
                    yield (
                        paper,
                        warn(
                            (*promise.place, "target"),
                            "lint.availability_above_components",
                            objective=promise.id,
                            service=service,
                            value=str(promise.objective.target.at_least),
                            together=format_percent(_cut(together)),
                        ),
                    )


def _cut(share: Fraction) -> Fraction:
    """To four decimals of a percentage, downwards: what falls short must not look enough."""
    return Fraction(int(share * 10**6), 10**6)


def _read_share(promise: Promise) -> Fraction | None:
    level = promise.objective.target.at_least
    return level.amount if promise.metric.kind == "availability" and level is not None else None


def _list_services(paper: Paper, promise: Promise) -> list[str]:
    """The services an availability promise is about."""
    if promise.metric.kind != "availability":
        return []
    return sorted(set(promise.objective.where.get("service", tuple(paper.terms.services))))


def _list_promised(papers: Sequence[Paper]) -> Mapping[str, Fraction]:
    """The best availability that is promised for each service."""
    found: dict[str, Fraction] = {}
    for paper in papers:
        for promise in paper.promises:
            share = _read_share(promise)
            for service in _list_services(paper, promise) if share is not None else ():
                found[service] = max(found.get(service, Fraction(0)), share or Fraction(0))
    return found


def _combine(service: str, services: Mapping[str, Service], promised: Mapping[str, Fraction]) -> Fraction:
    """What everything that a service depends on promises together."""
    if service not in services:
        return Fraction(1)
    parts = []
    for entry in services[service].depends:
        if isinstance(entry, str):
            parts.append(_promise_of(entry, services, promised))
        else:
            shares = [_promise_of(name, services, promised) for name in entry.of]
            parts.append(promise_k_of_n(shares, needs=entry.at_least))
    return promise_series(parts)


def _promise_of(name: str, services: Mapping[str, Service], promised: Mapping[str, Fraction]) -> Fraction:
    """Its own promise, or without one that of its components."""
    return promised[name] if name in promised else _combine(name, services, promised)
