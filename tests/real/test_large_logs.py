"""Logs larger than memory: what a run needs does not follow the size of the log."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.real.bigger_logs import write_copies
from tests.real.command import judge_log

MEGABYTE = 10**6


@pytest.mark.slow
def test_memory_does_not_grow_with_the_log(shared: Path, tmp_path: Path) -> None:
    peaks = {}
    for copies in (2, 4):
        log = write_copies(shared, tmp_path / "log.csv", copies=copies)
        judged = judge_log("incidents-uci.flag.terms.yaml", "incidents-uci.mapping.yaml", log)
        assert judged.scorecard["intake"]["items"] == 24_918 * copies
        peaks[copies] = judged.memory
    assert log.stat().st_size > 180 * MEGABYTE
    assert peaks[4] < 600 * MEGABYTE
    assert peaks[4] < 1.1 * peaks[2]
