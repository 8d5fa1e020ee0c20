"""A line for each report that was written."""

from __future__ import annotations

from collections.abc import Sequence

from serval.reporting.catalogue import translate as _
from serval.site.cli.views.console import open_console
from serval.site.cli.written import Written

KILO, MEGA = 1_000, 1_000_000


def print_written(reports: Sequence[Written]) -> None:
    """Print what stands in which file."""
    console = open_console()
    for report in reports:
        console.print(describe_written(report), soft_wrap=True)


def describe_written(report: Written) -> str:
    """The file, how long it is, and how large."""
    text = _("Report written to {file} ({size}).")
    if report.pages:
        text = _("Report written to {file} (pages: {pages}, {size}).")
    elif report.sheets:
        text = _("Report written to {file} (sheets: {sheets}, {size}).")
    return text.format(file=report.path, pages=report.pages, sheets=report.sheets, size=show_size(report.size))


def show_size(size: int) -> str:
    """`812 B`, `46 kB`, `1.3 MB`: powers of ten, rounded up."""
    if size < KILO:
        return f"{size} B"
    if size < MEGA:
        return f"{-(-size // KILO)} kB"
    tenths = -(-size * 10 // MEGA)
    return f"{tenths // 10}.{tenths % 10} MB"
