"""Arithmetic on datetimes: Python subtracts and adds within one zone by wall clock, an hour off at a clock change.

Refused everywhere in the product: `-` with a datetime on either side; `+` and `-` with a timedelta, unless the other
side is a date or a timedelta (neither has a zone). Inside, instants are integers of UTC seconds
(serval.engine.instants); add and subtract those. What is refused and what is not stands in the test of this gate.

Seen: names, attributes and return values annotated anywhere in the product; what was assigned, looped over or
tested by isinstance above in the same scope; names that end in `_delta`, unless the other side is a plain number.
Not seen: values that pass through un-annotated functions or containers.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from tools.gates.sources import Finding, Source, is_product
from tools.gates.time_kinds import (
    GUESSED,
    OTHER,
    Kind,
    Known,
    combine,
    first_known,
    guess_by_name,
    kind_of_call,
    last_name,
    one_of,
    read_aliases,
    read_annotation,
)

ALLOWED = {
    "src/serval/engine/calendars/compile.py": "the one place where local time meets UTC",
    "src/serval/engine/instants.py": "UTC only, which never changes its clocks",
    "src/serval/intake/tables/excel_values.py": "a workbook's serial numbers count wall-clock days and name no zone",
}
"""Files that may do it, with the reason."""

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


def check_datetimes(sources: Iterable[Source]) -> Iterator[Finding]:
    """No arithmetic on datetimes outside the calendar compiler."""
    product = [source for source in sources if is_product(source)]
    known = Known()
    for source in product:
        known.learn(source.tree)
    for source in product:
        if source.path not in ALLOWED:
            reader = _Reader(known, source)
            reader.visit(source.tree)
            yield from reader.findings


class _Reader(ast.NodeVisitor):
    """Walks one module top down, remembering what kind of time each name holds."""

    def __init__(self, known: Known, source: Source) -> None:
        self.known = known
        self.source = source
        self.aliases = read_aliases(source.tree)
        self.scopes: list[dict[str, Kind]] = [{}]
        self.findings: list[Finding] = []

    def visit(self, node: ast.AST) -> None:
        """Read one node and what is below it, in the order of the text."""
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                self._read_function(node)
            case ast.ClassDef():
                with self._scope():
                    self.generic_visit(node)
            case ast.For() | ast.AsyncFor():
                self._bind(node.target, None, one_of(self._kind(node.iter)))
                self.generic_visit(node)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                self._read_comprehension(node)
            case ast.If():
                self._read_if(node)
            case _:
                self.generic_visit(node)
                self._read_value(node)

    def _read_value(self, node: ast.AST) -> None:
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._bind(target, value, self._kind(value))
            case ast.AnnAssign(target=target, annotation=annotation):
                self._bind(target, None, read_annotation(annotation, self.aliases))
            case ast.NamedExpr(target=target, value=value):
                self._bind(target, value, self._kind(value))
            case ast.BinOp(op=op, left=left, right=right):
                self._judge(node, op, left, right)
            case ast.AugAssign(op=op, target=left, value=right):
                self._judge(node, op, left, right)

    def _read_function(self, node: Function) -> None:
        with self._scope():
            arguments = node.args
            for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
                self.scopes[-1][argument.arg] = read_annotation(argument.annotation, self.aliases)
            if arguments.vararg:
                kind = read_annotation(arguments.vararg.annotation, self.aliases)
                self.scopes[-1][arguments.vararg.arg] = f"{kind}*" if kind else None
            self.generic_visit(node)

    def _read_comprehension(self, node: Comprehension) -> None:
        with self._scope():
            for generator in node.generators:
                self._bind(generator.target, None, one_of(self._kind(generator.iter)))
            self.generic_visit(node)

    def _read_if(self, node: ast.If) -> None:
        self.visit(node.test)
        match node.test:
            case ast.Call(func=ast.Name(id="isinstance"), args=[ast.Name(id=name), kind]):
                before = self._look_up(name)
                self.scopes[-1][name] = read_annotation(kind, self.aliases)
                self._visit_all(node.body)
                self.scopes[-1][name] = before
            case _:
                self._visit_all(node.body)
        self._visit_all(node.orelse)

    def _judge(self, node: ast.stmt | ast.expr, op: ast.operator, left: ast.expr, right: ast.expr) -> None:
        if not isinstance(op, ast.Add | ast.Sub):
            return
        sides = {self._kind(left), self._kind(right)}
        is_zoned = "datetime" in sides
        is_delta = "timedelta" in sides and not sides <= {"timedelta", "date"}
        is_guess = GUESSED in sides and not sides & {OTHER, "date", "timedelta"}
        if is_zoned or is_delta or is_guess:
            said = "arithmetic on a datetime follows the wall clock; add and subtract instants (UTC seconds)"
            self.findings.append(self.source.find(node.lineno, "datetime", said))

    def _kind(self, node: ast.expr) -> Kind:
        match node:
            case ast.Name(id=name):
                return self._look_up(name) or self.known.constants.get(name) or guess_by_name(name)
            case ast.Attribute(attr=name):
                if name in ("min", "max") and last_name(node.value) in ("datetime", "date", "timedelta"):
                    return last_name(node.value)
                return self.known.attributes.get(name) or guess_by_name(name)
            case ast.Call():
                return self._kind_of_call(node)
            case ast.BinOp(op=op, left=left, right=right):
                return combine(op, self._kind(left), self._kind(right))
            case ast.IfExp(body=body, orelse=orelse):
                return first_known((self._kind(body), self._kind(orelse)))
            case ast.BoolOp(values=values):
                return first_known(self._kind(value) for value in values)
            case ast.Constant() | ast.JoinedStr() | ast.Compare():
                return OTHER
            case ast.Subscript(value=value):
                return one_of(self._kind(value))
            case ast.UnaryOp(operand=inner) | ast.NamedExpr(value=inner) | ast.Await(value=inner):
                return self._kind(inner)
            case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
                kind = first_known(self._kind(part) for part in parts)
                return f"{kind}*" if kind else None
        return None

    def _kind_of_call(self, node: ast.Call) -> Kind:
        name = last_name(node.func)
        arguments = [self._kind(argument) for argument in node.args]
        receiver = ""
        if isinstance(node.func, ast.Attribute):
            receiver = last_name(node.func.value)
            if name == "replace":
                arguments = [self._kind(node.func.value)]
        elif isinstance(node.func, ast.Name) and self._look_up(name):
            return None
        if name == "cast" and node.args:
            return read_annotation(node.args[0], self.aliases)
        alias = self.aliases.get
        return kind_of_call(node, alias(name, name), alias(receiver, receiver), arguments, self.known)

    def _bind(self, target: ast.expr, value: ast.expr | None, kind: Kind) -> None:
        if isinstance(target, ast.Name):
            self.scopes[-1][target.id] = kind
        elif isinstance(target, ast.Tuple | ast.List):
            values = value.elts if isinstance(value, ast.Tuple | ast.List) else []
            for position, part in enumerate(target.elts):
                single = self._kind(values[position]) if len(values) == len(target.elts) else one_of(kind)
                self._bind(part, None, single)

    def _look_up(self, name: str) -> Kind:
        return next((scope[name] for scope in reversed(self.scopes) if name in scope), None)

    def _visit_all(self, nodes: list[ast.stmt]) -> None:
        for node in nodes:
            self.visit(node)

    @contextmanager
    def _scope(self) -> Iterator[None]:
        self.scopes.append({})
        yield
        self.scopes.pop()
