"""Rows that name the same thing and say different things of it: refused, or settled by the mapping's rule."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from serval.engine.records import Records
from serval.intake.badrows import RowFault
from serval.intake.mapping import LAYOUTS

PARTS = {
    "outages": "outages",
    "exclusions": "exclusions",
    "measures": "measures",
    "surveys": "answers",
    "obligations": "obligations",
    "occurrences": "occurrences",
    "claims": "claim_steps",
}
"""Layout → its part of `Records`; samples go into columns."""


@dataclass
class Settled:
    """Records without contradictions.

    dropped  sources of the rows a rule left out
    faults   sources of the rows that contradict an earlier one, each with its fault
    """

    records: Records
    dropped: list[str] = field(default_factory=list)
    faults: list[tuple[str, RowFault]] = field(default_factory=list)


def settle_contradictions(records: Records, rules: MappingOf[str, set[str]]) -> Settled:
    """Of rows with one identity one is kept: by the rule of their tables if it is one (first, last), else the first.

    rules  table name → what its mapping says of duplicates (first, last, refuse)
    """
    settled = Settled(records)
    kept: dict[str, Any] = {
        part: _settle_part(getattr(records, part), LAYOUTS[layout].identity, rules, settled)
        for layout, part in PARTS.items()
        if LAYOUTS[layout].identity
    }
    settled.records = replace(records, **kept)
    return settled


def _settle_part(
    rows: tuple[Any, ...], identity: tuple[str, ...], rules: MappingOf[str, set[str]], settled: Settled
) -> tuple[Any, ...]:
    kept = []
    # Rows are sorted by content; sorting by identity keeps that order within each group.
    ordered = sorted(rows, key=lambda row: _identify(row, identity))
    for _, group in groupby(ordered, key=lambda row: _identify(row, identity)):
        same = list(group)
        said = {rule for row in same for rule in rules[split_source(row.source)[0]]}
        chosen = same[-1] if said == {"last"} else same[0]
        kept.append(chosen)
        for row in same:
            if row is chosen:
                continue
            if said in ({"first"}, {"last"}):
                settled.dropped.append(row.source)
            else:
                settled.faults.append((row.source, _fault(row, chosen, identity)))
    if len(kept) == len(rows):
        return rows
    chosen_rows = set(kept)
    return tuple(row for row in rows if row in chosen_rows)


def split_source(source: str) -> tuple[str, int]:
    """Table and row of `outages.csv#17`."""
    table, _, row = source.rpartition("#")
    return table, int(row)


def _identify(row: Any, identity: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) if hasattr(row, name) else getattr(row.place, name) for name in identity)


def _fault(row: Any, first: Any, identity: tuple[str, ...]) -> RowFault:
    table, number = split_source(first.source)
    value = " · ".join(str(part) for part in _identify(row, identity) if part != "")
    return RowFault("row.duplicate", value=value, first_file=table, first_row=number)
