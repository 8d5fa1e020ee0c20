"""The trend of one promise: earlier verdicts and its own, as a sparkline and as a chart."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from serval.engine.terms.target import Target
from serval.engine.verdicts import Verdict
from serval.engine.verdicts.settlement import describe_judged
from serval.reporting.catalogue import translate as _
from serval.reporting.charts import Axis, Curve, Mark, Point, Rule, Spark, Sparkline, Tick, fit_axis, fit_time_axis
from serval.reporting.charts.pictures import MarkKind
from serval.reporting.formats import show_attained, show_working
from serval.reporting.pdf.promises import show_bound
from serval.reporting.report.model import Report, Series
from serval.reporting.sentences.promise_words import name_promise

MOST_SHOWN = 12
LABELS = 4
ROOM = 0.08


def list_trend(verdict: Verdict, report: Report) -> list[Verdict]:
    """The verdicts of one promise up to this one, at most twelve, oldest first; rolling windows have no trend."""
    if not verdict.binding:
        return [verdict]
    earlier = report.trend.get(Series(verdict.objective.id, verdict.subject), ())
    own = [
        other
        for other in report.scorecard.verdicts
        if (other.objective.id, other.subject) == (verdict.objective.id, verdict.subject)
        and other.period.start <= verdict.period.start
    ]
    return [*earlier, *own][-MOST_SHOWN:]


def draw_sparkline(verdict: Verdict, report: Report) -> Sparkline | None:
    """None where there is nothing to compare with."""
    verdicts = list_trend(verdict, report)
    values = [None if one.value is None else float(one.value) for one in verdicts]
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    bound = _find_bound(verdict)
    every = known if bound is None else [*known, bound]
    low, high = min(every), max(every)
    room = (high - low) * ROOM or 1.0

    def find_place(value: float) -> float:
        return (value - low + room) / (high - low + 2 * room)

    return Sparkline(
        points=tuple(
            Spark(None if value is None else find_place(value), one.outcome)
            for one, value in zip(verdicts, values, strict=True)
        ),
        target=None if bound is None else find_place(bound),
        says=_say(verdicts),
    )


def draw_trend(verdict: Verdict, report: Report) -> Curve | None:
    """The same as a chart with its figures; None where there is nothing to compare with."""
    verdicts = list_trend(verdict, report)
    if sum(one.value is not None for one in verdicts) < 2:
        return None
    unit, bound = verdict.objective.target.unit, _find_bound(verdict)
    points = [
        None if v.value is None else Point(place, _scale(float(v.value), unit)) for place, v in enumerate(verdicts)
    ]
    values = [point.y for point in points if point is not None]
    if bound is not None:
        values.append(_scale(bound, unit))
    return Curve(
        x=_fit_periods(verdicts),
        y=_fit_values(min(values), max(values), verdict.objective.target),
        points=tuple(points),
        marks=tuple(_mark(v, point, is_last=v is verdict) for v, point in zip(verdicts, points, strict=True) if point),
        target=None
        if bound is None
        else Rule(_scale(bound, unit), _("Target {bound}").format(bound=show_bound(verdict.objective))),
        says=_say(verdicts),
    )


def _mark(verdict: Verdict, point: Point, *, is_last: bool) -> Mark:
    kind: MarkKind = "breached" if verdict.outcome == "breached" else "now" if is_last else "plain"
    return Mark(point.x, point.y, kind, show_attained(verdict) if is_last else "")


def _fit_periods(verdicts: Sequence[Verdict]) -> Axis:
    last = len(verdicts) - 1
    step = max(1, -(-len(verdicts) // LABELS))
    shown = {last, *(place for place in range(0, last, step) if last - place >= step)}
    ticks = tuple(Tick(place, verdicts[place].period.label) for place in sorted(shown))
    return Axis(-0.3, last + 0.3, ticks)


def _fit_values(low: float, high: float, target: Target) -> Axis:
    if target.unit == "seconds":
        return fit_time_axis(high, show_seconds_of(show_working), ticks=4)
    if target.unit == "share":
        axis = fit_axis(low, max(high, min(100.0, low + 0.01)), lambda value: f"{value:g}%", ticks=5)
        return axis if axis.high <= 100 else Axis(axis.low, 100, tuple(tick for tick in axis.ticks if tick.at <= 100))
    return fit_axis(min(0.0, low), high, lambda value: f"{value:g}", ticks=5, whole=high >= 5)


def show_seconds_of(show: Callable[[int], str]) -> Callable[[float], str]:
    """A label for a tick that stands at whole seconds."""
    return lambda value: show(int(value))


def _scale(value: float, unit: str) -> float:
    return value * 100 if unit == "share" else value


def _find_bound(verdict: Verdict) -> float | None:
    """The promised value in the unit of the verdict's value; lengths in working days have no fixed one."""
    target = verdict.objective.target
    if target.unit == "seconds" and target.limit is not None and target.limit.unit != "s":
        return None
    bound = describe_judged(verdict).target
    return None if bound is None else float(bound)


def _say(verdicts: Sequence[Verdict]) -> str:
    said = _("; ").join(f"{verdict.period.label} {show_attained(verdict)}" for verdict in verdicts)
    return _("{objective}, by period: {values}").format(objective=name_promise(verdicts[-1].objective), values=said)
