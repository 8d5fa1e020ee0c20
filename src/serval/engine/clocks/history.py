"""The history of one item: its facts folded into moments, states, pauses and field values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from serval.engine.errors import EvidenceError, Problem
from serval.engine.evidence import SETTLED_STATES, WITHDRAWN_STATES, Fact, Item


@dataclass(frozen=True, slots=True)
class Moment:
    """Something happened at an instant; `source` says where it is written."""

    at: int
    name: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Spell:
    """Something lasted from `start` to `end` (None: still does)."""

    start: int
    end: int | None
    name: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """One item up to an instant.

    states   spells without gap from the opening on; equal neighbours are one
    pauses   spells of explicit pause facts, which may overlap each other and the states
    fields   per field its values in order; the first known value holds from the beginning
    """

    item: str
    opened: Moment
    events: tuple[Moment, ...]
    states: tuple[Spell, ...]
    pauses: tuple[Spell, ...]
    fields: dict[str, tuple[Moment, ...]]
    pauses_known: bool

    def find_moments(self, names: Iterable[str]) -> list[Moment]:
        """Events of these names and entries into states of these names, in order of time."""
        wanted = frozenset(names)
        found = [event for event in self.events if event.name in wanted]
        found += [Moment(spell.start, spell.name, spell.source) for spell in self.states if spell.name in wanted]
        return sorted(found, key=lambda moment: (moment.at, moment.name))

    def find_state(self, instant: int) -> str:
        """The state in force at an instant."""
        held = [spell.name for spell in self.states if spell.start <= instant]
        return held[-1] if held else "open"

    def list_reopenings(self) -> list[Moment]:
        """Moments at which a settled item became active again."""
        return [
            Moment(after.start, "reopened", after.source)
            for before, after in zip(self.states, self.states[1:], strict=False)
            if before.name in SETTLED_STATES and after.name not in SETTLED_STATES | WITHDRAWN_STATES
        ]

    @property
    def withdrawn(self) -> Moment | None:
        """When the item was cancelled, merged or found a duplicate, if it still is."""
        found = None
        for spell in reversed(self.states):
            if spell.name not in WITHDRAWN_STATES:
                break
            found = Moment(spell.start, spell.name, spell.source)
        return found


def read_history(item: Item, *, until: int) -> History:
    """Fold the facts of an item up to and including an instant.

    Raises EvidenceError `item.no_facts` when nothing had happened by then.
    """
    facts = [fact for fact in item.facts if fact.at <= until]
    if not facts:
        raise EvidenceError(Problem("item.no_facts", {"item": item.id}))
    openings = [fact for fact in facts if fact.kind == "event" and fact.name == "opened"]
    first = openings[0] if openings else min(facts, key=lambda fact: fact.order)
    opened = Moment(first.at, "opened", first.source)
    return History(
        item=item.id,
        opened=opened,
        events=tuple(Moment(f.at, f.name, f.source) for f in facts if f.kind == "event"),
        states=tuple(_fold_states(opened, (fact for fact in facts if fact.kind == "state"))),
        pauses=tuple(_fold_pauses(fact for fact in facts if fact.kind in ("pause", "resume"))),
        fields=_fold_fields(fact for fact in facts if fact.kind == "field"),
        pauses_known=item.pauses_known,
    )


def _fold_states(opened: Moment, facts: Iterator[Fact]) -> Iterator[Spell]:
    current = Moment(opened.at, "open", opened.source)
    for fact in facts:
        if fact.name == current.name or (fact.name == "closed" and current.name in WITHDRAWN_STATES):
            continue  # tools close what was cancelled; that does not make it a promise kept
        if fact.at > current.at:
            yield Spell(current.at, fact.at, current.name, current.source)
        current = Moment(fact.at, fact.name, fact.source)
    yield Spell(current.at, None, current.name, current.source)


def _fold_pauses(facts: Iterator[Fact]) -> Iterator[Spell]:
    running: dict[str, Fact] = {}
    for fact in facts:
        if fact.kind == "pause":
            running.setdefault(fact.name, fact)
        elif fact.name in running:
            begun = running.pop(fact.name)
            yield Spell(begun.at, fact.at, fact.name, begun.source)
    for begun in running.values():
        yield Spell(begun.at, None, begun.name, begun.source)


def _fold_fields(facts: Iterator[Fact]) -> dict[str, tuple[Moment, ...]]:
    values: dict[str, list[Moment]] = {}
    for fact in facts:
        known = values.setdefault(fact.name, [])
        if not known or known[-1].name != fact.value:
            known.append(Moment(fact.at, fact.value, fact.source))
    return {name: tuple(moments) for name, moments in values.items()}
