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
from serval.engine.terms.objectives import CompiledObjective
from serval.engine.verdicts import Explanation, Unexplained
from serval.reporting.catalogue import current_language
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_instant, show_seconds, show_target, show_working
from serval.reporting.sentences import explain_problem, name_outcome, name_reason, name_state
from serval.site.cli.views.clock_bar import draw_bar
from serval.site.cli.views.console import fits, open_console

EDGE_ROWS = 8
BAR_WIDTH = 76


def print_explanations(
    agreement: Agreement, history: History, explanations: Sequence[Explanation | Unexplained]
) -> None:
    """Print every clock of an item."""
    console = open_console()
    file = find_file(history, explanations)
    _print_item(console, agreement, history, file)
    if not explanations:
        console.print(_("No objective of these terms has a clock for this item."))
    else:
        console.print(_build_history(history, file, agreement.zone))
    drawn: dict[tuple[object, ...], str] = {}
    for explanation in explanations:
        console.print()
        if isinstance(explanation, Unexplained):
            _print_unexplained(console, explanation)
            continue
        _print_head(console, explanation, agreement.zone)
        key = (explanation.objective.calendar.name, explanation.segments)
        if key in drawn:
            text = _("Its time is that of {objective} above.").format(objective=drawn[key])
            console.print(Text(text, style="quiet"))
            continue
        drawn[key] = explanation.objective.id
        _print_time(console, explanation, file, agreement.zone)


def _print_item(console: Console, agreement: Agreement, history: History, file: str) -> None:
    opened = _("opened {instant} ({zone})").format(
        instant=show_instant(history.opened.at, agreement.zone), zone=agreement.terms.effective.timezone
    )
    console.print(Text(history.item, style="head"), end=" ")
    console.print(opened + (" · " + _("rows of {file}").format(file=file) if file else ""))


def find_file(history: History, explanations: Sequence[Explanation | Unexplained]) -> str:
    """The one file in which everything about an item stands; empty when there are several."""
    sources = [source for _at, _what, source in _list_happenings(history)]
    read = [explanation for explanation in explanations if isinstance(explanation, Explanation)]
    sources += [segment.source for explanation in read for segment in explanation.segments]
    files = {source.rpartition("#")[0] for source in sources if source}
    return files.pop() if len(files) == 1 else ""


def _build_history(history: History, file: str, zone: tzinfo) -> Table:
    """What happened to the item, and where it is written; what one row says stands in one line."""
    table = Table(box=box.SIMPLE, pad_edge=False)
    table.add_column(_("Time"), no_wrap=True)
    table.add_column(_("What happened"), overflow="fold")
    table.add_column(_("Row") if file else _("Evidence"), overflow="fold")
    lines: dict[tuple[int, str], list[str]] = {}
    for at, what, source in sorted(_list_happenings(history)):
        lines.setdefault((at, source), []).append(what)
    for (at, source), said in lines.items():
        table.add_row(show_instant(at, zone), _(", ").join(said), source.removeprefix(file))
    return table


def _list_happenings(history: History) -> Iterator[tuple[int, str, str]]:
    responded = False
    for event in history.events:
        # A mapping may give this event to many states; only the first one is what its name says.
        if event.name != "first_response" or not responded:
            yield event.at, name_reason(event.name), event.source
        responded = responded or event.name == "first_response"
    for state in history.states[1:]:
        yield state.start, _("state: {name}").format(name=name_reason(state.name)), state.source
    for pause in history.pauses:
        yield pause.start, _("pause: {name}").format(name=name_reason(pause.name)), pause.source
    for name, values in history.fields.items():
        for before, after in pairwise(values):
            text = _("{field}: {before} → {after}")
            yield after.at, text.format(field=name, before=before.name, after=after.name), after.source


def _print_title(console: Console, objective: CompiledObjective) -> None:
    title = objective.terms.says.choose(current_language()) if objective.terms.says else ""
    head = f"{objective.id} · {show_target(objective)}" + (f" · {title}" if title else "")
    console.print(Text(head, style="head"))


def _print_unexplained(console: Console, explanation: Unexplained) -> None:
    _print_title(console, explanation.objective)
    console.print(Text(explain_problem(explanation.problem), style="no_data"))


def _print_head(console: Console, explanation: Explanation, zone: tzinfo) -> None:
    judgement = explanation.judgement
    _print_title(console, explanation.objective)
    style = judgement.outcome if judgement.outcome in ("met", "breached") else "no_data"
    answer = _("{outcome}: {reason}").format(
        outcome=name_outcome(judgement.outcome), reason=name_reason(judgement.reason)
    )
    console.print(Text(answer, style=style))
    console.print(describe_reading(explanation, zone))


