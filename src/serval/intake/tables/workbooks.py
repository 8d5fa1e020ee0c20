"""XLSX workbooks: which sheet, and its rows as a stream."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import TypeVar

from serval.intake.errors import refusal
from serval.intake.tables.archives import open_entry
from serval.intake.tables.limits import Limits
from serval.intake.tables.rows import Cell
from serval.intake.tables.sheets import MergedRange, MergesPart, SheetContext, SheetPart
from serval.intake.tables.streams import CHUNK_BYTES, Pulse
from serval.intake.tables.workbook_parts import (
    RelationsPart,
    SheetEntry,
    StringsPart,
    StylesPart,
    WorkbookPart,
)
from serval.intake.tables.xml_events import XmlEvents, feed_stepwise

CONTENT_TYPES = "[Content_Types].xml"
_MERGE_MARK = b"mergeCell"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")

NumberedRows = Iterator[tuple[int, list[Cell]]]
Part = TypeVar("Part", bound=XmlEvents)


class Workbook:
    """A workbook in an archive that was found harmless."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits, pulse: Pulse) -> None:
        self._archive = archive
        self._limits = limits
        self._pulse = pulse
        self._total = sum(entry.file_size for entry in archive.infolist())
        self._done = 0
        root = self._find_workbook()
        self._folder = posixpath.dirname(root)
        self._book = self._read(root, WorkbookPart())
        self._relations = self._read_if_there(_relations_of(root), RelationsPart())
        self._context = self._read_context()

    def open_sheet(self, wanted: str | None) -> tuple[str, NumberedRows, list[MergedRange]]:
        """Name, rows and merged ranges of the sheet asked for, or of the first visible one that has data.

        Raises IntakeError `file.sheet_unknown` (with the names there are) or `file.empty`.
        """
        sheets = [sheet for sheet in self._book.sheets if self._is_worksheet(sheet)]
        if wanted is not None:
            chosen = next((sheet for sheet in sheets if sheet.name == wanted), None)
            if chosen is None:
                raise refusal("file.sheet_unknown", value=wanted, sheets=[sheet.name for sheet in sheets])
            return wanted, *self._open(chosen)
        for sheet in sheets:
            if sheet.visible and self._has_data(sheet):
                return sheet.name, *self._open(sheet)
        raise refusal("file.empty")

    def _find_workbook(self) -> str:
        relations = self._read_if_there("_rels/.rels", RelationsPart())
        target = relations.target_of_type("officeDocument") or "xl/workbook.xml"
        root = target.lstrip("/")
        if root not in self._archive.namelist() or not root.endswith("workbook.xml"):
            raise refusal("file.kind_unknown", value=posixpath.splitext(root)[1] or "zip")
        return root

    def _read_context(self) -> SheetContext:
        styles = self._relations.target_of_type("styles")
        strings = self._relations.target_of_type("sharedStrings")
        return SheetContext(
            self._read_if_there(self._path(strings), StringsPart(self._limits)).strings,
            self._read_if_there(self._path(styles), StylesPart()).styles(),
            self._book.since_1904,
        )

    def _path(self, target: str | None) -> str:
        """The archive's name for a target, which counts from the archive's root or from the workbook's folder."""
        if not target:
            return ""
        return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{self._folder}/{target}")

    def _is_worksheet(self, sheet: SheetEntry) -> bool:
        return self._relations.types.get(sheet.relation) == "worksheet"

    def _has_data(self, sheet: SheetEntry) -> bool:
        part = SheetPart(self._context, self._limits, [])
        return any(part.rows for _ in feed_stepwise(part, self._chunks(self._part_of(sheet))))

    def _open(self, sheet: SheetEntry) -> tuple[NumberedRows, list[MergedRange]]:
        path = self._part_of(sheet)
        merges = self._read(path, MergesPart()).ordered() if self._has_merges(path) else []
        return self._rows(path, list(merges)), merges

    def _rows(self, path: str, merges: list[MergedRange]) -> NumberedRows:
        part = SheetPart(self._context, self._limits, merges)
        for _ in feed_stepwise(part, self._chunks(path)):
            yield from part.rows
            part.rows.clear()

    def _has_merges(self, path: str) -> bool:
        """Finding the word is many times faster than parsing, and most sheets have no merged cells."""
        tail = b""
        for chunk in self._chunks(path):
            if _MERGE_MARK in tail + chunk or chunk.startswith(_UTF16_MARKS):
                return True
            tail = chunk[-len(_MERGE_MARK) :]
        return False

    def _part_of(self, sheet: SheetEntry) -> str:
        return self._path(self._relations.targets.get(sheet.relation))

    def _read(self, path: str, part: Part) -> Part:
        part.feed_all(self._chunks(path))
        return part

    def _read_if_there(self, path: str, part: Part) -> Part:
        return self._read(path, part) if path in self._archive.namelist() else part

    def _chunks(self, path: str) -> Iterator[bytes]:
        """Bytes of a part. Raises IntakeError `file.damaged` when it is missing or broken."""
        try:
            entry = self._archive.getinfo(path)
        except KeyError:
            raise refusal("file.damaged", reason="part_missing", value=path[:200]) from None
        with open_entry(self._archive, entry) as stream:
            while True:
                try:
                    chunk = stream.read(CHUNK_BYTES)
                except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
                    raise refusal("file.damaged", reason=type(error).__name__, value=path[:200]) from None
                if not chunk:
                    return
                self._done += len(chunk)
                self._pulse.add(len(chunk), done=self._done / (2 * self._total or 1))
                yield chunk


def _relations_of(path: str) -> str:
    folder, name = posixpath.split(path)
    return posixpath.join(folder, "_rels", f"{name}.rels")
