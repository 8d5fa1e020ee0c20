"""Verdicts of many subjects as a matrix: a row for each service, instance or site, a column for each period."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from serval.engine.verdicts import Verdict
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_attained, show_seconds, show_target
from serval.reporting.sentences import name_outcome

COLUMN_WIDTH = 12
"""A share with its mark, or a provisional month, and the blanks beside it."""
NAME_WIDTH = 40

MARKS = {"met": "✓", "breached": "✗", "no_data": "–", "refused": "?"}


def print_matrix(console: Console, verdicts: Sequence[Verdict]) -> None:
    """Print one objective's verdicts; of a single period with what stands behind each."""
    first = verdicts[0]
    head = f"{first.objective.id} · {show_target(first.objective)}"
    is_single = len({verdict.period.start for verdict in verdicts}) == 1
    if is_single:
        head += f" · {first.period.label}" + (" …" if first.provisional else "")
    console.print(Text(head, style="head"))
    spoken = {verdict.subject for verdict in verdicts if verdict.outcome != "no_data"}
    every = list(dict.fromkeys(verdict.subject for verdict in verdicts))
    subjects = [subject for subject in every if subject in spoken] or every
    if is_single:
        console.print(_build_period([verdict for verdict in verdicts if verdict.subject in subjects]))
    else:
        _print_periods(console, verdicts, subjects)
    silent = [subject for subject in every if subject not in subjects]
    if silent:
        console.print(Text(_("Without data: {subjects}").format(subjects=_(", ").join(silent)), style="quiet"))
    legend = _(", ").join(f"{MARKS[code]} {name_outcome(code)}" for code in MARKS if _any(verdicts, code))
    console.print(Text(legend, style="quiet"))


def _print_periods(console: Console, verdicts: Sequence[Verdict], subjects: Sequence[str]) -> None:
    """On a narrow screen the periods continue in further tables."""
    cells = {(verdict.subject, verdict.period.start): verdict for verdict in verdicts}
    labels = {v.period.start: v.period.label + (" …" if v.provisional else "") for v in verdicts}
    starts = sorted(labels)
    room = max(1, (console.width - _find_name_width(console, subjects) - 2) // COLUMN_WIDTH)
    tables = -(-len(starts) // room)
    size = -(-len(starts) // tables)
    for at in range(0, len(starts), size):
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        table.add_column(_name_subjects(verdicts[0]))
        for start in starts[at : at + size]:
            table.add_column(labels[start], justify="right", no_wrap=True)
        for subject in subjects:
            row = [_cell(cells.get((subject, start))) for start in starts[at : at + size]]
            table.add_row(Text(subject, no_wrap=True, overflow="ellipsis"), *row)
        console.print(table)


def _name_subjects(verdict: Verdict) -> str:
    """What the rows are: services, or parts of them."""
    return {"instance": _("Instance"), "site": _("Site")}.get(verdict.objective.terms.per or "", _("Service"))


def _build_period(verdicts: Sequence[Verdict]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(_name_subjects(verdicts[0]))
    has_outages = any(verdict.account is not None for verdict in verdicts)
    titles = (_("Outages"), _("Down"), _("Unknown")) if has_outages else (_("Counted"), _("Missed"))
    for title in (_("Attained"), *titles):
        table.add_column(title, justify="right")
    for verdict in verdicts:
        table.add_row(Text(verdict.subject, overflow="fold"), _cell(verdict), *_list_behind(verdict))
    return table


def _list_behind(verdict: Verdict) -> tuple[str, ...]:
    """What stands behind a figure: outages, or how many counted and missed."""
    if verdict.account is None:
        return str(verdict.population.counted), str(verdict.population.missed)
    figures = verdict.account
    return str(figures.outages), _show_time(figures.down), _show_time(figures.unknown)


def _show_time(seconds: int) -> str:
    return show_seconds(seconds) if seconds else "–"


def _find_name_width(console: Console, subjects: Sequence[str]) -> int:
    """Names stand whole where three periods still fit beside them; else longer ones are cut."""
    longest = max(Text(subject).cell_len for subject in subjects)
    return longest if longest + 2 + 3 * COLUMN_WIDTH <= console.width else min(longest, NAME_WIDTH)


def _any(verdicts: Sequence[Verdict], outcome: str) -> bool:
    return any(verdict.outcome == outcome for verdict in verdicts)


def _cell(verdict: Verdict | None) -> Text:
    if verdict is None:
        return Text("")
    shown = show_attained(verdict)
    text = MARKS[verdict.outcome] if shown == "–" else f"{shown} {MARKS[verdict.outcome]}"
    return Text(text, style=verdict.outcome if verdict.outcome != "met" else "")
