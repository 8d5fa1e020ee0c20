"""An explanation on a terminal: for each clock the answer, the bar, and the time it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from itertools import pairwise

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from serval.engine.clocks import History, Segment
from serval.engine.durations import format_percent
from serval.engine.terms import Agreement
from serval.engine.verdicts import Explanation
from serval.reporting.catalogue import current_language
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_instant, show_seconds, show_target, show_working
from serval.reporting.sentences import name_outcome, name_reason, name_state
from serval.site.cli.views.clock_bar import draw_bar
from serval.site.cli.views.console import open_console

EDGE_ROWS = 8
BAR_WIDTH = 76


def print_explanations(agreement: Agreement, history: History, explanations: Sequence[Explanation]) -> None:
    """Print every clock of an item."""
    console = open_console()
    console.print(Text(history.item, style="head"), end=" ")
    console.print(
        _("opened {instant} ({zone})").format(
            instant=show_instant(history.opened.at, agreement.zone), zone=agreement.terms.effective.timezone
        )
    )
    if not explanations:
        console.print(_("No objective of these terms has a clock for this item."))
    else:
        console.print(_build_history(history, agreement.zone))
    drawn: dict[tuple[object, ...], str] = {}
    for explanation in explanations:
        console.print()
        _print_head(console, explanation, agreement.zone)
        key = (explanation.objective.calendar.name, explanation.segments)
        if key in drawn:
            text = _("Its time is that of {objective} above.").format(objective=drawn[key])
            console.print(Text(text, style="quiet"))
            continue
        drawn[key] = explanation.objective.id
        _print_time(console, explanation, agreement.zone)


def _build_history(history: History, zone: tzinfo) -> Table:
    """What happened to the item, and where it is written."""
    table = Table(box=box.SIMPLE, pad_edge=False)
    for title in (_("Time"), _("What happened"), _("Evidence")):
        table.add_column(title, overflow="fold")
    for at, what, source in sorted(_list_happenings(history)):
        table.add_row(show_instant(at, zone), what, source)
    return table


def _list_happenings(history: History) -> Iterator[tuple[int, str, str]]:
    for event in history.events:
        yield event.at, name_reason(event.name), event.source
    for state in history.states[1:]:
        yield state.start, _("state: {name}").format(name=name_reason(state.name)), state.source
    for pause in history.pauses:
        yield pause.start, _("pause: {name}").format(name=name_reason(pause.name)), pause.source
    for name, values in history.fields.items():
        for before, after in pairwise(values):
            text = _("{field}: {before} → {after}")
            yield after.at, text.format(field=name, before=before.name, after=after.name), after.source


def _print_head(console: Console, explanation: Explanation, zone: tzinfo) -> None:
    objective, judgement = explanation.objective, explanation.judgement
    title = objective.terms.says.choose(current_language()) if objective.terms.says else ""
    head = f"{objective.id} · {show_target(objective)}" + (f" · {title}" if title else "")
    console.print(Text(head, style="head"))
    style = judgement.outcome if judgement.outcome in ("met", "breached") else "no_data"
    console.print(Text(f"{name_outcome(judgement.outcome)}: {name_reason(judgement.reason)}", style=style))
    console.print(describe_reading(explanation, zone))


def _print_time(console: Console, explanation: Explanation, zone: tzinfo) -> None:
    judgement, reading = explanation.judgement, explanation.judgement.reading
    bar = draw_bar(explanation.segments, reading.due, min(BAR_WIDTH, console.width - 4))
    if bar.plain:
        console.print(bar, soft_wrap=True)
        console.print(Text(_("█ counts  ▓ over target  ‖ paused  · closed  ╱ folded  ┃ due"), style="quiet"))
    for warned in reading.warnings:
        text = _("{share} used at {instant}")
        share, instant = format_percent(warned.share), show_instant(warned.at, zone)
        console.print(Text(text.format(share=share, instant=instant), style="quiet"))
    console.print(_build_table(explanation.segments, zone))
    if judgement.source:
        console.print(Text(_("Decided by {source}").format(source=judgement.source), style="quiet"))


def describe_reading(explanation: Explanation, zone: tzinfo) -> str:
    """What the clock shows, in one sentence."""
    judgement, reading = explanation.judgement, explanation.judgement.reading
    parts = [
        _("used {used} of {target}").format(used=show_working(reading.elapsed), target=show_working(reading.target)),
        _("paused {paused}").format(paused=show_working(reading.paused)) if reading.paused else "",
        _("started {instant}").format(instant=show_instant(reading.started, zone)),
        _describe_due(explanation, zone),
        _("stopped {instant}").format(instant=show_instant(judgement.stopped, zone)) if judgement.stopped else "",
        "" if judgement.stopped else _("read at {instant}").format(instant=show_instant(reading.ended, zone)),
        "" if judgement.stopped else name_state(reading.state),
        _("period {label}").format(label=explanation.period.label) if explanation.period else "",
    ]
    return " · ".join(part for part in parts if part)


def _describe_due(explanation: Explanation, zone: tzinfo) -> str:
    reading = explanation.judgement.reading
    if reading.due is None:
        return _("no due instant while paused")
    text = _("due {instant} (provisional: holidays not published)") if reading.provisional else _("due {instant}")
    return text.format(instant=show_instant(reading.due, zone))


def _build_table(segments: Sequence[Segment], zone: tzinfo) -> Table:
    table = Table(box=box.SIMPLE, pad_edge=False)
    for title, justify in (
        (_("From"), "left"),
        (_("To"), "left"),
        (_("State"), "left"),
        (_("Length"), "right"),
        (_("Counted so far"), "right"),
        (_("Evidence"), "left"),
    ):
        table.add_column(title, justify=justify, overflow="fold")  # type: ignore[arg-type]
    total = 0
    hidden = range(EDGE_ROWS, max(EDGE_ROWS, len(segments) - EDGE_ROWS))
    for index, segment in enumerate(segments):
        total += segment.working if segment.kind == "running" else 0
        if index in hidden:
            if index == hidden.start:
                table.add_row("…", "", _("{n} further segments").format(n=len(hidden)), "", "", "")
            continue
        state = name_reason(segment.reason) if segment.reason else name_state(segment.kind)
        table.add_row(
            show_instant(segment.start, zone),
            show_instant(segment.end, zone),
            state,
            show_seconds(segment.end - segment.start),
            show_working(total),
            segment.source,
        )
    return table
