"""How what was counted spreads: clocks over their target, outages over the days of the period."""

from __future__ import annotations

from collections import Counter
from datetime import date
from zoneinfo import ZoneInfo

from serval.engine.calendars.compile import local_midnight
from serval.engine.periods import Period
from serval.engine.verdicts import Verdict
from serval.reporting.catalogue import translate as _
from serval.reporting.charts import Axis, Histogram, Pole, Rule, Span, Tick, Timeline, fit_axis
from serval.reporting.dates import show_short_day
from serval.reporting.formats import show_working
from serval.reporting.report.model import DrawnRow, Gathered
from serval.reporting.sentences.promise_words import name_promise

LEAST_SHOWN = 3
"""Fewer clocks are no distribution."""

MOST_POLES = 32
PARTS = (16, 12, 8, 6, 4, 3, 2, 1)
"""Into how many parts the time up to the target is cut: the finest of which all fit."""

TAIL = 3
"""What took longer than so many times the target stands in one last part."""


def draw_distribution(verdict: Verdict, gathered: Gathered) -> Histogram | None:
    """How many clocks took how long, cut at the target; None for fewer than three, or for what is no clock.

    Targets that differ from item to item are all drawn as 100 %.
    """
    if verdict.objective.kind != "clock" or len(gathered.used) < LEAST_SHOWN:
        return None
    targets = set(gathered.targets)
    if 0 in targets:
        return None
    is_one = len(targets) == 1
    target = next(iter(targets)) if is_one else 100
    used = gathered.used if is_one else [u * 100 // t for u, t in zip(gathered.used, gathered.targets, strict=True)]
    top = min(max(*used, target), target * TAIL)
    parts = next(parts for parts in PARTS if -(-top * parts // target) <= MOST_POLES)
    width = target / parts
    last = max(parts, -(-top * parts // target))
    counts = Counter(min(last, max(0, -(-value * parts // target) - 1)) for value in used)
    has_tail = counts[last] > 0
    is_sided = verdict.objective.target.within is not None
    return Histogram(
        x=_fit_lengths(width, last, target, has_tail=has_tail, is_share=not is_one),
        y=fit_axis(0, max(counts.values()), lambda value: f"{value:g}", ticks=4, whole=True),
        bars=tuple(
            Pole(place * width, (place + 1) * width, count, over=is_sided and place >= parts)
            for place, count in sorted(counts.items())
        ),
        target=Rule(target, _("Target {bound}").format(bound=_show(target, is_share=not is_one))),
        says=_say(verdict, used, target, is_share=not is_one),
    )


def _fit_lengths(width: float, last: int, target: int, *, has_tail: bool, is_share: bool) -> Axis:
    """Ticks at parts and multiples of the target; beyond the last one stands what took longer."""
    end = last * width
    step = target if end > 2 * target else target / 2 if end > target else target / 4
    places = [index * step for index in range(int(end / step + 1e-9) + 1)]
    ticks = [Tick(place, _show(int(place), is_share=is_share)) for place in places]
    if has_tail:
        ticks = [
            *(tick for tick in ticks if tick.at < end - step / 2),
            Tick(end, "> " + _show(int(end), is_share=is_share)),
        ]
    return Axis(0, end + (width if has_tail else 0), tuple(ticks))


def _show(length: int, *, is_share: bool) -> str:
    if not length:
        return "0"
    return f"{length}%" if is_share else show_working(length)


def _say(verdict: Verdict, used: object, target: int, *, is_share: bool) -> str:
    values = sorted(used)  # type: ignore[call-overload]
    text = _("{objective}: {n} clocks, half of them within {median}, the longest {longest}; target {target}")
    return text.format(
        objective=name_promise(verdict.objective),
        n=len(values),
        median=_show(values[(len(values) - 1) // 2], is_share=is_share),
        longest=_show(values[-1], is_share=is_share),
        target=_show(target, is_share=is_share),
    )


def draw_outages(verdict: Verdict, gathered: Gathered, zone: ZoneInfo) -> Timeline | None:
    """When it was down in the period, and when that did not count; None where there was nothing."""
    if verdict.account is None or not (gathered.breaching or gathered.excluded):
        return None
    period = verdict.period
    left_out = [Span(*_clip(drawn, period), "quiet") for drawn in gathered.excluded]
    counted = [Span(*_clip(drawn, period), "over") for drawn in gathered.breaching]
    text = _("{subject}: {n} outages in the period, {length} counted")
    return Timeline(
        x=Axis(period.start, period.end, _list_days(period, zone)),
        spans=(*left_out, *counted),
        says=text.format(
            subject=verdict.subject or name_promise(verdict.objective),
            n=verdict.account.outages,
            length=show_working(verdict.account.down),
        ),
    )


def _clip(drawn: DrawnRow, period: Period) -> tuple[float, float]:
    row = drawn.row
    end = period.end if row.stopped is None else row.stopped
    return max(row.started, period.start), min(end, period.end)


def _list_days(period: Period, zone: ZoneInfo) -> tuple[Tick, ...]:
    """About five ticks at midnights: of a month one a week."""
    days = period.last.toordinal() - period.first.toordinal() + 1
    step = max(1, -(-days // 5))
    first = period.first.toordinal()
    found = [date.fromordinal(first + place) for place in range(0, days, step)]
    return tuple(Tick(local_midnight(day, zone), show_short_day(day)) for day in found)
