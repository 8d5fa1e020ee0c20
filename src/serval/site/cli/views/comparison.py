"""Measured minutes beside those of the provider's own page on a terminal: every service, and what to make of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import groupby

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from serval.engine.verdicts.rendering import round_half_up
from serval.reporting.catalogue import translate as _
from serval.site.cli.comparison import DAY_TOLERANCE, Downtime
from serval.site.cli.views.console import open_console

NAME_WIDTH = 42


def print_comparison(figures: Sequence[Downtime], first: date, last: date, *, interval: int) -> None:
    """Print both figures of every service.

    first, last  the days compared, both included
    interval     seconds between two checks at most: no closer can the two be expected to agree
    """
    console = open_console()
    title = _("Minutes down: measured, and by the provider's own page ({first} to {last})")
    console.print(Text(title.format(first=first, last=last), style="head"))
    console.print(_build_table(figures))
    both = [entry for entry in figures if entry.difference is not None]
    console.print(_sum_up(both, interval))
    for days, names in _group_days(both):
        console.print(Text(f"· {_describe_days(days)}", style="quiet"))
        console.print(Padding(Text(_(", ").join(names), style="quiet"), (0, 0, 0, 4), expand=False))
    _print_meaning(console, figures)


def _build_table(figures: Sequence[Downtime]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(_("Service"), max_width=NAME_WIDTH, no_wrap=True, overflow="ellipsis")
    for title in (_("Checks"), _("Status page"), _("Difference")):
        table.add_column(title, justify="right")
    for entry in figures:
        table.add_row(entry.service, *_cells([entry]))
    for text, chosen in (
        (_("{n} services on both sides"), [e for e in figures if e.difference is not None]),
        (_("{n} services only in the checks"), [e for e in figures if e.reported is None]),
        (_("{n} services only on the page"), [e for e in figures if e.measured is None]),
    ):
        if chosen:
            table.add_section()
            table.add_row(Text(text.format(n=len(chosen)), style="head"), *_cells(chosen))
    return table


def _cells(entries: Sequence[Downtime]) -> tuple[str, str, str]:
    """The sums of both sides and their difference, in minutes; a side that is silent of all of them is a dash."""
    measured = [entry.measured for entry in entries if entry.measured is not None]
    reported = [entry.reported for entry in entries if entry.reported is not None]
    differences = [entry.difference for entry in entries if entry.difference is not None]
    return (
        show_minutes(sum(measured)) if measured else "–",
        show_minutes(sum(reported, Fraction(0))) if reported else "–",
        show_minutes(sum(differences, Fraction(0)), signed=True) if differences else "–",
    )


def show_minutes(seconds: Fraction | int, *, signed: bool = False) -> str:
    """Whole minutes with thousands apart, rounded half up: `13,881`, or with its sign `+13,881`."""
    minutes = int(round_half_up(Fraction(seconds) / 60, 0))
    sign = "−" if minutes < 0 else "+" if signed and minutes else ""
    return f"{sign}{abs(minutes):,}"


def _sum_up(both: Sequence[Downtime], interval: int) -> str:
    apart = [entry for entry in both if abs(entry.difference or Fraction(0)) > interval]
    total = sum((entry.difference or Fraction(0) for entry in both), Fraction(0))
    text = (
        _("{n} of {all} services are over one check interval ({interval} min) apart: the page has {total} min more.")
        if total >= 0
        else _(
            "{n} of {all} services are over one check interval ({interval} min) apart: the page has {total} min less."
        )
    )
    return text.format(n=len(apart), all=len(both), interval=interval // 60, total=show_minutes(abs(total)))


def _group_days(both: Sequence[Downtime]) -> list[tuple[tuple[date, ...], list[str]]]:
    """Services by the days on which their figures differ, those with most days first."""
    apart = sorted((e for e in both if e.days), key=lambda e: (-len(e.days), e.days, e.service))
    return [(days, [entry.service for entry in group]) for days, group in groupby(apart, key=lambda e: e.days)]


def _describe_days(days: Sequence[date]) -> str:
    """The days by name while there are few, else the first and the last."""
    minutes = DAY_TOLERANCE // 60
    if len(days) <= 3:
        text = _("More than {minutes} min apart on {days}:")
        return text.format(minutes=minutes, days=_(", ").join(map(str, days)))
    text = _("More than {minutes} min apart on {n} days, {first} to {last}:")
    return text.format(minutes=minutes, n=len(days), first=days[0], last=days[-1])


def _print_meaning(console: Console, figures: Sequence[Downtime]) -> None:
    silent = sum(1 for entry in figures if entry.difference is None)
    if silent:
        text = _("{n} services are known to one side only (renamed or removed); no difference is reckoned for them.")
        console.print(Text("· " + text.format(n=silent), style="quiet"))
    console.print(
        _(
            "Such a difference is a dispute over a figure: the scorecard counts what the checks saw; whoever claims "
            "otherwise has to show from when to when it was down."
        )
    )
