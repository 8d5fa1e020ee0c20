"""Cells become instants by the date patterns of a mapping.

A pattern uses the letters of CLDR: `yyyy yy M MM MMM d dd H HH h hh m mm s ss S a XXX`, text in quotes stands for
itself. Words name forms that need no pattern: `iso`, `excel` and `excel1904` (serial day numbers), `unix` (seconds).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from serval.engine.instants import to_instant
from serval.intake.serials import read_serial, read_unix
from serval.intake.wallclock import TimeFault, WallClock, When, count_wall_seconds

CACHE_SIZE = 200_000
"""Distinct texts remembered per reader: a log repeats its times, but 5 GB of them must not fill the memory."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan 一",
            "feb 二",
            "mar 三",
            "apr 四",
            "may 五",
            "jun 六",
            "jul 七",
            "aug 八",
            "sep 九",
            "oct 十",
            "nov 十一",
            "dec 十二",
        ),
        start=1,
    )
    for name in names.split()
}
HALVES = {
    **dict.fromkeys(("am", "a.m.", "上午", "凌晨", "早上", "清晨"), "morning"),
    **dict.fromkeys(("pm", "p.m.", "下午", "傍晚"), "afternoon"),
    **dict.fromkeys(("晚上", "夜间"), "night"),
    "中午": "noon",
}


Parser = Callable[[str], When | None]


class PatternFault(ValueError):
    """A date pattern has a letter nobody knows, or lacks year, month or day."""


_TOKEN = re.compile(r"'(?:[^']|'')*'|([A-Za-z])\1*|.", re.DOTALL)
_NUMBERS = {
    "y": "year",
    "M": "month",
    "d": "day",
    "H": "hour",
    "h": "hour12",
    "m": "minute",
    "s": "second",
    "S": "fraction",
}
_OFFSET = r"(?P<offset>Z|[+-]\d{2}:?\d{2}(?::?\d{2})?)"
_HALF = r"\s*(?P<half>" + "|".join(re.escape(word) for word in sorted(HALVES, key=len, reverse=True)) + r")\s*"
_MONTH_NAME = r"(?P<month_name>[A-Za-z]{3,9}|十?[一二三四五六七八九十]|\d{1,2})月?\.?"
_ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"
    r"(?:[T ](?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?)?"
    r"\s?(?P<offset>Z|[+-]\d{2}(?::?\d{2})?)?)?"
)


def compile_pattern(pattern: str) -> Parser:
    """A parser for one pattern; it gives None for a text of another form. Raises PatternFault."""
    if pattern == "iso":
        return lambda text: _take(_ISO.fullmatch(text))
    if pattern == "unix":
        return lambda text: read_unix(float(text)) if re.fullmatch(r"\d{1,11}(\.\d{1,9})?", text) else None
    if pattern in ("excel", "excel1904"):
        return lambda text: _parse_serial_text(text, pattern)
    try:
        expression = re.compile(_write_expression(normalise_text(pattern)), re.IGNORECASE)
    except re.error:  # a letter that stands twice
        raise PatternFault(pattern) from None
    missing = {"year", "day"} - set(expression.groupindex)
    if missing or not {"month", "month_name"} & set(expression.groupindex):
        raise PatternFault(pattern)
    return lambda text: _take(expression.fullmatch(text))


def _write_expression(pattern: str) -> str:
    tokens = [match.group() for match in _TOKEN.finditer(pattern)]
    parts = []
    for place, token in enumerate(tokens):
        packed = _is_number(token) and (
            (place > 0 and _is_number(tokens[place - 1])) or (place + 1 < len(tokens) and _is_number(tokens[place + 1]))
        )
        parts.append(_write_token(token, packed=packed))
    expression = "".join(parts)
    # «下午 3:07» and «下午3:07» are one form: the blanks beside the half of the day belong to nobody.
    return expression.replace(r"\s+\s*", r"\s*").replace(r"\s*\s+", r"\s*")


def _is_number(token: str) -> bool:
    return token[0] in _NUMBERS and not token.startswith("MMM")


def _write_token(token: str, *, packed: bool) -> str:
    letter, width = token[0], len(token)
    if letter == "'":
        return re.escape(token[1:-1].replace("''", "'")) or "'"
    if token.startswith("MMM"):
        return _MONTH_NAME
    if letter in _NUMBERS:
        return f"(?P<{_NUMBERS[letter]}>{_digits(letter, width, packed=packed)})"
    if letter == "a":
        return _HALF
    if letter in "XxZ":
        return _OFFSET
    if letter == "T":
        return "T"
    if letter.isascii() and letter.isalpha():
        raise PatternFault(token)
    return r"\s+" if letter.isspace() else re.escape(letter)


def _digits(letter: str, width: int, *, packed: bool) -> str:
    if letter == "y":
        return r"\d{2}" if width == 2 else r"\d{4}"
    if letter == "S":
        return r"\d+"
    return rf"\d{{{width}}}" if packed else r"\d{1,2}"


def _take(match: re.Match[str] | None) -> When | None:
    if match is None:
        return None
    found: dict[str, Any] = match.groupdict()
    month = _read_month(found)
    second = _read_second_of_day(found)
    if month is None or second is None:
        return None
    try:
        wall = count_wall_seconds(_read_year(found["year"]), month, int(found["day"]), second)
    except ValueError:
        return None
    offset = found.get("offset")
    return When(wall) if offset is None else When(wall - _read_offset(offset), is_instant=True)


