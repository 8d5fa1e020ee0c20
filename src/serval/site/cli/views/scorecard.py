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
from serval.intake.evidence import IntakeReport
from serval.reporting.catalogue import current_language
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_attained, show_instant, show_target, show_working
from serval.reporting.sentences import name_outcome, name_reason
from serval.site.cli.views.console import fits, open_console

WORST_SHOWN = 5
MARKS = {"met": "✓", "breached": "✗", "no_data": "–"}


def print_scorecard(scorecard: Scorecard, report: IntakeReport, *, ledger: Path | None = None) -> None:
    """Print a scorecard and what its evidence was worth."""
    console = open_console()
    _print_head(console, scorecard)
    if scorecard.verdicts:
        _print_verdicts(console, scorecard)
        _print_worst(console, scorecard)
    for note in list_notes(scorecard, report):
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
    console.print(Text(scorecard.agreement.version, style="quiet"))
    parties = _("Provider {provider} · client {client} · as of {instant} ({zone})")
    console.print(
        parties.format(
            provider=terms.parties.provider,
            client=terms.parties.client,
            instant=show_instant(scorecard.as_of, scorecard.agreement.zone),
            zone=terms.effective.timezone,
        )
    )
    console.print(Text(answer(scorecard), style="breached" if scorecard.is_breached else "met"))


def answer(scorecard: Scorecard) -> str:
    """The whole scorecard in one sentence."""
    outcomes = [verdict.outcome for verdict in scorecard.verdicts]
    met, breached, silent = (outcomes.count(name) for name in ("met", "breached", "no_data"))
    if not outcomes:
        return _("No period was judged.")
    text = _("{met} of {all} verdicts met, {breached} breached, {silent} without data.")
    return text.format(met=met, all=len(outcomes), breached=breached, silent=silent)


def _print_verdicts(console: Console, scorecard: Scorecard) -> None:
    """One table where it fits without breaking a word, else a small one under the name of each objective."""
    table = _build_table(scorecard)
    if fits(console, table):
        console.print(table)
        return
    verdicts = select_verdicts(scorecard)
    for name in dict.fromkeys(verdict.objective.id for verdict in verdicts):
        chosen = [verdict for verdict in verdicts if verdict.objective.id == name]
        console.print(Text(f"{name} · {show_target(chosen[0].objective)}", style="head"))
        console.print(_build_narrow(chosen))


def _build_narrow(verdicts: Sequence[Verdict]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0), pad_edge=True)
    for least, justify in ((9, "left"), (7, "right"), (9, "right"), (10, "left")):
        table.add_column(min_width=least, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for verdict in verdicts:
        _name, label, _target, attained, counted, missed, waiting, word = _build_row(verdict, "")
        sided = verdict.objective.target.within is not None
        text = _("{missed} of {counted} missed, {open} open") if sided else _("{counted} counted, {open} open")
        table.add_row(f"  {label}", attained, text.format(missed=missed, counted=counted, open=waiting), word)
    return table


def _build_table(scorecard: Scorecard) -> Table:
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
    for verdict in select_verdicts(scorecard):
        name = verdict.objective.id
        table.add_row(*_build_row(verdict, name if name != previous else ""), end_section=False)
        previous = name
    return table


def select_verdicts(scorecard: Scorecard) -> list[Verdict]:
    """Every verdict, but of a rolling objective only the last one: there is one for each midnight."""
    last = {verdict.objective.id: verdict for verdict in scorecard.verdicts if not verdict.binding}
    return [v for v in scorecard.verdicts if v.binding or last[v.objective.id] is v]


def _build_row(verdict: Verdict, name: str) -> tuple[str | Text, ...]:
    population = verdict.population
    label = verdict.period.label + (" …" if verdict.provisional else "")
    word = f"{MARKS[verdict.outcome]} {name_outcome(verdict.outcome)}"
    if verdict.reason in ("tolerated", "below_minimum"):
        word = _("{outcome} ({reason})").format(outcome=word, reason=name_reason(verdict.reason))
    return (
        name,
        label,
        show_target(verdict.objective),
        show_attained(verdict),
        str(population.counted),
        str(population.missed) if verdict.objective.target.within is not None else "–",
        str(population.open) if verdict.objective.clock is not None else "–",
        Text(word, style=verdict.outcome),
    )


def _print_worst(console: Console, scorecard: Scorecard) -> None:
    """The items furthest over their target: where a reader looks first."""
    breaching = [row for verdict in select_verdicts(scorecard) for row in verdict.breaching]
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


def list_notes(scorecard: Scorecard, report: IntakeReport) -> list[str]:
    """What a reader must know before trusting the figures."""
    evidence = scorecard.evidence
    notes = [_("{rows} rows read, {items} items judged.").format(rows=report.rows, items=evidence.items)]
    if report.skipped:
        notes.append(_("{n} unreadable rows were left out.").format(n=report.skipped))
    if report.duplicates_dropped:
        notes.append(_("{n} repeated rows were dropped.").format(n=report.duplicates_dropped))
    if report.repeated_headers:
        notes.append(
            _("{n} lines in the middle repeat the header and were passed over.").format(n=report.repeated_headers)
        )
    if not evidence.pauses_known:
        notes.append(_("Pauses are unknown: the file has one row per ticket, so waiting time counts as working time."))
    if report.timezone_assumed:
        notes.append(_("The file names no time zone; its times were taken as {zone}.").format(zone=report.timezone))
    if evidence.unmatched:
        notes.append(_("{n} items match no objective.").format(n=evidence.unmatched))
    if evidence.not_covered:
        notes.append(_("{n} clocks started when the terms were not in force.").format(n=evidence.not_covered))
    bad = sum(verdict.population.bad_data for verdict in scorecard.verdicts)
    if bad:
        notes.append(_("{n} clocks have contradictory facts and were not judged.").format(n=bad))
    if any(verdict.provisional for verdict in scorecard.verdicts):
        notes.append(_("Periods marked … had not ended; their verdicts are provisional."))
    notes += [_note_rolling(scorecard, name) for name in _rolling_names(scorecard)]
    notes += _note_later(scorecard)
    if not scorecard.verdicts:
        effective = scorecard.agreement.terms.effective
        text = _("These terms are in force from {first} to {last}; ask for a period that closes in between.")
        notes.append(text.format(first=effective.from_.isoformat(), last=effective.until.isoformat()))
    return notes


def _note_later(scorecard: Scorecard) -> list[str]:
    """One note for each period that closes after the range asked for, however many objectives have it."""
    objectives: dict[str, list[str]] = {}
    for name, period in scorecard.later:
        objectives.setdefault(period.label, []).append(name)
    text = _("{objective}: {period} closes later and was not judged.")
    return [text.format(objective=_(", ").join(names), period=label) for label, names in objectives.items()]


def _rolling_names(scorecard: Scorecard) -> list[str]:
    return list(dict.fromkeys(v.objective.id for v in scorecard.verdicts if not v.binding))


def _note_rolling(scorecard: Scorecard, name: str) -> str:
    windows = [v for v in scorecard.verdicts if v.objective.id == name]
    breached = sum(v.outcome == "breached" for v in windows)
    text = _("{objective} is judged every midnight: breached on {breached} of {n}; the last is shown.")
    return text.format(objective=name, breached=breached, n=len(windows))
