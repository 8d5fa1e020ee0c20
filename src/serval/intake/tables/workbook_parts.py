"""The small parts of a workbook: its sheets, its styles, its shared strings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from serval.intake.errors import refusal
from serval.intake.tables.excel_values import Style, style_of_format
from serval.intake.tables.limits import Limits
from serval.intake.tables.xml_events import Attributes, XmlEvents, attribute, read_number

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NO_CHARACTER = range(0xD800, 0xE000)


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it; `relation` leads to its part."""

    name: str
    relation: str
    visible: bool


class WorkbookPart(XmlEvents):
    """xl/workbook.xml: `sheets` in their order and whether dates count from 1904."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[SheetEntry] = []
        self.since_1904 = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "sheet":
            visible = attribute(attributes, "state") in ("", "visible")
            self.sheets.append(SheetEntry(attributes.get("name", ""), attribute(attributes, "id"), visible))
        elif name == "workbookPr":
            self.since_1904 = attributes.get("date1904", "") in ("1", "true", "on")


class RelationsPart(XmlEvents):
    """A .rels part: `targets` by id and the last part of each one's type."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, str] = {}
        self.types: dict[str, str] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            relation = attributes.get("Id", "")
            self.targets[relation] = attributes.get("Target", "")
            self.types[relation] = attributes.get("Type", "").rpartition("/")[2]

    def target_of_type(self, wanted: str) -> str | None:
        """The first target of a type (`styles`, `sharedStrings`, …)."""
        return next((self.targets[r] for r, kind in self.types.items() if kind == wanted), None)


class StylesPart(XmlEvents):
    """xl/styles.xml: what the numbers of each cell style mean."""

    def __init__(self) -> None:
        super().__init__()
        self._codes: dict[int, str] = {}
        self._format_ids: list[int] = []
        self._in_cell_formats = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "numFmt":
            self._codes[read_number(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._in_cell_formats = True
        elif name == "xf" and self._in_cell_formats:
            self._format_ids.append(read_number(attributes.get("numFmtId", "0")))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cell_formats = False

    def styles(self) -> list[Style]:
        """The meaning of style 0, 1, 2, …"""
        known = {
            format_id: style_of_format(format_id, self._codes.get(format_id)) for format_id in set(self._format_ids)
        }
        return [known[format_id] for format_id in self._format_ids]


class StringsPart(XmlEvents):
    """xl/sharedStrings.xml: the texts cells point at; phonetic guides are left out."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self.strings: list[str] = []
        self._limits = limits
        self._pieces: list[str] = []
        self._chars = 0
        self._in_text = False
        self._in_phonetic = False

    def start(self, name: str, attributes: Attributes) -> None:  # noqa: ARG002
        if name == "t":
            self._in_text = not self._in_phonetic
        elif name == "si":
            self._pieces, self._chars = [], 0
        elif name == "rPh":
            self._in_phonetic = True

    def end(self, name: str) -> None:
        if name == "t":
            self._in_text = False
        elif name == "si":
            self.strings.append(unescape("".join(self._pieces)))
        elif name == "rPh":
            self._in_phonetic = False

    def text(self, data: str) -> None:
        if not self._in_text:
            return
        self._pieces.append(data)
        self._chars += len(data)
        if self._chars > self._limits.max_cell_chars:
            raise refusal("file.cell_too_long", limit=self._limits.max_cell_chars, column="sharedStrings")


def unescape(text: str) -> str:
    """Text with `_x000D_` and its like turned into the characters they stand for."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if code in _NO_CHARACTER else chr(code)