def _read_year(text: str) -> int:
    """Two digits mean 1970 to 2069: no ticket is older than Unix."""
    year = int(text)
    return year if len(text) > 2 else year + (2000 if year < 70 else 1900)


def _read_month(found: dict[str, Any]) -> int | None:
    name = found.get("month_name")
    if name is None:
        return int(found["month"])
    if name.isdecimal():
        return int(name)
    return MONTHS.get(name.lower()) or MONTHS.get(name.lower()[:3])


def _read_second_of_day(found: dict[str, Any]) -> int | None:
    hour = int(found.get("hour") or found.get("hour12") or 0)
    if found.get("half"):
        half_hour = _turn_half(hour, HALVES[found["half"].lower()])
        if half_hour is None:
            return None
        hour = half_hour
    minute, second = int(found.get("minute") or 0), int(found.get("second") or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return hour * 3_600 + minute * 60 + second


def _turn_half(hour: int, half: str) -> int | None:
    """Hour of 24 from an hour beside 上午/下午/AM/PM; exports also write «下午 15:07», which says it twice."""
    if hour > 12:
        return hour if half != "morning" else None
    if half == "morning":
        return hour % 12
    if half == "noon":
        return hour if hour >= 11 else (hour + 12 if 1 <= hour <= 2 else None)
    if half == "night" and hour in (0, 12):
        return None  # «晚上 12:30» may be either midnight
    return hour % 12 + 12


def _read_offset(text: str) -> int:
    if text in ("Z", "z"):
        return 0
    digits = text[1:].replace(":", "").ljust(6, "0")
    seconds = int(digits[:2]) * 3_600 + int(digits[2:4]) * 60 + int(digits[4:6])
    return -seconds if text[0] == "-" else seconds


def _parse_serial_text(text: str, system: str) -> When | None:
    return read_serial(float(text), system) if re.fullmatch(r"\d{1,7}(\.\d+)?", text) else None


_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})(?:[-/.]|\s*年\s*)(?P<month>\d{1,2})(?:[-/.]|\s*月\s*)(?P<day>\d{1,2})\s*日?"
    r"(?:[T\s]*(?P<hour>\d{1,2})[:时点](?P<minute>\d{1,2})分?(?::?(?P<second>\d{1,2})秒?)?)?"
)


def is_impossible(text: str) -> bool:
    """Whether a text is written like a date, time or month of which there is none: 2026-02-30, 25:00, 2026年13月."""
    when = _YEAR_FIRST.fullmatch(text)
    return (when is not None and _take(when) is None) or (_MONTH.fullmatch(text) is not None and not find_month(text))


_MONTH = re.compile(r"(\d{4})(?:[-/.]|\s*年\s*)(\d{1,2})\s*月?")


def find_month(text: str) -> tuple[int, int] | None:
    """Year and month of `2026-05`, `2026/5` or `2026年5月`; None for anything else."""
    match = _MONTH.fullmatch(text)
    if match is None or not 1 <= int(match[2]) <= 12 or int(match[1]) == 0:
        return None
    return int(match[1]), int(match[2])


def _parse_month(text: str) -> When | None:
    month = find_month(text)
    return None if month is None else When(count_wall_seconds(*month, 1, 0))


class DateReader:
    """Reads cells of any kind as instants, by several patterns in order and one zone.

    months  a text that is no time but a month stands for the first instant of it
    needed_zone  whether any time so far came without an offset, so that the zone decided what it means
    """

    def __init__(self, patterns: Iterable[str], clock: WallClock, *, months: bool = False) -> None:
        self._patterns = tuple(patterns)
        parsers = [compile_pattern(pattern) for pattern in self._patterns]
        self._parsers = (*parsers, _parse_month) if months else tuple(parsers)
        self._clock = clock
        self._known: dict[str, int] = {}
        self.needed_zone = False

    def read_instant(self, cell: object) -> int:
        """UTC seconds of a cell. Raises TimeFault with the code of what is wrong."""
        if isinstance(cell, str):
            instant = self._known.get(cell)
            if instant is None:
                when = self._parse(cell)
                if when is None and is_impossible(normalise_text(cell)):
                    raise TimeFault("row.time_impossible")
                instant = self._settle(when)
                if len(self._known) >= CACHE_SIZE:
                    self._known.clear()
                self._known[cell] = instant
            return instant
        return self._settle(self._read_typed(cell))

    def _settle(self, when: When | None) -> int:
        if when is None:
            raise TimeFault("row.time_unreadable")
        if when.is_instant:
            return when.seconds
        self.needed_zone = True
        return self._clock.find_instant(when.seconds)

    def _parse(self, text: str) -> When | None:
        plain = normalise_text(text)
        for parser in self._parsers:
            when = parser(plain)
            if when is not None:
                return when
        return None

    def _read_typed(self, cell: object) -> When | None:
        if isinstance(cell, datetime):
            if cell.utcoffset() is not None:
                return When(to_instant(cell), is_instant=True)
            second = cell.hour * 3_600 + cell.minute * 60 + cell.second
            return When(count_wall_seconds(cell.year, cell.month, cell.day, second))
        if isinstance(cell, date):
            return When(count_wall_seconds(cell.year, cell.month, cell.day, 0))
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            system = next((name for name in self._patterns if name in ("unix", "excel", "excel1904")), None)
            if system == "unix":
                return read_unix(float(cell))
            return read_serial(float(cell), system) if system else None
        return None


def normalise_text(text: str) -> str:
    """Full-width digits and signs become plain ones, outer blanks go."""
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()
