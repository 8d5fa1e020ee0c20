"""Rows of a table become readings: cells are taken from their columns, times read, states understood."""

from __future__ import annotations

from datetime import date, time
from typing import Protocol

from serval.engine.evidence import SETTLED_STATES, WITHDRAWN_STATES
from serval.engine.zones import get_zone
from serval.intake.badrows import RowFault
from serval.intake.dates import DateReader
from serval.intake.mapping.columns import BoundColumns
from serval.intake.mapping.model import Mapping
from serval.intake.readings import Reading, rank_meaning
from serval.intake.tables import Cell, Row
from serval.intake.wallclock import TimeFault, WallClock

_CACHE_SIZE = 100_000


class RowReader(Protocol):
    """Turns a row into a reading; raises RowFault for a bad one."""

    def read(self, row: Row) -> Reading: ...


def build_row_reader(mapping: Mapping, bound: BoundColumns, *, table_number: int) -> RowReader:
    """The reader for the layout of a mapping, bound to the columns of one table."""
    cells = CellReader(mapping, bound)
    if mapping.layout == "events":
        return EventRowReader(mapping, bound, cells, table_number)
    return SnapshotRowReader(mapping, bound, cells, table_number)


def write_cell(cell: Cell) -> str:
    """A cell as the text a person sees: 1001.0 is the number 1001, dates are ISO."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


class CellReader:
    """Takes single cells out of a row: text, missing or not; times; states; field values."""

    def __init__(self, mapping: Mapping, bound: BoundColumns) -> None:
        self.header = bound.header
        self._missing = frozenset(mark.strip() for mark in mapping.missing) | {""}
        self._dates = DateReader(mapping.dates, WallClock(get_zone(mapping.timezone), mapping.ambiguous))
        self._field_readers = tuple(
            (bound.places.get(f"fields.{name}"), mapping.values.get(name, {})) for name in mapping.columns.fields
        )
        self._known_fields: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._states = {state.strip(): meaning for state, meaning in mapping.states.items()}
        silent = {*mapping.state_events, *mapping.ignore_states}
        self._silent = {state.strip() for state in silent} - self._states.keys()
        self._others_open = mapping.other_states == "open"

    def read_text(self, row: Row, place: int) -> str:
        """The text of a cell, empty where it is missing."""
        text = write_cell(row.cells[place])
        return "" if text in self._missing else text

    def read_instant(self, row: Row, place: int) -> int | None:
        """The instant in a cell, None where it is missing."""
        cell = row.cells[place]
        if cell is None or (isinstance(cell, str) and cell.strip() in self._missing):
            return None
        try:
            return self._dates.read_instant(cell)
        except TimeFault as fault:
            raise RowFault(fault.code, self.header[place], place, cell) from None

    def read_meaning(self, row: Row, place: int) -> tuple[str, str]:
        """Meaning and raw text of a state; the meaning is empty for a state that is only an event or is ignored."""
        raw = self.read_text(row, place)
        if not raw:
            return "", ""
        meaning = self._states.get(raw)
        if meaning is None:
            if raw in self._silent:
                return "", raw
            if not self._others_open:
                raise RowFault("row.state_unknown", self.header[place], place, raw, known=sorted(self._states))
            meaning = "open"
        return meaning, raw

    def read_fields(self, row: Row) -> tuple[str, ...]:
        """Values of all fields, empty where missing or not a column of this table; equal tuples are one object."""
        values = []
        for place, names in self._field_readers:
            text = "" if place is None else self.read_text(row, place)
            values.append(names.get(text, text) if text else "")
        key = tuple(values)
        if len(self._known_fields) >= _CACHE_SIZE:
            self._known_fields.clear()
        return self._known_fields.setdefault(key, key)

    def check_width(self, row: Row) -> Row:
        """The row with blanks for cells its end lacks; a row with further filled cells is bad."""
        width, found = len(self.header), len(row.cells)
        if found == width:
            return row
        if found > width:
            raise RowFault("row.too_wide", value=row.cells[width], cells=found, columns=width)
        return Row(row.number, row.cells + (None,) * (width - found))


class EventRowReader:
    """A row of an event log: something happened to an item at a time."""

    def __init__(self, mapping: Mapping, bound: BoundColumns, cells: CellReader, table_number: int) -> None:
        self._cells = cells
        self._table = table_number
        self._places = bound.places
        self._stamps = _stamp_places(mapping, bound)
        self._duplicate_key = bound.duplicate_key

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
            return int(text)
        except ValueError:
            raise RowFault("row.sequence_unreadable", self._cells.header[place], place, text) from None


class SnapshotRowReader:
    """A row of a snapshot: a ticket as it stands, with the times of its milestones."""

    def __init__(self, mapping: Mapping, bound: BoundColumns, cells: CellReader, table_number: int) -> None:
        self._cells = cells
        self._table = table_number
        self._places = bound.places
        self._stamps = _stamp_places(mapping, bound)
        self._duplicate_key = bound.duplicate_key

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
