"""The charts themselves; `says` is the sentence that stands for a chart where it is heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from serval.reporting.charts.axes import Axis, Rule

BarLook = Literal["plain", "over", "quiet", "hollow"]
MarkKind = Literal["plain", "breached", "now"]


class _Plain:
    """Charts go to a template as JSON."""

    __slots__ = ()

    def as_plain(self) -> dict[str, Any]:
        return asdict(self)  # type: ignore[call-overload, no-any-return]


@dataclass(frozen=True, slots=True)
class Pole:
    """How many lie between two values; `over` marks those beyond the target."""

    low: float
    high: float
    count: int
    over: bool = False


@dataclass(frozen=True, slots=True)
class Histogram(_Plain):
    """How many took how long."""

    x: Axis
    y: Axis
    bars: tuple[Pole, ...]
    target: Rule | None
    says: str


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A point with a shape, and words beside it where they are needed."""

    x: float
    y: float
    kind: MarkKind = "plain"
    label: str = ""


@dataclass(frozen=True, slots=True)
class Guide(Rule):
    """An upright line over the whole height, such as the present setting; `strong` for what is proposed instead."""

    strong: bool = False


@dataclass(frozen=True, slots=True)
class Curve(_Plain):
    """A value over time or over what it hangs on.

    points  None where there is no value, so that the line has a gap
    step    the value holds until the next point · filled  down to the lowest value of the axis
    target  a level line · guides  upright ones, each with its words above the chart
    """

    x: Axis
    y: Axis
    points: tuple[Point | None, ...]
    says: str
    step: bool = False
    filled: bool = False
    marks: tuple[Mark, ...] = ()
    target: Rule | None = None
    guides: tuple[Guide, ...] = ()


@dataclass(frozen=True, slots=True)
class Spark:
    """One period: `y` from 0 (bottom) to 1 (top), None without data."""

    y: float | None
    outcome: str


@dataclass(frozen=True, slots=True)
class Sparkline(_Plain):
    """A trend within a line of text; `target` from 0 to 1, None where the promise changed or lies outside."""

    points: tuple[Spark, ...]
    target: float | None
    says: str


@dataclass(frozen=True, slots=True)
class Bar:
    low: float
    high: float
    look: BarLook = "plain"


@dataclass(frozen=True, slots=True)
class BarRow:
    label: str
    value: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Bars(_Plain):
    """Lengths beside each other, with a line at nothing; a waterfall where each begins at the end of the last."""

    x: Axis
    rows: tuple[BarRow, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Span:
    """A time from `low` to `high`."""

    low: float
    high: float
    look: BarLook = "plain"


@dataclass(frozen=True, slots=True)
class Timeline(_Plain):
    """What happened when, on one line; later spans lie over earlier ones."""

    x: Axis
    spans: tuple[Span, ...]
    says: str


def describe_waterfall(steps: Sequence[tuple[str, float, str]], x: Axis, says: str) -> Bars:
    """From a first sum to a last one, by steps of (label, change, figure shown): the first and last row are whole."""
    rows: list[BarRow] = []
    reached = 0.0
    for place, (label, change, shown) in enumerate(steps):
        is_whole = place in (0, len(steps) - 1)
        before, after = (0.0, change) if is_whole else (reached, reached + change)
        look: BarLook = "hollow" if place == 0 else "plain" if is_whole or change >= 0 else "quiet"
        rows.append(BarRow(label, shown, (Bar(min(before, after), max(before, after), look),)))
        reached = after
    return Bars(x, tuple(rows), says)
