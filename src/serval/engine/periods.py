"""Accounting periods: bounds in the agreement's zone, half-open, with part periods at its ends (TERMS.md rule 10)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

from serval.engine.calendars.compile import local_midnight
from serval.engine.dates import day_after, day_before

Partial = Literal["judge", "skip", "merge"]


@dataclass(frozen=True, slots=True)
class PeriodKind:
    """month, quarter, year, contract-year, or rolling over `days` local days."""

    name: Literal["month", "quarter", "year", "contract-year", "rolling"]
    days: int = 0

    def __str__(self) -> str:
        return f"rolling {self.days}d" if self.name == "rolling" else self.name


@dataclass(frozen=True, slots=True)
class Period:
    """One period: local dates `first` to `last` inclusive, instants `start` to `end` half-open.

    `part` is True when the agreement's first or last day cuts it short, `merged` when such a rest was added to it.
    """

    label: str
    first: date
    last: date
    start: int
    end: int
    part: bool = False
    merged: bool = False


def parse_period_kind(text: str) -> PeriodKind | None:
    """The kind a document names, or None."""
    if text in ("month", "quarter", "year", "contract-year"):
        return PeriodKind(text)  # type: ignore[arg-type]
    rolling = re.fullmatch(r"rolling\s+([1-9]\d{0,3})d", text)
    return PeriodKind("rolling", int(rolling[1])) if rolling else None


def list_periods(
    kind: PeriodKind,
    first: date,
    last: date,
    zone: ZoneInfo,
    *,
    partial: Partial = "judge",
    anchor: date | None = None,
) -> tuple[Period, ...]:
    """All periods of what is in force from `first` to `last` (inclusive), in order.

    Part periods at the ends are judged as they are, left out, or merged into their neighbour as `partial` says.
    Contract years are counted from `anchor`, the agreement's first day, or else from `first`.
    """
    if kind.name == "rolling":
        return tuple(_rolling(kind.days, first, last, zone, partial))
    anchor = first if anchor is None else anchor
    bounds = _calendar_bounds(kind, first, last, anchor)
    periods = [_cut(_label(kind, begin, anchor), begin, end, first, last, zone) for begin, end in bounds]
    if partial == "skip":
        return tuple(period for period in periods if not period.part)
    return tuple(_merge_parts(periods, zone) if partial == "merge" else periods)


def _calendar_bounds(kind: PeriodKind, first: date, last: date, anchor: date) -> Iterator[tuple[date, date]]:
    """First and last date of each whole period that touches first..last."""
    begin = _start_of(kind, first, anchor)
    while begin <= last:
        following = _next_start(kind, begin, anchor)
        yield begin, day_before(following)
        begin = following


def _start_of(kind: PeriodKind, day: date, anchor: date) -> date:
    match kind.name:
        case "month":
            return day.replace(day=1)
        case "quarter":
            return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        case "year":
            return date(day.year, 1, 1)
        case _:
            begun = _anniversary(anchor, day.year)
            return begun if begun <= day else _anniversary(anchor, day.year - 1)


def _next_start(kind: PeriodKind, begin: date, anchor: date) -> date:
    match kind.name:
        case "month":
            return _add_months(begin, 1)
        case "quarter":
            return _add_months(begin, 3)
        case "year":
            return date(begin.year + 1, 1, 1)
        case _:
            return _anniversary(anchor, begin.year + 1)


def _add_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _anniversary(anchor: date, year: int) -> date:
    """A contract from 29 February runs to the last day of February (民法典 202), so its next year starts on 1 March."""
    try:
        return anchor.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def _cut(label: str, begin: date, end: date, first: date, last: date, zone: ZoneInfo) -> Period:
    inner_first, inner_last = max(begin, first), min(end, last)
    part = (inner_first, inner_last) != (begin, end)
    return _period(label, inner_first, inner_last, zone, part=part)


def list_window(first: date, last: date, zone: ZoneInfo) -> tuple[Period]:
    """A single period of dates of its own, such as those of a dated stricter promise."""
    return (_period(f"{first.isoformat()}/{last.isoformat()}", first, last, zone, part=False),)


def _period(label: str, first: date, last: date, zone: ZoneInfo, *, part: bool) -> Period:
    return Period(label, first, last, local_midnight(first, zone), local_midnight(day_after(last), zone), part)


def _label(kind: PeriodKind, begin: date, anchor: date) -> str:
    match kind.name:
        case "month":
            return f"{begin.year:04}-{begin.month:02}"
        case "quarter":
            return f"{begin.year:04}-Q{(begin.month + 2) // 3}"
        case "year":
            return f"{begin.year:04}"
        case _:
            return f"Y{begin.year - anchor.year + 1}"


def _merge_parts(periods: list[Period], zone: ZoneInfo) -> list[Period]:
    if len(periods) > 1 and periods[0].part:
        head, following = periods[0], periods[1]
        periods = [_join(following, head.first, following.last, zone), *periods[2:]]
    if len(periods) > 1 and periods[-1].part:
        previous, tail = periods[-2], periods[-1]
        periods = [*periods[:-2], _join(previous, previous.first, tail.last, zone)]
    return periods


def _join(period: Period, first: date, last: date, zone: ZoneInfo) -> Period:
    joined = _period(period.label, first, last, zone, part=period.part)
    return replace(joined, merged=True)


def _rolling(days: int, first: date, last: date, zone: ZoneInfo, partial: Partial) -> Iterator[Period]:
    """One window for each local midnight: the `days` days before it. Windows cut by the agreement's start are parts."""
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        end = date.fromordinal(ordinal)
        begin = date.fromordinal(ordinal - days + 1)
        part = begin < first
        if part and partial != "judge":
            continue
        begin = max(begin, first)
        yield _period(f"{begin.isoformat()}/{end.isoformat()}", begin, end, zone, part=part)


class PeriodTable:
    """Disjoint periods in order, with the one that holds an instant found by one binary search."""

    def __init__(self, periods: Sequence[Period]) -> None:
        self.periods = tuple(periods)
        self._starts = [period.start for period in self.periods]

    def find(self, instant: int) -> Period | None:
        """The period that holds `instant`, or None outside all of them."""
        index = bisect_right(self._starts, instant) - 1
        if index < 0 or instant >= self.periods[index].end:
            return None
        return self.periods[index]
