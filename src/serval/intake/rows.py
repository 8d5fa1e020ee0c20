"""Rows of tickets become readings: what an event log or a snapshot says of one item."""

from __future__ import annotations

from typing import Protocol

from serval.engine.evidence import SETTLED_STATES, WITHDRAWN_STATES
from serval.intake.badrows import RowFault
from serval.intake.cells import CellReader, write_cell
from serval.intake.mapping.columns import BoundColumns
from serval.intake.mapping.model import Mapping
from serval.intake.readings import Reading, rank_meaning
from serval.intake.tables import Row

MOST_SEQUENCE = 10**18 - 1
"""Sequences are digested and sealed as numbers of 64 bits."""


class RowReader(Protocol):
    """Turns a row into a reading; raises RowFault for a bad one."""

    def read(self, row: Row) -> Reading: ...

    @property
    def needed_zone(self) -> bool: ...


def build_row_reader(mapping: Mapping, bound: BoundColumns, *, table_number: int) -> RowReader:
    """The reader for the layout of a mapping, bound to the columns of one table."""
    cells = CellReader(mapping, bound)
    if mapping.layout == "events":
        return EventRowReader(mapping, bound, cells, table_number)
    return SnapshotRowReader(mapping, bound, cells, table_number)


class EventRowReader:
    """A row of an event log: something happened to an item at a time."""

    def __init__(self, mapping: Mapping, bound: BoundColumns, cells: CellReader, table_number: int) -> None:
        self._cells = cells
        self._table = table_number
        self._places = bound.places
        self._stamps = _stamp_places(mapping, bound)
        self._duplicate_key = bound.duplicate_key

    @property
    def needed_zone(self) -> bool:
        """Whether any time so far came without an offset."""
        return self._cells.needed_zone

    def read(self, row: Row) -> Reading:
        cells, places = self._cells, self._places
        row = cells.check_width(row)
        item = read_item(cells, row, places["item"])
        at = cells.read_instant(row, places["at"])
        if at is None:
            raise RowFault("row.time_missing", cells.header[places["at"]], places["at"])
        meaning, raw = cells.read_meaning(row, places["state"])
        return (
            item,
            at,
            self._read_sequence(row),
            rank_meaning(meaning),
            meaning,
            raw,
            read_stamps(cells, row, self._stamps),
            cells.read_fields(row),
            tuple(cells.read_text(row, place) for place in self._duplicate_key),
            self._table,
            row.number,
        )

    def _read_sequence(self, row: Row) -> int:
        place = self._places.get("sequence")
        if place is None:
            return 0
        text = self._cells.read_text(row, place)
        try:
            sequence = int(text)
        except ValueError:
            sequence = None
        if sequence is None or abs(sequence) > MOST_SEQUENCE:
            raise RowFault("row.sequence_unreadable", self._cells.header[place], place, text)
        return sequence


class SnapshotRowReader:
    """A row of a snapshot: a ticket as it stands, with the times of its milestones."""

    def __init__(self, mapping: Mapping, bound: BoundColumns, cells: CellReader, table_number: int) -> None:
        self._cells = cells
        self._table = table_number
        self._places = bound.places
        self._stamps = _stamp_places(mapping, bound)
        self._duplicate_key = bound.duplicate_key

    @property
    def needed_zone(self) -> bool:
        """Whether any time so far came without an offset."""
        return self._cells.needed_zone

    def read(self, row: Row) -> Reading:
        cells, places = self._cells, self._places
        row = cells.check_width(row)
        item = read_item(cells, row, places["item"])
        stamps = read_stamps(cells, row, self._stamps)
        times = dict(stamps)
        if "opened" not in times:
            raise RowFault("row.time_missing", cells.header[places["opened"]], places["opened"])
        self._check_order(row, times)
        updated = cells.read_instant(row, places["at"]) if "at" in places else None
        state = places.get("state")
        meaning, raw = cells.read_meaning(row, state) if state is not None else ("", "")
        self._check_state(row, meaning, raw, times, updated)
        return (
            item,
            times["opened"] if updated is None else updated,
            0,
            rank_meaning(meaning),
            meaning,
            raw,
            stamps,
            cells.read_fields(row),
            tuple(cells.read_text(row, place) for place in self._duplicate_key),
            self._table,
            row.number,
        )

    def _check_order(self, row: Row, times: dict[str, int]) -> None:
        """No milestone before the opening, and no closing before the resolution."""
        for name, at in times.items():
            if at < times["opened"]:
                raise self._fault_of_order(row, name, "opened")
        if "closed" in times and "resolved" in times and times["closed"] < times["resolved"]:
            raise self._fault_of_order(row, "closed", "resolved")

    def _fault_of_order(self, row: Row, later: str, earlier: str) -> RowFault:
        place, first = self._find_place(later), self._find_place(earlier)
        return RowFault(
            "row.stop_before_start",
            self._cells.header[place],
            place,
            row.cells[place],
            start_column=self._cells.header[first],
            start_value=write_cell(row.cells[first]),
        )

    def _find_place(self, name: str) -> int:
        return self._places[name] if name in self._places else self._places[f"events.{name}"]

    def _check_state(self, row: Row, meaning: str, raw: str, times: dict[str, int], updated: int | None) -> None:
        """State and milestones must tell one story, or a stop would be guessed."""
        if not meaning or meaning in WITHDRAWN_STATES:
            return
        place = self._places["state"]
        stops = [times[name] for name in ("resolved", "closed") if name in times]
        if meaning in SETTLED_STATES and not stops and {"resolved", "closed"} & self._places.keys():
            raise RowFault("row.stop_missing", self._cells.header[place], place, raw, meaning=meaning)
        if meaning not in SETTLED_STATES and stops and (updated is None or updated < max(stops)):
            stop = self._find_place("closed" if "closed" in times else "resolved")
            raise RowFault(
                "row.state_contradicts",
                self._cells.header[place],
                place,
                raw,
                meaning=meaning,
                stop_column=self._cells.header[stop],
                stop_value=write_cell(row.cells[stop]),
            )


def read_item(cells: CellReader, row: Row, place: int) -> str:
    """The item's id. Raises RowFault `row.item_missing`."""
    item = cells.read_text(row, place)
    if not item:
        raise RowFault("row.item_missing", cells.header[place], place)
    return item


def read_stamps(cells: CellReader, row: Row, places: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    """Event name and instant of each filled time column."""
    stamps = []
    for name, place in places:
        at = cells.read_instant(row, place)
        if at is not None:
            stamps.append((name, at))
    return tuple(stamps)


def _stamp_places(mapping: Mapping, bound: BoundColumns) -> tuple[tuple[str, int], ...]:
    own = ("opened",) if mapping.layout == "events" else ("opened", "resolved", "closed")
    named = [(name, bound.places[name]) for name in own if name in bound.places]
    return tuple(named + bound.list_events())
