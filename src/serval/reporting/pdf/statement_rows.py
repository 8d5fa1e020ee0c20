"""The lines of a statement: what each credit, reward and deduction is for, its working and its amount.

Of a rule that several subjects fell under, the words stand once and the subjects below.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from serval.engine.consequences import Statement
from serval.engine.consequences.credits import CreditLine
from serval.engine.money import Money
from serval.engine.terms.consequences import Consequences
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_attained
from serval.reporting.money import show_money, show_points
from serval.reporting.report.model import Report
from serval.reporting.sentences.promise_words import name_promise
from serval.reporting.sentences.scorecard_words import select_verdicts
from serval.reporting.sentences.statement_lines import (
    describe_deduction_working,
    describe_reward_rate,
    describe_tier,
    describe_working,
    list_judged,
)

Plain = dict[str, Any]


def list_credit_rows(statement: Statement, terms: Consequences, report: Report) -> Iterator[Plain]:
    """The greatest credits first; a group where several subjects fell under one row of one rule."""
    owed = statement.credits
    if owed is None:
        return
    words = _Words(statement, terms, report)
    found: dict[tuple[int, str, int | None, str], list[CreditLine]] = {}
    for line in sorted(owed.lines, key=lambda line: (-line.worked, line.objective, line.subject)):
        if line.worked or line.reason == "no_such_part":
            found.setdefault((line.entry, line.objective, line.tier, line.period), []).append(line)
    for lines in found.values():
        yield words.describe(lines, owed.total.currency)


class _Words:
    """Puts lines of one statement into words."""

    def __init__(self, statement: Statement, terms: Consequences, report: Report) -> None:
        self._within = statement.period.label
        self._terms = terms
        self._names = name_promises(report)
        self._judged = list_judged(statement, report.scorecard)
        self._attained = {
            (v.objective.base, v.subject, v.period.label): show_attained(v)
            for v in select_verdicts(report.scorecard)
            if v.value is not None
        }

    def describe(self, lines: list[CreditLine], currency: str) -> Plain:
        first, tier = lines[0], describe_tier(lines[0], self._terms)
        period = first.period if first.period != self._within else ""
        name = self._names.get(first.objective, first.objective)
        if len(lines) == 1:
            what = _join(name, first.subject, period)
            return _row(what, _join(self._find_value(first), tier, self._say(first, currency)), first.amount)
        amount = lines[0].amount
        for line in lines[1:]:
            amount = amount + line.amount
        text = _("{n} × {amount}")
        each = text.format(n=len(lines), amount=show_money(first.amount)) if _are_alike(lines) else str(len(lines))
        under = [
            _row(line.subject, _join(self._find_value(line), self._say(line, currency)), line.amount) for line in lines
        ]
        return {**_row(_join(name, period), _join(tier, each), amount), "under": under}

    def _find_value(self, line: CreditLine) -> str:
        return self._attained.get((line.objective, line.subject, line.period), "")

    def _say(self, line: CreditLine, currency: str) -> str:
        """Nothing where it would only say the amount again."""
        said = describe_working(line, self._terms, currency, self._judged)
        return "" if said == show_money(line.amount) else said


def _are_alike(lines: list[CreditLine]) -> bool:
    return len({line.amount for line in lines}) == 1


def list_reward_rows(statement: Statement, report: Report) -> Iterator[Plain]:
    """Every reward that came to something."""
    names = name_promises(report)
    for line in statement.rewards:
        if line.amount.amount:
            period = line.period if line.period != statement.period.label else ""
            what = _join(names.get(line.objective, line.objective), line.subject, period)
            yield _row(what, describe_reward_rate(line, line.amount.currency), line.amount)


def list_point_rows(statement: Statement, terms: Consequences, report: Report) -> Iterator[Plain]:
    """Every deduction from the score that came to something."""
    if statement.score is None:
        return
    names, judged = name_promises(report), list_judged(statement, report.scorecard)
    for line in statement.score.deductions:
        if line.worked:
            what = _(", ").join(names.get(name, name) for name in line.named)
            working = describe_deduction_working(line, terms, judged)
            yield {"what": what, "working": working, "amount": "−" + show_points(line.points), "under": []}


def name_promises(report: Report) -> dict[str, str]:
    """The words of each promise by the id that statements know it by."""
    return {verdict.objective.base: name_promise(verdict.objective) for verdict in report.scorecard.verdicts}


def _row(what: str, working: str, amount: Money) -> Plain:
    return {"what": what, "working": working, "amount": show_money(amount), "under": []}


def _join(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
