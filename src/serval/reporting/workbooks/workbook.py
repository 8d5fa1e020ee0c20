"""A workbook in the making: each table becomes a sheet, every cell is written by its type and none as a formula."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import chain, islice
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

from serval.engine.instants import to_datetime
from serval.reporting.catalogue import translate as _
from serval.reporting.workbooks.formats import Formats, describe_font
from serval.reporting.workbooks.sheet import Sheet
from serval.reporting.workbooks.table import Table
from serval.reporting.workbooks.texts import clean_text, name_sheet

MOST_ROWS = 1_048_000
"""Rows of a sheet, its titles among them; what is left of the 1,048,576 of every spreadsheet is for notes."""

MOST_HELD = 50_000
"""Rows of all tables beyond which they go to the disk as they are written, for the sake of memory."""


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself; `created` in UTC seconds. The same tables and this make the same bytes."""

    title: str
    subject: str
    author: str
    created: int


class Workbook:
    """A context: tables are added inside, and afterwards `content` is the file.

    rows  how many rows of all tables to expect, about
    """

    def __init__(self, about: About, *, rows: int = 0) -> None:
        import xlsxwriter

        self.content = b""
        self._is_large = rows > MOST_HELD
        self._stream = io.BytesIO()
        self._folder = TemporaryDirectory(prefix="serval-")
        self._book: Any = xlsxwriter.Workbook(self._stream, self._choose_options())
        self._book.set_properties(_describe(about))
        self._formats = Formats(self._book)
        self._taken: set[str] = set()

    def _choose_options(self) -> dict[str, Any]:
        font = describe_font()
        return {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "in_memory": not self._is_large,
            "constant_memory": self._is_large,
            "tmpdir": self._folder.name,
            "default_format_properties": {name: font[name] for name in ("font_name", "font_size")},
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        # The library closes its own files only with the book.
        self._book.close()
        self._folder.cleanup()
        if error is None:
            self.content = self._stream.getvalue()

    def add(self, table: Table) -> int:
        """Write a table and return how many sheets it took: rows that one cannot hold go on in the next."""
        rows = iter(table.rows)
        following = next(rows, None)
        count = 0
        while following is not None or count == 0:
            count += 1
            sheet = self._open_sheet(table)
            for row in chain([] if following is None else [following], islice(rows, MOST_ROWS - 2)):
                sheet.add(row)
            following = next(rows, None)
            sheet.finish(table.notes if following is None else ())
        return count

    def _open_sheet(self, table: Table) -> Sheet:
        name = name_sheet(table.name, self._taken)
        self._taken.add(name.lower())
        return Sheet(self._book.add_worksheet(name), self._formats, table)


def _describe(about: About) -> dict[str, Any]:
    return {
        "title": clean_text(about.title),
        "subject": clean_text(about.subject),
        "author": clean_text(about.author),
        "comments": _("Made by Serval"),
        "created": to_datetime(about.created),
    }
