"""Random agreements and evidence from any source of choices: a seeded generator or Hypothesis.

Choices are whole numbers below a bound, so that a case is the same in every Python version.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from random import Random
from typing import Any, TypeVar

from serval.engine.calendars.compile import local_midnight
from serval.engine.evidence import Fact, Item, build_item
from serval.engine.instants import parse_instant
from serval.engine.terms import Agreement, compile_terms, load_terms

Below = Callable[[int], int]
Choice = TypeVar("Choice")

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "UTC")
CALENDARS: tuple[dict[str, Any], ...] = (
    {"always": True},
    {"weekly": {"mon-fri": ["09:00-12:00", "13:00-18:00"]}},
    {"weekly": {"mon-fri": ["22:00-06:00"], "sat": ["00:00-24:00"]}},
    {"timezone": "America/New_York", "weekly": {"mon-sun": ["00:00-02:30"]}, "closed": ["2026-02-02"]},
    {
        "weekly": {"mon-fri": ["08:30-17:30"]},
        "holidays": {
            "region": "XX",
            "source": "made up",
            "years": [2025, 2026],
            "off": ["2026-01-01", "2026-02-16", "2026-02-17"],
            "makeup": ["2026-02-14"],
        },
        "open": [{"on": "2026-02-17", "hours": ["10:00-12:00"]}],
    },
)
PERIODS = ("month", "quarter", "year", "contract-year", "rolling 7d")
FIRST_DAYS = (date(2026, 1, 1), date(2025, 12, 17), date(2026, 1, 31))
LAST_DAYS = (date(2026, 4, 30), date(2026, 3, 9))
PRIORITIES = ("high", "low")
BEGIN = parse_instant("2025-12-15T00:00:00Z")
END = parse_instant("2026-05-10T00:00:00Z")
HOUR = 3600


def seeded(seed: int) -> Below:
    """Choices from a seed; `random()` is the one method whose sequence Python guarantees."""
    dice = Random(seed)  # noqa: S311 - a reproducible case, not a secret
    return lambda bound: int(dice.random() * bound)


def pick(below: Below, choices: Sequence[Choice]) -> Choice:
    return choices[below(len(choices))]


def build_agreement(below: Below, *, periods: Sequence[str] = PERIODS) -> Agreement:
    """Terms with three clocks and four objectives over a few months."""
    zone = pick(below, ZONES)
    terms = {
        "apiVersion": "serval/v1",
        "kind": "Agreement",
        "metadata": {"number": "R-1", "title": "Random"},
        "parties": {"provider": "p", "client": "c"},
        "effective": {
            "from": pick(below, FIRST_DAYS).isoformat(),
            "until": pick(below, LAST_DAYS).isoformat(),
            "timezone": zone,
        },
        "calendars": {"one": pick(below, CALENDARS), "two": pick(below, CALENDARS)},
        "clocks": {
            "response": {"start": "opened", "stop": "first_response"},
            "resolution": {
                "start": "opened",
                "stop": "resolved",
                "pause": ["waiting_client"],
                "reopen": pick(below, ("resume", "restart", "ignore")),
                "settle": pick(below, ("2wd", "30h", "3d")),
            },
            "reply": {"start": "client_message", "stop": "agent_message", "repeat": True},
        },
        "objectives": [
            _objective(below, "answer", "response", {"within": pick(below, ("4h", "1wd")), "share": "90%"}, periods),
            _objective(
                below, "solve", "resolution", {"within": pick(below, ("8h", "2wd", "3d")), "all": True}, periods
            ),
            _objective(below, "speed", "resolution", pick(below, ({"p90": "8h"}, {"mean": "6h"})), periods),
            _objective(below, "reply", "reply", {"median": "2h"}, periods),
            {**_objective(below, "few", "", {"atMost": 2}, periods), "metric": "count.opened"},
        ],
        "reclassified": pick(below, ("from_start", "from_change", "restart")),
    }
    return compile_terms(load_terms(json.dumps(terms)))


def _objective(below: Below, name: str, clock: str, target: dict[str, Any], periods: Sequence[str]) -> dict[str, Any]:
    return {
        "id": name,
        "metric": f"clock.{clock}",
        "where": pick(below, ({}, {"priority": "high"}, {"priority": ["low", "high"]})),
        "target": target,
        "calendar": pick(below, ("one", "two")),
        "period": pick(below, periods),
        "partial": pick(below, ("judge", "skip", "merge")),
    }


def build_items(below: Below, agreement: Agreement) -> list[Item]:
    """One to six items; many of their facts fall on the bounds of periods to the second."""
    bounds = [agreement.start, agreement.end, *(period for period in _month_bounds(agreement))]
    return [_build_item(below, f"I{number}", bounds) for number in range(1 + below(6))]


def _month_bounds(agreement: Agreement) -> list[int]:
    from_, zone = agreement.terms.effective.from_, agreement.zone
    months = [date(from_.year + (from_.month + n - 1) // 12, (from_.month + n - 1) % 12 + 1, 1) for n in range(1, 5)]
    return [local_midnight(day, zone) for day in months]


def _build_item(below: Below, name: str, bounds: Sequence[int]) -> Item:
    at = BEGIN + below(2000) * HOUR if below(3) else pick(below, bounds) - below(3)
    facts = [Fact(at, "event", "opened"), Fact(at, "field", "priority", pick(below, PRIORITIES))]
    for number in range(below(9)):
        at = _advance(below, at, bounds)
        facts.append(_fact(below, at, number))
    if below(8) == 0:
        facts.append(Fact(_advance(below, at, bounds), "state", pick(below, ("cancelled", "merged"))))
    if below(12) == 0:
        facts.append(Fact(facts[0].at - 1, "event", "first_response"))
    return build_item(name, facts, pauses_known=bool(below(5)))


def _advance(below: Below, at: int, bounds: Sequence[int]) -> int:
    """A few seconds, hours or days on, or to a bound that is still to come."""
    later = [bound for bound in bounds if bound > at]
    if later and below(4) == 0:
        return later[0] + below(2)
    return at + pick(below, (0, 1, 4 * HOUR, 8 * HOUR, below(40) * HOUR, below(200_000), below(40) * 24 * HOUR))


def _fact(below: Below, at: int, number: int) -> Fact:
    kind = below(4)
    source = f"log#{number}"
    if kind == 0:
        return Fact(at, "field", "priority", pick(below, PRIORITIES), source=source)
    if kind == 1:
        event = pick(below, ("first_response", "client_message", "agent_message", "confirmed"))
        return Fact(at, "event", event, source=source)
    if kind == 2:
        return Fact(at, pick(below, ("pause", "resume")), "waiting_client", source=source)
    return Fact(at, "state", pick(below, ("open", "waiting_client", "resolved", "resolved", "closed")), source=source)
