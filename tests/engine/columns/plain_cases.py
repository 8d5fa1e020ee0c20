"""Random agreements and items of which most are plain: what columns judge is mixed with all that they leave aside."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from serval.engine.calendars.compile import local_midnight
from serval.engine.evidence import Fact, Item, build_item
from serval.engine.records import Exclusion, Records, build_records
from serval.engine.terms import Agreement, load_terms
from serval.engine.terms.compile import compile_versions
from tests.engine.verdicts.random_cases import CALENDARS, HOUR, PRIORITIES, ZONES, Below, pick

DAY = 86_400
PERIODS = ("month", "month", "month", "quarter", "contract-year")
SERVICES = ("core", "portal")
TARGETS: tuple[dict[str, Any], ...] = (
    {"within": "4h", "all": True},
    {"within": "1wd", "share": "90%"},
    {"within": "2d", "share": "90%"},
    {"within": "30h", "all": True, "tolerate": 1},
    {"within": "60d", "all": True},
    {"mean": "6h"},
    {"median": "30h"},
    {"p90": "8h"},
)
WHERE: tuple[dict[str, Any], ...] = (
    {},
    {},
    {"priority": "high"},
    {"priority": ["low", "high"]},
    {"criticality": "critical"},
    {"priority": "low", "service": "core"},
)
HOLIDAYS = {
    "weekly": {"mon-fri": ["08:30-12:00", "13:00-17:30"]},
    "holidays": {
        "region": "XX",
        "source": "made up",
        "years": [2026, 2026],
        "off": ["2026-02-16"],
        "makeup": ["2026-02-14"],
    },
}
STATES = ("open", "waiting_client", "waiting_parts", "resolved", "closed", "cancelled", "merged")
EVENTS = ("first_response", "agent_message", "accepted", "arrived", "resolved", "confirmed", "opened", "client_message")


def build_agreement(below: Below) -> Agreement:
    """Terms with promises on clocks that columns judge, and now and then something that they leave to the benches."""
    zone = pick(below, ZONES)
    document = {
        "apiVersion": "serval/v1",
        "kind": "Agreement",
        "metadata": {"number": "R-3", "title": "Plain"},
        "parties": {"provider": "p", "client": "c"},
        "effective": {
            "from": pick(below, ("2026-01-01", "2026-01-20")),
            "until": pick(below, ("2026-04-30", "2026-03-09")),
            "timezone": zone,
        },
        "calendars": {"one": _pick_calendar(below), "two": _pick_calendar(below)},
        "services": {"core": {"criticality": "critical"}, "portal": {"criticality": "normal"}},
        "clocks": _list_clocks(below),
        "objectives": list(_list_objectives(below)),
        "reclassified": pick(below, ("from_start", "from_change", "restart")),
    }
    _add_rarities(below, document)
    versions = [document]
    if below(12) == 0 and "assurance" not in document:
        amendment = {"agreed": "2026-02-10"}
        later = {**document, "effective": {**document["effective"], "from": "2026-02-20"}, "amendment": amendment}
        versions.append(later)
    return compile_versions([load_terms(json.dumps(version)) for version in versions])


def _pick_calendar(below: Below) -> dict[str, Any]:
    return HOLIDAYS if below(4) == 0 else pick(below, CALENDARS)


def _list_clocks(below: Below) -> dict[str, dict[str, Any]]:
    clocks: dict[str, dict[str, Any]] = {
        "response": {"start": "opened", "stop": "first_response"},
        "on_site": {"start": "accepted", "stop": "arrived", "pause": ["waiting_client"]},
        "resolution": {"start": "opened", "stop": "resolved", "pause": ["waiting_client", "waiting_parts"]},
        "closing": {"start": "opened", "stop": ["closed", "confirmed"], "pause": ["waiting_parts"]},
        "parts": {"start": "waiting_parts", "stop": "closed"},
    }
    for name in ("resolution", "parts"):
        clocks[name]["reopen"] = pick(below, ("resume", "restart", "ignore"))
        if below(2):
            clocks[name]["settle"] = pick(below, ("2wd", "30h", "40d"))
    return clocks


def _list_objectives(below: Below) -> Sequence[dict[str, Any]]:
    entries = [
        _objective(below, name, f"clock.{name}")
        for name in ("response", "on_site", "resolution", "closing", "parts")
        if below(4)
    ]
    if below(3) == 0:
        base = _objective(below, "wide", "clock.response") | {"pick": "level", "where": {}}
        narrow = base | {"id": "narrow", "where": {"priority": "high"}}
        narrowest = base | {"id": "narrowest", "where": {"priority": "high", "service": "core"}}
        entries += [base, narrow, narrowest]
    if below(8) == 0:
        few = _objective(below, "few", "count.opened") | {"target": {"atMost": 3}}
        del few["minimum"]
        entries.append(few)
    if below(9) == 0:
        entries.append(_objective(below, "each", "clock.response") | {"per": "service"})
    return entries or [_objective(below, "response", "clock.response")]


def _objective(below: Below, name: str, metric: str) -> dict[str, Any]:
    return {
        "id": name,
        "metric": metric,
        "where": pick(below, WHERE),
        "target": pick(below, TARGETS),
        "calendar": pick(below, ("one", "two")),
        "period": pick(below, PERIODS) if below(12) else "rolling 9d",
        "partial": pick(below, ("judge", "skip", "merge")),
        "minimum": 1 + below(3),
        "exclude": pick(below, ([], ["force_majeure"])),
    }


def _add_rarities(below: Below, document: dict[str, Any]) -> None:
    """A dated promise, more time by consent, and credits by the hour or by the item."""
    first = document["objectives"][0]
    is_clock = first["metric"].startswith("clock.") and "within" in first["target"]
    if is_clock and below(5) == 0 and not first["period"].startswith("rolling") and "pick" not in first:
        dated = {"from": "2026-02-10", "until": "2026-02-16", "objective": first["id"]}
        document["assurance"] = [{**dated, "target": {"within": "2h", "all": True}}]
    if is_clock and below(5) == 0:
        document["extensions"] = [{"objective": first["id"], "within": "90d", "needs": "client_message"}]
    if below(5) == 0 and not first["period"].startswith("rolling"):
        credit = {"for": first["id"], "each": pick(below, ("item", "hour")), "amount": "10.00"}
        document["fee"] = {"amount": "10000.00", "currency": "CNY", "per": "month"}
        document["consequences"] = {"credits": [credit]}


def build_items(below: Below, agreement: Agreement) -> list[Item]:
    """One to eight items in the order of their ids; many of their facts fall on the bounds of months to the second."""
    bounds = [local_midnight(date(2026, month, 1), agreement.zone) for month in (1, 2, 3, 4, 5)]
    return [_build_item(below, f"I-{'工' * below(2)}{number}", bounds) for number in range(1 + below(8))]


def _build_item(below: Below, name: str, bounds: Sequence[int]) -> Item:
    at = bounds[0] + below(110) * DAY + below(24) * HOUR if below(4) else pick(below, bounds) - below(2)
    facts = [Fact(at, "event", "opened", source="log#1")]
    facts += [
        Fact(at - (below(9) == 0), "field", field, pick(below, values), source="log#1")
        for field, values in (("priority", PRIORITIES), ("service", SERVICES))
        if below(8)
    ]
    if below(2):
        facts.append(Fact(at, "state", "open", source="log#2"))
    for number, fact in enumerate(_list_life(below, at, bounds), 3):
        facts.append(Fact(*fact, seq=below(40) == 0, source=f"log#{number}" if below(9) else ""))
    while below(4) == 0:
        facts.append(_disturb(below, pick(below, facts).at + pick(below, (-1, 0, 1, below(40) * HOUR))))
    return build_item(name, facts)


def _list_life(below: Below, at: int, bounds: Sequence[int]) -> Sequence[tuple[int, Any, str]]:
    """Answered, visited, paused a few times, resolved and closed, as far as it came."""
    events = [name for name in ("first_response", "agent_message", "accepted", "arrived") if below(3)]
    life: list[tuple[int, Any, str]] = []
    moment = at
    for name in events:
        moment = _advance(below, moment, bounds)
        life.append((moment, "event", name))
    moment = at
    for _ in range(below(4)):
        moment = _advance(below, moment, bounds)
        life.append((moment, "state", pick(below, STATES[1:3])))
        moment = _advance(below, moment, bounds)
        life.append((moment, "state", "open"))
    for name in ("resolved", "closed"):
        if below(4):
            moment = _advance(below, moment, bounds)
            life.append((moment, "state", name))
    return life


def _advance(below: Below, at: int, bounds: Sequence[int]) -> int:
    later = [bound for bound in bounds if bound > at]
    if later and below(5) == 0:
        return later[0] - 1 + below(3)
    return at + pick(below, (0, 1, below(4 * HOUR), below(40) * HOUR, below(200_000), below(20) * DAY))


def _disturb(below: Below, at: int) -> Fact:
    """A fact that makes most items anything but plain."""
    kind = below(4)
    if kind == 0:
        field = pick(below, ("priority", "service", "criticality"))
        return Fact(at, "field", field, pick(below, ("high", "low", "core", "critical")), source="log#90")
    if kind == 1:
        return Fact(at, "event", pick(below, EVENTS), source="log#91")
    if kind == 2:
        return Fact(at, pick(below, ("pause", "resume")), pick(below, STATES[1:3]), source="log#92")
    return Fact(at, "state", pick(below, STATES), source="log#93")


def build_exclusions(below: Below, items: Sequence[Item]) -> Records:
    """Exclusions of some items, approved or not."""
    named = [item.id for item in items if below(10) == 0] + (["nobody"] if below(9) == 0 else [])
    reasons = ("force_majeure", "agreed")
    return build_records(
        exclusions=[Exclusion(pick(below, reasons), "p", pick(below, ("c", "")), item=name) for name in named]
    )
