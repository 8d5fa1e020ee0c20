"""Sizes: long files and long functions are where trouble grows."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tools.gates.sources import Finding, Source

GATE = "size"


@dataclass(frozen=True, slots=True)
class Limit:
    """Lines we aim at, and lines beyond which the check refuses."""

    aim: int
    most: int


FILE = Limit(300, 500)
FUNCTION = Limit(40, 60)
VIEW = Limit(20, 30)
TEMPLATE = Limit(120, 200)


def check_modules(sources: Iterable[Source]) -> Iterator[Finding]:
    """Length of each Python file, function and view (a function in views.py or in a package views)."""
    for source in sources:
        yield from _judge(source, 1, "file", len(source.text.splitlines()), FILE)
        is_view = "views" in (part.removesuffix(".py") for part in source.parts)
        what, limit = ("view", VIEW) if is_view else ("function", FUNCTION)
        for node in ast.walk(source.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                yield from _judge(source, node.lineno, f"{what} {node.name}", lines, limit)


def check_templates(sources: Iterable[Source]) -> Iterator[Finding]:
    """Length of each HTML template."""
    for source in sources:
        if "templates" in source.parts:
            yield from _judge(source, 1, "template", len(source.text.splitlines()), TEMPLATE)


def _judge(source: Source, line: int, what: str, lines: int, limit: Limit) -> Iterator[Finding]:
    if lines > limit.most:
        yield source.find(line, GATE, f"{what} has {lines} lines; more than {limit.most} are refused")
    elif lines > limit.aim:
        yield source.find(line, GATE, f"{what} has {lines} lines; aim at {limit.aim}", refused=False)
