"""Tickets: a month of a million tickets, four clocks with pauses, from a sealed file to verdicts and ledger.

Beside it DuckDB's bare aggregate of the same file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.fresh import Job, Runs, run_fresh, run_in_turn
from benchmarks.results import Aim, Result, Table, show_count, show_figure, show_run
from benchmarks.ticket_data import Month, write_tickets

TERMS = str(Path(__file__).with_name("tickets.terms.yaml"))
CHECKED = 20_000
PERIOD = "2026-05"
USUAL = 0.01
SHARES = (0.0, USUAL, 0.05)
"""Shares of unusual tickets: they are judged one by one."""

BARE, BREACHES = "DuckDB, bare aggregate", "ledger of breaches"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many tickets, and how many rounds."""

    tickets: int
    rounds: int


WHOLE, QUICK = Sizes(1_000_000, 5), Sizes(50_000, 1)


def measure(*, quick: bool) -> Result:
    """The same answers on a small file first; then the whole month, with more and fewer unusual tickets."""
    sizes = QUICK if quick else WHOLE
    with TemporaryDirectory() as folder:
        _check_answers(Path(folder))
        paths = {share: Path(folder) / f"{share}.parquet" for share in SHARES}
        months = {share: write_tickets(path, sizes.tickets, unusual=share) for share, path in paths.items()}
        runs = run_in_turn(_list_jobs(paths, Path(folder)), rounds=sizes.rounds)
    bare, usual = runs[BARE], runs[_name(USUAL, BREACHES)]
    rows = tuple(_tell(name, spent, bare) for name, spent in runs.items())
    head = (_describe(months[USUAL]), "wall s", "processor s", "peak MB", "÷ DuckDB")
    aims = (
        Aim("verdicts with a ledger of breaches: time ÷ DuckDB's bare aggregate", 5, usual.times(bare)),
        Aim("peak memory, GB", 4, max(spent.peak for spent in runs.values()) / 1e9),
    )
    return Result("tickets", (Table(head, rows),), aims)


def find_job(path: Path, folder: Path) -> Job:
    """Serval's run over one file, with a ledger of what breached."""
    return Job("benchmarks.serval_runs:evaluate_breaches", (TERMS, str(path), PERIOD, str(folder / "ledger.parquet")))


def _list_jobs(paths: dict[float, Path], folder: Path) -> dict[str, Job]:
    asked = (TERMS, "--tickets", str(paths[USUAL]), "--period", PERIOD)
    return {
        BARE: Job("benchmarks.ticket_queries:ask_duckdb", (str(paths[USUAL]),)),
        **{_name(share, BREACHES): find_job(path, folder) for share, path in paths.items()},
        _name(USUAL, "whole ledger"): Job(
            "benchmarks.serval_runs:evaluate", (*asked, "--ledger", str(folder / "whole.parquet"))
        ),
        _name(USUAL, "no ledger"): Job("benchmarks.serval_runs:evaluate", asked),
    }


def _name(share: float, ledger: str) -> str:
    return f"Serval, {share:.0%} unusual, {ledger}"


def _describe(month: Month) -> str:
    return f"{show_count(month.tickets)} tickets, {show_count(month.facts)} facts, {month.size / 1e6:,.0f} MB"


def _tell(name: str, spent: Runs, bare: Runs) -> tuple[str, ...]:
    return (name, *show_run(spent), show_figure(spent.times(bare)))


def _check_answers(folder: Path) -> None:
    """Where both mean the same (24×7, no pauses, nothing unusual) they must count the same tickets.

    What is answered after the month has ended is still open in Serval's month and answered in the aggregate's.
    """
    path = folder / "checked.parquet"
    write_tickets(path, CHECKED, unusual=0.0)
    bare = run_fresh(Job("benchmarks.ticket_queries:ask_duckdb", (str(path),))).answer
    asked = (TERMS, "--tickets", str(path), "--period", PERIOD)
    told = run_fresh(Job("benchmarks.serval_runs:list_verdicts", asked)).answer["verdicts"]
    judged = {verdict["objective"]: verdict for verdict in told}
    for objective, priorities, column in (("answer-1", ("P1",), 4), ("answer-2", ("P2",), 4), ("visit", (), 5)):
        rows = [row for row in bare if not priorities or row[1] in priorities]
        _check_counts(judged[objective], sum(row[3] for row in rows), sum(row[column] for row in rows))


def _check_counts(verdict: dict[str, Any], items: int, kept: int) -> None:
    is_same = verdict["counted"] + verdict["open"] == items
    if not is_same or not verdict["kept"] <= kept <= verdict["kept"] + verdict["open"]:
        raise SystemExit(f"DuckDB counts {kept} of {items}, Serval says {verdict}")
