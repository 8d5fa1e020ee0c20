"""Delimited text: comma, semicolon, tab or bar, quoted as RFC 4180 says, line breaks inside cells included."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import chain

from serval.intake.errors import IntakeError, refusal
from serval.intake.tables.limits import Limits
from serval.intake.tables.rows import Cell

DELIMITERS = ",;\t|"
_SAMPLE_LINES = 200
_SAMPLE_CHARS = 64 * 1024


class RowTooLongError(Exception):
    """A row is longer than the limit; whoever counts rows says which."""


class Lines:
    """Lines of a text with their line breaks, decoded piece by piece and never longer than a row may be."""

    def __init__(self, chunks: Iterator[bytes], codec: str, limits: Limits) -> None:
        self._chunks = chunks
        self._decoder = codecs.getincrementaldecoder(codec)()
        self._codec = codec
        self._limits = limits
        self._lines = 0
        self._carry = ""
        self._row_chars = 0

    def begin_row(self) -> None:
        """Says that the lines so far made whole rows; what follows counts against the next row."""
        self._row_chars = 0

    def __iter__(self) -> Iterator[str]:
        for text in self._texts():
            cut = max(text.rfind("\n"), text.rfind("\r", 0, len(text) - 1)) + 1
            # StringIO breaks at \r, \n and \r\n alone; str.splitlines would break at eight further characters.
            for line in io.StringIO(text[:cut], newline=""):
                self._lines += 1
                self._row_chars += len(line)
                yield line
                if self._row_chars > self._limits.max_row_chars:
                    raise RowTooLongError
            self._carry = text[cut:]
            if len(self._carry) > self._limits.max_row_chars:
                # The reader looks first: it knows whether one cell alone is too long.
                yield self._carry
                raise RowTooLongError
        if self._carry:
            yield self._carry

    def _texts(self) -> Iterator[str]:
        for chunk in chain(self._chunks, (b"",)):
            try:
                text = self._carry + self._decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                raise self._undecodable(error) from None
            if "\0" in text:
                row = self._lines + 1 + text[: text.index("\0")].count("\n")
                raise refusal("file.damaged", reason="nul", row=row)
            if chunk:
                yield text
            else:
                self._carry = text

    def _undecodable(self, error: UnicodeDecodeError) -> IntakeError:
        """The row is near: a decoder of multi-byte text may have kept bytes of the piece before."""
        try:
            before = error.object[: error.start].decode(self._codec)
        except UnicodeDecodeError:
            before = ""
        row = self._lines + 1 + self._carry.count("\n") + before.count("\n")
        return refusal("file.encoding_wrong", value=self._codec, row=row)


def read_delimited(lines: Lines, limits: Limits) -> Iterator[tuple[int, list[Cell]]]:
    """Number of its first line and cells of each row.

    Raises IntakeError with the row: `file.cell_too_long`, `file.row_too_long`, `file.too_many_columns`,
    `file.quotes_broken`, `file.encoding_wrong`, `file.damaged`.
    """
    csv.field_size_limit(limits.max_cell_chars)
    incoming = iter(lines)
    sample = _take_sample(incoming)
    reader = csv.reader(chain(sample, incoming), delimiter=sniff_delimiter(sample), strict=True)
    number = 1
    try:
        for cells in reader:
            lines.begin_row()
            if len(cells) > limits.max_columns:
                raise refusal("file.too_many_columns", row=number, limit=limits.max_columns, value=len(cells))
            if cells:
                yield number, cells  # type: ignore[misc]
            number = reader.line_num + 1
    except csv.Error as error:
        raise _as_refusal(error, number) from None
    except RowTooLongError:
        raise refusal("file.row_too_long", row=number, limit=limits.max_row_chars) from None


def _take_sample(lines: Iterator[str]) -> list[str]:
    sample: list[str] = []
    chars = 0
    for line in lines:
        sample.append(line)
        chars += len(line)
        if len(sample) >= _SAMPLE_LINES or chars >= _SAMPLE_CHARS:
            break
    return sample


def sniff_delimiter(sample: list[str]) -> str:
    """The delimiter that cuts most rows into the same number of cells, and of these the one that cuts most."""
    scores = {delimiter: _score(sample, delimiter) for delimiter in DELIMITERS}
    return max(DELIMITERS, key=lambda delimiter: scores[delimiter])


def _score(sample: list[str], delimiter: str) -> tuple[float, int]:
    try:
        widths = [len(row) for row in csv.reader(sample, delimiter=delimiter) if any(row)]
    except csv.Error:
        return (0.0, 0)
    cut = [width for width in widths if width > 1]
    if not cut:
        return (0.0, 0)
    usual = max(set(cut), key=cut.count)
    return (cut.count(usual) / len(widths), usual)


def _as_refusal(error: csv.Error, row: int) -> IntakeError:
    if "field limit" in str(error):
        return refusal("file.cell_too_long", row=row, limit=csv.field_size_limit())
    return refusal("file.quotes_broken", row=row)
