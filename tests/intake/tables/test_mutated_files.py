"""Mutated files end as rows or as an IntakeError with a code: never as another error, never in a hang.

SERVAL_MUTATED_FILES raises how many are tried (300; the goal is 5,000). Each has its seed, which the failure names.
"""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest

from serval.intake.tables import IntakeError, Limits, open_table, reading
from tests.intake.tables.mutations import build_originals, mutate
from tests.intake.tables.tables_read import read, write

MUTATED_FILES = int(os.environ.get("SERVAL_MUTATED_FILES", "300"))
THROUGH_CHILD = MUTATED_FILES // 10
HANG_SECONDS = 120
LIMITS = Limits(max_workbook_bytes=20_000_000, max_file_bytes=20_000_000, max_filled_cells=100_000)


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return build_originals(tmp_path_factory.mktemp("originals"))


@pytest.fixture(autouse=True)
def _hang_guard() -> Iterator[None]:
    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        pytest.fail("a mutated file hangs the reader")

    before = signal.signal(signal.SIGALRM, interrupt)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def _mutated(originals: dict[str, bytes], seed: int, names: list[str], folder: Path) -> Path:
    hand = random.Random(seed)  # noqa: S311 - repeatable, not secret
    name = names[seed % len(names)]
    return write(folder / name, mutate(name, originals[name], hand))


def test_originals_are_read_whole(originals: dict[str, bytes], tmp_path: Path) -> None:
    for name, content in originals.items():
        assert len(read(write(tmp_path / name, content), limits=LIMITS).rows) >= 30, name


def test_mutated_files_are_read_or_refused(originals: dict[str, bytes], tmp_path: Path) -> None:
    names = [name for name in originals if name != "log.parquet"]  # its parser is native: only in the child
    outcomes = [_outcome(_mutated(originals, seed, names, tmp_path), seed) for seed in range(MUTATED_FILES)]
    refusals = [outcome for outcome in outcomes if outcome != "read"]
    assert all(outcome.startswith("file.") for outcome in refusals)
    assert MUTATED_FILES / 20 < len(refusals) < MUTATED_FILES * 19 / 20


def test_an_unforeseen_error_would_be_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> str:
        raise KeyError

    path = write(tmp_path / "log.csv", "id,state\n1,new\n")
    assert _outcome(path, seed=0) == "read"
    monkeypatch.setattr(reading, "detect_encoding", broken)
    with pytest.raises(pytest.fail.Exception, match=r"seed 0 of log\.csv"):
        _outcome(path, seed=0)


def _outcome(path: Path, seed: int) -> str:
    signal.alarm(HANG_SECONDS)
    try:
        read(path, limits=LIMITS)
    except IntakeError as error:
        return error.code
    except Exception as error:
        pytest.fail(f"seed {seed} of {path.name}: {error!r}")
    return "read"


def test_mutated_files_never_trouble_the_parent(originals: dict[str, bytes], tmp_path: Path) -> None:
    names = ["log.parquet", *originals]
    for seed in range(THROUGH_CHILD):
        path = _mutated(originals, seed, names, tmp_path)
        assert _file_named_by_child(path) == path.name, seed


def _file_named_by_child(path: Path) -> str:
    try:
        with open_table(path, limits=LIMITS) as table:
            for _ in table.rows():
                pass
            return table.name.partition("/")[0]
    except IntakeError as error:
        return str(error.problems[0].data["file"])
