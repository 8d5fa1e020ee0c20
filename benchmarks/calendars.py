"""Calendars: due dates and working time between two instants, one by one and ten million at once."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import numpy as np

from benchmarks.alternatives import (
    OFFICE,
    ZONE,
    BareSearch,
    BareTotals,
    Instants,
    MinuteTable,
    PackageRules,
    walk_days,
)
from benchmarks.results import Aim, Result, Table, show_count, show_figure
from benchmarks.rounds import Taken, take_turns
from serval.engine.calendars.calendar import Calendar, compile_calendar
from serval.engine.calendars.vectors import add_many, between_many
from serval.engine.instants import parse_instant, to_datetime, to_instant

FIRST, LAST = parse_instant("2026-01-05T00:00:00+08:00"), parse_instant("2026-12-01T00:00:00+08:00")
LOW, HIGH = parse_instant("2025-01-01T00:00:00Z"), parse_instant("2029-01-01T00:00:00Z")
"""Years the bare ways prepare; Serval finds its own."""

LONGEST_WORK = 40 * 3600
ONE_TARGET = 8 * 3600


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many questions each way is asked in a round, and how many rounds there are."""

    many: int
    scalar: int
    slow: int
    rounds: int


WHOLE, QUICK = Sizes(10_000_000, 20_000, 1_000, 7), Sizes(1_000_000, 5_000, 200, 3)


def measure(*, quick: bool) -> Result:
    """Scalar ways first, then columns; each is checked for the same seconds before it is timed."""
    sizes = QUICK if quick else WHOLE
    calendar = compile_calendar(OFFICE)
    scalar, rates = _measure_scalar(calendar, sizes)
    columns, worst, rate = _measure_columns(calendar, sizes)
    package = rates["businesstimedelta"]
    aims = (
        Aim("due dates, columns: × businesstimedelta", 10_000, rate / package, at_least=True),
        Aim("due dates, columns of whole minutes: time ÷ the better bare NumPy form", 1.5, worst),
        Aim("due dates, aware datetimes: × businesstimedelta", 300, rates["Serval"] / package, at_least=True),
    )
    return Result("calendars", (scalar, columns), aims)


def _measure_scalar(calendar: Calendar, sizes: Sizes) -> tuple[Table, dict[str, float]]:
    source, zone = random.Random(1), ZoneInfo(ZONE)  # noqa: S311 (test data)
    pairs = [(source.randrange(FIRST, LAST), source.randrange(60, LONGEST_WORK)) for _ in range(sizes.scalar)]
    moments = [(to_datetime(start).astimezone(zone), work) for start, work in pairs]
    ends = [(start, to_datetime(to_instant(start) + 4 * work).astimezone(zone)) for start, work in moments]
    package, totals = PackageRules(), BareTotals(calendar.open_spans(LOW, HIGH))
    few, few_ends = moments[: sizes.slow], ends[: sizes.slow]
    ways: dict[str, tuple[str, int, Callable[[], list[int] | list[datetime]]]] = {
        "businesstimedelta": ("aware datetimes", len(few), lambda: [package.add(*asked) for asked in few]),
        "day walk": ("aware datetimes", len(few), lambda: [walk_days(*asked) for asked in few]),
        "Serval": ("aware datetimes", len(pairs), lambda: [calendar.add_datetime(*asked) for asked in moments]),
        "bare bisection": ("integers", len(pairs), lambda: [totals.add(*asked) for asked in pairs]),
        "Serval, integers": ("integers", len(pairs), lambda: [calendar.add(*asked) for asked in pairs]),
        "businesstimedelta, between": ("aware datetimes", len(few), lambda: [package.between(*p) for p in few_ends]),
        "Serval, between": ("aware datetimes", len(pairs), lambda: [calendar.between_datetimes(*p) for p in ends]),
    }
    due = [calendar.add(*asked) for asked in pairs]
    passed = [calendar.between_datetimes(*asked) for asked in ends]
    for name, (_, count, ask) in ways.items():
        _check(name, _as_numbers(ask()), (passed if "between" in name else due)[:count])
    taken = take_turns({name: ask for name, (_, _, ask) in ways.items()}, rounds=sizes.rounds)
    rates = {name: count / taken[name].median for name, (_, count, _) in ways.items()}
    rows = [
        (name, kind, show_count(rates[name]), show_figure(rates[name] / rates[_package_of(name)]))
        for name, (kind, _, _) in ways.items()
    ]
    return Table(("one by one", "of", "per second", "× businesstimedelta"), tuple(rows)), rates


