"""Charts (图表): histograms, curves, sparklines, bars and waterfalls as plain values, without colour or pixels.

Its words: axis, tick, histogram, curve, mark, rule, sparkline, bar row. Values stand in the units of their axes;
`typeset/charts.typ` draws them, and a page may draw the same values otherwise. Each says in a sentence what it shows.
"""

from serval.reporting.charts.axes import Axis, Rule, Tick, fit_axis, fit_time_axis
from serval.reporting.charts.pictures import (
    Bar,
    BarRow,
    Bars,
    Curve,
    Guide,
    Histogram,
    Mark,
    Point,
    Pole,
    Span,
    Spark,
    Sparkline,
    Timeline,
    describe_waterfall,
)

__all__ = [
    "Axis",
    "Bar",
    "BarRow",
    "Bars",
    "Curve",
    "Guide",
    "Histogram",
    "Mark",
    "Point",
    "Pole",
    "Rule",
    "Span",
    "Spark",
    "Sparkline",
    "Tick",
    "Timeline",
    "describe_waterfall",
    "fit_axis",
    "fit_time_axis",
]
