"""`serval` as a process of its own, with the most memory it and its children held."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


MEASURED = """
import pathlib, resource, sys
from serval.site.cli import main
try:
    main(sys.argv[1:])
finally:
    own = pathlib.Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]
    print("peak", max(int(own), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss), file=sys.stderr)
"""
"""A process counts what its parent held before it was started, so it has to look at itself."""


@dataclass(frozen=True)
class Judged:
    """What `serval evaluate --json` printed; `memory` is the resident peak in bytes of its largest process."""

    code: int
    scorecard: dict[str, Any]
    memory: int

    def verdicts(self, objective: str) -> dict[str, dict[str, Any]]:
        return {v["period"]["label"]: v for v in self.scorecard["verdicts"] if v["objective"] == objective}


def judge_log(terms: str, mapping: str, log: Path, *options: str) -> Judged:
    """Judge a log by an example's terms and mapping."""
    words: Sequence[str] = (
        *("evaluate", str(EXAMPLES / terms), "--tickets", str(log)),
        *("--mapping", str(EXAMPLES / mapping), "--json", *options),
    )
    ended = subprocess.run(
        [sys.executable, "-c", MEASURED, *words],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "SERVAL_LANG": "en"},
    )
    peak = re.search(r"^peak (\d+)$", ended.stderr, re.MULTILINE)
    assert peak is not None, ended.stderr
    return Judged(ended.returncode, json.loads(ended.stdout), int(peak[1]) * 1024)
