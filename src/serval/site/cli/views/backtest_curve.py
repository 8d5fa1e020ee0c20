"""A sweep as a small chart of text, and the target that the history supports."""

from __future__ import annotations

from fractions import Fraction

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from serval.engine.backtest import Compared
from serval.engine.backtest.proposal import Proposal, Supported
from serval.engine.backtest.sweep import Sweep, SweepStep
from serval.engine.durations import format_percent
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_share, show_whole_promise
from serval.reporting.sentences import explain_problem
from serval.reporting.sentences.backtest_words import show_amounts, show_bound, show_figure

BAR_WIDTH = 20
_EIGHTHS = " ▏▎▍▌▋▊▉"


def print_sweep(console: Console, found: Compared) -> None:
    """One row for each bound tried; the bound agreed now is marked."""
    sweep = found.sweep
    if sweep is None:
        return
    title = _("Sweep of {objective}, now {target}")
    shown = title.format(objective=sweep.objective, target=show_whole_promise(sweep.target))
    console.print(Text(shown, style="head"))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(_("Bound"), justify="right")
    table.add_column("", no_wrap=True, min_width=BAR_WIDTH)
    headings = [_("Reached"), _("Missed"), _("Periods breached")]
    for heading in headings + ([_("Its credits"), _("Cost in all")] if found.has_money else []):
        table.add_column(heading, justify="right")
    lengths = _measure(sweep)
    for step, length in zip(sweep.steps, lengths, strict=True):
        is_current = step.bound == sweep.current
        bound = "▸ " + show_bound(step.bound) if is_current else show_bound(step.bound)
        table.add_row(Text(bound, style="head" if is_current else ""), draw_bar(length), *_build_cells(step, found))
    console.print(table)


def _measure(sweep: Sweep) -> list[Fraction]:
    """Bars of attainment where it is a share and changes, else of breached periods."""
    values = [step.attainment.attained for step in sweep.steps]
    shares = [value for value in values if value is not None]
    if sweep.target.unit == "share" and len(set(shares)) > 1:
        return [min(value or Fraction(0), Fraction(1)) for value in values]
    return [Fraction(step.attainment.breached, max(step.attainment.decided, 1)) for step in sweep.steps]


def _build_cells(step: SweepStep, found: Compared) -> tuple[str, ...]:
    entry = step.attainment
    has_sides = entry.target.within is not None
    return (
        show_figure(entry.attained, entry),
        str(entry.missed) if has_sides else "–",
        _("{n} of {all}").format(n=entry.breached, all=entry.decided),
        *((show_amounts(entry.credited), show_amounts(step.cost)) if found.has_money else ()),
    )


def draw_bar(share: Fraction) -> str:
    """A bar of a share of the width, to an eighth of a character."""
    whole, rest = divmod(int(share * BAR_WIDTH * 8), 8)
    return "█" * whole + (_EIGHTHS[rest] if rest else "")


def print_proposal(console: Console, found: Compared) -> None:
    """The tightest limits with which the wanted share was reached over all, and in every period."""
    proposal = found.proposal
    if proposal is None:
        return
    title = _("What the history supports for {objective}: {share} in time, now {target}")
    console.print(
        Text(
            title.format(
                objective=proposal.wanted.objective,
                share=format_percent(proposal.wanted.share),
                target=show_whole_promise(proposal.current),
            ),
            style="head",
        )
    )
    if proposal.problem is not None:
        console.print("  " + explain_problem(proposal.problem))
        return
    _print_supported(console, proposal)


def _print_supported(console: Console, proposal: Proposal) -> None:
    overall, each = proposal.overall, proposal.each
    if overall is not None:
        console.print("  " + _("Over all items together: {supported}").format(supported=_describe(overall)))
    if each is not None:
        console.print("  " + _("In every period: {supported}").format(supported=_describe(each)))
    else:
        console.print("  " + _("In every period: not within the longest limit tried."))


def _describe(supported: Supported) -> str:
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
