"""The machine and the libraries a run was made with; no name of a host, no path."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path


def describe_machine(libraries: Sequence[str]) -> str:
    """One paragraph: processor, cores, memory, system, Python and the versions of libraries."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{name} {version(name)}" for name in libraries)
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{_read_processor()}, {cores} cores, {memory:.0f} GiB; {_read_system()}; {python}; {versions}."


def _read_processor() -> str:
    return _read_entry(Path("/proc/cpuinfo"), "model name", ":") or platform.processor() or platform.machine()


def _read_system() -> str:
    named = _read_entry(Path("/etc/os-release"), "PRETTY_NAME", "=")
    return f"{named.strip(chr(34)) or platform.system()}, kernel {platform.release().split('-')[0]}"


def _read_entry(path: Path, key: str, sign: str) -> str:
    if not path.exists():
        return ""
    pairs = (line.partition(sign) for line in path.read_text(encoding="utf-8").splitlines())
    return next((value.strip() for name, _, value in pairs if name.strip() == key), "")
