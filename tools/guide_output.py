"""Run the commands of the guides and bring their output up to date: `python -m tools.guide_output`.

A guide shows commands in blocks marked `console`: a line `$ serval … [| head -N | tail -N | grep WHAT]` or
`$ head -N FILE`, then what it printed. They run in a scratch folder that holds the sample's files, one calendar, one
claim and an amended version of the terms. A test compares.
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
SAMPLE_FILES = (
    "terms.yaml",
    "mapping.yaml",
    "incidents.csv.gz",
    "uptime.terms.yaml",
    "uptime.mapping.yaml",
    "uptime.csv.gz",
)
GUIDES = {"en": ROOT / "docs" / "guide.md", "zh": ROOT / "docs" / "zh" / "guide.md"}
OFFICE = 'timezone: UTC\nweekly: {mon-fri: ["08:00-18:00"]}\n'
CLAIMS = "settlement,step,at\n2026-03,claimed,2026-04-05T09:00:00Z\n"
AMENDED = {
    "effective: {from: 2016-03-01, until: 2016-05-31, timezone: UTC}\n": (
        "effective: {from: 2016-04-01, until: 2016-05-31, timezone: UTC}\n"
        "amendment: {agreed: 2016-05-20, approvals: {provider: 2016-05-20, client: 2016-05-25}}\n"
    ),
    "target: {within: 4h, share: 60%}": "target: {within: 4h, share: 50%}",
    "target: {within: 8h, share: 75%}": "target: {within: 8h, share: 85%}",
}
"""What the second version of the sample's terms says instead."""

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
        for name in SAMPLE_FILES:
            shutil.copy(SAMPLE / name, folder)
        for name, text in (("office.yaml", OFFICE), ("claims.csv", CLAIMS), ("terms-2.yaml", _amend())):
            Path(name).write_text(text, encoding="utf-8")
        yield


def _amend() -> str:
    """The sample's terms as amended, without the remark at their beginning."""
    lines = (SAMPLE / "terms.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith("#"))
    for before, after in AMENDED.items():
        if text.count(before) != 1:
            raise ValueError(before)
        text = text.replace(before, after)
    return text


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
    """Rewrite both guides."""
    for language, path in GUIDES.items():
        path.write_text(rewrite_guide(path.read_text(encoding="utf-8"), language), encoding="utf-8")


if __name__ == "__main__":
    main()
