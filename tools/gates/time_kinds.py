"""What kind of time an expression is, as far as its names, annotations and calls tell.

Not a type checker: it knows what the standard names of `datetime` return, what is annotated anywhere in the
product, and what was assigned above in the same scope. What it cannot tell is None.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Kind = str | None
"""datetime, timedelta, date, or other (certainly no time); with `*` behind it: several of them."""

OTHER = "other"
GUESSED = "timedelta?"
"""A timedelta by its name only; yields to what is known of the other side."""
_KINDS = {"datetime": "datetime", "timedelta": "timedelta", "relativedelta": "timedelta", "date": "date"}
_PLAIN = frozenset({"int", "float", "str", "bool", "bytes", "Decimal", "None"})
_WRAPPERS = frozenset({"Annotated", "ClassVar", "Final", "Optional", "Required", "NotRequired"})
_CONSTRUCTORS = frozenset(
    {"now", "utcnow", "today", "fromtimestamp", "utcfromtimestamp", "fromisoformat", "fromisocalendar"}
    | {"fromordinal", "strptime", "combine"}
)
_METHODS = {"astimezone": "datetime", "utcoffset": "timedelta", "dst": "timedelta"}
_PLAIN_CALLS = frozenset({"int", "len", "float", "str", "round", "timestamp", "total_seconds", "toordinal"})
_CHOOSING = frozenset({"min", "max", "abs", "sorted", "list", "tuple", "set", "replace"})


def last_name(node: ast.expr) -> str:
    """`timedelta` of both `timedelta` and `datetime.timedelta`; "" of anything that has no name."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def one_of(kind: Kind) -> Kind:
    """The kind of one element of a collection."""
    return kind[:-1] if kind and kind.endswith("*") else None


def guess_by_name(name: str) -> Kind:
    """What a name says of itself: `grace_delta` is most likely a timedelta."""
    return GUESSED if name.endswith("_delta") else None


def first_known(kinds: Iterable[Kind]) -> Kind:
    """The first kind that is a kind of time, else `other` if all are known, else None."""
    seen = list(kinds)
    times = [kind for kind in seen if kind not in (None, OTHER, GUESSED)]
    return times[0] if times else OTHER if seen and None not in seen else None


def read_annotation(node: ast.expr | None, aliases: Mapping[str, str]) -> Kind:
    """The kind an annotation promises: `datetime | None` is a datetime, `list[date]` several dates."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        node = ast.parse(node.value, mode="eval").body
    if isinstance(node, ast.BinOp):
        sides = (read_annotation(side, aliases) for side in (node.left, node.right))
        return first_known(sides)
    if isinstance(node, ast.Subscript):
        if last_name(node.value) == "Literal":
            return OTHER
        inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if last_name(node.value) in _WRAPPERS:
            return read_annotation(inner[0], aliases)
        kinds = {read_annotation(part, aliases) for part in inner if not _is_ellipsis(part)}
        kind = read_annotation(inner[-1], aliases) if last_name(node.value) == "dict" else None
        kind = kind or (kinds.pop() if len(kinds) == 1 else None)
        return f"{kind}*" if kind and kind != OTHER else None
    if node is None:
        return None
    name = last_name(node)
    is_none = isinstance(node, ast.Constant) and node.value is None
    return OTHER if is_none or name in _PLAIN else _KINDS.get(aliases.get(name, name))


def _is_ellipsis(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...


def read_aliases(tree: ast.Module) -> dict[str, str]:
    """Names under which the classes of `datetime` were imported: `from datetime import datetime as stamp`."""
    return {
        alias.asname: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.asname and alias.name in _KINDS
    }


@dataclass
class Known:
    """Kinds of attributes, return values and module constants by bare name, over the whole product.

    A name that means different things in different places means nothing here.
    """

    attributes: dict[str, Kind] = field(default_factory=dict)
    returns: dict[str, Kind] = field(default_factory=dict)
    constants: dict[str, Kind] = field(default_factory=dict)

    def learn(self, tree: ast.Module) -> None:
        """Take in the annotations of one module."""
        aliases = read_aliases(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                is_property = any(last_name(d).endswith("property") for d in node.decorator_list)
                names = self.attributes if is_property else self.returns
                _agree(names, node.name, read_annotation(node.returns, aliases))
            elif isinstance(node, ast.ClassDef | ast.Module):
                self._learn_assignments(node, aliases)
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Attribute):
                _agree(self.attributes, node.target.attr, read_annotation(node.annotation, aliases))

    def _learn_assignments(self, node: ast.ClassDef | ast.Module, aliases: Mapping[str, str]) -> None:
        names = self.attributes if isinstance(node, ast.ClassDef) else self.constants
        for statement in node.body:
            match statement:
                case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                    _agree(names, name, read_annotation(annotation, aliases))
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=function)):
                    owner = function.value if isinstance(function, ast.Attribute) else function
                    maker = function if last_name(function) in _KINDS else owner
                    _agree(names, name, _KINDS.get(aliases.get(last_name(maker), last_name(maker))))


def _agree(known: dict[str, Kind], name: str, kind: Kind) -> None:
    known[name] = kind if known.get(name, kind) == kind else None


def combine(operator: ast.operator, left: Kind, right: Kind) -> Kind:
    """The kind of `left operator right`."""
    sides = (left, right)
    if isinstance(operator, ast.Add | ast.Sub):
        if left == right and left in ("datetime", "date"):
            return "timedelta"
        return next((kind for kind in ("datetime", "date", "timedelta") if kind in sides), first_known(sides))
    if "timedelta" in sides:
        quotient = isinstance(operator, ast.Div | ast.FloorDiv) and left == right
        return OTHER if quotient else "timedelta"
    return OTHER if sides == (OTHER, OTHER) else None


def kind_of_call(node: ast.Call, name: str, receiver: str, arguments: list[Kind], known: Known) -> Kind:
    """The kind a call returns; `name` and `receiver` are the last names of function and object."""
    if name in _CONSTRUCTORS and receiver in _KINDS:
        return _KINDS[receiver]
    if name in _METHODS and isinstance(node.func, ast.Attribute):
        return _METHODS[name]
    if name in _KINDS:
        return _KINDS[name]
    if name in _PLAIN_CALLS:
        return OTHER
    if name in _CHOOSING:
        several = name in ("sorted", "list", "tuple", "set")
        chosen = first_known(arguments)
        return chosen if several else one_of(chosen) or chosen
    return known.returns.get(name)
