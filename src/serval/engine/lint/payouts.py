"""Consequences that can never happen, always happen, or cannot be claimed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from serval.engine.calendars.compile import local_midnight
from serval.engine.consequences.claims import ClaimRules, find_window
from serval.engine.consequences.dates import add_span
from serval.engine.documents import Path
from serval.engine.errors import CalendarError
from serval.engine.lint.bounds import list_bounds
from serval.engine.lint.findings import Remark, refuse, warn
from serval.engine.lint.papers import Paper
from serval.engine.periods import Period
from serval.engine.terms.consequences import Termination, find_claims_calendar
from serval.engine.terms.credits import Credit
from serval.engine.terms.entries import TIME_UNITS
from serval.engine.terms.rates import DateSpan, write_number
from serval.engine.terms.score import Deduction


def find_idle_rewards(paper: Paper) -> Iterator[Remark]:
    """Rewards that every kept promise earns, or for a value on the wrong side of the promise."""
    for index, reward in enumerate(paper.consequences.rewards):
        level = reward.at_least or reward.at_most
        side = "higher" if reward.at_least is not None else "lower"
        place = ("consequences", "rewards", index)
        for name in reward.for_ if level is not None else ():
            bound = list_bounds(paper, paper.by_id[name])[0]
            if bound.better != side:
                yield refuse(place, "lint.reward_wrong_way", objective=name, value=str(level))
            elif level is not None and (level.amount - bound.value) * (1 if side == "higher" else -1) <= 0:
                yield warn(place, "lint.reward_for_promise", objective=name, value=str(level))


def find_units_that_never_count(paper: Paper) -> Iterator[Remark]:
    """Credits and points for each item or hour too late, where the promise is a mean that no item breaches."""
    for place, entry in _list_charges(paper):
        if entry.each != "item" and entry.each not in TIME_UNITS:
            continue
        for name in entry.for_ or ():
            promise = paper.by_id[name]
            targets = [promise.objective.target, *(dated.target for dated in paper.list_assurances(name))]
            if promise.metric.kind == "clock" and all(target.within is None for target in targets):
                yield refuse((*place, "each"), "lint.unit_never_counts", objective=name, key=entry.each or "")


def _list_charges(paper: Paper) -> Iterator[tuple[Path, Credit | Deduction]]:
    for index, credit in enumerate(paper.consequences.credits):
        yield ("consequences", "credits", index), credit
    score = paper.consequences.score
    for index, deduction in enumerate(score.deduct if score else ()):
        yield ("consequences", "score", "deduct", index), deduction


def find_idle_caps(paper: Paper) -> Iterator[Remark]:
    """Caps that no sum of credits can reach."""
    caps, entries = paper.consequences.caps, paper.consequences.credits
    place: Path = ("consequences", "caps")
    if caps is None:
        return
    if not entries:
        yield warn(place, "lint.cap_without_credits")
        return
    period, year = caps.period, caps.year
    if period and year and period.share is not None and year.share is not None and year.share >= period.share:
        yield warn((*place, "year"), "lint.cap_year_idle", year=str(year), period=str(period))
    most = _find_most(paper, entries)
    if period and period.share is not None and most is not None and most <= period.share:
        yield warn((*place, "period"), "lint.cap_period_idle", cap=str(period))


def _find_most(paper: Paper, entries: Sequence[Credit]) -> Fraction | None:
    """The greatest share of a settlement's fee that all credits together can reach; None where that is open.

    It is known for tables of percentages on promises that are judged once in each settlement period.
    """
    settle = paper.consequences.settle or (paper.terms.fee.per if paper.terms.fee else None)
    most = Fraction(0)
    for credit in entries:
        shares = [tier.percent for tier in credit.tiers or ()]
        objectives = [paper.by_id[name].objective for name in credit.for_]
        is_bounded = bool(shares) and all(share is not None for share in shares)
        once = all(entry.per is None and entry.period.name == settle for entry in objectives)
        if not is_bounded or not once or any(paper.list_assurances(name) for name in credit.for_):
            return None
        most += max(share for share in shares if share is not None) * len(credit.for_)
    return most


def find_claims_without_credits(paper: Paper) -> Iterator[Remark]:
    """Rules for claims where nothing can be claimed."""
    if paper.consequences.claims is not None and not paper.consequences.credits:
        yield warn(("consequences", "claims"), "lint.claims_without_credits")


def find_windows_that_close_first(paper: Paper) -> Iterator[Remark]:
    """Claim windows that have closed when they open, for whatever counts from a day of the first year."""
    claims, effective = paper.consequences.claims, paper.terms.effective
    if claims is None or claims.opens is None or claims.within is None:
        return
    name = find_claims_calendar(claims, paper.terms.calendars)
    rules = ClaimRules(claims, paper.zone, paper.calendars[name] if name else None)
    for ordinal in range(
        effective.from_.toordinal(), min(effective.until.toordinal(), effective.from_.toordinal() + 366)
    ):
        day = date.fromordinal(ordinal)
        try:
            window = find_window(rules, local_midnight(day, paper.zone))
        except CalendarError:
            return
        if window.closes is not None and window.closes <= window.opens:
            data = (str(claims.opens), str(claims.within))
            place: Path = ("consequences", "claims")
            yield refuse(place, "lint.claims_close_first", opens=data[0], within=data[1], day=day.isoformat())
            return


def find_grounds_never_given(paper: Paper) -> Iterator[Remark]:
    """Grounds to end the agreement that no run of breaches, and no score, can give."""
    score = paper.consequences.score
    for index, ground in enumerate(paper.consequences.terminate):
        place = ("consequences", "terminate", index)
        if ground.score is not None:
            if score is not None and ground.score <= score.floor:
                floor = str(write_number(score.floor))
                yield warn(place, "lint.score_never_below", value=str(write_number(ground.score)), floor=floor)
        elif ground.of is not None and not paper.list_assurances(ground.of):
            most = _count_most(ground, paper.list_periods(paper.by_id[ground.of].objective))
            needed = ground.breaches or ground.consecutive or 0
            if most < needed:
                yield warn(place, "lint.ground_never_given", what=ground.of, most=most)


def _count_most(ground: Termination, periods: Sequence[Period]) -> int:
    """How many periods can be breached within the span of a ground, or in all."""
    if ground.within is None:
        return len(periods)
    return max((_count_within(periods, last, ground.within) for last in range(len(periods))), default=0)


def _count_within(periods: Sequence[Period], last: int, within: DateSpan) -> int:
    end = periods[last].last
    return sum(end < add_span(period.last, within) for period in periods[: last + 1])
