"""Curves on logarithmic axes as a small SVG: panels beside each other, a thin line in each for what is linear."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 360, 300
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 34, 62
INK, QUIET, GRID = "#222b36", "#5c6773", "#e2e6ea"

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Curve:
    """Points that belong together, in ascending order of the first number; all are greater than 0."""

    name: str
    colour: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """Curves under one title."""

    title: str
    curves: tuple[Curve, ...]


def draw_panels(panels: Sequence[Panel], below: str) -> str:
    """Panels beside each other; `below` names what the axis below counts."""
    width = WIDTH * len(panels)
    drawn = "\n".join(
        f'<g transform="translate({number * WIDTH} 0)">\n{_draw_panel(panel, below)}\n</g>'
        for number, panel in enumerate(panels)
    )
    titles = escape(", ".join(panel.title for panel in panels))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" width="{width}" height="{HEIGHT}" '
        'font-family="system-ui, sans-serif" font-size="11" role="img">\n'
        f"<title>{titles} over {escape(below)}</title>\n"
        f'<rect width="{width}" height="{HEIGHT}" fill="#ffffff"/>\n{drawn}\n</svg>\n'
    )


def _draw_panel(panel: Panel, below: str) -> str:
    points = [point for curve in panel.curves for point in curve.points]
    scale = _Scale(_find_decades(x for x, _ in points), _find_decades(y for _, y in points))
    parts = [
        _write(LEFT, TOP - 14, panel.title, INK, "start"),
        *_draw_grid(scale),
        _draw_linear(scale, panel.curves[0]),
    ]
    parts.append(_write(WIDTH - RIGHT, HEIGHT - BOTTOM + 30, below, QUIET, "end"))
    for number, curve in enumerate(panel.curves):
        parts += _draw_curve(scale, curve)
        parts.append(_write(LEFT + 4, TOP + 12 + 14 * number, curve.name, curve.colour, "start"))
    return "\n".join(parts)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Decades (first and last exponent) of both axes, and where a point falls."""

    x: tuple[int, int]
    y: tuple[int, int]

    def place(self, point: Point) -> Point:
        return self.across(log10(point[0])), self.down(log10(point[1]))

    def across(self, exponent: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (exponent - self.x[0]) / (self.x[1] - self.x[0])

    def down(self, exponent: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (exponent - self.y[0]) / (self.y[1] - self.y[0])


def _find_decades(values: Iterable[float]) -> tuple[int, int]:
    known = list(values)
    low = floor(log10(min(known)) + 0.01)
    return low, max(ceil(log10(max(known)) - 0.05), low + 1)


def _draw_grid(scale: _Scale) -> Iterable[str]:
    for exponent in range(scale.x[0], scale.x[1] + 1):
        at = scale.across(exponent)
        yield f'<path d="M{at:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="{GRID}"/>'
        yield _write(at, HEIGHT - BOTTOM + 15, _name_decade(exponent), QUIET, "middle")
    for exponent in range(scale.y[0], scale.y[1] + 1):
        at = scale.down(exponent)
        yield f'<path d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}" stroke="{GRID}"/>'
        yield _write(LEFT - 6, at + 4, _name_decade(exponent), QUIET, "end")


def _name_decade(exponent: int) -> str:
    for power, unit in ((6, " M"), (3, " k"), (0, "")):
        if exponent >= power:
            return f"{10 ** (exponent - power)}{unit}"
    return f"{10.0**exponent:g}"


def _draw_linear(scale: _Scale, curve: Curve) -> str:
    """What the last point of a curve would come from, were it linear, as far as the panel shows it."""
    x, y = (log10(value) for value in curve.points[-1])
    run = min(x - scale.x[0], y - scale.y[0])
    begin = f"{scale.across(x - run):.1f} {scale.down(y - run):.1f}"
    return f'<path d="M{begin}L{scale.across(x):.1f} {scale.down(y):.1f}" stroke="{QUIET}" stroke-dasharray="2 3"/>'


def _draw_curve(scale: _Scale, curve: Curve) -> Iterable[str]:
    places = [scale.place(point) for point in curve.points]
    line = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    yield f'<path d="M{line}" fill="none" stroke="{curve.colour}" stroke-width="1.8"/>'
    for x, y in places:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{curve.colour}"/>'


def _write(x: float, y: float, text: str, colour: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}">{escape(text)}</text>'
