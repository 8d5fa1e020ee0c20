"""One sheet: titles that stay in sight, filters, widths that fit, and a page that prints."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from serval.engine.instants import to_datetime
from serval.engine.money import Money
from serval.reporting.catalogue import translate as _
from serval.reporting.workbooks import formats as looks
from serval.reporting.workbooks.cells import Cell, Instant, Length, Share, Tone, Word
from serval.reporting.workbooks.formats import Formats, describe_money
from serval.reporting.workbooks.table import Column, Table
from serval.reporting.workbooks.texts import clean_text, measure_width

A4 = 9
NARROWEST, WIDEST, WIDEST_WRAPPED = 8, 60, 72
MOST_DIGITS = 15
"""Significant digits of a number that spreadsheets keep; a longer one is written as a text, so that none is lost."""

FIRST_DAY = date(1900, 3, 1)
"""Spreadsheets know no earlier day that they agree upon: some take 1900 for a leap year."""

DAY = 86_400


class Sheet:
    """Writes the rows of a table one after the other."""

    def __init__(self, sheet: Any, formats: Formats, table: Table) -> None:
        self._sheet, self._formats, self._columns = sheet, formats, table.columns
        self._held = table.held
        self._row = 0
        self._widths = [_measure_title(column) for column in table.columns]
        for place, column in enumerate(table.columns):
            self._write_text(place, column.title, formats.head())

    def add(self, row: Sequence[Cell]) -> None:
        """Write one row; cells that are missing at its end stay empty. Raises TypeError for what is no cell."""
        self._row += 1
        for place, cell in enumerate(row):
            if cell is not None:
                self._write(place, cell)

    def finish(self) -> None:
        """Set what belongs to the sheet as a whole."""
        last = len(self._columns) - 1
        for place, column in enumerate(self._columns):
            widest = WIDEST_WRAPPED if column.wraps else WIDEST
            self._sheet.set_column(place, place, min(max(self._widths[place] + 2, NARROWEST), widest))
        self._sheet.freeze_panes(1, self._held)
        self._sheet.autofilter(0, 0, self._row, last)
        # Numbers of tickets are texts, and no slip that a spreadsheet should mark.
        self._sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{self._row + 1}"})
        self._sheet.set_landscape()
        self._sheet.set_paper(A4)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)
        self._sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        self._sheet.set_footer("&L&A&R" + _("Page {page} of {pages}").format(page="&P", pages="&N"))

    def _write(self, place: int, cell: Cell) -> None:
        match cell:
            case str():
                self._write_body_text(place, cell)
            case Word():
                self._write_body_text(place, cell.text, cell.tone)
            case Money():
                self._write_exact(place, cell.amount, str(cell), describe_money(cell.currency))
            case Share():
                self._write_near(place, cell.value, looks.PERCENT)
            case Length():
                self._write_length(place, Fraction(cell.seconds))
            case Instant():
                moment = to_datetime(cell.at).astimezone(cell.zone)
                self._write_date(place, moment.replace(tzinfo=None), moment.isoformat(), looks.MOMENT)
            case date():
                self._write_date(place, cell, cell.isoformat(), looks.DATE)
            case Fraction():
                self._write_near(place, cell, looks.WHOLE if cell.denominator == 1 else looks.NUMBER)
            case Decimal():
                is_whole = cell == cell.to_integral_value()
                self._write_exact(place, cell, str(cell), looks.WHOLE if is_whole else looks.NUMBER)
            case int() if not isinstance(cell, bool):
                self._write_exact(place, Decimal(cell), str(cell), looks.WHOLE)
            case _:
                raise TypeError(f"no cell: {type(cell).__name__}")

    def _write_body_text(self, place: int, text: str, tone: Tone = "plain") -> None:
        wraps = self._columns[place].wraps or "\n" in text
        self._write_text(place, text, self._formats.cell(looks.TEXT, tone=tone, wraps=wraps))

    def _write_text(self, place: int, text: str, look: Any) -> None:
        cleaned = clean_text(text)
        if self._row:
            self._widths[place] = max(self._widths[place], measure_width(cleaned[:WIDEST_WRAPPED]))
        if cleaned.startswith("<r>") and cleaned.endswith("</r>"):
            # The library takes such a text for markup of its own and would copy it into the file as it is.
            self._sheet.write_rich_string(self._row, place, "<", "r", cleaned[2:], look)
        else:
            self._sheet.write_string(self._row, place, cleaned, look)

    def _write_exact(self, place: int, number: Decimal, text: str, look: str) -> None:
        """A number, or its text where a spreadsheet would silently change its digits."""
        digits = "".join(map(str, number.as_tuple().digits)).strip("0")
        if len(digits) > MOST_DIGITS:
            self._write_text(place, text, self._formats.cell(looks.TEXT, align="right"))
        else:
            self._write_number(place, float(number), look)

    def _write_near(self, place: int, number: Fraction, look: str) -> None:
        """The number nearest to a fraction."""
        self._write_number(place, float(number), look)

    def _write_length(self, place: int, seconds: Fraction) -> None:
        """Spreadsheets show no negative length of time: one is written as a number of hours."""
        if seconds < 0:
            self._write_near(place, seconds / 3600, looks.HOURS)
        else:
            self._write_near(place, seconds / DAY, looks.LENGTH)

    def _write_number(self, place: int, number: float, look: str) -> None:
        self._widths[place] = max(self._widths[place], len(f"{number:,.2f}") + 3)
        self._sheet.write_number(self._row, place, number, self._formats.cell(look))

    def _write_date(self, place: int, day: date, text: str, look: str) -> None:
        if (day.date() if isinstance(day, datetime) else day) < FIRST_DAY:
            self._write_text(place, text, self._formats.cell(looks.TEXT, align="right"))
            return
        self._widths[place] = max(self._widths[place], len(look))
        self._sheet.write_datetime(self._row, place, day, self._formats.cell(look, align="right"))


def _measure_title(column: Column) -> int:
    """A title may break between words, or between Chinese characters, and leaves room for the filter's button."""
    words = column.title.split() or [""]
    longest = max(map(measure_width, words))
    return max(longest, min(measure_width(column.title), 14)) + 2
