"""The readings of one item become its facts: only changes are kept, so facts stay few.

What a log does not say: before its first row an item's fields are taken to have the first row's values, and without
a column or event `opened` an item is opened by its first row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from serval.engine.evidence import SETTLED_STATES, WITHDRAWN_STATES, Fact
from serval.intake.mapping.model import Mapping, as_words
from serval.intake.readings import Said


@dataclass(frozen=True)
class FoldPlan:
    """What folding needs of a mapping.

    fields        names of the fields, in the order of a reading's values
    state_events  raw state → events that happen when it is entered
    constants     fields with one value for all items
    sequenced     rows of one instant have an order of their own
    """

    fields: tuple[str, ...]
    state_events: dict[str, tuple[str, ...]]
    constants: tuple[tuple[str, str], ...]
    sequenced: bool


def plan_fold(mapping: Mapping) -> FoldPlan:
    """The plan of a mapping."""
    return FoldPlan(
        fields=tuple(mapping.columns.fields),
        state_events={raw.strip(): as_words(words) for raw, words in mapping.state_events.items()},
        constants=tuple(mapping.constants.items()),
        sequenced=mapping.columns.sequence is not None,
    )


@dataclass(frozen=True)
class Folded:
    """Facts of one item and what was odd about its rows.

    opened_differs  the rows name different times of opening; the earliest was taken
    tied_states     instants at which rows without sequence name several states; the usual life of a ticket ordered them
    """

    facts: list[Fact]
    opened_differs: bool = False
    tied_states: int = 0


def fold_log(readings: Sequence[Said], plan: FoldPlan, tables: Sequence[str]) -> Folded:
    """Facts of an item whose rows are changes, in the order of time."""
    first = readings[0]
    stamps = {stamp: _source(said, tables) for said in reversed(readings) for stamp in said.stamps}
    openings = {at for name, at in stamps if name == "opened"}
    opened = min(openings, default=first.at)
    facts = [Fact(at, "event", name, source=source) for (name, at), source in stamps.items() if name != "opened"]
    tied = set() if plan.sequenced else _find_ties(readings)
    state, raw = "", ""
    values = [""] * len(plan.fields)
    has_opening = bool(openings)
    for said in readings:
        source = _source(said, tables)
        sequence = said.rank if said.at in tied else said.sequence
        if said.raw and said.raw != raw:
            raw = said.raw
            for name in plan.state_events.get(raw, ()):
                facts.append(Fact(said.at, "event", name, seq=sequence, source=source))
                has_opening = has_opening or name == "opened"
        if said.meaning and said.meaning != state:
            state = said.meaning
            facts.append(Fact(said.at, "state", state, seq=sequence, source=source))
        if said.fields != tuple(values):
            since = min(opened, said.at) if said is first else said.at
            facts += _note_changes(plan.fields, values, said.fields, since, 0 if said is first else sequence, source)
    if openings or not has_opening:
        facts.append(Fact(opened, "event", "opened", source=stamps.get(("opened", opened), _source(first, tables))))
    facts += _constants(plan, min(opened, first.at))
    return Folded(facts, opened_differs=len(openings) > 1, tied_states=len(tied))


def fold_snapshot(said: Said, plan: FoldPlan, tables: Sequence[str]) -> Folded:
    """Facts of an item of which one row tells how it stands: its fields are taken to hold since the opening."""
    source = _source(said, tables)
    times = dict(said.stamps)
    opened = times.pop("opened")
    resolved, closed = times.pop("resolved", None), times.pop("closed", None)
    stops = [("resolved", resolved), ("closed", closed)]
    if said.meaning in WITHDRAWN_STATES:
        left = max(opened, closed if closed is not None else said.at)
        stops = [(said.meaning, left)]
    elif said.meaning and said.meaning not in SETTLED_STATES and (resolved is not None or closed is not None):
        stops.append(("open", said.at))
    facts = [Fact(opened, "event", "opened", source=source), Fact(opened, "state", "open", source=source)]
    facts += [Fact(at, "event", name, source=source) for name, at in times.items()]
    facts += [
        Fact(at, "state", name, seq=place, source=source)
        for place, (name, at) in enumerate(stops, start=1)
        if at is not None
    ]
    facts += _note_changes(plan.fields, [""] * len(plan.fields), said.fields, opened, 0, source)
    return Folded(facts + _constants(plan, opened))


def _note_changes(
    names: tuple[str, ...], values: list[str], said: tuple[str, ...], at: int, sequence: int, source: str
) -> list[Fact]:
    """Facts of the fields that changed; a missing value says nothing, so the last one stays."""
    changes = []
    for place, value in enumerate(said):
        if value and value != values[place]:
            values[place] = value
            changes.append(Fact(at, "field", names[place], value, seq=sequence, source=source))
    return changes


def _constants(plan: FoldPlan, at: int) -> list[Fact]:
    return [Fact(at, "field", name, value) for name, value in plan.constants]


def _find_ties(readings: Sequence[Said]) -> set[int]:
    ties = set()
    for earlier, later in pairwise(readings):
        if earlier.at == later.at and earlier.meaning != later.meaning and earlier.meaning and later.meaning:
            ties.add(later.at)
    return ties


def _source(said: Said, tables: Sequence[str]) -> str:
    return f"{tables[said.table]}#{said.row}"
