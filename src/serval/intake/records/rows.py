"""A row of records as its roles say it: every cell read by the kind of its role, before it becomes an engine value."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from serval.intake.badrows import RowFault
from serval.intake.cells import CellReader, Share, write_cell
from serval.intake.dates import find_month, is_impossible, normalise_text
from serval.intake.mapping import LAYOUTS, BoundColumns, Mapping
from serval.intake.mapping.faults import has_statuses
from serval.intake.mapping.layouts import IGNORED, STATUSES, UNIT, Role
from serval.intake.tables import Row

ReadCell = Callable[[Row], Any]


class SaidRow:
    """What one row says: values by the name of their role, missing ones left out."""

    __slots__ = ("_bound", "row", "source", "values")

    def __init__(self, row: Row, values: dict[str, Any], bound: BoundColumns, table: str) -> None:
        self.row = row
        self.values = values
        self._bound = bound
        self.source = f"{table}#{row.number}"

    def text(self, name: str) -> str:
        """The text of a role, empty where it is missing."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else ""

    def instant(self, name: str) -> int | None:
        """The instant of a role, None where it is missing."""
        return self.values.get(name)

    def count(self, name: str) -> int | None:
        """The whole number of a role, None where it is missing."""
        return self.values.get(name)

    def number(self, name: str) -> Fraction | None:
        """The number of a role, None where it is missing."""
        return self.values.get(name)

    def share(self, name: str) -> Share | None:
        """The figure of a role, None where it is missing."""
        return self.values.get(name)

    def has_column(self, key: str) -> bool:
        """Whether the table has the column of a role."""
        return key in self._bound.places

    def raw(self, key: str) -> str:
        """The cell of a role as a person sees it; empty without its column."""
        return write_cell(self.row.cells[self._bound.places[key]]) if self.has_column(key) else ""

    def fault(self, code: str, key: str, **data: Any) -> RowFault:
        """A fault of the cell under `key`, or of the whole row where the table has no such column."""
        place = self._bound.places.get(key, -1)
        if place < 0:
            return RowFault(code, **data)
        return RowFault(code, self._bound.header[place], place, self.row.cells[place], **data)

    def fault_of_order(self, later: str, earlier: str) -> RowFault:
        """A fault of two times of which the later one lies before the earlier one."""
        place = self._bound.places[earlier]
        return self.fault(
            "row.stop_before_start",
            later,
            start_column=self._bound.header[place],
            start_value=write_cell(self.row.cells[place]),
        )


class RecordRowReader:
    """Reads the rows of one table of records."""

    def __init__(self, mapping: Mapping, bound: BoundColumns, table: str) -> None:
        self._cells = CellReader(mapping, bound)
        self._mapping = mapping
        self._bound = bound
        self._table = table
        roles = LAYOUTS[mapping.layout].roles
        self._readers = [
            (role.name, self._require(role, self._build(role))) for role in roles if role.key in bound.places
        ]
        self._fixed = {role.name: mapping.constants[role.key] for role in roles if role.key in mapping.constants}
        self.instants = tuple(role.name for role in roles if role.kind == "instant")
        self.observed = tuple(role.name for role in roles if role.kind == "instant" and not role.planned)

    @property
    def needed_zone(self) -> bool:
        """Whether any time so far came without an offset."""
        return self._cells.needed_zone

    def read(self, row: Row) -> SaidRow:
        """What a row says. Raises RowFault."""
        row = self._cells.check_width(row)
        values: dict[str, Any] = dict(self._fixed)
        for name, read in self._readers:
            value = read(row)
            if value is not None:
                values[name] = value
        return SaidRow(row, values, self._bound, self._table)

    def _require(self, role: Role, read: ReadCell) -> ReadCell:
        if not role.required:
            return read
        place = self._bound.places[role.key]
        code = "row.time_missing" if role.kind == "instant" else "row.cell_missing"

        def read_required(row: Row) -> Any:
            value = read(row)
            if value is None:
                raise RowFault(code, self._bound.header[place], place)
            return value

        return read_required

    def _build(self, role: Role) -> ReadCell:
        cells, place = self._cells, self._bound.places[role.key]
        names = self._mapping.values.get(role.key, {})
        if role.kind == "instant":
            return lambda row: cells.read_instant(row, place)
        if role.kind == "count":
            return lambda row: cells.read_count(row, place, names)
        if role.kind == "number":
            return lambda row: cells.read_number(row, place, names)
        if role.kind == "share":
            unit = self._mapping.constants.get(UNIT, "")
            return lambda row: cells.read_share(row, place, names, unit)
        if role.kind == "word":
            return self._build_word(role, place)
        if role.kind == "period":
            return lambda row: _read_period(cells, row, place, names)
        return lambda row: _translate(cells.read_text(row, place), names)

    def _build_word(self, role: Role, place: int) -> ReadCell:
        cells, mapping = self._cells, self._mapping
        is_status = has_statuses(role)
        said: dict[str, str] = dict(mapping.values.get(role.key, {}))
        if is_status:
            said = {raw.strip(): meaning for raw, meaning in mapping.statuses.items()}
        other = mapping.other_statuses if is_status else "refuse"
        known = {**{word: word for word in role.words}, **said}

        def read_word(row: Row) -> str | None:
            raw = cells.read_text(row, place)
            if not raw:
                return None
            word = known.get(raw)
            if word is None and other != "refuse":
                return other
            if word is None and is_status:
                raise RowFault("row.status_unknown", cells.header[place], place, raw, meanings=_list_meanings(known))
            if word is None:
                where = f"values.{role.key}"
                raise RowFault("row.word_unknown", cells.header[place], place, raw, where=where, known=sorted(known))
            return word

        return read_word


def _list_meanings(known: dict[str, str]) -> dict[str, list[str]]:
    """What a status can mean, each with the words for it."""
    return {meaning: [raw for raw, said in known.items() if said == meaning] for meaning in (*STATUSES, IGNORED)}


def is_ignored(said: SaidRow) -> bool:
    """Whether the row's status means that it says nothing."""
    return IGNORED in (said.values.get("status"), said.values.get("kind"))


def _translate(text: str, names: dict[str, str]) -> str | None:
    return (names.get(text, text) or None) if text else None


def _read_period(cells: CellReader, row: Row, place: int, names: dict[str, str]) -> str | None:
    """The name of a period; a spreadsheet turns 2026-05 into the first day of that month, which is turned back."""
    text = _translate(cells.read_text(row, place), names)
    if text is None:
        return None
    day = text.partition("T")[0] if not isinstance(row.cells[place], str) else ""
    written = normalise_text(day.removesuffix("-01") if day.endswith("-01") else text)
    month = find_month(written)
    if month is None and is_impossible(written):
        raise RowFault("row.time_impossible", cells.header[place], place, row.cells[place])
    return f"{month[0]:04d}-{month[1]:02d}" if month else text
