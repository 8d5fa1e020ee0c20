"""What a subject found: tables and aims, as text for a terminal and as Markdown for the README."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.fresh import Runs


@dataclass(frozen=True, slots=True)
class Table:
    """Figures under a head; the first column is a name, all others are shown to the right."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Aim:
    """One aim of the design beside what was reached; `at_least` says which way is good."""

    says: str
    wanted: float
    reached: float
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        return self.reached >= self.wanted if self.at_least else self.reached <= self.wanted


@dataclass(frozen=True, slots=True)
class Result:
    """One subject's tables, aims and remarks; `picture` is an SVG, named like the subject."""

    subject: str
    tables: tuple[Table, ...]
    aims: tuple[Aim, ...] = ()
    remarks: tuple[str, ...] = ()
    picture: str = field(default="", repr=False)


def write_markdown(result: Result) -> str:
    """Tables, aims and remarks as Markdown."""
    parts = [_markdown(table) for table in (*result.tables, *_tabulate_aims(result.aims))]
    return "\n\n".join([*parts, *("\n".join(result.remarks),) * bool(result.remarks)])


def write_text(result: Result) -> str:
    """The same for a terminal."""
    parts = [_plain(table) for table in (*result.tables, *_tabulate_aims(result.aims))]
    return "\n\n".join([*parts, *result.remarks]) + "\n"


def show_count(value: float) -> str:
    """A count with separators: 1,234."""
    return f"{value:,.0f}"


def show_figure(value: float) -> str:
    """Three digits that matter."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def show_run(runs: Runs) -> tuple[str, str, str]:
    """Seconds of wall and processor time, and megabytes at the peak."""
    return show_figure(runs.wall), show_figure(runs.processor), f"{runs.peak / 1e6:,.0f}"


def _tabulate_aims(aims: Sequence[Aim]) -> Iterable[Table]:
    if aims:
        rows = tuple((aim.says, _show_bound(aim), show_figure(aim.reached), _judge(aim)) for aim in aims)
        yield Table(("aim", "wanted", "reached", ""), rows)


def _show_bound(aim: Aim) -> str:
    return f"{'≥' if aim.at_least else '≤'} {aim.wanted:,g}"


def _judge(aim: Aim) -> str:
    if aim.is_met:
        return "met"
    miss = aim.wanted / aim.reached if aim.at_least else aim.reached / aim.wanted
    return f"**missed**, {show_figure(miss)} times the aim"


def _markdown(table: Table) -> str:
    rule = ("---", *("---:" for _ in table.head[1:]))
    return "\n".join(f"| {' | '.join(row)} |" for row in (table.head, rule, *table.rows))


def _plain(table: Table) -> str:
    lines = (table.head, *table.rows)
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.rjust(width) if place else cell.ljust(width) for place, (cell, width) in enumerate(cells))
        for cells in (tuple(zip(line, widths, strict=True)) for line in lines)
    )
