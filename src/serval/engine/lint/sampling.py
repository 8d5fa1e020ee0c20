"""Availability that its own samples cannot show."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from serval.engine.availability.budget import absence_limit, downtime_of_share
from serval.engine.durations import Duration
from serval.engine.lint.findings import Remark, refuse, warn
from serval.engine.lint.papers import Paper, Promise
from serval.engine.terms.objective import AvailabilityRule

BUDGET_SHARE = Fraction(1, 10)
"""A gap is small when it could hide no more than this part of the downtime that is allowed."""


def _list_timed(paper: Paper) -> Iterator[tuple[Promise, AvailabilityRule]]:
    """Promises measured in time, by rules they state."""
    for promise in paper.promises:
        rule = promise.objective.measure
        if rule is not None and rule.method == "time":
            yield promise, rule


def find_gaps_that_hide_breaches(paper: Paper) -> Iterator[Remark]:
    """Gaps between samples that count as up and are longer than the downtime allowed in a whole period."""
    for promise, rule in _list_timed(paper):
        level = promise.objective.target.at_least
        if rule.max_gap is None or promise.metric.kind != "availability" or level is None:
            continue
        calendar = paper.calendars[promise.objective.calendar]
        spans = [calendar.between(period.start, period.end) for period in paper.list_periods(promise.objective)]
        window = min((span for span in spans if span), default=0)
        budget = downtime_of_share(level.amount, window)
        if rule.max_gap.amount > budget:
            minutes = absence_limit(level.amount, window=window, budget_share=BUDGET_SHARE)
            yield warn(
                (*promise.place, "measure"),
                "lint.gap_hides_breach",
                objective=promise.id,
                gap=str(rule.max_gap),
                allowed=str(Duration(int(budget), "s")),
                better=str(Duration(minutes * 60, "s")),
            )


def find_gaps_without_limit(paper: Paper) -> Iterator[Remark]:
    """Samples are expected, but their absence is never noticed: the last state is taken to hold."""
    for promise, rule in _list_timed(paper):
        if rule.interval is not None and rule.max_gap is None:
            place = (*promise.place, "measure")
            yield warn(place, "lint.gap_unlimited", objective=promise.id, interval=str(rule.interval))


def find_gaps_below_interval(paper: Paper) -> Iterator[Remark]:
    """Every pair of samples leaves a gap, so that there are never data."""
    for promise, rule in _list_timed(paper):
        if rule.interval is not None and rule.max_gap is not None and rule.max_gap.amount < rule.interval.amount:
            place = (*promise.place, "measure")
            gap, interval = str(rule.max_gap), str(rule.interval)
            yield refuse(place, "lint.gap_below_interval", objective=promise.id, gap=gap, interval=interval)


def find_outages_between_samples(paper: Paper) -> Iterator[Remark]:
    """Outages that count although they are shorter than the time between two samples."""
    for promise, rule in _list_timed(paper):
        if rule.interval is not None and rule.shortest_outage is not None:
            shortest, interval = rule.shortest_outage, rule.interval
            if shortest.amount < interval.amount:
                yield warn(
                    (*promise.place, "measure"),
                    "lint.outage_below_interval",
                    objective=promise.id,
                    shortest=str(shortest),
                    interval=str(interval),
                )
