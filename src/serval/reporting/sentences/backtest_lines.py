"""Parts of a back-test in words: its sides, what decides, what the history supports, and how to read it all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction

from serval.engine.backtest.backtest import Compared, Side
from serval.engine.backtest.deciding import Deciding
from serval.engine.backtest.effects import Effect
from serval.engine.backtest.figures import Attainment, Figures
from serval.engine.backtest.proposal import Proposal, Supported
from serval.engine.backtest.rendering import SIDE_NAMES
from serval.engine.backtest.sweep import Sweep
from serval.engine.durations import format_percent
from serval.engine.verdicts import LedgerRow
from serval.reporting.catalogue import current_language
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_share, show_whole_promise, show_working
from serval.reporting.sentences.backtest_words import (
    name_decision,
    show_amounts,
    show_count,
    show_difference,
    show_figure,
)
from serval.reporting.sentences.problems import explain_problem


def name_terms(side: Side) -> str:
    """Title and number."""
    metadata = side.terms.metadata
    return _("{title} {number}").format(title=metadata.title.choose(current_language()), number=metadata.number)


def describe_force(side: Side, show_date: Callable[[date], str] = date.isoformat) -> str:
    """From when to when terms are in force, and whether they were judged as if they had been all along."""
    effective = side.terms.effective
    text = (
        _("judged as if it had been in force (it is from {first} to {last})")
        if side.is_laid
        else _("in force from {first} to {last}")
    )
    return text.format(first=show_date(effective.from_), last=show_date(effective.until))


def name_breached(figures: Figures, *, most: int | None = None) -> str:
    """The promises that were breached, at most so many by name; else whether all that could be judged were met."""
    names = list(dict.fromkeys(entry.objective for entry in figures.reached if entry.outcome == "breached"))
    if most is not None and len(names) > most:
        left = _("{n} more").format(n=len(names) - most + 1)
        return _(", ").join([*names[: most - 1], left])
    if names:
        return _(", ").join(names)
    return _("all met") if figures.count("met") else "–"


def list_wordings(found: Compared, objective: str) -> list[tuple[str, tuple[str, ...]]]:
    """What each side promises and how it fared; one entry for both where they say and come to the same."""
    entries = [(name, side.find_attained(objective)) for name, side in zip(SIDE_NAMES, found.sides, strict=False)]
    sides = [(name, show_attainment(entry, has_money=found.has_money)) for name, entry in entries if entry]
    if len(sides) > 1 and sides[0][1] == sides[1][1]:
        return [(_(", ").join(SIDE_NAMES), sides[0][1])]
    return sides


def show_attainment(entry: Attainment, *, has_money: bool) -> tuple[str, ...]:
    """The promise, what was reached, periods breached, and its credits where there is money."""
    target = show_whole_promise(entry.target)
    breached = _("{n} of {all}").format(n=entry.breached, all=entry.decided)
    credited = (show_amounts(entry.credited),) if has_money else ()
    return target, show_figure(entry.attained, entry), breached, *credited


def list_promises(found: Compared) -> list[str]:
    """The promises of all sides, those of the last one first."""
    return list(dict.fromkeys(entry.objective for side in reversed(found.sides) for entry in side.attained))


def show_total(side: Side, *, has_money: bool) -> tuple[str, ...]:
    """What terms come to: in money and breaches, without money in breaches alone."""
    breached = str(side.figures.breached)
    return (show_amounts(side.figures.cost), "", breached) if has_money else (breached, "")


def show_effect(alone: Effect, last: Effect | None, *, has_money: bool) -> tuple[str, ...]:
    """What a clause does alone and last, in the same columns."""
    show = _show_cost if has_money else _show_breached
    cells = show(alone), "" if last is None else show(last)
    return (*cells, _show_breached(alone)) if has_money else cells


def _show_cost(effect: Effect) -> str:
    return show_difference(effect.cost)


def _show_breached(effect: Effect) -> str:
    return show_count(effect.breached)


def count_decisions(deciding: Deciding) -> str:
    """How many items there are, by what either side says of them."""
    parts = [
        _("{before} → {after}: {n}").format(before=name_decision(one), after=name_decision(other), n=number)
        for (one, other), number in sorted(deciding.totals.items(), key=lambda entry: -entry[1])
    ]
    return _(", ").join(parts)


def describe_reading(row: LedgerRow | None) -> str:
    """What one side says of an item, with the time used where it has a limit."""
    if row is None:
        return name_decision("")
    if not row.target_seconds:
        return name_decision(row.outcome)
    text = _("{outcome} ({used} of {target})")
    used, target = show_working(row.working_seconds), show_working(row.target_seconds)
    return text.format(outcome=name_decision(row.outcome), used=used, target=target)


def title_sweep(sweep: Sweep) -> str:
    """Which promise is moved, and how it stands."""
    text = _("Sweep of {objective}, now {target}")
    return text.format(objective=sweep.objective, target=show_whole_promise(sweep.target))


def title_proposal(proposal: Proposal) -> str:
    """What was wished for."""
    return _("What the history supports for {objective}: {share} in time, now {target}").format(
        objective=proposal.wanted.objective,
        share=format_percent(proposal.wanted.share),
        target=show_whole_promise(proposal.current),
    )


def list_supported(proposal: Proposal) -> Iterator[str]:
    """The tightest limits that reach the wanted share over all, and in every period; or why there are none."""
    if proposal.problem is not None:
        yield explain_problem(proposal.problem)
        return
    if proposal.overall is not None:
        yield _("Over all items together: {supported}").format(supported=_describe_supported(proposal.overall))
    if proposal.each is not None:
        yield _("In every period: {supported}").format(supported=_describe_supported(proposal.each))
    else:
        yield _("In every period: not within the longest limit tried.")


def _describe_supported(supported: Supported) -> str:
    entry, worst = supported.attainment, supported.worst
    text = (
        _("{target}: {reached} of {counted} items; worst {period} with {worst}; cost in all {cost}")
        if supported.cost.sums
        else _("{target}: {reached} of {counted} items; worst {period} with {worst}")
    )
    return text.format(
        target=show_whole_promise(supported.target),
        reached=show_figure(entry.attained, entry),
        counted=entry.counted,
        period=" ".join(part for part in (worst.period, worst.subject) if part),
        worst=show_share(worst.value or Fraction(0)),
        cost=show_amounts(supported.cost),
    )


def list_backtest_notes(found: Compared) -> Iterator[str]:
    """How the figures are to be read."""
    yield _("A month holds everything whose period ends in it; … marks what may still change.")
    if found.has_money:
        yield _("Amounts are credits after caps, claimed or not, and what a score withholds of the fee.")
    if any(entry.target.within is None for side in found.sides for entry in side.attained):
        yield _("Reached is the worst period's figure where a promise is no share in time.")
    refused = sum(side.figures.count("refused") for side in found.sides)
    if refused:
        yield _("Verdicts that could not be judged: {n}; what they would cost is not in here.").format(n=refused)