def _print_time(console: Console, explanation: Explanation, file: str, zone: tzinfo) -> None:
    judgement, reading = explanation.judgement, explanation.judgement.reading
    bar = draw_bar(explanation.segments, reading.due, min(BAR_WIDTH, console.width - 4))
    if bar.plain:
        console.print(bar, soft_wrap=True)
        console.print(Text(_("█ counts  ▓ over target  ‖ paused  · closed  ╱ folded  ┃ due"), style="quiet"))
    for warned in reading.warnings:
        text = _("{share} used at {instant}")
        share, instant = format_percent(warned.share), show_instant(warned.at, zone)
        console.print(Text(text.format(share=share, instant=instant), style="quiet"))
    _print_segments(console, explanation.segments, file, zone)
    if judgement.source:
        console.print(Text(_("Decided by {source}").format(source=judgement.source), style="quiet"))


def describe_reading(explanation: Explanation, zone: tzinfo) -> str:
    """What the clock shows, in one sentence."""
    judgement, reading = explanation.judgement, explanation.judgement.reading
    parts = [
        _describe_margin(explanation),
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


def _describe_margin(explanation: Explanation) -> str:
    """How far from the target, said of a stopped clock, a paused one or one that runs; nothing of one that left.

    Nor of one that a mean or a percentile counts: there no single item is late.
    """
    judgement, reading = explanation.judgement, explanation.judgement.reading
    length = show_working(abs(reading.remaining))
    if reading.state == "left" or not reading.remaining or explanation.objective.target.within is None:
        return ""
    if judgement.stopped:
        return (_("{length} early") if reading.remaining > 0 else _("{length} over")).format(length=length)
    if reading.remaining < 0:
        return _("already {length} over").format(length=length)
    return (_("paused with {length} left") if reading.state == "paused" else _("{length} left")).format(length=length)


def _describe_due(explanation: Explanation, zone: tzinfo) -> str:
    reading = explanation.judgement.reading
    if reading.due is None:
        paused = reading.state in ("paused", "left")
        return _("no due instant while paused") if paused else _("never due: the calendar has no further openings")
    text = _("due {instant} (provisional: holidays not published)") if reading.provisional else _("due {instant}")
    return text.format(instant=show_instant(reading.due, zone))


def _print_segments(console: Console, segments: Sequence[Segment], file: str, zone: tzinfo) -> None:
    """The segments in a table; a console too narrow for it goes without columns that follow from the others."""
    for spared in ((), ("to",), ("to", "counted")):
        table = _build_table(segments, file, zone, spared)
        if fits(console, table):
            break
    console.print(table)
    if spared:
        titles = _name_columns("")
        text = _("Left out for want of width: {columns}. A wider window or --json shows them.")
        named = _(", ").join(titles[name][0] for name in spared)
        console.print(Text(text.format(columns=named), style="quiet"))


def _name_columns(source: str) -> dict[str, tuple[str, str]]:
    return {
        "from": (_("From"), "left"),
        "to": (_("To"), "left"),
        "state": (_("State"), "left"),
        "length": (_("Length"), "right"),
        "counted": (_("Counted so far"), "right"),
        "source": (source, "left"),
    }


def _build_table(segments: Sequence[Segment], file: str, zone: tzinfo, spared: Sequence[str]) -> Table:
    columns = _name_columns(_("Row") if file else _("Evidence"))
    shown = [name for name in columns if name not in spared]
    table = Table(box=box.SIMPLE, pad_edge=False)
    for name in shown:
        title, justify = columns[name]
        table.add_column(title, justify=justify, overflow="fold", no_wrap=name in ("from", "to"))  # type: ignore[arg-type]
    total = 0
    hidden = range(EDGE_ROWS, max(EDGE_ROWS, len(segments) - EDGE_ROWS))
    for index, segment in enumerate(segments):
        total += segment.working if segment.kind == "running" else 0
        if index == hidden.start and hidden:
            folded = {"from": "…", "state": _("{n} further segments").format(n=len(hidden))}
            table.add_row(*(folded.get(name, "") for name in shown))
        if index not in hidden:
            cells = _describe_segment(segment, total, file, zone)
            table.add_row(*(cells[name] for name in shown))
    return table


def _describe_segment(segment: Segment, total: int, file: str, zone: tzinfo) -> dict[str, str]:
    return {
        "from": show_instant(segment.start, zone),
        "to": show_instant(segment.end, zone),
        "state": name_reason(segment.reason) if segment.reason else name_state(segment.kind),
        "length": show_seconds(segment.end - segment.start),
        "counted": show_working(total),
        "source": segment.source.removeprefix(file),
    }
