"""The curves of a sweep: what a promise reaches and what the terms cost, over the bounds that were tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from serval.engine.backtest import Amounts, Compared
from serval.engine.backtest.figures import Attainment
from serval.engine.backtest.proposal import Supported
from serval.engine.backtest.steps import Bound
from serval.engine.backtest.sweep import Sweep, SweepStep
from serval.engine.durations import Duration, format_percent
from serval.reporting.backtest.lengths import Lengths, choose_for
from serval.reporting.catalogue import translate as _
from serval.reporting.charts import Axis, Curve, Guide, Mark, Point, Rule, Tick, fit_axis
from serval.reporting.sentences.backtest_words import show_amounts, show_bound, show_figure

MOST_LABELS = 7
"""Bounds named below the curves; the others are tried all the same."""


@dataclass(frozen=True, slots=True)
class Stance:
    """A bound to mark: the present one, or one that the history supports; what the terms come to with it."""

    name: str
    bound: Bound
    attainment: Attainment
    cost: Amounts
    is_proposed: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """What one curve shows: a figure of each step, in numbers and in words."""

    title: str
    y: Axis
    read: Callable[[Attainment, Amounts], float | None]
    say: Callable[[Attainment, Amounts], str]
    step: bool
    target: Rule | None = None


def draw_sweep(found: Compared) -> tuple[Curve, ...]:
    """Curves over one axis, the upper one first; nothing without a sweep.

    Above: what is reached, where that changes, else the periods breached. Below: money, else the periods breached.
    """
    sweep = found.sweep
    if sweep is None:
        return ()
    lines = list(_list_lines(found, sweep))
    stances = [stance for stance in list_stances(found) if _is_within(stance.bound, sweep)]
    return tuple(_draw(line, sweep, stances, is_first=line is lines[0], is_last=line is lines[-1]) for line in lines)


def list_stances(found: Compared) -> list[Stance]:
    """The present bound, where it was tried, and the limits proposed for the same promise."""
    sweep, proposal = found.sweep, found.proposal
    if sweep is None:
        return []
    current = next((step for step in sweep.steps if step.bound == sweep.current), None)
    stances = []
    if current is not None:
        stances.append(Stance(_("Now"), current.bound, current.attainment, current.cost, is_proposed=False))
    is_about_limits = isinstance(sweep.steps[0].bound, Duration)
    if proposal is None or proposal.wanted.objective != sweep.objective or not is_about_limits:
        return stances
    overall, each = proposal.overall, proposal.each
    if overall is not None and each is not None and overall.target == each.target:
        return [*stances, _propose(_("Supported, in every period too"), overall)]
    if overall is not None:
        stances.append(_propose(_("Supported over all"), overall))
    if each is not None:
        stances.append(_propose(_("Supported in every period"), each))
    return stances


def _propose(name: str, supported: Supported) -> Stance:
    limit = supported.target.limit
    if limit is None:
        raise ValueError("a proposal without a limit")
    return Stance(name, limit, supported.attainment, supported.cost, is_proposed=True)


def place_bound(bound: Bound) -> float:
    """Where a bound stands on the axis: seconds, days, percent or a plain number."""
    if isinstance(bound, Duration):
        return float(bound.amount)
    return float(bound.amount * 100 if bound.unit == "share" else bound.amount)


def _is_within(bound: Bound, sweep: Sweep) -> bool:
    return place_bound(sweep.steps[0].bound) <= place_bound(bound) <= place_bound(sweep.steps[-1].bound)


def _list_lines(found: Compared, sweep: Sweep) -> Iterator[_Line]:
    shares = {step.attainment.attained for step in sweep.steps}
    has_shares = sweep.target.unit == "share" and len(shares - {None}) > 1
    lengths = choose_for(step.cost for step in sweep.steps)
    if has_shares:
        yield _show_shares(found, sweep)
    if not (has_shares and lengths.currency):
        yield _show_periods(sweep)
    if lengths.currency:
        yield _show_cost(sweep, lengths)


def _show_shares(found: Compared, sweep: Sweep) -> _Line:
    values = [float(step.attainment.attained * 100) for step in sweep.steps if step.attainment.attained is not None]
    target = _find_target(found, sweep)
    edges = [*values, target.at] if target else values
    return _Line(
        title=_("Reached"),
        y=_fit_shares(min(edges), max(edges)),
        read=lambda entry, _cost: None if entry.attained is None else float(entry.attained * 100),
        say=lambda entry, _cost: show_figure(entry.attained, entry),
        step=False,
        target=target,
    )


def _fit_shares(low: float, high: float) -> Axis:
    """Over both shares between round ones, and never beyond 100 %."""
    axis = fit_axis(min(low, high - 0.01), high, lambda value: f"{value:g}%", ticks=4)
    return Axis(axis.low, min(axis.high, 100), tuple(tick for tick in axis.ticks if tick.at <= 100))


def _find_target(found: Compared, sweep: Sweep) -> Rule | None:
    """The share that is wished for, else the one that is promised."""
    wanted = found.proposal.wanted if found.proposal is not None else None
    if wanted is not None and wanted.objective == sweep.objective:
        return Rule(float(wanted.share * 100), _("Wanted {share}").format(share=format_percent(wanted.share)))
    if sweep.target.within is None:
        return None
    share = Fraction(1) if sweep.target.share is None else sweep.target.share
    return Rule(float(share * 100), _("Promised {share}").format(share=format_percent(share)))


def _show_periods(sweep: Sweep) -> _Line:
    most = max(step.attainment.decided for step in sweep.steps)
    return _Line(
        title=_("Periods breached"),
        y=fit_axis(0, max(most, 1), lambda value: f"{value:g}", ticks=4, whole=True),
        read=lambda entry, _cost: float(entry.breached),
        say=lambda entry, _cost: _("{n} of {all}").format(n=entry.breached, all=entry.decided),
        step=True,
    )


def _show_cost(sweep: Sweep, lengths: Lengths) -> _Line:
    return _Line(
        title=_("Cost in all ({sign})").format(sign=lengths.sign),
        y=lengths.fit([lengths.measure(step.cost, 0) for step in sweep.steps]),
        read=lambda _entry, cost: lengths.measure(cost, 0),
        say=lambda _entry, cost: show_amounts(cost),
        step=True,
    )


def _draw(line: _Line, sweep: Sweep, stances: Sequence[Stance], *, is_first: bool, is_last: bool) -> Curve:
    points = [_place(line, step) for step in sweep.steps]
    x = _fit_bounds(sweep.steps)
    return Curve(
        x=x if is_last else replace(x, ticks=tuple(replace(tick, label="") for tick in x.ticks), title=""),
        y=replace(line.y, title=line.title),
        points=tuple(points),
        says=_say(line, sweep),
        step=line.step,
        filled=line.step,
        marks=tuple(_list_marks(line, stances)),
        target=line.target,
        guides=tuple(_list_guides(line, stances, is_first=is_first)),
    )


def _place(line: _Line, step: SweepStep) -> Point | None:
    value = line.read(step.attainment, step.cost)
    return None if value is None else Point(place_bound(step.bound), value)


def _list_marks(line: _Line, stances: Sequence[Stance]) -> Iterator[Mark]:
    for stance in stances:
        value = line.read(stance.attainment, stance.cost)
        if value is not None:
            yield Mark(place_bound(stance.bound), value, "now")


def _list_guides(line: _Line, stances: Sequence[Stance], *, is_first: bool) -> Iterator[Guide]:
    """The upper curve says which bound it is, the lower one only what it comes to."""
    for stance in stances:
        value = line.say(stance.attainment, stance.cost)
        named = _("{name}: {bound}, {value}").format(name=stance.name, bound=show_bound(stance.bound), value=value)
        yield Guide(place_bound(stance.bound), named if is_first else value, stance.is_proposed)


def _fit_bounds(steps: Sequence[SweepStep]) -> Axis:
    every = -(-len(steps) // MOST_LABELS)
    ticks = tuple(Tick(place_bound(step.bound), show_bound(step.bound)) for step in steps[::every])
    low, high = place_bound(steps[0].bound), place_bound(steps[-1].bound)
    # A sweep of one bound has room on either side of it.
    return Axis(low, high, ticks) if high > low else Axis(low - 1, high + 1, ticks)


def _say(line: _Line, sweep: Sweep) -> str:
    said = _("; ").join(f"{show_bound(step.bound)} {line.say(step.attainment, step.cost)}" for step in sweep.steps)
    return _("{title} of {objective} by target: {values}").format(
        title=line.title, objective=sweep.objective, values=said
    )
