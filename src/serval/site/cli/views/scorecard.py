"""The scorecard on a terminal: the answer first, then the objectives, then what to know about the evidence."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from serval.engine import ENGINE_VERSION
from serval.engine.verdicts import LedgerRow, Scorecard, Verdict
from serval.engine.zones import TZDATA_VERSION
from serval.reporting.catalogue import current_language
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_attained, show_instant, show_target, show_working
from serval.reporting.sentences import name_outcome
from serval.reporting.sentences.scorecard_words import (
    has_sides,
    list_versions,
    name_ground,
    say_answer,
    select_verdicts,
)
from serval.site.cli.views.console import fits, open_console
from serval.site.cli.views.matrix import MARKS, print_matrix

WORST_SHOWN = 5
MOST_ROWS = 40
"""Beyond as many verdicts only those are listed that are not met, unless all are asked for."""


def print_scorecard(
    scorecard: Scorecard, notes: Sequence[str], *, ledger: Path | None = None, show_all: bool = False
) -> None:
    """Print a scorecard and what a reader must know before trusting it."""
    console = open_console()
    _print_head(console, scorecard)
    if scorecard.verdicts:
        _print_verdicts(console, scorecard, show_all=show_all)
        _print_worst(console, scorecard)
    for note in notes:
        console.print(Text("· " + note, style="quiet"))
    if ledger is not None:
        console.print(_("Ledger written to {file}.").format(file=ledger))
    digest = _("Digest {digest} · engine {engine} · time zones {tzdata}")
    console.print(
        Text(digest.format(digest=scorecard.digest[:16], engine=ENGINE_VERSION, tzdata=TZDATA_VERSION), style="quiet")
    )


def _print_head(console: Console, scorecard: Scorecard) -> None:
    terms = scorecard.agreement.terms
    console.print(Text(terms.metadata.title.choose(current_language()), style="head"), end=" ")
    console.print(Text(_(", ").join(list_versions(scorecard)), style="quiet"))
    parties = _("Provider {provider} · client {client} · as of {instant} ({zone})")
    console.print(
        parties.format(
            provider=terms.parties.provider,
            client=terms.parties.client,
            instant=show_instant(scorecard.as_of, scorecard.agreement.zone),
            zone=terms.effective.timezone,
        )
    )
    console.print(Text(say_answer(scorecard), style="breached" if scorecard.is_breached else "met"))


def _print_verdicts(console: Console, scorecard: Scorecard, *, show_all: bool) -> None:
    """A matrix for each objective with many subjects; the others in one table where it fits without breaking a word.

    Else there is a small table under the name of each objective.
    """
    every = select_verdicts(scorecard)
    many = {v.objective.id for v in every if v.subject}
    plain = [verdict for verdict in every if verdict.objective.id not in many]
    shown = plain if show_all or len(plain) <= MOST_ROWS else [v for v in plain if v.outcome != "met"]
    table = _build_table(shown)
    if shown and fits(console, table):
        console.print(table)
    else:
        _print_narrow(console, shown)
    if len(shown) < len(plain):
        text = _("… and {n} verdicts that are met; --all lists them.").format(n=len(plain) - len(shown))
        console.print(Text(text, style="quiet"))
    for name in dict.fromkeys(v.objective.id for v in every if v.subject):
        print_matrix(console, [verdict for verdict in every if verdict.objective.id == name])


def _print_narrow(console: Console, verdicts: Sequence[Verdict]) -> None:
    for name in dict.fromkeys(verdict.objective.id for verdict in verdicts):
        chosen = [verdict for verdict in verdicts if verdict.objective.id == name]
        console.print(Text(f"{name} · {show_target(chosen[0].objective)}", style="head"))
        console.print(_build_narrow(chosen))


def _build_narrow(verdicts: Sequence[Verdict]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0), pad_edge=True)
    for least, justify in ((9, "left"), (7, "right"), (9, "right"), (10, "left")):
        table.add_column(min_width=least, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for verdict in verdicts:
        _name, label, _target, attained, *_counts, word = _build_row(verdict, "")
        table.add_row(f"  {label}", attained, _describe_population(verdict), word)
    return table


def _describe_population(verdict: Verdict) -> str:
    population = verdict.population
    if verdict.account is not None:
        text = _("outages: {n}, down {length}")
        return text.format(n=verdict.account.outages, length=show_working(verdict.account.down))
    if verdict.objective.kind == "obligation":
        return _("{missed} of {counted} missed").format(missed=population.missed, counted=population.counted)
    if verdict.objective.kind != "clock":
        return _("{n} counted").format(n=population.counted)
    sided = verdict.objective.target.within is not None
    text = _("{missed} of {counted} missed, {open} open") if sided else _("{counted} counted, {open} open")
    return text.format(missed=population.missed, counted=population.counted, open=population.open)


def _build_table(verdicts: Sequence[Verdict]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title, justify in (
        (_("Objective"), "left"),
        (_("Period"), "left"),
        (_("Target"), "left"),
        (_("Attained"), "right"),
        (_("Counted"), "right"),
        (_("Missed"), "right"),
        (_("Open"), "right"),
        (_("Verdict"), "left"),
    ):
        table.add_column(title, justify=justify, overflow="fold")  # type: ignore[arg-type]
    previous = ""
    for verdict in verdicts:
        name = verdict.objective.id
        table.add_row(*_build_row(verdict, name if name != previous else ""), end_section=False)
        previous = name
    return table


def _build_row(verdict: Verdict, name: str) -> tuple[str | Text, ...]:
    population = verdict.population
    label = verdict.period.label + (" …" if verdict.provisional else "")
    word = f"{MARKS[verdict.outcome]} {name_outcome(verdict.outcome)}"
    if reason := name_ground(verdict):
        word = _("{outcome} ({reason})").format(outcome=word, reason=reason)
    return (
        name,
        label,
        show_target(verdict.objective),
        show_attained(verdict),
        _count(verdict),
        str(population.missed) if has_sides(verdict) else "–",
        str(population.open) if verdict.objective.kind == "clock" else "–",
        Text(word, style=verdict.outcome),
    )


def _count(verdict: Verdict) -> str:
    """How many were counted; of availability, how many outages."""
    return str(verdict.population.counted if verdict.account is None else verdict.account.outages)


def _print_worst(console: Console, scorecard: Scorecard) -> None:
    """The items furthest over their target: where a reader looks first."""
    chosen = [v for v in select_verdicts(scorecard) if v.objective.kind == "clock"]
    breaching = [row for verdict in chosen for row in verdict.breaching]
    worst = sorted(breaching, key=lambda row: (row.target_seconds - row.working_seconds, row.item, row.objective))
    if not worst:
        return
    console.print(Text(_("Furthest over target:"), style="head"))
    for row in worst[:WORST_SHOWN]:
        console.print("  " + describe_breach(row, scorecard))
    text = _("Follow one to the second: serval explain … --item {item}")
    console.print(Text(text.format(item=shlex.quote(worst[0].item)), style="quiet"))


def describe_breach(row: LedgerRow, scorecard: Scorecard) -> str:
    """One breaching row in a line."""
    text = _("{item} · {objective} · {over} over · used {used} of {target} · due {due}")
    return text.format(
        item=row.item,
        objective=row.objective,
        over=show_working(row.working_seconds - row.target_seconds),
        used=show_working(row.working_seconds),
        target=show_working(row.target_seconds),
        due=show_instant(row.due, scorecard.agreement.zone),
    )
