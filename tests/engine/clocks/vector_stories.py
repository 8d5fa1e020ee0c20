"""The pause vectors of other systems as facts and clocks (README.md in the folder of vectors explains the fields)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from serval.engine.calendars.calendar import Calendar
from serval.engine.clocks import Clock, Cycle, History, Reading, find_cycles, read_clock, read_history
from serval.engine.clocks.pauses import list_pauses
from serval.engine.durations import Duration
from serval.engine.evidence import Fact, build_item
from serval.engine.instants import parse_instant
from tests.engine.calendars.vector_files import calendar_of
from tests.engine.clocks.stories import NEVER

Vector = dict[str, Any]

STATES = {
    "new": "open",
    "open": "open",
    "assigned": "open",
    "pending reminder": "waiting_client",
    "pending close": "waiting_client",
    "waiting": "waiting_client",
    "stalled": "waiting_client",
    "Replied": "waiting_client",
    "closed": "closed",
    "Closed": "closed",
}
EVENTS = {
    "created": ("opened",),
    "created_by_requestor": ("opened", "client_message"),
    "staff_reply": ("agent_message",),
    "agent_contact": ("agent_message",),
    "requestor_reply": ("client_message",),
    "customer_contact": ("client_message",),
    "first_response": ("first_response",),
}
FIELDS = ("priority", "level", "target")

ASKED = "asked"
"""An event of our own at the instant from which a vector counts."""


def load_pause_vectors(shared: Path) -> dict[str, Vector]:
    vectors = json.loads((shared / "vectors" / "sla_pause.json").read_text(encoding="utf-8"))
    return {vector["id"]: vector for vector in vectors}


def calendar_for(vector: Vector) -> Calendar:
    return calendar_of({**vector, "start": vector["clock_start"]})


def facts_of(vector: Vector) -> list[Fact]:
    """What the events say, in their order; pauses that no event tells are told as pauses."""
    if not vector.get("events"):
        pauses = [(parse_instant(begin), parse_instant(end)) for begin, end in vector["paused"]]
        return [f for a, b in pauses for f in (Fact(a, "pause", "waiting_client"), Fact(b, "resume", "waiting_client"))]
    facts: list[Fact] = []
    shown = ""
    for seq, told in enumerate(sorted(vector["events"], key=lambda told: parse_instant(told["at"])), 1):
        at, event = parse_instant(told["at"]), told["event"]
        facts += [Fact(at, "event", name, seq=seq) for name in EVENTS.get(event, ())]
        facts += [Fact(at, "field", name, str(told[name]), seq=seq) for name in FIELDS if name in told]
        shown = _next_state(shown, told)
        facts.append(Fact(at, "state", STATES[shown], seq=seq))
    return facts


def _next_state(shown: str, told: dict[str, Any]) -> str:
    """A client's answer ends the waiting for it; an event may be called after the state it leads to."""
    if told["event"] == "customer_contact" and shown == "Replied":
        return "open"
    return told.get("state") or ("closed" if told["event"] == "closed" else shown or "open")


def clock_for(vector: Vector, target: dict[str, Any]) -> Clock:
    """The clock that means what the vector's `model` means, as near as Serval can say it."""
    name = target["name"].split()[0]
    pause = set() if target.get("model") == "ignore-pauses" or name == "TTO" else {"waiting_client"}
    closed = [told["at"] for told in vector.get("events", []) if told.get("state") == "closed"]
    if any(begin in closed for begin, _ in vector["paused"]):
        pause.add("closed")
    if target.get("clock_start", vector["clock_start"]) != _created(vector):
        return Clock(name, ASKED, "nothing", frozenset(pause))
    stop = {"first_response": "first_response", "response": "first_response", "TTO": "nothing"}.get(name, "resolved")
    return Clock(name, "opened", stop, frozenset(pause), ignore=frozenset({"agent_message"}), reopen="resume")


def _created(vector: Vector) -> str:
    created = [told["at"] for told in vector.get("events", []) if told["event"].startswith("created")]
    return created[0] if created else ""


def read_target(vector: Vector, target: dict[str, Any]) -> Reading:
    """The clock of a target read at its stop, else at the last event."""
    days = next((t["target_days"] for t in vector["targets"] if "target_days" in t), 0)
    limit = Duration(days, "wd") if days else Duration(target["target_seconds"], "s")
    start = parse_instant(target.get("clock_start", vector["clock_start"]))
    facts = [*facts_of(vector), Fact(start, "event", ASKED)]
    now = max(start, *(fact.at for fact in facts))
    return _read(vector, facts, clock_for(vector, target), limit, now)


def read_elapsed(vector: Vector, entry: dict[str, Any], target_seconds: int = 1) -> Reading:
    """The clock from an entry's start to its end."""
    start, end = parse_instant(entry["start"]), parse_instant(entry["end"])
    facts = [*facts_of(vector), Fact(start, "event", ASKED), Fact(end, "event", "answered")]
    clock = Clock(entry["name"], ASKED, "answered", frozenset({"waiting_client"}))
    return _read(vector, facts, clock, Duration(target_seconds, "s"), max(fact.at for fact in facts))


def _read(vector: Vector, facts: list[Fact], clock: Clock, limit: Duration, now: int) -> Reading:
    history = history_at(facts, now)
    (cycle,) = find_cycles(history, clock, lambda stop: NEVER)
    return read_cycle(calendar_for(vector), history, clock, cycle, limit, now)


def history_at(facts: list[Fact], now: int) -> History:
    return read_history(build_item("V-1", facts), until=now)


def read_cycle(calendar: Calendar, history: History, clock: Clock, cycle: Cycle, limit: Duration, now: int) -> Reading:
    return read_clock(
        calendar,
        limit,
        start=cycle.start.at,
        end=now if cycle.stop is None else cycle.stop.at,
        running=cycle.stop is None,
        pauses=list_pauses(history, clock, cycle),
    )
