"""A batch: fact columns with what all courses ask of them, each answer found once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from serval.engine.columns.facts import FactColumns, Whole, Word
from serval.engine.evidence import SETTLED_STATES, WITHDRAWN_STATES
from serval.engine.records import Exclusion

Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]

NOWHERE = -1
"""Stands for a fact that an item does not have."""

NEVER = np.iinfo(np.int64).max
"""Ends a spell that goes on."""

NO_EXCLUSIONS: Mapping[int, Sequence[Exclusion]] = {}

IDLE_STATES = SETTLED_STATES | WITHDRAWN_STATES

FIRST_STATE = "open"
"""The state in which every item begins."""


@dataclass(frozen=True, slots=True)
class Entries:
    """Entries into states, by item and in order: the facts that tell them, and until when each state was held."""

    fact: Places
    item: Places
    start: Whole
    end: Whole


@dataclass(frozen=True, slots=True)
class FieldValues:
    """One field of all items.

    word      the word of its first value; NOWHERE without any
    is_known  that value was known by the opening
    later     the facts that tell further values
    """

    word: Places
    is_known: Flags
    later: Places


class Batch:
    """Some items, and the first facts, states and values that courses ask for.

    now       the instant up to which evidence is judged
    excluded  items with exclusions, under their places
    """

    def __init__(
        self, columns: FactColumns, *, now: int, excluded: Mapping[int, Sequence[Exclusion]] = NO_EXCLUSIONS
    ) -> None:
        self.columns = columns
        self.now = now
        self.excluded = excluded
        self.count = len(columns)
        self.item_of = np.repeat(np.arange(self.count), np.diff(columns.offsets))
        self._moments: dict[frozenset[str], tuple[Places, Flags]] = {}
        self._fields: dict[str, FieldValues] = {}
        self._spells: dict[frozenset[str], Entries] = {}

    def list_facts(self, is_meant: Callable[[Word], bool]) -> Places:
        """The facts whose words are meant, in order."""
        meant = np.fromiter(map(is_meant, self.columns.words), np.bool_, len(self.columns.words))
        return np.flatnonzero(meant[self.columns.word]) if meant.any() else np.empty(0, np.intp)

    def find_firsts(self, facts: Places) -> Places:
        """For each item the first of some facts."""
        found = np.full(self.count, NOWHERE, np.intp)
        items = self.item_of[facts]
        is_first = np.ones(len(items), np.bool_)
        np.not_equal(items[1:], items[:-1], out=is_first[1:])
        found[items[is_first]] = facts[is_first]
        return found

    def flag_items(self, facts: Places) -> Flags:
        """Which items have any of some facts."""
        found = np.zeros(self.count, np.bool_)
        found[self.item_of[facts]] = True
        return found

    def read_at(self, facts: Places) -> Whole:
        """The instants of facts, whatever for those that are NOWHERE."""
        return self.columns.at[facts]

    @cached_property
    def opened(self) -> Places:
        """For each item the fact by which it was opened."""
        return self.find_firsts(self.list_facts(lambda word: word.kind == "event" and word.name == "opened"))

    @cached_property
    def is_plain(self) -> Flags:
        """Items opened before their first state, without exclusions, and without facts after now."""
        at, offsets = self.columns.at, self.columns.offsets
        first_state = self.find_firsts(self._states)
        plain: Flags = (self.opened != NOWHERE) & (at[offsets[1:] - 1] <= self.now)
        plain &= (first_state == NOWHERE) | (self.read_at(first_state) >= self.read_at(self.opened))
        plain[list(self.excluded)] = False
        return plain

    @cached_property
    def withdrawn(self) -> Places:
        """For each item the fact by which it was cancelled, merged or found a duplicate; NOWHERE without any."""
        return self.find_firsts(self._states[self._flag_states(WITHDRAWN_STATES, self._states)])

    @cached_property
    def is_taken_up(self) -> Flags:
        """Items that entered another state after they were withdrawn; that tools close them is none."""
        later = self._states[self._is_after_withdrawal]
        own = self.columns.word[self.withdrawn[self.item_of[later]]]
        is_other: Flags = ~self._flag_states({"closed"}, later) & (self.columns.word[later] != own)
        return self.flag_items(later[is_other])

    @cached_property
    def reopened(self) -> tuple[Places, Places]:
        """For each item the first and the last fact by which it left a settled state; NOWHERE without any."""
        fact, item = self._entries.fact, self._entries.item
        was_settled, is_active = self._flag_states(SETTLED_STATES, fact), ~self._flag_states(IDLE_STATES, fact)
        left = np.flatnonzero(was_settled[:-1] & is_active[1:] & (item[1:] == item[:-1])) + 1
        last = np.full(self.count, NOWHERE, np.intp)
        last[item[left]] = fact[left]
        return self.find_firsts(fact[left]), last

    @cached_property
    def is_confirmed(self) -> Flags:
        """Items that their client ever confirmed."""
        return self.flag_items(self.list_facts(lambda word: word.kind == "event" and word.name == "confirmed"))

    @cached_property
    def _is_after_withdrawal(self) -> Flags:
        """Of the facts of states those after a withdrawal."""
        withdrawn = self.withdrawn[self.item_of[self._states]]
        found: Flags = (withdrawn != NOWHERE) & (self._states > withdrawn)
        return found

    @cached_property
    def _states(self) -> Places:
        return self.list_facts(lambda word: word.kind == "state")

    @cached_property
    def _entries(self) -> Entries:
        """A state that is told again is entered once, and nothing after a withdrawal."""
        states = self._states[~self._is_after_withdrawal]
        names = {FIRST_STATE: 0}
        code_of = np.array([names.setdefault(word.name, len(names)) for word in self.columns.words])
        code, item = code_of[self.columns.word[states]], self.item_of[states]
        before = np.zeros_like(code)
        before[1:] = np.where(item[1:] == item[:-1], code[:-1], 0)
        is_entry = code != before
        fact, item = states[is_entry], item[is_entry]
        start = self.columns.at[fact]
        end = np.full(len(start), NEVER)
        end[:-1] = np.where(item[1:] == item[:-1], start[1:], NEVER)
        return Entries(fact, item, start, end)

    def _flag_states(self, names: Set[str], facts: Places) -> Flags:
        """Which of some facts of states tell one of some names."""
        found: Flags = np.array([word.name in names for word in self.columns.words], np.bool_)[self.columns.word[facts]]
        return found

    def find_spells(self, names: frozenset[str]) -> Entries:
        """The times in which items were in one of some states."""
        if names not in self._spells:
            entries = self._entries
            kept = np.flatnonzero(self._flag_states(names, entries.fact))
            spells = (entries.fact[kept], entries.item[kept], entries.start[kept], entries.end[kept])
            self._spells[names] = Entries(*spells)
        return self._spells[names]

    def flag_paused(self, reasons: frozenset[str]) -> Flags:
        """Items of which facts of their own say that they were paused for one of some reasons."""
        return self.flag_items(self.list_facts(lambda word: word.kind in ("pause", "resume") and word.name in reasons))

    def find_moments(self, names: frozenset[str]) -> tuple[Places, Flags]:
        """For each item its first event or entry into a state of some names.

        With them the items whose first event and entry share an instant, so that it takes more to tell which was first.
        """
        if names not in self._moments:
            event = self.find_firsts(self.list_facts(lambda word: word.kind == "event" and word.name in names))
            state = self.find_firsts(self.find_spells(names).fact)
            has_both = (event != NOWHERE) & (state != NOWHERE)
            event_at, state_at = self.read_at(event), self.read_at(state)
            is_event = (state == NOWHERE) | (has_both & (event_at < state_at))
            self._moments[names] = np.where(is_event, event, state), has_both & (event_at == state_at)
        return self._moments[names]

    def find_field(self, name: str) -> FieldValues:
        """The values of a field."""
        if name not in self._fields:
            facts = self.list_facts(lambda word: word.kind == "field" and word.name == name)
            first = self.find_firsts(facts)
            word = np.where(first == NOWHERE, NOWHERE, self.columns.word[first])
            is_known = self.read_at(first) <= self.read_at(self.opened)
            self._fields[name] = FieldValues(word, is_known, facts[facts != first[self.item_of[facts]]])
        return self._fields[name]
