"""Cells of a row: text, missing or not, times, numbers, states and words, each by the rules of one mapping."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from fractions import Fraction
from typing import NamedTuple, TypeVar

from serval.engine.zones import get_zone
from serval.intake.badrows import RowFault
from serval.intake.dates import DateReader
from serval.intake.mapping.columns import BoundColumns
from serval.intake.mapping.layouts import LAYOUTS
from serval.intake.mapping.model import Mapping
from serval.intake.numbers import is_percentage, read_count, read_number
from serval.intake.tables import Cell, Row
from serval.intake.wallclock import TimeFault, WallClock

_CACHE_SIZE = 100_000


class Share(NamedTuple):
    """A figure that may be a percentage: as share of one, unless it is plain and nobody says what its scale is."""

    value: Fraction
    is_plain: bool


Figure = TypeVar("Figure", int, Fraction, Share)


def _read_share(cell: Cell, unit: str) -> Share | None:
    value = read_number(cell, percent=unit == "percent")
    return (
        None if value is None else Share(value, is_plain=unit not in ("percent", "share") and not is_percentage(cell))
    )


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
        clock = WallClock(get_zone(mapping.timezone), mapping.ambiguous)
        self._dates = DateReader(mapping.dates, clock, months=LAYOUTS[mapping.layout].months)
        self._field_readers = tuple(
            (bound.places.get(f"fields.{name}"), mapping.values.get(name, {})) for name in mapping.columns.fields
        )
        self._known_fields: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._states = {state.strip(): meaning for state, meaning in mapping.states.items()}
        silent = {*mapping.state_events, *mapping.ignore_states}
        self._silent = {state.strip() for state in silent} - self._states.keys()
        self._others_open = mapping.other_states == "open"

    @property
    def needed_zone(self) -> bool:
        """Whether any time so far came without an offset."""
        return self._dates.needed_zone

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

    def read_count(self, row: Row, place: int, names: dict[str, str]) -> int | None:
        """The whole number in a cell, translated by `names` first; None where it is missing."""
        return self._read_figure(row, place, names, read_count, "row.count_unreadable")

    def read_number(self, row: Row, place: int, names: dict[str, str]) -> Fraction | None:
        """The exact number in a cell, `98.5%` as share of one; None where missing."""
        return self._read_figure(row, place, names, read_number, "row.number_unreadable")

    def read_share(self, row: Row, place: int, names: dict[str, str], unit: str) -> Share | None:
        """The figure in a cell; with `unit` percent a plain 98.5 is a percentage, with `share` a plain 0.985."""
        share = self._read_figure(row, place, names, lambda cell: _read_share(cell, unit), "row.number_unreadable")
        if share is not None and not share.is_plain and not 0 <= share.value <= 1:
            raise RowFault("row.percentage_impossible", self.header[place], place, row.cells[place])
        return share

    def _read_figure(
        self, row: Row, place: int, names: dict[str, str], read: Callable[[Cell], Figure | None], code: str
    ) -> Figure | None:
        cell = row.cells[place]
        text = write_cell(cell)
        if text in self._missing:
            return None
        figure = read(names.get(text, cell))
        if figure is None:
            raise RowFault(code, self.header[place], place, cell)
        return figure

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
