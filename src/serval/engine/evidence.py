"""Evidence in normal form: items and the facts that happened to them.

A fact is one typed row without personal data. Facts of an item are sorted and de-duplicated, so the order and the
number of copies in which they arrived can never change a verdict (goals R8 and R17).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

FactKind = Literal["field", "event", "pause", "resume", "state"]

_RANK: dict[str, int] = {"field": 0, "event": 1, "pause": 2, "resume": 3, "state": 4}

STATES = ("open", "waiting_client", "waiting_supplier", "resolved", "closed", "cancelled", "duplicate", "merged")
"""States every preset maps to; a mapping may name further waiting states of its own."""

SETTLED_STATES = frozenset({"resolved", "closed"})
"""The promise of a resolution is kept here; leaving them for another state is a reopening."""

WITHDRAWN_STATES = frozenset({"cancelled", "duplicate", "merged"})
"""Items in these states leave numerator and denominator with that reason (TERMS.md rule 7)."""

EVENTS = (
    "opened",
    "first_response",
    "agent_message",
    "client_message",
    "automatic_reply",
    "arrived",
    "delivered",
    "accepted",
    "confirmed",
)
"""Events the presets map to; a mapping and a clock may name further ones."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened to an item.

    at      instant it happened (UTC seconds)
    kind    event: `name` happened · state: the item is now in state `name` · field: `name` is now `value`
            · pause / resume: a pause for the reason `name` begins / ends (may overlap others)
    seq     the source's own order within one instant; 0 where it has none
    source  where it was read ("log.csv#17", a journal entry); shown, never judged, never digested
    """

    at: int
    kind: FactKind
    name: str
    value: str = ""
    seq: int = 0
    source: str = field(default="", compare=False)

    @property
    def order(self) -> tuple[int, int, int, str, str]:
        """Sort key that depends on content only."""
        return (self.at, self.seq, _RANK[self.kind], self.name, self.value)


@dataclass(frozen=True, slots=True)
class Item:
    """A ticket (or other counted thing) with its facts in normal form; build it with `build_item`.

    `pauses_known` is False for snapshots: they hold no state history, so pauses cannot be seen.
    """

    id: str
    facts: tuple[Fact, ...]
    pauses_known: bool = True


def build_item(item_id: str, facts: Iterable[Fact], *, pauses_known: bool = True) -> Item:
    """An item whose facts are sorted by content and free of doubles (equal facts keep the smallest source)."""
    unique: dict[Fact, Fact] = {}
    for fact in facts:
        known = unique.get(fact)
        if known is None or fact.source < known.source:
            unique[fact] = fact
    return Item(item_id, tuple(sorted(unique.values(), key=lambda f: f.order)), pauses_known)
