"""Run the commands of guides and pages and bring their output up to date: `python -m tools.guide_output`.

A guide shows commands in blocks marked `console`: a line `$ serval … [| head -N | tail -N | grep WHAT]` or
`$ head -N FILE`, then what it printed. They run in a scratch folder that holds the sample alone, as
a reader's folder does. A test compares.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

from serval.site.cli import main as run_serval

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "src" / "serval" / "site" / "sample"
GUIDES = {"en": ROOT / "docs" / "guide.md", "zh": ROOT / "docs" / "zh" / "guide.md"}
BACKTEST_PAGES = {"en": ROOT / "docs" / "backtest.md", "zh": ROOT / "docs" / "zh" / "backtest.md"}
WIDTH = "120"

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def rewrite_guide(text: str, language: str) -> str:
    """The guide with the output that its commands print now."""
    with _scratch_folder(language):
        return _BLOCK.sub(lambda block: f"```console\n{_rerun(block[1])}```", text)


@contextmanager
def _scratch_folder(language: str) -> Iterator[None]:
    surroundings = {"COLUMNS": WIDTH, "SERVAL_LANG": language}
    with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ, surroundings), chdir(folder):
        for file in SAMPLE.iterdir():
            shutil.copy(file, folder)
        yield


def _rerun(block: str) -> str:
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"{command}\n{_run(command[2:])}" for command in commands)


def _run(command: str) -> str:
    program, *filters = (shlex.split(part) for part in command.split(" | "))
    lines = _list_output(program)
    for name, argument in filters:
        lines = _filter(lines, name, argument)
    return "".join(line.rstrip() + "\n" for line in lines)


def _filter(lines: list[str], name: str, argument: str) -> list[str]:
    if name == "grep":
        return [line for line in lines if re.search(argument, line)]
    number = int(argument.removeprefix("-"))
    return lines[:number] if name == "head" else lines[-number:]


def _list_output(words: list[str]) -> list[str]:
    if words[0] == "head":
        return Path(words[2]).read_text(encoding="utf-8-sig").splitlines()[: int(words[1].removeprefix("-"))]
    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        try:
            run_serval(words[1:])
        except SystemExit:
            return printed.getvalue().splitlines()
    return printed.getvalue().splitlines()


def main() -> None:
    """Rewrite both guides, and the pages on back-tests."""
    for language, path in (*GUIDES.items(), *BACKTEST_PAGES.items()):
        path.write_text(rewrite_guide(path.read_text(encoding="utf-8"), language), encoding="utf-8")


if __name__ == "__main__":
    main()
