"""A proposed mapping on a terminal: rows as they would be read, then the doubts, then the mapping itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import tzinfo
from pathlib import Path

from rich import box
from rich.table import Table
from rich.text import Text

from serval.engine.errors import Problem
from serval.engine.zones import get_zone
from serval.intake.mapping import TICKET_LAYOUTS
from serval.intake.sniff import Proposal, SampleRow
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_instant
from serval.reporting.sentences import describe_layout, explain_problem, name_reason, name_role, name_status
from serval.site.cli.views.console import open_console


def print_proposal(file: Path, proposal: Proposal, text: str) -> None:
    """Print what `sniff` makes of a file."""
    console = open_console()
    mapping = proposal.mapping
    layout = describe_layout(mapping.layout)
    console.print(Text(file.name, style="head"), Text(layout, style="quiet"))
    if proposal.preset:
        console.print(_("Read like preset {name}.").format(name=proposal.preset))
    console.print(_build_sample(proposal))
    bad = [row.problem for row in proposal.sample if row.problem is not None]
    for problem in bad:
        console.print(Text("✗ " + explain_problem(problem), style="breached"), soft_wrap=True)
    for doubt in _list_untold(proposal.doubts, bad):
        console.print(Text("? " + explain_problem(doubt), style="no_data"), soft_wrap=True)
    if not proposal.doubts:
        console.print(Text(_("No doubts."), style="met"))
    if proposal.unused:
        columns = _(", ").join(proposal.unused)
        console.print(Text(_("Columns not read: {columns}").format(columns=columns), style="quiet"), soft_wrap=True)
    console.print(Text(text, style="quiet"), soft_wrap=True)


def _list_untold(doubts: Sequence[Problem], shown: Sequence[Problem]) -> list[Problem]:
    """The doubts without those about rows that were all shown already."""
    told = Counter((problem.code, problem.data["column"]) for problem in shown)
    return [doubt for doubt in doubts if doubt.data.get("count") != told.get(_kind_of_rows(doubt), 0)]


def _kind_of_rows(doubt: Problem) -> tuple[str, str]:
    """What a doubt about unreadable rows finds in them, and in which column."""
    is_of_rows = doubt.code == "sniff.rows_unreadable"
    return (doubt.data["code"], doubt.data["column"]) if is_of_rows else (doubt.code, "")


def _build_sample(proposal: Proposal) -> Table:
    zone = get_zone(proposal.mapping.timezone)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    is_of_tickets = proposal.mapping.layout in TICKET_LAYOUTS
    if is_of_tickets:
        titles = (_("Row"), _("Item"), _("Time"), _("State"), _("Events"), _("Fields"))
    else:
        titles = (_("Row"), _("Service or number"), _("Time"), _("Status"), _("Other times"), _("Other columns"))
    for title in titles:
        table.add_column(title, overflow="fold")
    for row in proposal.sample:
        if row.problem is None:
            table.add_row(*_build_row(row, zone, name_reason if is_of_tickets else name_role))
    return table


def _build_row(row: SampleRow, zone: tzinfo, name_key: Callable[[str], str]) -> tuple[str, ...]:
    meaning = name_status(name_reason(row.meaning))
    told = [row.raw_state, meaning] if row.raw_state != meaning else [meaning]
    state = " → ".join(word for word in told if word)
    events = _(", ").join(f"{name_key(name)} {show_instant(at, zone)}" for name, at in row.stamps)
    fields = _(", ").join(f"{name_key(name)}={value}" for name, value in row.fields)
    return (str(row.number), row.item, show_instant(row.at, zone), state, events, fields)
