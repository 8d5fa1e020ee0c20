"""Scaling: time and memory from ten thousand rows to ten million, of tickets and of samples."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks import samples, tickets
from benchmarks.curves import Curve, Panel, draw_panels
from benchmarks.fresh import Job, Runs, run_in_turn
from benchmarks.results import Aim, Result, Table, show_count, show_run
from benchmarks.sample_data import write_samples
from benchmarks.ticket_data import write_tickets

FACTS_PER_TICKET = 11.1
COLOURS = ("#1f5fae", "#b4531a", "#5b7a95")
LINEAR = 1.1
"""An exponent up to here is taken for linear: ten times the rows, at most 12.6 times the time."""

MUCH = 0.2
"""How much longer than the start a size must take, as a share of it, to say anything of the slope."""


@dataclass(frozen=True, slots=True)
class Series:
    """One way through all sizes."""

    name: str
    rows: tuple[int, ...]
    runs: tuple[Runs, ...]

    @property
    def exponent(self) -> float | None:
        """The slope of processor time over rows, both as logarithms, less what the smallest size takes: the start.

        None with fewer than two sizes that take much longer than the start.
        """
        start = self.runs[0].processor
        more = [(rows, run.processor - start) for rows, run in zip(self.rows, self.runs, strict=True)]
        known = np.log(np.array([point for point in more if point[1] > MUCH * start]))
        return float(np.polyfit(known[:, 0], known[:, 1], 1)[0]) if len(known) > 1 else None


WHOLE, QUICK = (10_000, 100_000, 1_000_000, 10_000_000), (10_000, 100_000, 1_000_000)


def measure(*, quick: bool) -> Result:
    """Every size in turn; both of Serval's ways, and DuckDB's bare aggregate of the tickets."""
    sizes = QUICK if quick else WHOLE
    found: dict[str, list[Runs]] = {}
    counted: dict[str, list[int]] = {}
    with TemporaryDirectory() as folder:
        for size in sizes:
            for name, (rows, job) in _prepare(Path(folder), size).items():
                counted.setdefault(name, []).append(rows)
                found.setdefault(name, []).append(run_in_turn({name: job}, rounds=1 if quick else 3)[name])
    series = [Series(name, tuple(counted[name]), tuple(runs)) for name, runs in found.items()]
    own = [one for one in series if one.name.startswith("Serval")]
    aims = (
        *(
            Aim(f"{one.name}: exponent of time over rows (1 is linear)", LINEAR, one.exponent)
            for one in own
            if one.exponent is not None
        ),
        Aim("peak memory, GB", 4, max(run.peak for one in own for run in one.runs) / 1e9),
    )
    return Result("scaling", (_tabulate(series),), aims, picture=_draw(series))


def _prepare(folder: Path, size: int) -> dict[str, tuple[int, Job]]:
    month = write_tickets(folder / "tickets.parquet", round(size / FACTS_PER_TICKET))
    probed = write_samples(folder / "samples.parquet", size)
    bare = Job("benchmarks.ticket_queries:ask_duckdb", (str(folder / "tickets.parquet"),))
    return {
        "Serval, facts of tickets": (
            month.facts,
            tickets.find_job(folder / "tickets.parquet", folder),
        ),
        "Serval, samples": (probed.samples, samples.find_job(folder / "samples.parquet")),
        "DuckDB, facts of tickets": (month.facts, bare),
    }


def _tabulate(series: list[Series]) -> Table:
    rows: list[tuple[str, ...]] = []
    for one in series:
        exponent = "" if one.exponent is None else f"{one.exponent:.2f}"
        rows += [
            (one.name, show_count(count), *show_run(run), exponent if count == one.rows[-1] else "")
            for count, run in zip(one.rows, one.runs, strict=True)
        ]
    return Table(("way", "rows", "wall s", "processor s", "peak MB", "exponent"), tuple(rows))


def _draw(series: list[Series]) -> str:
    def trace(figure: str) -> tuple[Curve, ...]:
        return tuple(
            Curve(one.name, colour, tuple(zip(one.rows, (_read(run, figure) for run in one.runs), strict=True)))
            for one, colour in zip(series, COLOURS, strict=True)
        )

    return draw_panels((Panel("seconds", trace("wall")), Panel("peak memory, MB", trace("peak"))), "rows")


def _read(run: Runs, figure: str) -> float:
    return run.wall if figure == "wall" else run.peak / 1e6
