"""A newer Python of this machine with what the engine needs, in an environment that is thrown away."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import REPOSITORY

ENGINE_NEEDS = {
    "numpy",
    "pydantic",
    "pydantic-core",
    "annotated-types",
    "typing-extensions",
    "typing-inspection",
    "ruamel-yaml",
    "tzdata",
}
NEWEST_MINOR = 20
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==.*(?:\n    .*)*", re.MULTILINE)


def find_newer_python() -> Path | None:
    """The newest interpreter beyond the running one, on the path or among those of pyenv."""
    for minor in range(NEWEST_MINOR, sys.version_info.minor, -1):
        for candidate in _list_candidates(minor):
            asked = "import sys, ensurepip, venv; print(sys.version_info[:2])"
            answer = subprocess.run((candidate, "-I", "-c", asked), capture_output=True, text=True, check=False)
            if answer.returncode == 0 and answer.stdout.strip() == f"(3, {minor})":
                return candidate
    return None


def _list_candidates(minor: int) -> Iterator[Path]:
    found = shutil.which(f"python3.{minor}")
    if found:
        yield Path(found)
    versions = Path.home() / ".pyenv" / "versions"
    yield from sorted(versions.glob(f"3.{minor}.*/bin/python3.{minor}"), reverse=True)


def list_requirements() -> str:
    """The pinned and hashed lines of requirements/run.txt that the engine needs."""
    text = (REPOSITORY / "requirements" / "run.txt").read_text(encoding="utf-8")
    pinned = {found[1].lower().replace("_", "-").replace(".", "-"): found[0] for found in _PINNED.finditer(text)}
    return "\n".join(pinned[name] for name in sorted(ENGINE_NEEDS & pinned.keys())) + "\n"


def build_environment(python: Path, folder: Path) -> tuple[Path | None, str]:
    """The interpreter of a new environment in `folder`, or None and why there is none."""
    requirements = folder / "requirements.txt"
    requirements.write_text(list_requirements(), encoding="utf-8")
    own = folder / "venv" / "bin" / "python"
    install = (own, "-m", "pip", "install", "--quiet", "--only-binary", ":all:", "--require-hashes", "-r", requirements)
    for command in ((python, "-m", "venv", folder / "venv"), install):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            return None, (done.stderr.strip().splitlines() or ["no reason given"])[-1]
    return own, ""
