"""What a number in a workbook means: its style decides whether it is a count, a share, a moment or a duration."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Literal

Style = Literal["plain", "percent", "moment", "duration"]

_MOMENT_FORMATS = frozenset([*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)])
_DURATION_FORMATS = frozenset([46])
_PERCENT_FORMATS = frozenset([9, 10])

# Quoted text, escaped, padding and filling characters, and brackets that are no elapsed time say nothing of dates.
_DECORATION = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_DATE_LETTERS = re.compile(r"[dmyhs]", re.IGNORECASE)

_LONGEST_FORMAT = 255  # Excel's own limit; a longer one is an attack on the patterns above
_DAY_MS = 86_400_000

# Wall-clock times of a zone the workbook does not name.
_SINCE_1900 = datetime(1899, 12, 31)  # noqa: DTZ001
_SINCE_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_LEAP_DAY_THAT_NEVER_WAS = 60  # Excel counts 1900-02-29


def style_of_format(format_id: int, code: str | None) -> Style:
    """The meaning of a number format; `code` is given for formats the workbook defines itself."""
    if code is None:
        if format_id in _DURATION_FORMATS:
            return "duration"
        if format_id in _PERCENT_FORMATS:
            return "percent"
        return "moment" if format_id in _MOMENT_FORMATS else "plain"
    if len(code) > _LONGEST_FORMAT:
        return "plain"
    positive = _DECORATION.sub("", code).partition(";")[0]
    if _ELAPSED.search(positive):
        return "duration"
    if "%" in positive:
        return "percent"
    return "moment" if _DATE_LETTERS.search(positive) else "plain"


def moment_of_serial(serial: float, *, since_1904: bool) -> datetime | time | float:
    """The local date and time of a serial number, to the millisecond; below one day a time of day.

    What Excel itself cannot show as a date (negative, 1900-02-29, beyond 9999) stays a number.
    """
    milliseconds = round(serial * _DAY_MS)
    if serial < 0 or (not since_1904 and int(serial) == _LEAP_DAY_THAT_NEVER_WAS):
        return serial
    if milliseconds < _DAY_MS and not (since_1904 and serial == 0):
        return (_SINCE_1904 + timedelta(milliseconds=milliseconds)).time()
    since_1900 = _SINCE_1900 if serial < _LEAP_DAY_THAT_NEVER_WAS else _SINCE_1900 - timedelta(days=1)
    try:
        return (_SINCE_1904 if since_1904 else since_1900) + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return serial


def duration_text(serial: float) -> str:
    """A duration as hours, minutes and seconds: `26:30:00`."""
    seconds = round(abs(serial) * 86_400)
    sign = "-" if serial < 0 else ""
    return f"{sign}{seconds // 3600}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"


def percent_text(share: float) -> str:
    """A share of one as the percentage the cell shows, with all its digits: `93.2%` for 0.932."""
    # The shortest text of a binary fraction is the number the person typed.
    digits = f"{Decimal(repr(share)) * 100:f}"
    return (digits.rstrip("0").rstrip(".") if "." in digits else digits) + "%"
