"""One sheet: titles that stay in sight, filters, widths that fit, and a page that prints."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from serval.engine.canonical import write_exact
from serval.engine.instants import to_datetime
from serval.engine.money import Money
from serval.reporting.catalogue import translate as _
from serval.reporting.workbooks import formats as looks
from serval.reporting.workbooks.cells import Cell, Instant, Length, Share, Tone, Word
from serval.reporting.workbooks.formats import Formats, describe_money
from serval.reporting.workbooks.table import Column, Table
from serval.reporting.workbooks.texts import clean_text, measure_width

A4 = 9
NARROWEST, WRAPPED = 8, 72
"""Characters: of the narrowest column, and of one whose sentences are broken into lines."""

LINE_POINTS, HIGHEST = 15, 405
"""Points: of a line, and of the highest row that spreadsheets bear."""

TITLE_LINES = 2

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
        self._sheet.set_row(0, LINE_POINTS * TITLE_LINES)
        for place, column in enumerate(table.columns):
            self._put(place, clean_text(column.title), formats.head)

    def add(self, row: Sequence[Cell]) -> None:
        """Write one row; cells that are missing at its end stay empty. Raises TypeError for what is no cell."""
        self._row += 1
        self._set_height(row)
        for place in range(len(self._columns)):
            self._write(place, row[place] if place < len(row) else None)

    def finish(self, notes: Sequence[str] = ()) -> None:
        """Set what belongs to the sheet as a whole, and write what stands below its rows."""
        for place, column in enumerate(self._columns):
            widest = WRAPPED if column.wraps else column.widest
            self._sheet.set_column(place, place, min(max(self._widths[place] + 2, NARROWEST), widest))
        last = len(self._columns) - 1
        self._sheet.autofilter(0, 0, self._row, last)
        for note in notes:
            self._row += 1
            self._put(0, clean_text(note), self._formats.note)
        self._sheet.freeze_panes(1, self._held)
        # Numbers of tickets are texts, and no slip that a spreadsheet should mark.
        self._sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{self._row + 1}"})
        self._set_page()

    def _set_page(self) -> None:
        """A4 across: as wide as the page, the titles on each, what is only reckoned with on none."""
        printed = [place for place, column in enumerate(self._columns) if column.printed]
        self._sheet.set_landscape()
        self._sheet.set_paper(A4)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)
        self._sheet.print_area(0, 0, self._row, printed[-1])
        self._sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        self._sheet.set_footer("&L&A&R" + _("Page {page} of {pages}").format(page="&P", pages="&N"))

    def _set_height(self, row: Sequence[Cell]) -> None:
        """Not every program finds the height of broken lines by itself."""
        wrapped = [cell for column, cell in zip(self._columns, row, strict=False) if column.wraps]
        lines = max((_count_lines(cell) for cell in wrapped if isinstance(cell, str)), default=1)
        if lines > 1:
            self._sheet.set_row(self._row, min(LINE_POINTS * lines, HIGHEST))

    def _write(self, place: int, cell: Cell) -> None:
        match cell:
            case None | "":
                self._sheet.write_blank(self._row, place, None, self._choose_text_look(place))
            case str():
                self._write_text(place, cell, self._choose_text_look(place))
            case Word():
                self._write_text(place, cell.text, self._choose_text_look(place, cell.tone))
            case Money():
                self._write_exact(place, cell.amount, str(cell), describe_money(cell.currency))
            case Share():
                self._write_near(place, cell.value, looks.PERCENT)
            case Length():
                self._write_length(place, cell.seconds)
            case Instant():
                self._write_date(place, to_datetime(cell.at).astimezone(cell.zone), looks.MOMENT)
            case date():
                self._write_date(place, cell, looks.DATE)
            case Fraction():
                self._write_near(place, cell, looks.WHOLE if cell.denominator == 1 else looks.NUMBER)
            case Decimal():
                is_whole = cell == cell.to_integral_value()
                self._write_exact(place, cell, str(cell), looks.WHOLE if is_whole else looks.NUMBER)
            case int() if not isinstance(cell, bool):
                self._write_whole(place, cell)
            case _:
                raise TypeError(f"no cell: {type(cell).__name__}")

    def _write_text(self, place: int, text: str, look: Any) -> None:
        cleaned = clean_text(text)
        self._widths[place] = max(self._widths[place], measure_width(cleaned[:WRAPPED]))
        self._put(place, cleaned, look)

    def _put(self, place: int, cleaned: str, look: Any) -> None:
        if cleaned.startswith("<r>") and cleaned.endswith("</r>"):
            # The library takes such a text for markup of its own and would copy it into the file as it is.
            self._sheet.write_rich_string(self._row, place, "<", "r", cleaned[2:], look)
        else:
            self._sheet.write_string(self._row, place, cleaned, look)

    def _write_whole(self, place: int, number: int) -> None:
        if abs(number) < 10**MOST_DIGITS:
            self._write_number(place, number, looks.WHOLE)
        else:
            self._write_exact(place, Decimal(number), str(number), looks.WHOLE)

    def _write_exact(self, place: int, number: Decimal, text: str, number_format: str) -> None:
        """A number, or its text where a spreadsheet would silently change its digits."""
        digits = "".join(map(str, number.as_tuple().digits)).strip("0")
        if len(digits) > MOST_DIGITS:
            self._write_text(place, text, self._choose_look(place, looks.TEXT))
        else:
            self._write_number(place, float(number), number_format)

    def _write_near(self, place: int, number: Fraction, number_format: str) -> None:
        """The number nearest to a fraction; the fraction itself where it is beyond all reckoning."""
        if abs(number) >= 10**MOST_DIGITS:
            self._write_text(place, write_exact(number), self._choose_look(place, looks.TEXT))
        else:
            self._write_number(place, float(number), number_format)

    def _write_length(self, place: int, seconds: int | Fraction) -> None:
        """Spreadsheets show no negative length of time: one is written as a number of hours."""
        if seconds < 0:
            self._write_number(place, float(seconds / 3600), looks.HOURS)
        else:
            self._write_number(place, float(seconds / DAY), looks.LENGTH)

    def _write_number(self, place: int, number: float, number_format: str) -> None:
        self._widths[place] = max(self._widths[place], len(f"{number:,.2f}") + 3)
        self._sheet.write_number(self._row, place, number, self._choose_look(place, number_format))

    def _write_date(self, place: int, day: date, number_format: str) -> None:
        look = self._choose_look(place, number_format)
        if (day.date() if isinstance(day, datetime) else day) < FIRST_DAY:
            self._write_text(place, day.isoformat(), look)
            return
        self._widths[place] = max(self._widths[place], len(number_format))
        shown = day.replace(tzinfo=None) if isinstance(day, datetime) else day
        self._sheet.write_datetime(self._row, place, shown, look)

    def _choose_look(self, place: int, number_format: str) -> Any:
        """Of numbers and dates, and of texts that stand for one."""
        return self._formats.cell(number_format, align="left" if self._columns[place].left else "right")

    def _choose_text_look(self, place: int, tone: Tone = "plain") -> Any:
        return self._formats.cell(looks.TEXT, tone=tone, wraps=self._columns[place].wraps)


def _measure_title(column: Column) -> int:
    """Half of a title, whose words stay whole, and room for the filter's button."""
    longest = max(map(measure_width, column.title.split()), default=0)
    return max(longest, -(-measure_width(column.title) // TITLE_LINES)) + 2


def _count_lines(text: str) -> int:
    """Lines of a sentence in a wrapped column; the characters of most fonts are narrower than a digit."""
    return sum(max(1, -(-measure_width(line) // WRAPPED)) for line in text.split("\n"))
