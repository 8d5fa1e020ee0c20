"""Random agreements with every rule on items at once: dated promises, extensions, picks, services, versions."""

from __future__ import annotations

import json
from typing import Any

from serval.engine.evidence import Fact, Item, build_item
from serval.engine.terms import Agreement, load_terms
from serval.engine.terms.compile import compile_versions
from tests.engine.verdicts import restless_items
from tests.engine.verdicts.random_cases import CALENDARS, ZONES, Below, pick

DAY = 86_400


def build_agreement(below: Below) -> Agreement:
    """One to three versions with two rivals, a promise by service, a promise that may be extended, and dated ones."""
    zone, days = pick(below, ZONES), sorted({"2026-01-01", *(pick(below, DAYS) for _ in range(below(3)))})
    shared = {"one": pick(below, CALENDARS), "two": pick(below, CALENDARS)}
    documents = [_build_version(below, day, zone, shared) for day in days]
    return compile_versions([load_terms(json.dumps(document)) for document in documents])


DAYS = ("2026-01-17", "2026-02-01", "2026-02-14", "2026-03-01")


def _build_version(below: Below, first: str, zone: str, calendars: dict[str, Any]) -> dict[str, Any]:
    assured = [_assure(below, name) for name in ("answer", "solve") if below(3)]
    document: dict[str, Any] = {
        "apiVersion": "serval/v1",
        "kind": "Agreement",
        "metadata": {"number": "R-3", "title": "Ruled"},
        "parties": {"provider": "p", "client": "c"},
        "effective": {"from": first, "until": "2026-04-30", "timezone": zone},
        "calendars": calendars,
        "services": {"core": {"criticality": "critical"}, "portal": {"criticality": "normal"}},
        "clocks": {
            "response": {"start": "opened", "stop": "first_response"},
            "resolution": {
                "start": "opened",
                "stop": "resolved",
                "pause": ["waiting_client"],
                "reopen": pick(below, ("resume", "restart", "ignore")),
            },
        },
        "objectives": _list_objectives(below),
        "assurance": [entry for entry in assured if entry["until"] >= first],
        "extensions": [{"objective": "solve", "within": pick(below, ("20d", "300h")), "needs": "accepted"}],
        "reclassified": pick(below, ("from_start", "from_change", "restart")),
        "amended": pick(below, ("keep", "from_start", "restart")),
    }
    if below(2):
        credit = {"for": ["answer", "solve"], "each": "hour", "amount": "1.00"}
        document["fee"] = {"amount": "100.00", "currency": "CNY", "per": "month"}
        document["consequences"] = {"credits": [credit]}
    return document


def _list_objectives(below: Below) -> list[dict[str, Any]]:
    narrow = pick(below, ({"priority": "high", "type": "incident"}, {"priority": "high"}))
    return [
        _objective(below, "wide", "resolution", pick="level"),
        _objective(below, "narrow", "resolution", pick="level", where=narrow),
        _objective(below, "answer", "response", where=pick(below, ({}, {"priority": "high"}))),
        _objective(below, "solve", "resolution", where=pick(below, ({}, {"type": "incident"}))),
        _objective(below, "each", pick(below, ("resolution", "response")), per="service", noData="breach"),
    ]


def _objective(below: Below, name: str, clock: str, **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "metric": f"clock.{clock}",
        "target": {"within": pick(below, ("4h", "2wd", "300h", "30d")), "all": True},
        "calendar": pick(below, ("one", "two")),
        "period": pick(below, ("month", "quarter")),
        **more,
    }


def _assure(below: Below, name: str) -> dict[str, Any]:
    first = pick(below, ("2026-01-10", "2026-02-10", "2026-03-10"))
    last = f"{first[:8]}{11 + below(15)}"
    target = {"within": pick(below, ("2h", "100h", "30d", "60d")), "all": True}
    return {"id": f"fair-{name}", "from": first, "until": last, "objective": name, "target": target}


def build_items(below: Below, agreement: Agreement) -> list[Item]:
    """Restless items, some of which also change their service, name it late, or are taken up again long after."""
    return [_stir(below, item) for item in restless_items.build_items(below, agreement)]


def _stir(below: Below, item: Item) -> Item:
    at = item.facts[0].at
    named = at + below(60) * DAY
    facts = [Fact(named + n * DAY, "field", "service", pick(below, ("core", "portal"))) for n in range(below(3))]
    if below(3) == 0:
        solved = at + below(20) * DAY
        facts += [Fact(solved, "state", "resolved"), Fact(solved + below(40) * DAY + 1, "state", "open")]
    return build_item(item.id, [*item.facts, *facts])
