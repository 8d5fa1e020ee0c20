"""The history of one item: its facts folded into moments, states, pauses and field values."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from serval.engine.errors import EvidenceError, Problem
from serval.engine.evidence import WITHDRAWN_STATES, Fact, Item


@dataclass(frozen=True, slots=True)
class Moment:
    """Something happened at an instant; `source` says where it is written, `seq` orders moments of one instant."""

    at: int
    name: str
    source: str = ""
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Spell:
    """Something lasted from `start` to `end` (None: still does); `seq` is that of its beginning.

    source, ended_by  where its beginning and its end are written
    """

    start: int
    end: int | None
    name: str
    source: str = ""
    seq: int = 0
    ended_by: str = field(default="", compare=False)

    @property
    def beginning(self) -> Moment:
        """The moment at which it began, under its name."""
        return Moment(self.start, self.name, self.source, self.seq)


@dataclass(frozen=True, slots=True)
class History:
    """One item up to an instant.

    states   spells without gap from the opening on; equal neighbours are one, and a state that was entered and left
             within one second is a spell without length: it was entered
    pauses   spells of explicit pause facts, which may overlap each other and the states
    fields   per field its values in order; the first known value holds from the beginning
    reasons  per reason its spells among `pauses`, in order; those of one reason never overlap
    withdrawals  times in which the item was cancelled, merged or a duplicate, under the first of these names
    """

    item: str
    opened: Moment
    events: tuple[Moment, ...]
    states: tuple[Spell, ...]
    pauses: tuple[Spell, ...]
    fields: dict[str, tuple[Moment, ...]]
    pauses_known: bool
    reasons: Mapping[str, Sequence[Spell]]
    withdrawals: tuple[Spell, ...]

    def find_moments(self, names: Iterable[str]) -> list[Moment]:
        """Events of these names and entries into states of these names, in order of time."""
        wanted = frozenset(names)
        found = [event for event in self.events if event.name in wanted]
        found += [spell.beginning for spell in self.states if spell.name in wanted]
        return sorted(found, key=lambda moment: (moment.at, moment.seq, moment.name))

    def find_state(self, instant: int) -> str:
        """The state in force at an instant."""
        held = bisect_right(self.states, instant, key=lambda spell: spell.start)
        return self.states[held - 1].name if held else "open"

    @property
    def withdrawn(self) -> Moment | None:
        """When the item was cancelled, merged or found a duplicate, if it still is."""
        last = self.withdrawals[-1] if self.withdrawals else None
        return last.beginning if last is not None and last.end is None else None


def read_history(item: Item, *, until: int) -> History:
    """Fold the facts of an item up to and including an instant.

    Raises EvidenceError `item.no_facts` when nothing had happened by then.
    """
    facts = [fact for fact in item.facts if fact.at <= until]
    if not facts:
        raise EvidenceError(Problem("item.no_facts", {"item": item.id}))
    openings = [fact for fact in facts if fact.kind == "event" and fact.name == "opened"]
    first = openings[0] if openings else min(facts, key=lambda fact: fact.order)
    opened = Moment(first.at, "opened", first.source, first.seq)
    states = tuple(_fold_states(opened, (fact for fact in facts if fact.kind == "state")))
    pauses = tuple(_fold_pauses(fact for fact in facts if fact.kind in ("pause", "resume")))
    return History(
        item=item.id,
        opened=opened,
        events=tuple(Moment(f.at, f.name, f.source, f.seq) for f in facts if f.kind == "event"),
        states=states,
        pauses=pauses,
        fields=_fold_fields(fact for fact in facts if fact.kind == "field"),
        pauses_known=item.pauses_known,
        reasons=_sort_by_reason(pauses),
        withdrawals=tuple(_join_withdrawals(states)),
    )


def _fold_states(opened: Moment, facts: Iterator[Fact]) -> Iterator[Spell]:
    current, written = Moment(opened.at, "open", opened.source, opened.seq), False
    for fact in facts:
        if fact.name == current.name or (fact.name == "closed" and current.name in WITHDRAWN_STATES):
            continue  # tools close what was cancelled; that does not make it a promise kept
        if written or fact.at > current.at:
            yield Spell(current.at, fact.at, current.name, current.source, current.seq, fact.source)
        current, written = Moment(fact.at, fact.name, fact.source, fact.seq), True
    yield Spell(current.at, None, current.name, current.source, current.seq)


def _fold_pauses(facts: Iterator[Fact]) -> Iterator[Spell]:
    """Doubled beginnings and ends without beginning say nothing new.

    Where one reason ends and begins within an instant and nothing orders the two, a running pause goes on: read the
    other way round its beginning would mean nothing.
    """
    running: dict[str, Fact] = {}
    for _, group in groupby(facts, key=lambda fact: (fact.at, fact.seq)):
        together = list(group)
        begun = {fact.name for fact in together if fact.kind == "pause"}
        going_on = begun & running.keys()
        for fact in together:
            if fact.name in going_on:
                continue
            if fact.kind == "pause":
                running[fact.name] = fact
            elif fact.name in running:
                yield _end_pause(running.pop(fact.name), fact)
    for fact in running.values():
        yield _end_pause(fact, None)


def _end_pause(begun: Fact, end: Fact | None) -> Spell:
    if end is None:
        return Spell(begun.at, None, begun.name, begun.source, begun.seq)
    return Spell(begun.at, end.at, begun.name, begun.source, begun.seq, end.source)


def _fold_fields(facts: Iterator[Fact]) -> dict[str, tuple[Moment, ...]]:
    values: dict[str, list[Moment]] = {}
    for fact in facts:
        known = values.setdefault(fact.name, [])
        if not known or known[-1].name != fact.value:
            known.append(Moment(fact.at, fact.value, fact.source, fact.seq))
    return {name: tuple(moments) for name, moments in values.items()}


def _sort_by_reason(pauses: Iterable[Spell]) -> dict[str, list[Spell]]:
    reasons: dict[str, list[Spell]] = {}
    for spell in pauses:
        reasons.setdefault(spell.name, []).append(spell)
    return reasons


def _join_withdrawals(states: Iterable[Spell]) -> Iterator[Spell]:
    """An item that was cancelled and then merged was withdrawn once, at the first of these."""
    for is_withdrawn, group in groupby(states, key=lambda spell: spell.name in WITHDRAWN_STATES):
        if is_withdrawn:
            spells = list(group)
            yield replace(spells[0], end=spells[-1].end, ended_by=spells[-1].ended_by)
