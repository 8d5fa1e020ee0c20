"""The files the gates read, and what a gate says about them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

FOLDERS = ("src", "tests", "tools", "benchmarks", "scripts", "examples")
_GENERATED = frozenset({"__pycache__", "migrations", "node_modules", "static", "build", "dist"})


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One place where a gate has something to say; `refused` makes the check fail, else it is a warning."""

    path: str
    line: int
    gate: str
    text: str
    refused: bool = True


@dataclass(frozen=True)
class Source:
    """One file, with its path from the root of the repository in POSIX form."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree; raises SyntaxError for a file that is not Python."""
        return ast.parse(self.text, self.path)

    @property
    def parts(self) -> tuple[str, ...]:
        """Folders and file name."""
        return tuple(self.path.split("/"))

    def find(self, line: int, gate: str, text: str, *, refused: bool = True) -> Finding:
        """A finding in this file."""
        return Finding(self.path, line, gate, text, refused)


def read_sources(root: Path, suffix: str) -> Iterator[Source]:
    """Every file of that suffix in the folders we write by hand, sorted by path."""
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob(f"*{suffix}")):
            relative = path.relative_to(root)
            if not _GENERATED & set(relative.parts):
                yield Source(relative.as_posix(), path.read_text(encoding="utf-8"))


def is_product(source: Source) -> bool:
    """Whether the file belongs to the package `serval` (and not to its tests or tools)."""
    return source.path.startswith("src/serval/")
