"""Running commands: in this process for most tests, in a process of its own for the main paths."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from serval.reporting.catalogue import set_language
from serval.site.cli.main import main
from tests.site.cli.cast import Cast, write_cast

SAMPLE = Path(__file__).resolve().parents[3] / "src" / "serval" / "site" / "sample"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """English, no terminal's width, and no language left behind."""
    for name in ("COLUMNS", "LC_ALL", "LC_MESSAGES", "LANG", "SERVAL_TRACEBACK"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SERVAL_LANG", "en")
    yield
    set_language("en")


@pytest.fixture
def cast(tmp_path: Path) -> Cast:
    return write_cast(tmp_path)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in this process."""

    def run_command(*words: object, stdin: str = "") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        captured = capsys.readouterr()
        return Ran(int(ended.value.code or 0), captured.out, captured.err)

    return run_command


@pytest.fixture
def start() -> Run:
    """Runs a command in a process of its own."""

    def start_command(*words: object) -> Ran:
        command = [sys.executable, "-c", "from serval.site.cli import main; main()", *map(str, words)]
        ended = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
        return Ran(ended.returncode, ended.stdout, ended.stderr)

    return start_command
