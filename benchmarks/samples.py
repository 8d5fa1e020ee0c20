"""Samples: a hundred million samples of fifty services, from a sealed file to the availability of every month.

Beside it DuckDB's bare aggregate of the same file: the share of samples up, and the exact 95th percentile.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.fresh import Job, Runs, run_fresh, run_in_turn
from benchmarks.results import Aim, Result, Table, show_count, show_figure, show_run
from benchmarks.sample_data import Probed, write_samples

TERMS = str(Path(__file__).with_name("samples.terms.yaml"))
CHECKED = 10_000_000
CLOSE = Fraction(2, 1000)
"""How far a share of time may lie from a share of samples: whoever looks once a minute sees outages to the minute."""

BARE_SHARE, BARE_P95 = "DuckDB, share up", "DuckDB, exact p95"
UP, P95 = "Serval, availability judged", "Serval, exact p95"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many samples, and how many rounds."""

    samples: int
    rounds: int


WHOLE, QUICK = Sizes(100_000_000, 3), Sizes(5_000_000, 1)


def measure(*, quick: bool) -> Result:
    """The same answers on a smaller file first; then all samples."""
    sizes = QUICK if quick else WHOLE
    with TemporaryDirectory() as folder:
        path = Path(folder) / "samples.parquet"
        write_samples(path, min(CHECKED, sizes.samples))
        _check_answers(path)
        probed = write_samples(path, sizes.samples)
        runs = run_in_turn(_list_jobs(path), rounds=sizes.rounds)
    rows = [
        _tell(name, runs[name], runs[bare]) for bare, own in ((BARE_SHARE, UP), (BARE_P95, P95)) for name in (bare, own)
    ]
    aims = (
        Aim("availability of every service and month: time ÷ DuckDB's share", 1.5, runs[UP].times(runs[BARE_SHARE])),
        Aim("exact p95 of every service and month: time ÷ DuckDB's", 1.5, runs[P95].times(runs[BARE_P95])),
        Aim("peak memory, GB", 4, max(runs[name].peak for name in (UP, P95)) / 1e9),
    )
    head = (_describe(probed), "wall s", "processor s", "peak MB", "÷ DuckDB")
    return Result("samples", (Table(head, tuple(rows)),), aims)


def find_job(path: Path) -> Job:
    """Serval's judgement of all months."""
    return Job("benchmarks.serval_runs:evaluate", (TERMS, "--samples", str(path)))


def _list_jobs(path: Path) -> dict[str, Job]:
    return {
        BARE_SHARE: Job("benchmarks.sample_queries:ask_share", (str(path),)),
        UP: find_job(path),
        BARE_P95: Job("benchmarks.sample_queries:ask_p95", (str(path),)),
        P95: Job("benchmarks.serval_runs:list_p95", (str(path),)),
    }


def _describe(probed: Probed) -> str:
    return f"{show_count(probed.samples)} samples of {probed.services} services, {probed.size / 1e6:,.0f} MB"


def _tell(name: str, spent: Runs, bare: Runs) -> tuple[str, ...]:
    return (name, *show_run(spent), show_figure(spent.times(bare)))


def _check_answers(path: Path) -> None:
    """The percentile must be the same; availability is a share of time, not of samples, so it must be near."""
    jobs = _list_jobs(path)
    bare, bare_p95, p95 = (run_fresh(jobs[name]).answer for name in (BARE_SHARE, BARE_P95, P95))
    judged = run_fresh(Job("benchmarks.serval_runs:list_verdicts", jobs[UP].arguments)).answer
    if sum(row[2] for row in bare) != judged["evidence"]["samples"]:
        raise SystemExit("DuckDB and Serval count different samples")
    shares = {(service, month): Fraction(int(up), samples) for service, month, samples, up in bare}
    closed = [verdict for verdict in judged["verdicts"] if verdict["value"] is not None]
    for verdict in closed:
        share = shares[verdict["subject"], verdict["period"]]
        if abs(share - Fraction(verdict["value"])) > CLOSE:
            raise SystemExit(f"DuckDB finds {float(share):.4%} up, Serval says {verdict}")
    _check_percentiles(bare_p95, p95)


def _check_percentiles(bare: list[list[Any]], own: list[list[Any]]) -> None:
    pairs = zip(bare, own, strict=True)
    different = [(one, other) for one, other in pairs if one[:3] != other[:3] or Fraction(one[3]) != Fraction(other[3])]
    if different:
        raise SystemExit(f"DuckDB finds the percentile {different[0][0]}, Serval {different[0][1]}")
