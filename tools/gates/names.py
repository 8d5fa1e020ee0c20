"""Names: a file is named after its one subject; a drawer for everything has no subject."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from tools.gates.sources import Finding, Source, is_product

FORBIDDEN = frozenset({"util", "utils", "helper", "helpers", "misc", "common"})
OPENING = range(3, 9)
"""Lines a package's opening should have."""


def check_names(sources: Iterable[Source]) -> Iterator[Finding]:
    """No file and no folder is called utils, helpers, misc or common."""
    for source in sources:
        path = PurePosixPath(source.path)
        for name in (*path.parts[:-1], path.stem):
            if name.strip("_").lower() in FORBIDDEN:
                yield source.find(1, "name", f"`{name}` names no subject; say what is in it")


def check_openings(sources: Iterable[Source]) -> Iterator[Finding]:
    """Each package of the product opens with what it is for, its words and what it may import."""
    for source in sources:
        if source.parts[-1] != "__init__.py" or not is_product(source):
            continue
        text = ast.get_docstring(source.tree)
        if not text:
            yield source.find(1, "opening", "the package does not say what it is for")
        elif (lines := sum(1 for line in text.splitlines() if line.strip())) not in OPENING:
            said = f"the opening has {lines} lines; {OPENING[0]} to {OPENING[-1]} read best"
            yield source.find(1, "opening", said, refused=False)
