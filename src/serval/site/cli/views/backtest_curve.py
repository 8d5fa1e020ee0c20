"""A sweep as a small chart of text, and the target that the history supports."""

from __future__ import annotations

from fractions import Fraction

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from serval.engine.backtest import Compared
from serval.engine.backtest.sweep import Sweep, SweepStep
from serval.reporting.catalogue import translate as _
from serval.reporting.sentences.backtest_lines import list_supported, title_proposal, title_sweep
from serval.reporting.sentences.backtest_words import show_amounts, show_bound, show_figure

BAR_WIDTH = 20
_EIGHTHS = " ▏▎▍▌▋▊▉"


def print_sweep(console: Console, found: Compared) -> None:
    """One row for each bound tried; the bound agreed now is marked."""
    sweep = found.sweep
    if sweep is None:
        return
    console.print(Text(title_sweep(sweep), style="head"))
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
    console.print(Text(title_proposal(proposal), style="head"))
    for line in list_supported(proposal):
        console.print("  " + line)
