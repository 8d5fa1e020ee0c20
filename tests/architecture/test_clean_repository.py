"""Nothing committed names a machine it was written on, a package registry's host or the tools of its making."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.architecture.scratch import REPOSITORY

# Put together from parts, or this file would be the first to break its own rule.
MACHINE_PATHS = ["/wo" + "rk/", "/tm" + "p/", "/ro" + "ot/", "/ho" + "me/", "/Us" + "ers/", "/opt/wh" + "eels"]
REGISTRY_HOSTS = [
    "pypi" + ".org",
    "pypi.python" + ".org",
    "files.python" + "hosted",
    "registry.npm" + "js",
    "registry.yarn" + "pkg",
    "deb.deb" + "ian.org",
    "security.deb" + "ian.org",
    "archive.ubun" + "tu.com",
    "proxy.gol" + "ang.org",
    "conda.ana" + "conda.org",
]
MAKERS = ["farm-" + "bench", "farm-" + "studio"]
# A path inside an address or after a dot (`example.org/home/`, `../shared`) is no path of a machine.
FORBIDDEN = re.compile(
    "|".join([rf"(?<![\w.:-]){re.escape(path)}" for path in MACHINE_PATHS])
    + "|"
    + "|".join(re.escape(word) for word in REGISTRY_HOSTS + MAKERS),
    re.IGNORECASE,
)


def _committed_files(root: Path) -> list[Path]:
    """Files git knows and new ones it does not ignore."""
    listed = subprocess.run(
        ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"),
        cwd=root,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return [root / name for name in listed.split("\0") if name and (root / name).is_file()]


def _named_places(root: Path) -> list[str]:
    return [
        f"{path.relative_to(root)}:{number}: {found.group()}"
        for path in _committed_files(root)
        for number, line in enumerate(path.read_bytes().decode("utf-8", "replace").splitlines(), 1)
        if (found := FORBIDDEN.search(line))
    ]


def test_no_file_names_a_machine_a_registry_or_a_maker() -> None:
    if not (REPOSITORY / ".git").exists():
        pytest.skip("optional: not a checkout, so there is nothing committed")
    assert _named_places(REPOSITORY) == []


@pytest.mark.parametrize("word", [f"see {path}notes.md" for path in MACHINE_PATHS] + REGISTRY_HOSTS + MAKERS)
def test_a_planted_name_is_found(tmp_path: Path, word: str) -> None:
    subprocess.run(("git", "init", "--quiet"), cwd=tmp_path, check=True)
    (tmp_path / "notes.md").write_text(f"first line\n{word}\n", encoding="utf-8")
    assert [place.split(": ")[0] for place in _named_places(tmp_path)] == ["notes.md:2"]


def test_addresses_and_relative_paths_are_left_alone(tmp_path: Path) -> None:
    subprocess.run(("git", "init", "--quiet"), cwd=tmp_path, check=True)
    text = "https://example.org/wo" + "rk/ ./tm" + "p/ ../shared/data src/serval/desk/wo" + "rk/\n"
    (tmp_path / "notes.md").write_text(text, encoding="utf-8")
    assert _named_places(tmp_path) == []
