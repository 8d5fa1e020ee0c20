"""One sheet of a workbook: its rows, with merged cells filled from their first cell."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from datetime import datetime

from serval.intake.errors import IntakeError, refusal
from serval.intake.tables.excel_values import Style, duration_text, moment_of_serial, percent_text
from serval.intake.tables.limits import Limits
from serval.intake.tables.rows import Cell
from serval.intake.tables.workbook_parts import unescape
from serval.intake.tables.xml_events import Attributes, XmlEvents, damaged

_DIGITS = "0123456789"
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_LONGEST_NUMBER = 400


@dataclass(slots=True)
class MergedRange:
    """A merged range, rows and columns from 1, ends included; `value` is its first cell's, once that was read."""

    top: int
    left: int
    bottom: int
    right: int
    value: Cell = None


@dataclass(frozen=True, slots=True)
class SheetContext:
    """What the cells of a sheet refer to."""

    strings: list[str] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    since_1904: bool = False
    _known_styles: dict[str, Style] = field(default_factory=dict)

    def style(self, index: str) -> Style:
        """What a number in the cell style of that index means; plain for an index nobody defined."""
        style = self._known_styles.get(index)
        if style is None:
            position = _small_number(index) if index else 0
            style = self.styles[position] if position < len(self.styles) else "plain"
            self._known_styles[index] = style
        return style


class MergesPart(XmlEvents):
    """A sheet read for its merged ranges only, which stand behind the rows they concern."""

    def __init__(self) -> None:
        super().__init__()
        self.merges: list[MergedRange] = []

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "mergeCell":
            match = _RANGE.fullmatch(attributes.get("ref", ""))
            if match is not None:
                left, top, right, bottom = match.groups()
                merged = MergedRange(int(top), column_number(left), int(bottom), column_number(right))
                self.merges.append(merged)

    def ordered(self) -> list[MergedRange]:
        """The ranges, the topmost last."""
        return sorted(self.merges, key=lambda m: (m.top, m.left), reverse=True)


class SheetPart(XmlEvents):
    """A sheet's rows, collected in `rows` while it is fed; take them out between two pieces."""

    def __init__(self, context: SheetContext, limits: Limits, merges: list[MergedRange]) -> None:
        super().__init__()
        self.rows: list[tuple[int, list[Cell]]] = []
        self._context = context
        self._limits = limits
        self._waiting = merges
        self._active: list[MergedRange] = []
        self._filled = 0
        self._row = 0
        self._cells: list[Cell] = []
        self._column = 0
        self._columns: dict[str, int] = {}
        self._type = ""
        self._style = ""
        self._pieces: list[str] = []
        self._chars = 0
        self._in_cell = self._in_value = self._in_phonetic = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name in ("v", "t"):
            self._in_value = self._in_cell and not self._in_phonetic
        elif name == "row":
            self._start_row(attributes)
        elif name == "rPh":
            self._in_phonetic = True

    def end(self, name: str) -> None:
        if name == "c":
            self._end_cell()
        elif name in ("v", "t"):
            self._in_value = False
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._in_phonetic = False

    def text(self, data: str) -> None:
        if not self._in_value:
            return
        self._pieces.append(data)
        self._chars += len(data)
        if self._chars > self._limits.max_cell_chars:
            raise self._refusal("file.cell_too_long", limit=self._limits.max_cell_chars)

    def _start_row(self, attributes: Attributes) -> None:
        number = attributes.get("r")
        before = self._row
        self._row = before + 1 if number is None else _small_number(number)
        self._cells, self._column = [], 0
        if self._row <= before:
            raise damaged(str(self._row))
        if self._row > self._limits.max_workbook_rows:
            raise refusal("file.too_many_rows", row=self._row, limit=self._limits.max_workbook_rows)

    def _start_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
        else:
            letters = reference.rstrip(_DIGITS)
            self._column = self._columns.get(letters) or self._learn_column(letters)
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._pieces, self._chars = [], 0
        self._in_cell, self._in_value = True, False

    def _learn_column(self, letters: str) -> int:
        return self._columns.setdefault(letters, column_number(letters))

    def _end_cell(self) -> None:
        self._in_cell = False
        if not self._pieces:
            return
        column, cells = self._column, self._cells
        if column > self._limits.max_columns:
            raise self._refusal("file.too_many_columns", limit=self._limits.max_columns)
        value = self._value("".join(self._pieces))
        if len(cells) < column:
            cells.extend([None] * (column - len(cells)))
        cells[column - 1] = value

    def _end_row(self) -> None:
        if self._waiting or self._active:
            self._fill_merges()
        if self._cells:
            self.rows.append((self._row, self._cells))

    def _fill_merges(self) -> None:
        row, cells = self._row, self._cells
        while self._waiting and self._waiting[-1].top <= row:
            merged = self._waiting.pop()
            if merged.top == row and merged.left <= len(cells):
                merged.value = cells[merged.left - 1]
                self._active.append(merged)
        self._active = [merged for merged in self._active if merged.bottom >= row and merged.value is not None]
        for merged in self._active:
            right = min(merged.right, self._limits.max_columns)
            cells.extend([None] * (right - len(cells)))
            self._filled += max(0, right - merged.left + 1)
            if self._filled > self._limits.max_filled_cells:
                raise self._refusal("file.too_many_merged", limit=self._limits.max_filled_cells)
            for column in range(merged.left - 1, right):
                if cells[column] is None:
                    cells[column] = merged.value

    def _value(self, text: str) -> Cell:
        kind = self._type
        if kind == "s":
            return self._shared(text)
        if kind == "n":
            return self._number(text)
        if kind == "b":
            return text.strip() in ("1", "true")
        if kind == "d":
            return _iso_moment(text)
        return unescape(text)

    def _shared(self, text: str) -> str:
        index = _small_number(text)
        if index >= len(self._context.strings):
            raise self._refusal("file.damaged", reason="shared_string", value=text[:100])
        return self._context.strings[index]

    def _number(self, text: str) -> Cell:
        try:
            if len(text) > _LONGEST_NUMBER:
                raise ValueError(text)
            number = float(text)
            if not math.isfinite(number):
                raise ValueError(text)
        except ValueError:
            raise self._refusal("file.damaged", reason="number", value=text[:100]) from None
        style = self._context.style(self._style)
        if style == "moment":
            return moment_of_serial(number, since_1904=self._context.since_1904)
        if style == "duration":
            return duration_text(number)
        if style == "percent":
            return percent_text(number)
        return int(text) if text.lstrip("-").isdecimal() else number

    def _refusal(self, code: str, **data: object) -> IntakeError:
        return refusal(code, row=self._row, column=column_letters(self._column), **data)


def column_number(letters: str) -> int:
    """1 for A, 27 for AA. Raises IntakeError `file.damaged`."""
    if not 1 <= len(letters) <= 3:
        raise damaged(letters)
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise damaged(letters)
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """A for 1, AA for 27."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _small_number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise damaged(text)
    return int(text)


def _iso_moment(text: str) -> Cell:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return text
