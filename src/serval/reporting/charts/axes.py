"""Axes: from where to where, and at which round values a tick stands.

Places of drawings are floats: they are looked at, never reckoned with.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, floor, log10

TIME_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 14_400, 21_600, 43_200, 86_400)
"""Seconds between ticks of an axis of time; beyond them whole numbers of days."""


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """low, high  in units of what is shown · title  the unit, where the ticks do not say it."""

    low: float
    high: float
    ticks: tuple[Tick, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across a chart: a target, or the day on which something changed."""

    at: float
    label: str


def fit_axis(
    low: float, high: float, show: Callable[[float], str], *, ticks: int = 5, whole: bool = False, title: str = ""
) -> Axis:
    """An axis over both values with about so many round ticks (1, 2 or 5 times a power of ten).

    whole  only whole numbers are shown
    """
    step = _find_step(max(high - low, 1e-12) / max(1, ticks - 1), whole=whole)
    return _build(low, high, step, show, title)


def fit_time_axis(high: float, show: Callable[[float], str], *, ticks: int = 6, title: str = "") -> Axis:
    """An axis of a length of time, from nothing to `high` seconds, with ticks at round minutes, hours or days."""
    wanted = max(high, 1) / max(1, ticks - 1)
    step = next((step for step in TIME_STEPS if step >= wanted), 0)
    if not step:
        step = int(_find_step(wanted / 86_400, whole=True)) * 86_400
    return _build(0, high, step, show, title)


def _find_step(wanted: float, *, whole: bool) -> float:
    power = 10.0 ** floor(log10(wanted))
    step = next(size * power for size in (1, 2, 5, 10) if size * power >= wanted * (1 - 1e-9))
    return max(1.0, step) if whole else step


def _build(low: float, high: float, step: float, show: Callable[[float], str], title: str) -> Axis:
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    last = max(last, first + 1)
    places = [round(index * step, 12) for index in range(first, last + 1)]
    return Axis(places[0], places[-1], tuple(Tick(place, show(place)) for place in places), title)
