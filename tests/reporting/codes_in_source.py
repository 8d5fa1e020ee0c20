"""Finds the codes of problems in source text, and which data each place hands out with its code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

ROOT = Path(__file__).resolve().parents[2] / "src" / "serval"

CODE = re.compile(
    r"(document|terms|money|calendar|clock|item|instant|verdict|file|row|mapping|holidays|cli|batch|ledger|report|lint|sniff|sealed|backtest)\.[a-z0-9_]+"
)
FILE_ENDINGS = (".yaml", ".yml", ".json", ".jsonl", ".csv", ".ics", ".py", ".part")

ADDED_KEYS = {
    "PydanticCustomError": {"where"},
    "RowFault": {"file", "row", "column", "value"},
    "TimeFault": {"file", "row", "column", "value"},
    "fault": {"file", "row", "column", "value"},
    "_read_figure": {"file", "row", "column", "value"},
    "_doubt": {"where", "value", "meaning"},
    "values._refusal": {"value"},
    "rates._refusal": {"value"},
}
"""What a helper puts into the data itself; a name with a dot is that helper of one module only."""


@dataclass(frozen=True)
class Use:
    """One place that names a code. `keys` is None where its data cannot be seen in the source."""

    code: str
    place: str
    keys: frozenset[str] | None


def find_uses(root: Path = ROOT) -> list[Use]:
    """Every use in the product; the sentences themselves are none."""
    sources = {
        path: path.read_text(encoding="utf-8")
        for path in sorted(root.rglob("*.py"))
        if "sentences" not in path.relative_to(root).parts
    }
    prefixes = sorted({prefix for text in sources.values() for prefix in _list_prefixes(ast.parse(text))})
    return [use for path, text in sources.items() for use in list_uses(text, path.stem, prefixes)]


def list_uses(text: str, module: str, prefixes: list[str]) -> list[Use]:
    """The uses in one source text; `f"{prefix}.missing"` stands for one code of each prefix."""
    tree = ast.parse(text)
    seen: set[ast.AST] = set()
    uses: list[Use] = []
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.Module)):
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            for argument in call.args:
                codes = _read_codes(argument, prefixes)
                if codes and isinstance(function, ast.FunctionDef) and argument not in seen:
                    seen.add(argument)
                    keys = _list_keys(call, argument, function, module)
                    uses += [Use(code, f"{module}:{call.lineno}", keys) for code in codes]
    rest = (node for node in ast.walk(tree) if node not in seen)
    uses += [Use(code, f"{module}:{node.lineno}", None) for node in rest for code in _read_codes(node, prefixes)]  # type: ignore[attr-defined]
    return uses


def list_placeholders(sentence: str) -> set[str]:
    """Names in curly brackets."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def _list_prefixes(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "build_model":
            yield from (
                str(k.value.value) for k in node.keywords if k.arg == "prefix" and isinstance(k.value, ast.Constant)
            )


def _read_codes(node: ast.AST, prefixes: list[str]) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        is_code = CODE.fullmatch(node.value) and not node.value.endswith(FILE_ENDINGS)
        return [node.value] if is_code else []
    if isinstance(node, ast.JoinedStr) and len(node.values) == 2:
        head, tail = node.values
        if (
            isinstance(head, ast.FormattedValue)
            and ast.unparse(head.value) == "prefix"
            and isinstance(tail, ast.Constant)
        ):
            return [prefix + str(tail.value) for prefix in prefixes]
    return []


def _list_keys(call: ast.Call, code: ast.expr, function: ast.FunctionDef, module: str) -> frozenset[str] | None:
    name = ast.unparse(call.func).rpartition(".")[2]
    keys = ADDED_KEYS.get(name, set()) | ADDED_KEYS.get(f"{module}.{name}", set())
    if name in ("Problem", "PydanticCustomError"):
        place = call.args.index(code) + (1 if name == "Problem" else 2)
        given = _read_keys(call.args[place], function) if place < len(call.args) else set()
        return None if given is None else frozenset(keys | given)
    if any(keyword.arg is None for keyword in call.keywords):
        return None
    return frozenset(keys | {str(keyword.arg) for keyword in call.keywords})


def _read_keys(node: ast.expr, function: ast.FunctionDef) -> set[str] | None:
    """Keys of a dict display, or of the last one a name was given above in the same function."""
    if isinstance(node, ast.Name):
        above = [
            entry
            for entry in ast.walk(function)
            if isinstance(entry, ast.Assign)
            and entry.lineno <= node.lineno
            and ast.unparse(entry.targets[0]) == node.id
            and not isinstance(entry.value, ast.Name)
        ]
        return _read_keys(max(above, key=lambda entry: entry.lineno).value, function) if above else None
    if not isinstance(node, ast.Dict) or None in node.keys:
        return None
    return {str(key.value) for key in node.keys if isinstance(key, ast.Constant)}
