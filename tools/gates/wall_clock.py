"""Wall clocks: who asks what time it is cannot be a pure function of terms and evidence."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from tools.gates.sources import Finding, Source, is_product

ASKING = frozenset({"commands", "tasks", "views"})
"""Modules (or packages) of a room that may ask; whatever they call is handed the instant."""

_QUESTIONS = {
    "datetime": frozenset({"now", "utcnow", "today"}),
    "date": frozenset({"today"}),
    "time": frozenset({"time", "time_ns", "localtime", "gmtime", "ctime"}),
}


def check_wall_clocks(sources: Iterable[Source]) -> Iterator[Finding]:
    """Below the site only commands, tasks and views ask the machine for the time; deadlines use monotonic."""
    for source in sources:
        names = {part.removesuffix(".py") for part in source.parts}
        if not is_product(source) or source.path.startswith("src/serval/site/") or names & ASKING:
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and (question := _question(node.func)):
                said = f"{question}() asks the machine's clock; take the instant as a parameter"
                yield source.find(node.lineno, "wall-clock", said)


def _question(called: ast.expr) -> str:
    if not isinstance(called, ast.Attribute):
        return ""
    owner = called.value
    name = owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""
    return f"{name}.{called.attr}" if called.attr in _QUESTIONS.get(name, ()) else ""
