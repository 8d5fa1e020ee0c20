"""Random items that try to rewrite what is closed: cancelled and taken up again, classified late, paused at bounds.

Of an item that is opened before anything else happens; an item first seen before it is opened has a rule of its own.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from serval.engine.calendars.compile import local_midnight
from serval.engine.evidence import Fact, Item, build_item
from serval.engine.terms import Agreement, compile_terms, load_terms
from tests.engine.verdicts.random_cases import CALENDARS, ZONES, Below, pick

PERIODS = ("month", "quarter", "year", "contract-year")
CLOCKS = ("response", "on_site", "resolution", "closing", "reply", "loop")
EVENTS = ("first_response", "accepted", "arrived", "client_message", "agent_message", "confirmed", "resolved")
STATES = ("open", "open", "waiting_client", "resolved", "resolved", "closed", "cancelled", "cancelled", "merged")
WHERE: tuple[dict[str, Any], ...] = (
    {},
    {"priority": "high"},
    {"priority": ["high", "low"]},
    {"priority": "high", "type": "incident"},
    {"criticality": "critical"},
)
FIELDS = {"priority": ("high", "low", "none"), "type": ("incident", "request"), "service": ("core", "portal")}
HOUR, DAY = 3600, 86_400


def build_agreement(below: Below) -> Agreement:
    """Terms with every kind of clock, promises that fit within a period and such that reach beyond it."""
    clocks: dict[str, dict[str, Any]] = {
        "response": {"start": "opened", "stop": "first_response"},
        "on_site": {"start": "accepted", "stop": "arrived", "pause": ["waiting_client"]},
        "resolution": {"start": "opened", "stop": "resolved", "pause": ["waiting_client"]},
        "closing": {"start": "accepted", "stop": "closed", "pause": ["waiting_client", "waiting_parts"]},
        "reply": {"start": "client_message", "stop": "agent_message", "repeat": True, "pause": ["waiting_client"]},
        "loop": {"start": "agent_message", "stop": "agent_message", "repeat": True},
    }
    for name in ("resolution", "closing"):
        clocks[name]["reopen"] = pick(below, ("resume", "restart", "ignore"))
        if below(2):
            clocks[name]["settle"] = pick(below, ("2wd", "30h", "3d", "60d"))
    terms = {
        "apiVersion": "serval/v1",
        "kind": "Agreement",
        "metadata": {"number": "R-2", "title": "Restless"},
        "parties": {"provider": "p", "client": "c"},
        "effective": {
            "from": pick(below, ("2026-01-01", "2025-12-17")),
            "until": pick(below, ("2026-04-30", "2026-03-09")),
            "timezone": pick(below, ZONES),
        },
        "calendars": {"one": pick(below, CALENDARS), "two": pick(below, CALENDARS)},
        "services": {"core": {"criticality": "critical"}, "portal": {"criticality": "normal"}},
        "clocks": clocks,
        "objectives": [
            *(_objective(below, name, f"clock.{name}", _clock_target(below)) for name in CLOCKS),
            _objective(below, "few", "count.opened", {"atMost": 1}),
            _objective(below, "some", "count.client_message", {"atLeast": 1}),
        ],
        "reclassified": pick(below, ("from_start", "from_change", "restart")),
    }
    return compile_terms(load_terms(json.dumps(terms)))


def _clock_target(below: Below) -> dict[str, Any]:
    if below(4) == 0:
        return pick(below, ({"mean": "6h"}, {"p90": "8h"}))
    return {"within": pick(below, ("4h", "2wd", "300h", "30d", "90d")), "all": True}


def _objective(below: Below, name: str, metric: str, target: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": name,
        "metric": metric,
        "where": pick(below, WHERE),
        "target": target,
        "calendar": pick(below, ("one", "two")),
        "period": pick(below, PERIODS),
        "partial": pick(below, ("judge", "skip", "merge")),
    }


def build_items(below: Below, agreement: Agreement) -> list[Item]:
    """One to three items; many of their facts fall on the bounds of months to the second."""
    bounds = [local_midnight(day, agreement.zone) for day in _list_firsts()]
    return [_build_item(below, f"I{number}", bounds) for number in range(1 + below(3))]


def _list_firsts() -> list[date]:
    return [date(2025, 12, 17), *(date(2026, month, 1) for month in (1, 2, 3, 4, 5))]


def _build_item(below: Below, name: str, bounds: Sequence[int]) -> Item:
    at = bounds[0] + below(90) * DAY + below(24) * HOUR if below(3) else pick(below, bounds[:-1]) - below(2)
    facts = [Fact(at, "event", "opened")]
    facts += [Fact(at, "field", field, pick(below, values)) for field, values in FIELDS.items() if below(2)]
    for number in range(below(12)):
        at = _advance(below, at, bounds)
        facts.append(_fact(below, at, number))
    later = [bound for bound in bounds if bound > facts[0].at]
    if later and below(2):
        facts.append(_pause_at(below, pick(below, later)))
    return build_item(name, facts)


def _pause_at(below: Below, bound: int) -> Fact:
    """A pause that begins or ends at the very instant at which a month closes."""
    if below(2):
        return Fact(bound, "state", pick(below, ("waiting_client", "open")), source="bound")
    return Fact(bound, pick(below, ("pause", "resume")), "waiting_client", source="bound")


def _advance(below: Below, at: int, bounds: Sequence[int]) -> int:
    later = [bound for bound in bounds if bound > at]
    if later and below(4) == 0:
        return later[0] - 1 + below(3)
    return at + pick(below, (0, 1, 4 * HOUR, below(40) * HOUR, below(40) * HOUR, below(20) * DAY))


def _fact(below: Below, at: int, number: int) -> Fact:
    kind, source = below(8), f"log#{number}"
    if kind < 2:
        field = pick(below, tuple(FIELDS))
        return Fact(at, "field", field, pick(below, FIELDS[field]), source=source)
    if kind < 4:
        return Fact(at, "event", pick(below, EVENTS), source=source)
    if kind == 4:
        reason = pick(below, ("waiting_client", "waiting_client", "waiting_parts"))
        return Fact(at, pick(below, ("pause", "resume")), reason, source=source)
    return Fact(at, "state", pick(below, STATES), source=source)
