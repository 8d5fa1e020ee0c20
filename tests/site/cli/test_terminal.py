"""On a terminal there is colour and a progress bar; a reader that goes away or a full disk ends a command quietly."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.site.cli.cast import Cast

PROGRAM = (sys.executable, "-c", "from serval.site.cli import main; main()")


def run_on_terminal(words: Sequence[str]) -> tuple[int, str]:
    """Exit code and everything a terminal of 100 columns received."""
    leader, follower = pty.openpty()
    environ = {**os.environ, "SERVAL_LANG": "en", "COLUMNS": "100", "TERM": "xterm-256color"}
    environ.pop("NO_COLOR", None)
    process = subprocess.Popen([*PROGRAM, *words], stdin=follower, stdout=follower, stderr=follower, env=environ)
    os.close(follower)
    received = b""
    while True:
        try:
            part = os.read(leader, 65_536)
        except OSError:  # the terminal is closed once nobody holds it
            break
        if not part:
            break
        received += part
    os.close(leader)
    return process.wait(), received.decode("utf-8", "replace")


def test_a_terminal_gets_colour_and_sees_reading_and_judging(cast: Cast) -> None:
    code, received = run_on_terminal(cast.words("evaluate"))
    assert code == 1
    assert "\x1b[1;31m✗ breached" in received
    assert "Reading" in received
    assert "Judging" in received


def test_an_error_on_a_terminal_is_still_one_plain_sentence(cast: Cast) -> None:
    cast.log.unlink()
    code, received = run_on_terminal(cast.words("evaluate"))
    assert code == 2
    assert "log.csv" in received
    assert "Traceback" not in received


@pytest.mark.parametrize("words", [("terms", "schema"), ("demo",)], ids=" ".join)
def test_a_reader_that_goes_away_ends_the_command_quietly(words: tuple[str, ...]) -> None:
    process = subprocess.Popen([*PROGRAM, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    with process.stderr:
        said = process.stderr.read()
    assert (process.wait(), said) == (141, b"")


def test_a_full_disk_is_said_in_a_sentence() -> None:
    full = Path("/dev/full")
    with full.open("wb") as stream:
        ended = subprocess.run(
            [*PROGRAM, "terms", "schema"], stdout=stream, stderr=subprocess.PIPE, check=False, encoding="utf-8"
        )
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
