"""A back-test in words: the answer in one sentence, amounts of several currencies, clauses, items that decide."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from serval.engine.backtest.amounts import Amounts
from serval.engine.backtest.backtest import Compared, Side
from serval.engine.backtest.clauses import Clause
from serval.engine.backtest.deciding import NOT_SPOKEN_OF
from serval.engine.backtest.figures import Attainment
from serval.engine.backtest.steps import Bound
from serval.engine.durations import Duration
from serval.engine.money import Money
from serval.engine.terms.model import Terms
from serval.engine.verdicts.rendering import round_half_up
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_level, show_limit, show_number, show_share, show_working
from serval.reporting.money import show_money
from serval.reporting.sentences.diff_changes import explain_change
from serval.reporting.sentences.words import name_outcome


def say_backtest(found: Compared, show_date: Callable[[date], str] = date.isoformat) -> str:
    """The whole back-test in one sentence."""
    days = {"first": show_date(found.span.first), "last": show_date(found.span.last)}
    costs = [side.figures.cost for side in found.sides]
    if not found.has_money:
        return _say_breaches(found.sides, days)
    if len(costs) == 1:
        text = _("From {first} to {last} these terms would have cost {cost}.")
        return text.format(cost=show_amounts(costs[0]), **days)
    before, after = costs
    shown = {"before": show_amounts(before), "after": show_amounts(after), **days}
    if before.currencies != after.currencies or len(after.sums) != 1:
        return _("From {first} to {last} B would have cost {after}, A {before}.").format(**shown)
    difference = (after - before).sums[0]
    if not difference.amount:
        return _("From {first} to {last} A and B alike would have cost {after}.").format(**shown)
    apart = show_money(Money(abs(difference.amount), difference.currency))
    text = (
        _("From {first} to {last} B would have cost {after}, {apart} more than A.")
        if difference.amount > 0
        else _("From {first} to {last} B would have cost {after}, {apart} less than A.")
    )
    return text.format(apart=apart, **shown)


def _say_breaches(sides: tuple[Side, ...], days: dict[str, str]) -> str:
    """Where no money is agreed, breaches are what can be told."""
    counts = [(side.figures.breached, side.figures.breached + side.figures.count("met")) for side in sides]
    if len(counts) == 1:
        text = _("From {first} to {last}, verdicts breached by these terms: {n} of {all}.")
        return text.format(n=counts[0][0], all=counts[0][1], **days)
    (before, all_before), (after, all_after) = counts
    text = _("From {first} to {last}, verdicts breached: {after} of {all_after} by B, {before} of {all_before} by A.")
    return text.format(after=after, all_after=all_after, before=before, all_before=all_before, **days)


def show_amounts(amounts: Amounts) -> str:
    """`CN¥800.00`, several currencies beside each other; `–` where no money is agreed."""
    return _(", ").join(map(show_money, amounts.sums)) or "–"


def show_difference(amounts: Amounts) -> str:
    """The same with its sign: `+CN¥800.00`, `−CN¥800.00`."""
    return _(", ").join(map(_show_signed, amounts.sums)) or "–"


def _show_signed(money: Money) -> str:
    sign = "+" if money.amount > 0 else "−" if money.amount < Decimal(0) else ""
    return sign + show_money(Money(abs(money.amount), money.currency))


def show_count(number: int) -> str:
    """A difference of counts with its sign."""
    return f"+{number}" if number > 0 else f"−{-number}" if number else "0"


def show_bound(bound: Bound) -> str:
    """A bound as people read it: `4 h`, `5 working days`, `99.9%`, `3`."""
    return show_limit(bound) if isinstance(bound, Duration) else show_level(bound)


def show_figure(value: Fraction | None, entry: Attainment) -> str:
    """What a promise reached, in the unit of its target; `–` without data."""
    if value is None:
        return "–"
    match entry.target.unit:
        case "share":
            return show_share(value)
        case "seconds":
            return show_working(int(round_half_up(value, 0)))
        case "number":
            return show_number(value)


def describe_clause(clause: Clause, old: Terms, new: Terms) -> Iterator[str]:
    """One sentence for each thing that a clause says differently."""
    if clause.is_rest:
        yield _("All other clauses together ({n} changes):").format(n=len(clause.changes))
    for change in clause.changes:
        yield explain_change(change, old, new)


def name_decision(code: str) -> str:
    """What one side says of an item."""
    return _("not judged") if code == NOT_SPOKEN_OF else name_outcome(code)
