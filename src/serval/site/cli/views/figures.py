"""Figures of samples on a terminal: a line for each place and period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.table import Table

from serval.reporting.catalogue import translate as _
from serval.reporting.measures import write_decimal
from serval.site.cli.views.console import open_console

if TYPE_CHECKING:
    from serval.intake.sealed.sample_figures import Part, SampleFigures

SHOWN_DIGITS = 3


def print_figures(found: SampleFigures, part: Part) -> None:
    """Print all figures, rounded to three digits."""
    titles = {"count": _("Values"), "min": _("Least"), "max": _("Greatest"), "mean": _("Mean")}
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(_("Service"), overflow="fold")
    if part != "service":
        table.add_column({"instance": _("Instance"), "site": _("Site")}[part], overflow="fold")
    table.add_column(_("Period"), no_wrap=True)
    for name in found.names:
        table.add_column(titles.get(name, name), justify="right", no_wrap=True)
    for row in found.rows:
        names = [row.place.service, *([getattr(row.place, part)] if part != "service" else [])]
        table.add_row(*names, row.period.label, *(write_decimal(figure, SHOWN_DIGITS) for figure in row.figures))
    open_console().print(table)
