"""Availability of one service on a terminal: the answer, a strip of days, the outages, the budget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, tzinfo
from fractions import Fraction

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from serval.engine.availability.budget import BurnReading
from serval.engine.calendars.compile import local_midnight
from serval.engine.spans import clip, normalise, total
from serval.engine.terms import Agreement
from serval.engine.verdicts import LedgerRow, Verdict
from serval.engine.verdicts.explain_outages import OutageExplanation
from serval.engine.verdicts.rendering import round_half_up
from serval.engine.zones import get_zone
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_attained, show_instant, show_seconds, show_target
from serval.reporting.sentences import name_outcome, name_reason
from serval.site.cli.views.console import open_console

ROWS_SHOWN = 30
UP, STEPS = "▁", "▂▃▄▅▆▇█"
UNSEEN = "·"


def print_outages(
    agreement: Agreement, explanations: Sequence[OutageExplanation], *, now: int, sampled: Sequence[str] = ()
) -> None:
    """Print every promise on availability of one subject.

    now  up to when the evidence is complete · sampled  names of the files of samples
    """
    console = open_console()
    for explanation in explanations:
        title = f"{explanation.objective.id} · {explanation.subject} · {show_target(explanation.objective)}"
        console.print(Text(title, style="head"))
        for verdict in explanation.verdicts:
            _print_period(console, agreement, explanation, verdict, now)
        _print_rows(console, explanation, agreement.zone)
        for line in _list_remarks(explanation, agreement.zone, now, sampled):
            console.print(Text("  " + line, style="quiet"))
        _print_burn(console, explanation.burn)
        console.print()


def _print_period(
    console: Console, agreement: Agreement, explanation: OutageExplanation, verdict: Verdict, now: int
) -> None:
    label = verdict.period.label + (" …" if verdict.provisional else "")
    text = _("{period}: {outcome} {value} ({reason})").format(
        period=label,
        outcome=name_outcome(verdict.outcome),
        value=show_attained(verdict),
        reason=name_reason(verdict.reason),
    )
    console.print(Text(text, style=verdict.outcome))
    days = draw_days(explanation, verdict, agreement.terms.effective.timezone, now)
    console.print(Text("  ").append_text(days))
    for line in _describe_account(verdict):
        console.print(Text("  " + line, style="quiet"))


def _describe_account(verdict: Verdict) -> Iterator[str]:
    figures = verdict.account
    if figures is None:
        return
    text = _("agreed {agreed}, excluded {excluded}, down {down}, unknown {unknown}, outages: {n}")
    yield text.format(
        agreed=show_seconds(figures.agreed),
        excluded=show_seconds(figures.excluded),
        down=show_seconds(figures.down),
        unknown=show_seconds(figures.unknown),
        n=figures.outages,
    )
    means = [
        f"{name} {show_seconds(int(round_half_up(value, 0)))}"
        for name, value in (("MTBF", figures.mtbf), ("MTTR", figures.mttr), ("MTTD", figures.mttd))
        if value is not None
    ]
    if figures.budget is not None:
        allowed = int(round_half_up(figures.budget, 0))
        left = allowed - figures.down
        text = (
            _("error budget {allowed}, left {left}") if left >= 0 else _("error budget {allowed}, exceeded by {left}")
        )
        means.append(text.format(allowed=show_seconds(allowed), left=show_seconds(abs(left))))
    if means:
        yield _(", ").join(means)


def draw_days(explanation: OutageExplanation, verdict: Verdict, zone_name: str, now: int) -> Text:
    """One character for each day: the higher the bar, the longer down; `·` where nothing was observed, or not yet."""
    zone = get_zone(zone_name)
    down = normalise((row.started, row.stopped or row.started) for row in explanation.rows if row.working_seconds)
    strip = Text()
    period = verdict.period
    for ordinal in range(period.first.toordinal(), period.last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        start, end = local_midnight(day, zone), local_midnight(date.fromordinal(ordinal + 1), zone)
        lost = total(clip(down, start, end))
        if lost:
            step = min(len(STEPS) - 1, lost * len(STEPS) // (end - start))
            strip.append(STEPS[step], style="breached")
        elif start >= now or total(clip(explanation.unknown, start, end)) == end - start:
            strip.append(UNSEEN, style="quiet")
        else:
            strip.append(UP, style="met")
    return strip


def _print_rows(console: Console, explanation: OutageExplanation, zone: tzinfo) -> None:
    if not explanation.rows:
        console.print(Text("  " + _("No outage, exclusion or gap in this time."), style="quiet"))
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in (_("From"), _("To"), _("Counted"), _("Excluded"), _("Why"), _("Source")):
        table.add_column(title, justify="right" if title in (_("Counted"), _("Excluded")) else "left", overflow="fold")
    for row in explanation.rows[:ROWS_SHOWN]:
        table.add_row(*_cells(row, zone))
    console.print(table)
    left = len(explanation.rows) - ROWS_SHOWN
    if left > 0:
        text = _("… and {n} more; --json and the ledger have all.")
        console.print(Text("  " + text.format(n=left), style="quiet"))


def _list_remarks(explanation: OutageExplanation, zone: tzinfo, now: int, sampled: Sequence[str]) -> Iterator[str]:
    """What the table itself cannot say: which outage goes on, and where rows without a source come from."""
    rows = explanation.rows[:ROWS_SHOWN]
    if any(row.stopped is None for row in rows):
        yield _("Still down when the data stop at {instant}.").format(instant=show_instant(now, zone))
    if sampled and any(not row.source for row in rows):
        yield _("Rows without a source come from samples: {files}.").format(files=_(", ").join(sampled))


def _cells(row: LedgerRow, zone: tzinfo) -> tuple[str, ...]:
    return (
        show_instant(row.started, zone),
        _("still down") if row.stopped is None else show_instant(row.stopped, zone),
        show_seconds(row.working_seconds) if row.working_seconds else "–",
        show_seconds(row.paused_seconds) if row.paused_seconds else "–",
        name_reason(row.reason),
        row.source,
    )


def _print_burn(console: Console, burn: Sequence[BurnReading]) -> None:
    known = [reading for reading in burn if (reading.long_burn, reading.short_burn) != (None, None)]
    if not known:
        return
    console.print(Text(_("How fast the error budget burns now"), style="head"))
    meaning = _("  1× would use up the budget exactly by the end of the period; an alarm needs both figures above it.")
    console.print(Text(meaning, style="quiet"))
    for reading in known:
        text = _("  over {long}: {rate}, over {short}: {recent}; alarm above {threshold}")
        line = text.format(
            long=show_seconds(reading.pair.long),
            short=show_seconds(reading.pair.short),
            rate=_show_rate(reading.long_burn),
            recent=_show_rate(reading.short_burn),
            threshold=_show_rate(reading.threshold),
        )
        console.print(Text(line, style="breached" if reading.is_alarming else "quiet"))


def _show_rate(rate: Fraction | None) -> str:
    """So many times as fast as would just last."""
    return "–" if rate is None else round_half_up(rate, 2) + "×"
