"""Evidence that the terms have no use for: a name spelled otherwise takes part in nothing, and that costs money."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from serval.engine.periods import PeriodKind, list_periods
from serval.engine.records import Exclusion, Records
from serval.engine.terms import Agreement
from serval.engine.terms.consequences import find_settlement_kind
from serval.engine.terms.metrics import OUTAGE_KINDS
from serval.engine.terms.objectives import ObligationObjective
from serval.engine.terms.versions import Version

Kind = Literal["measure", "obligation", "event", "reason", "service", "settlement", "approval"]
CUTOFF = 0.5


@dataclass(frozen=True, slots=True)
class Unused:
    """Records that nothing in the terms asks for.

    kind     what the terms lack: a measure, an obligation, …; `approval` where the record itself lacks it
    name     how the records spell it · near: what the terms call something like it; empty where nothing is near
    count    how many records · sources: where they were read, sorted; a sample does not know
    """

    kind: Kind
    name: str
    near: str
    count: int
    sources: tuple[str, ...]


def list_unused(agreement: Agreement, records: Records) -> tuple[Unused, ...]:
    """Everything that was dropped for its name, one entry for each name, and exclusions nobody approved."""
    reasons = {reason for wording in _list_wordings(agreement) for reason in wording.terms.exclude}
    approved = [row for row in records.exclusions if row.approved_by]
    known = (
        ("measure", _list_measures(agreement), ((row.measure, row.source) for row in records.measures)),
        ("obligation", _list_obligations(agreement), ((row.obligation, row.source) for row in records.obligations)),
        ("event", _list_events(agreement), ((row.event, row.source) for row in records.occurrences)),
        ("reason", reasons, ((row.reason, row.source) for row in approved)),
        ("service", find_services(agreement), _list_places(records)),
        ("settlement", _list_settlements(agreement), ((row.settlement, row.source) for row in records.claim_steps)),
    )
    found = [entry for kind, names, used in known if names is not None for entry in _compare(kind, names, used)]
    return (*found, *_list_unapproved(row for row in records.exclusions if not row.approved_by))


def write_unused(entries: Iterable[Unused]) -> list[dict[str, Any]]:
    """As plain data for other programs."""
    return [
        {"kind": e.kind, "name": e.name, "near": e.near or None, "count": e.count, "sources": list(e.sources)}
        for e in entries
    ]


def _compare(kind: Any, names: Collection[str], used: Iterable[tuple[str, str]]) -> Iterator[Unused]:
    strange: dict[str, list[str]] = {}
    for name, source in used:
        if name not in names:
            strange.setdefault(name, []).append(source)
    for name, sources in sorted(strange.items()):
        # Any two months look alike: no guess is better than a wrong one.
        near = [] if kind == "settlement" else difflib.get_close_matches(name, sorted(names), n=1, cutoff=CUTOFF)
        yield Unused(kind, name, near[0] if near else "", len(sources), tuple(sorted(filter(None, sources))))


def _list_unapproved(rows: Iterable[Exclusion]) -> Iterator[Unused]:
    by_reason: dict[str, list[str]] = {}
    for row in rows:
        by_reason.setdefault(row.reason, []).append(row.source)
    for reason, sources in sorted(by_reason.items()):
        yield Unused("approval", reason, "", len(sources), tuple(sorted(filter(None, sources))))


def _list_wordings(agreement: Agreement) -> Iterator[Any]:
    return (objective for version in agreement.versions for objective in version.objectives)


def _list_measures(agreement: Agreement) -> set[str]:
    return {name for version in agreement.versions for name in version.terms.measures}


def _list_obligations(agreement: Agreement) -> set[str]:
    return {wording.name for wording in _list_wordings(agreement) if isinstance(wording, ObligationObjective)}


def _list_events(agreement: Agreement) -> set[str]:
    agreed = [version.terms.consequences for version in agreement.versions]
    scores = [consequences.score for consequences in agreed if consequences is not None]
    return {entry.event for score in scores if score is not None for entry in score.deduct if entry.event is not None}


def find_services(agreement: Agreement) -> set[str] | None:
    """Services whose availability anything promised rests on, with all they depend on; None where it may be any."""
    found: set[str] = set()
    for version in agreement.versions:
        for wording in version.objectives:
            if wording.kind in OUTAGE_KINDS:
                named = wording.terms.where.get("service")
                if named is None:
                    return None
                found |= _list_bearing(version, named)
    return found


def _list_bearing(version: Version, names: Iterable[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            service = version.terms.services.get(name)
            waiting += service.list_needed() if service is not None else []
    return found


def _list_places(records: Records) -> Iterator[tuple[str, str]]:
    """The service of every outage, exclusion of time and sample."""
    yield from ((row.place.service, row.source) for row in records.outages)
    yield from ((row.place.service, row.source) for row in records.exclusions if row.place.service and not row.item)
    yield from ((place.service, "") for place, columns in records.samples.places.items() for _ in range(len(columns)))


def _list_settlements(agreement: Agreement) -> set[str]:
    found: set[str] = set()
    for version in agreement.versions:
        consequences, fee = version.terms.consequences, version.terms.fee
        if consequences is not None:
            kind = PeriodKind(find_settlement_kind(consequences, fee))
            periods = list_periods(kind, agreement.first_day, agreement.terms.effective.until, agreement.zone)
            found |= {period.label for period in periods}
    return found
