"""Rows that name the same thing and say different things of it: refused, or settled by the mapping's rule."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from itertools import groupby
from typing import Any

from serval.engine.instants import to_datetime
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

    dropped   rows of which a rule kept another one
    left_out  rows that contradict each other and for which there is no rule: none of them is kept
    faults    sources of the rows that contradict the first of them, each with its fault
    """

    records: Records
    dropped: set[Any] = field(default_factory=set)
    left_out: set[Any] = field(default_factory=set)
    faults: list[tuple[str, RowFault]] = field(default_factory=list)


def settle_contradictions(records: Records, rules: MappingOf[str, set[str]], zone: tzinfo) -> Settled:
    """Of rows with one identity one is kept by the rule of their tables if it is one (first, last), else none.

    rules  table name → what its mapping says of duplicates (first, last, refuse)
    zone   in which the faults tell times
    """
    settled = Settled(records)
    kept: dict[str, Any] = {
        part: _settle_part(getattr(records, part), LAYOUTS[layout].identity, rules, settled, zone)
        for layout, part in PARTS.items()
        if LAYOUTS[layout].identity
    }
    settled.records = replace(records, **kept)
    return settled


def _settle_part(
    rows: tuple[Any, ...], identity: tuple[str, ...], rules: MappingOf[str, set[str]], settled: Settled, zone: tzinfo
) -> tuple[Any, ...]:
    gone: set[Any] = set()
    # Rows are sorted by content; sorting by identity keeps that order within each group.
    ordered = sorted(rows, key=lambda row: _identify(row, identity))
    for _, group in groupby(ordered, key=lambda row: _identify(row, identity)):
        same = list(group)
        if len(same) == 1:
            continue
        said = {rule for row in same for rule in rules[split_source(row.source)[0]]}
        if said in ({"first"}, {"last"}):
            chosen = same[-1] if said == {"last"} else same[0]
            settled.dropped |= {row for row in same if row is not chosen}
        else:
            settled.left_out |= set(same)
            settled.faults += [(row.source, _fault(row, same[0], identity, zone)) for row in same[1:]]
        gone |= (settled.dropped | settled.left_out) & set(same)
    return tuple(row for row in rows if row not in gone) if gone else rows


def split_source(source: str) -> tuple[str, int]:
    """Table and row of `outages.csv#17`."""
    table, _, row = source.rpartition("#")
    return table, int(row)


def _identify(row: Any, identity: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) if hasattr(row, name) else getattr(row.place, name) for name in identity)


def _fault(row: Any, first: Any, identity: tuple[str, ...], zone: tzinfo) -> RowFault:
    table, number = split_source(first.source)
    told = dict(zip(identity, _identify(row, identity), strict=True))
    status = told.pop("kind", "")
    value = " · ".join(_tell(part, zone) for part in told.values() if part != "")
    return RowFault("row.duplicate", value=value, status=status, first_file=table, first_row=number)


def _tell(part: Any, zone: tzinfo) -> str:
    return str(part) if isinstance(part, str) else f"{to_datetime(part).astimezone(zone):%Y-%m-%d %H:%M:%S}"
