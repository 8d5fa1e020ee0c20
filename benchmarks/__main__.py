"""`make bench`: due instants per second, Serval and the alternatives in turn, the median of several rounds."""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np

from benchmarks.alternatives import BareArrays, BareTotals, utc, walk_days
from serval.engine.calendars.calendar import compile_calendar
from serval.engine.calendars.spec import CalendarSpec, Shift
from serval.engine.calendars.vectors import add_many
from serval.engine.instants import parse_instant, to_datetime, to_instant

ROUNDS = 5
SCALAR, WALKED, MANY = 20_000, 2_000, 1_000_000
HOLIDAYS = frozenset(date(2026, month, day) for month in (1, 2, 4, 5, 9, 10) for day in range(1, 6))
FIRST, LAST = parse_instant("2026-01-05T00:00:00+08:00"), parse_instant("2026-12-01T00:00:00+08:00")


def main() -> None:
    """Check that all ways give the same second, then time them and print rates and ratios."""
    hours = (Shift(9 * 3600, 12 * 3600), Shift(13 * 3600, 18 * 3600))
    calendar = compile_calendar(
        CalendarSpec("office", "Asia/Shanghai", weekly=(hours,) * 5 + ((), ()), closed_days=HOLIDAYS)
    )
    spans = calendar.open_spans(parse_instant("2025-01-01T00:00:00Z"), parse_instant("2029-01-01T00:00:00Z"))
    totals, arrays = BareTotals(spans), BareArrays(spans)
    source = random.Random(1)  # noqa: S311 (test data)
    pairs = [(source.randrange(FIRST, LAST), source.randrange(60, 40 * 3600)) for _ in range(SCALAR)]
    zone = ZoneInfo("Asia/Shanghai")
    walked = [(utc(start).astimezone(zone), work) for start, work in pairs[:WALKED]]
    moments = [(to_datetime(start), work) for start, work in pairs]
    generator = np.random.default_rng(1)
    starts = generator.integers(FIRST, LAST, MANY)
    works = generator.integers(60, 40 * 3600, MANY)

    expected = [calendar.add(start, work) for start, work in pairs]
    check("bare totals", [totals.add(start, work) for start, work in pairs], expected)
    check("day walk", [to_instant(walk_days(at, work, HOLIDAYS)) for at, work in walked], expected[:WALKED])
    check("NumPy", arrays.add(starts, works).tolist(), add_many(calendar, starts, works).tolist())

    rates = {
        "day walk, datetimes": rate(WALKED, lambda: [walk_days(at, work, HOLIDAYS) for at, work in walked]),
        "Serval, datetimes": rate(SCALAR, lambda: [to_datetime(calendar.add(to_instant(m), w)) for m, w in moments]),
        "bare totals, integers": rate(SCALAR, lambda: [totals.add(start, work) for start, work in pairs]),
        "Serval, integers": rate(SCALAR, lambda: [calendar.add(start, work) for start, work in pairs]),
        "bare NumPy": rate(MANY, lambda: arrays.add(starts, works)),
        "Serval, vectorised": rate(MANY, lambda: add_many(calendar, starts, works)),
    }
    base = rates["day walk, datetimes"]
    sys.stdout.write(f"{'due instants':24}{'per second':>14}{'x day walk':>12}\n")
    for name, value in rates.items():
        sys.stdout.write(f"{name:24}{value:14,.0f}{value / base:12,.0f}\n")
    for serval, bare in (("Serval, integers", "bare totals, integers"), ("Serval, vectorised", "bare NumPy")):
        sys.stdout.write(f"{serval} takes {rates[bare] / rates[serval]:.2f} times as long as {bare}\n")


def check(name: str, got: list[int], expected: list[int]) -> None:
    """Speed of a wrong answer is worth nothing."""
    if got != expected:
        raise SystemExit(f"{name} gives other seconds than Serval")


def rate(count: int, work: Callable[[], object]) -> float:
    """Answers per second: the median of several rounds after a warm-up."""
    work()
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return count / statistics.median(taken)


if __name__ == "__main__":
    main()
