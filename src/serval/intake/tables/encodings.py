"""Which encoding a text is in, decided over all of it without holding it.

UTF-8 is proved by decoding, so it is tried first. Bytes that are no UTF-8 are GB18030 when they decode as such.
But a pair of Chinese characters in GB18030 can look like UTF-8, and UTF-8 often decodes as GB18030 into nonsense.
An accented letter of a Western encoding, read as GB18030, eats the ASCII letter behind it; Chinese text has two high
bytes for nearly every character. So lines testify one by one, and a file whose lines contradict each other is refused.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from serval.intake.errors import refusal

_LONGEST_LINE_BYTES = 32 * 1024 * 1024

# Two-byte sequences happen by chance in GB18030; three and more bytes that fit UTF-8 hardly ever fill a line.
_STRONG = re.compile("[\u0800-\U0010ffff]")

_ASCII = bytes(range(128))
_WITHOUT_ASCII = dict.fromkeys(range(128))

_CODECS = {
    "utf-8": "utf-8-sig",
    "utf-8-sig": "utf-8-sig",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "gb18030": "gb18030",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "big5": "big5",
    "big5hkscs": "big5hkscs",
    "shift_jis": "cp932",
    "cp932": "cp932",
    "euc_kr": "cp949",
    "cp949": "cp949",
    "cp1252": "cp1252",
    "iso8859-1": "latin-1",
    "iso8859-15": "iso8859-15",
}


def find_codec(encoding: str) -> str:
    """The codec for a name a person gave. Raises IntakeError `file.encoding_unsupported`."""
    try:
        return _CODECS[codecs.lookup(encoding).name]
    except (LookupError, ValueError):
        raise refusal("file.encoding_unsupported", value=encoding, known=sorted(_CODECS)) from None


def detect_encoding(chunks: Iterator[bytes]) -> str:
    """utf-8, utf-16 or gb18030.

    Raises IntakeError `file.encoding_mixed` when some lines are UTF-8 and others are not, `file.encoding_unknown`
    when a line is neither; both name the row.
    """
    witness = _Witness()
    rest = b""
    first = True
    for chunk in chunks:
        if first and chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        first = False
        block = rest + chunk
        cut = max(block.rfind(b"\n"), block.rfind(b"\r")) + 1
        if not cut and len(block) >= _LONGEST_LINE_BYTES:
            return witness.verdict()  # the reader of rows refuses such a line and can say more about it
        witness.hear(block[:cut])
        rest = block[cut:]
    witness.hear(rest)
    return witness.verdict()


class _Witness:
    """What the lines heard so far testify."""

    def __init__(self) -> None:
        self.lines = 0
        self.other_row = 0
        self._utf8_row = 0
        self._characters = 0
        self._high_bytes = 0

    def verdict(self) -> str:
        """The encoding, after the last line."""
        if not self.other_row:
            return "utf-8"
        if 2 * self._high_bytes < 3 * self._characters:
            raise refusal("file.encoding_unknown", row=self.other_row)
        return "gb18030"

    def hear(self, block: bytes) -> None:
        """Whole lines, or the last line of the file."""
        if not block:
            return
        if not block.isascii() and not self._is_settled(block):
            self._hear_lines(block)
        breaks = block.count(b"\n")
        self.lines += breaks if breaks else len(block.splitlines())

    def _is_settled(self, block: bytes) -> bool:
        """True when the block as a whole says nothing that its lines would have to explain."""
        if self.other_row:
            return False
        try:
            text = block.decode()
        except UnicodeDecodeError:
            return False
        return bool(self._utf8_row) or not _STRONG.search(text)

    def _hear_lines(self, block: bytes) -> None:
        for row, line in enumerate(block.splitlines(), self.lines + 1):
            if not line.isascii():
                self._hear_line(line, row)
            if self._utf8_row and self.other_row:
                raise refusal("file.encoding_mixed", row=max(self._utf8_row, self.other_row))

    def _hear_line(self, line: bytes, row: int) -> None:
        try:
            text = line.decode()
        except UnicodeDecodeError:
            self.other_row = self.other_row or row
        else:
            if not self._utf8_row and _STRONG.search(text):
                self._utf8_row = row
            return
        try:
            chinese = line.decode("gb18030")
        except UnicodeDecodeError:
            code = "file.encoding_mixed" if self._utf8_row else "file.encoding_unknown"
            raise refusal(code, row=row) from None
        self._characters += len(chinese.translate(_WITHOUT_ASCII))
        self._high_bytes += len(line.translate(None, _ASCII))
