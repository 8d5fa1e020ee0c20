"""Work done in a fresh process, measured from outside: wall time, processor time, peak memory, and its answer.

The child is this module, run with the name of a function: `python -m benchmarks.fresh benchmarks.ticket_queries:ask …`.
Its peak is read by itself at its end, since what a parent is told includes what the parent held when it forked.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Job:
    """A function of ours (`module:name`) and its arguments, all texts."""

    does: str
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spent:
    """What one run cost: seconds of wall and processor time, bytes at the peak, and what it answered."""

    wall: float
    processor: float
    peak: int
    answer: Any


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of one job, round by round."""

    runs: tuple[Spent, ...]

    @property
    def wall(self) -> float:
        return statistics.median(run.wall for run in self.runs)

    @property
    def processor(self) -> float:
        return statistics.median(run.processor for run in self.runs)

    @property
    def peak(self) -> int:
        return max(run.peak for run in self.runs)

    @property
    def answer(self) -> Any:
        return self.runs[0].answer

    def times(self, other: Runs) -> float:
        """How many times as long as another, by wall time: the median over the rounds."""
        return statistics.median(own.wall / its.wall for own, its in zip(self.runs, other.runs, strict=True))


def run_fresh(job: Job) -> Spent:
    """Runs a job once. Raises RuntimeError with what it wrote when it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.fresh", job.does, *job.arguments]
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": _keep_bytecode().name, "PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise RuntimeError(f"{job.does} {' '.join(job.arguments)} failed:\n{done.stderr[-4000:]}")
    told = json.loads(done.stdout.splitlines()[-1])
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(wall, processor, told["peak"], told["answer"])


@cache
def _keep_bytecode() -> TemporaryDirectory[str]:
    """Where compiled modules are kept between runs, as an installation keeps them beside their sources."""
    return TemporaryDirectory()


def run_in_turn(jobs: Mapping[str, Job], *, rounds: int) -> dict[str, Runs]:
    """Every job in each round; a first round, uncounted, warms the file cache and compiles modules."""
    for job in jobs.values():
        run_fresh(job)
    runs: dict[str, list[Spent]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            runs[name].append(run_fresh(job))
    return {name: Runs(tuple(spent)) for name, spent in runs.items()}


def read_peak() -> int:
    """Bytes of memory this process held at most."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main(arguments: Sequence[str]) -> None:
    """The child: does the work, then tells its answer and its peak in one line of JSON."""
    module, _, name = arguments[0].partition(":")
    answer = getattr(import_module(module), name)(*arguments[1:])
    sys.stdout.write("\n" + json.dumps({"answer": answer, "peak": read_peak()}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
