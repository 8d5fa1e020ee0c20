"""The lists of requirements/ are pinned, hashed and agree with each other and with what the package declares."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.architecture.scratch import REPOSITORY

LISTS = ("bootstrap", "run", "dev")
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)(.*)$", re.MULTILINE)
NAME = re.compile(r"^[A-Za-z0-9._-]+")


def _normal(name: str) -> str:
    return re.sub(r"[._-]+", "-", name).lower()


def _pins(name: str) -> dict[str, str]:
    """Package -> version of one list; fails for a pin without hash."""
    text = (REPOSITORY / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    pins = {}
    for package, version, rest in PIN.findall(text.replace("\\\n", "")):
        assert "--hash=sha256:" in rest, f"{package} in {name}.txt has no hash"
        pins[package] = version
    return pins


def _wanted(name: str) -> set[str]:
    """Packages written by hand in an .in file."""
    lines = (REPOSITORY / "requirements" / f"{name}.in").read_text(encoding="utf-8").splitlines()
    return {_normal(found.group()) for line in lines if (found := NAME.match(line)) and line[0] != "-"}


@pytest.mark.parametrize("name", LISTS)
def test_every_package_wanted_is_pinned_with_a_hash(name: str) -> None:
    assert _wanted(name)
    assert _wanted(name) <= set(_pins(name))


@pytest.mark.parametrize("name", ["bootstrap", "run"])
def test_the_list_for_development_pins_the_same_releases(name: str) -> None:
    developing = _pins("dev")
    assert {package: developing.get(package) for package in _pins(name)} == _pins(name)


def test_what_the_package_declares_is_what_is_pinned_to_run_it() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {_normal(found.group()) for text in project["dependencies"] if (found := NAME.match(text))}
    assert declared == _wanted("run")