def _package_of(name: str) -> str:
    return "businesstimedelta, between" if "between" in name else "businesstimedelta"


def _as_numbers(answers: list[int] | list[datetime]) -> list[int]:
    return [answer if isinstance(answer, int) else to_instant(answer) for answer in answers]


def _measure_columns(calendar: Calendar, sizes: Sizes) -> tuple[Table, float, float]:
    """The table; the worst ratio to the better bare form on whole minutes; Serval's slowest rate."""
    spans = calendar.open_spans(LOW, HIGH)
    search, minutes = BareSearch(spans), MinuteTable(spans, LOW, HIGH)
    rows: list[tuple[str, ...]] = []
    worst, rate = 0.0, float("inf")
    for unit, unit_name in ((60, "whole minutes"), (1, "any second")):
        for order in ("random", "sorted"):
            starts, works = _draw(sizes.many, unit, in_order=order == "sorted")
            ways: dict[str, Callable[[], Instants]] = {"Serval": partial(add_many, calendar, starts, works)}
            ways["searchsorted"] = partial(search.add, starts, works)
            if unit == 60:
                ways["minute table"] = partial(minutes.add, starts, works)
            taken = _race(ways, sizes)
            better = min((name for name in ways if name != "Serval"), key=lambda name: taken[name].median)
            ratio = taken["Serval"].times(taken[better])
            rows.append(_tell(f"due dates, {unit_name}, {order}", taken, ratio))
            worst = max(worst, ratio) if unit == 60 else worst
            rate = min(rate, sizes.many / taken["Serval"].median)
    starts, works = _draw(sizes.many, 60, in_order=False)
    rows.append(_measure_one_target(calendar, minutes, starts, sizes))
    rows.append(_measure_between(calendar, (search, minutes), starts, starts + works, sizes))
    head = (f"{show_count(sizes.many)} at once, ms", "searchsorted", "minute table", "Serval", "÷ the better bare form")
    return Table(head, tuple(rows)), worst, rate


def _measure_one_target(calendar: Calendar, minutes: MinuteTable, starts: Instants, sizes: Sizes) -> tuple[str, ...]:
    """One lookup per row, where all rows share one target and a table was made for it (its making is not timed)."""
    every = np.arange(minutes.low * 60, HIGH - 366 * 86_400, 60)
    due = minutes.add(every, np.full(1, ONE_TARGET))
    ways: dict[str, Callable[[], Instants]] = {
        "Serval": lambda: add_many(calendar, starts, ONE_TARGET),
        "minute table": lambda: due[starts // 60 - minutes.low],
    }
    taken = _race(ways, sizes)
    return _tell("due dates, one target for all, whole minutes", taken, taken["Serval"].times(taken["minute table"]))


def _measure_between(
    calendar: Calendar, bare: tuple[BareSearch, MinuteTable], starts: Instants, ends: Instants, sizes: Sizes
) -> tuple[str, ...]:
    ways: dict[str, Callable[[], Instants]] = {
        "Serval": lambda: between_many(calendar, starts, ends),
        "searchsorted": lambda: bare[0].between(starts, ends),
        "minute table": lambda: bare[1].between(starts, ends),
    }
    taken = _race(ways, sizes)
    return _tell("working time between, whole minutes, random", taken, taken["Serval"].times(taken["minute table"]))


def _draw(count: int, unit: int, *, in_order: bool) -> tuple[Instants, Instants]:
    generator = np.random.default_rng(1)
    starts = generator.integers(FIRST // unit, LAST // unit, count) * unit
    works = generator.integers(60 // unit, LONGEST_WORK // unit, count) * unit
    return np.sort(starts) if in_order else starts, works


def _race(ways: dict[str, Callable[[], Instants]], sizes: Sizes) -> dict[str, Taken]:
    expected = ways["Serval"]()
    for name, ask in ways.items():
        if not np.array_equal(ask(), expected):
            raise SystemExit(f"{name} gives other seconds than Serval")
    return take_turns(ways, rounds=sizes.rounds)


def _tell(name: str, taken: dict[str, Taken], ratio: float) -> tuple[str, ...]:
    figures = (f"{taken[way].median * 1000:,.0f}" if way in taken else "" for way in ("searchsorted", "minute table"))
    return (name, *figures, f"{taken['Serval'].median * 1000:,.0f}", show_figure(ratio))


def _check(name: str, got: list[int], expected: list[int]) -> None:
    """Speed of a wrong answer is worth nothing."""
    if got != expected:
        raise SystemExit(f"{name} gives other seconds than Serval")
