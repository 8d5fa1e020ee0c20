"""Which date patterns read the time columns of a table, and what about them is uncertain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from serval.engine.errors import Problem
from serval.intake.cells import write_cell
from serval.intake.dates import Parser, compile_pattern, find_month, is_impossible, normalise_text
from serval.intake.serials import read_serial
from serval.intake.sniff.profile import ColumnProfile
from serval.intake.tables import Cell
from serval.intake.wallclock import DAY_SECONDS, When

_YEAR_FIRST = ("yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyy年M月d日")
_DATES = (*_YEAR_FIRST, "d/M/yyyy", "M/d/yyyy", "d.M.yyyy", "d-M-yyyy", "M-d-yyyy")
_SHORT_DATES = ("d/M/yy", "M/d/yy", "d/MMM/yy", "d-MMM-yy", "d-MMM-yyyy", "d MMM yyyy", "MMM d, yyyy")
_CLOCKS = ("HH:mm", "HH:mm:ss", "HH:mm:ss.S", "a h:mm", "a h:mm:ss", "h:mm a", "h:mm:ss a")
_SWAPS = (("d/M/", "M/d/"), ("M/d/", "d/M/"), ("d-M-", "M-d-"), ("M-d-", "d-M-"))

CANDIDATES = (
    "iso",
    *(f"{day} {clock}" for day in (*_DATES, *_SHORT_DATES) for clock in _CLOCKS),
    *(f"{day}{clock}" for day in _YEAR_FIRST for clock in ("a h:mm", "a h:mm:ss", "H:mm", "H:mm:ss")),
    "yyyy年M月d日H时m分",
    "yyyy年M月d日 H时m分s秒",
    "yyyyMMddHHmmss",
    "yyyyMMdd HHmmss",
    "yyyy-M-d HH:mm:ss XXX",
    "EXCEL",
    *_DATES,
    *_SHORT_DATES,
)
"""Patterns tried, the more telling first. `EXCEL` stands for day numbers that fall into this century."""

MOST_TEXTS = 1_000
ENOUGH = 0.9
"""A column holds times when this share of its filled cells reads as one."""

ENOUGH_IF_NAMED = 0.5
"""The same for a column whose name says that it holds times: what cannot be read there is a doubt of its own."""

_SERIAL_DAYS = (36_526, 73_051)  # 2000-01-01 to 2100-01-01


@dataclass(frozen=True)
class TimesFound:
    """Patterns that read all time columns together; `zoned` when every text names its own offset."""

    patterns: tuple[str, ...]
    zoned: bool
    doubts: tuple[Problem, ...]


@cache
def _compile(pattern: str) -> Parser:
    return compile_pattern("excel" if pattern == "EXCEL" else pattern)


def _parse(pattern: str, text: str) -> When | None:
    """What a pattern makes of a text; a bare number is a day number only if it falls into this century."""
    when = _compile(pattern)(text)
    if when is not None and pattern == "EXCEL" and not _SERIAL_DAYS[0] <= float(text) < _SERIAL_DAYS[1]:
        return None
    return when


def holds_times(column: ColumnProfile) -> bool:
    """Whether a column holds times, by its contents alone, in however many notations."""
    return _reads_as_times(column, ENOUGH)


def _reads_as_times(column: ColumnProfile, enough: float) -> bool:
    filled = column.filled[:500]
    typed = sum(isinstance(cell, date) for cell in filled)
    texts = [text for text in (normalise_text(cell) for cell in filled if isinstance(cell, str)) if _may_be_time(text)]
    if not filled or typed + len(texts) < enough * len(filled):
        return False
    patterns = [pattern for pattern in CANDIDATES if pattern != "EXCEL"]
    read = sum(any(_parse(pattern, text) is not None for pattern in patterns) for text in texts)
    return typed + read >= enough * len(filled)


def _may_be_time(text: str) -> bool:
    return sum(letter.isdecimal() for letter in text) >= 4


def could_hold_times(column: ColumnProfile) -> bool:
    """Whether a column that is named like a time may hold times: day numbers count too, and so does nothing at all."""
    filled = column.filled
    return not filled or _reads_as_times(column, ENOUGH_IF_NAMED) or all(_is_serial(cell) for cell in filled)


def _is_serial(cell: Cell) -> bool:
    if isinstance(cell, str):
        return _parse("EXCEL", normalise_text(cell)) is not None
    return (
        isinstance(cell, int | float)
        and not isinstance(cell, bool)
        and _SERIAL_DAYS[0] <= cell < _SERIAL_DAYS[1]
        and read_serial(float(cell)) is not None
    )


def find_patterns(
    columns: Sequence[tuple[str, ColumnProfile]], preferred: Sequence[str], *, months: bool = False
) -> TimesFound:
    """The fewest patterns that read all columns given (column key and profile); `preferred` win where several do.

    months  the layout reads months by itself, and a day without its hour is enough for it
    """
    texts = [text for text in _list_texts(columns) if not (months and find_month(text))]
    typed = any(not isinstance(cell, str) for _, column in columns for cell in column.filled)
    chosen = _cover(texts, preferred)
    readings = _read_all(texts, chosen)
    rest = _cover([text for text in texts if text not in readings], preferred)
    if rest:
        chosen += rest
        readings = _read_all(texts, chosen)
    doubts = [*_doubt_unread(columns, readings, months=months), *_doubt_swaps(chosen, texts)]
    doubts += [] if months else _doubt_midnights(columns, readings)
    if any(_is_serial(cell) for _, column in columns for cell in column.filled):
        chosen = [*(pattern for pattern in chosen if pattern != "EXCEL"), "excel"]
        doubts.append(Problem("sniff.excel_serial", {"where": "dates", "chosen": "excel", "other": "excel1904"}))
    zoned = bool(readings) and not typed and all(when.is_instant for when in readings.values())
    return TimesFound(tuple(chosen) or ("iso",), zoned, tuple(doubts))


def _list_texts(columns: Iterable[tuple[str, ColumnProfile]]) -> list[str]:
    texts: dict[str, None] = {}
    for _, column in columns:
        texts |= dict.fromkeys(normalise_text(cell) for cell in column.filled if isinstance(cell, str))
    return list(texts)


def _cover(texts: Sequence[str], preferred: Sequence[str]) -> list[str]:
    """Takes the pattern that reads most of what is left, until nothing more can be read."""
    left = list(texts[:: max(1, len(texts) // MOST_TEXTS)])
    tried = list(dict.fromkeys((*preferred, *CANDIDATES)))
    chosen: list[str] = []
    while left and tried:
        read = {pattern: sum(_parse(pattern, text) is not None for text in left) for pattern in tried}
        best = max(tried, key=lambda pattern: read[pattern])
        if not read[best]:
            break
        chosen.append(best)
        tried = [pattern for pattern in tried if read[pattern]]
        left = [text for text in left if _parse(best, text) is None]
    return chosen


def _read_all(texts: Iterable[str], patterns: Sequence[str]) -> dict[str, When]:
    readings = {}
    for text in texts:
        when = next((when for pattern in patterns if (when := _parse(pattern, text)) is not None), None)
        if when is not None:
            readings[text] = when
    return readings


def _doubt_unread(
    columns: Iterable[tuple[str, ColumnProfile]], readings: dict[str, When], *, months: bool
) -> list[Problem]:
    doubts = []
    for key, column in columns:
        texts = [normalise_text(cell) for cell in column.filled if isinstance(cell, str)]
        unread = [text for text in texts if text not in readings and not (months and find_month(text))]
        # No pattern could read a day that never was; it is told as a bad row.
        unread = [text for text in unread if not is_impossible(text)]
        if unread:
            data = {"where": f"columns.{key}", "column": column.name, "value": unread[0], "count": len(unread)}
            doubts.append(Problem("sniff.time_unreadable", data))
    return doubts


def _doubt_swaps(chosen: Sequence[str], texts: Sequence[str]) -> list[Problem]:
    """Day and month may be exchanged when every text that the pattern reads could be read the other way round."""
    doubts = []
    for pattern in chosen:
        other = next((swap + pattern[len(day) :] for day, swap in _SWAPS if pattern.startswith(day)), None)
        if other is None:
            continue
        parse, parse_other = _compile(pattern), _compile(other)
        read = [text for text in texts if parse(text) is not None]
        if all(parse_other(text) is not None for text in read):
            data = {"where": "dates", "chosen": pattern, "other": other, "value": read[0]}
            doubts.append(Problem("sniff.day_month_ambiguous", data))
    return doubts


def _doubt_midnights(columns: Iterable[tuple[str, ColumnProfile]], readings: dict[str, When]) -> list[Problem]:
    """A column whose every time is midnight holds dates: the time of day is not known."""
    doubts = []
    for key, column in columns:
        seconds = [_second_of_day(cell, readings) for cell in column.filled]
        known = [second for second in seconds if second is not None]
        if known and not any(known):
            data = {"where": f"columns.{key}", "column": column.name, "value": write_cell(column.filled[0])}
            doubts.append(Problem("sniff.date_without_time", data))
    return doubts


def _second_of_day(cell: Cell, readings: dict[str, When]) -> int | None:
    if isinstance(cell, str):
        when = readings.get(normalise_text(cell))
        return None if when is None else when.seconds % DAY_SECONDS
    if isinstance(cell, datetime):
        return cell.hour * 3_600 + cell.minute * 60 + cell.second
    if isinstance(cell, int | float):
        return int(cell != int(cell))
    return 0 if isinstance(cell, date) else None
