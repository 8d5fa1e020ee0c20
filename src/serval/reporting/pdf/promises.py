"""A promise and its verdict in short: what it bounds, the budget that is left, what it cost."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from serval.engine.durations import format_percent
from serval.engine.money import Money, round_half_up
from serval.engine.terms.objectives import CompiledObjective
from serval.engine.verdicts import Verdict
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_level, show_limit, show_number, show_working
from serval.reporting.money import show_money
from serval.reporting.report.model import Report


def begin_large(text: str) -> str:
    """The same words as they begin a sentence or stand alone."""
    return text[:1].upper() + text[1:]


def is_silent(verdict: Verdict) -> bool:
    """Whether a period has neither a figure nor a case, so that there is nothing to show but why."""
    return verdict.outcome == "no_data" and verdict.value is None and not verdict.population.counted


def show_bound(objective: CompiledObjective) -> str:
    """The promised value in signs: `≥ 95%`, `≤ 8 h`."""
    target = objective.target
    if target.at_most is not None:
        return "≤ " + show_level(target.at_most)
    if target.at_least is not None:
        return "≥ " + show_level(target.at_least)
    if target.within is not None:
        return "= 100%" if target.share is None else "≥ " + format_percent(target.share)
    return "" if target.limit is None else "≤ " + show_limit(target.limit)


@dataclass(frozen=True, slots=True)
class Budget:
    """How much of what may go wrong is left: `left` of `whole`, in items, outages or seconds."""

    left: Fraction
    whole: Fraction
    is_time: bool

    @property
    def share(self) -> float:
        """From 1 (untouched) over 0 (used up) to −1 (twice as much went wrong)."""
        if not self.whole:
            return -1.0 if self.left < 0 else 0.0
        return max(-1.0, min(1.0, float(self.left / self.whole)))

    def say(self) -> str:
        """`2 of 3 left`, `over by 40 min`, `used up`."""
        if self.left < 0:
            return _("over by {n}").format(n=self._show(-self.left))
        if not self.whole:
            return _("none allowed")
        if not self.left:
            return _("used up")
        if self.is_time:
            return _("{n} left").format(n=self._show(self.left))
        return _("{n} of {all} left").format(n=self._show(self.left), all=self._show(self.whole))

    def _show(self, amount: Fraction) -> str:
        """Whole minutes of a time, so that nobody is promised a minute that is not there."""
        if not self.is_time:
            return show_number(amount)
        seconds = floor(amount)
        return show_working(seconds if seconds < 60 else seconds // 60 * 60)


def find_budget(verdict: Verdict) -> Budget | None:
    """The budget of a verdict; None where nothing can be told of it."""
    target, population = verdict.objective.target, verdict.population
    if verdict.value is None or verdict.outcome == "refused":
        return None
    if verdict.account is not None and verdict.account.budget is not None:
        return Budget(verdict.account.budget - verdict.account.down, verdict.account.budget, is_time=True)
    if target.within is not None:
        share = Fraction(1) if target.share is None else target.share
        allowed = Fraction(floor(population.counted * (1 - share)) + target.tolerate)
        return Budget(allowed - population.missed, allowed, is_time=False)
    if target.at_most is not None and verdict.objective.kind in ("count", "outages", "downtime"):
        whole = target.at_most.amount
        return Budget(whole - verdict.value, whole, is_time=target.unit == "seconds")
    return None


def find_cost(verdict: Verdict, report: Report) -> Money | None:
    """The credits of a verdict before caps; None where none are agreed for its promise."""
    name = (verdict.objective.base, verdict.subject, verdict.period.label)
    found: Money | None = None
    for owed in (statement.credits for statement in report.statements):
        for line in owed.lines if owed is not None else ():
            if (line.objective, line.subject, line.period) == name:
                found = line.amount if found is None else found + line.amount
    if found is not None or not _has_credits(verdict, report):
        return found
    sums = (statement.credits for statement in report.statements)
    return next((round_half_up(Fraction(0), owed.total.currency) for owed in sums if owed is not None), None)


def _has_credits(verdict: Verdict, report: Report) -> bool:
    consequences = report.scorecard.agreement.terms.consequences
    return consequences is not None and any(verdict.objective.base in credit.for_ for credit in consequences.credits)


def show_cost(verdict: Verdict, report: Report) -> str:
    """The credits of a verdict, `–` where none are agreed."""
    cost = find_cost(verdict, report)
    return "–" if cost is None else show_money(cost)
