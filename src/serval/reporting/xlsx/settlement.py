"""What follows from the verdicts: statements, their lines, scores, and the working of all of it in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from serval.engine.consequences import Statement
from serval.engine.consequences.credits import CreditLine
from serval.engine.consequences.rewards import RewardLine
from serval.engine.money import Money, round_half_up
from serval.engine.terms import Agreement
from serval.engine.terms.consequences import Consequences
from serval.reporting.catalogue import current_language
from serval.reporting.catalogue import translate as _
from serval.reporting.report.model import Report
from serval.reporting.sentences import name_claim_state, name_doubt, name_line_reason, name_unit
from serval.reporting.sentences.statement_lines import (
    describe_credit,
    describe_deduction,
    describe_reward,
    describe_window,
    find_consequences,
    list_judged,
    list_working,
)
from serval.reporting.workbooks import Cell, Share, Table
from serval.reporting.xlsx.figures import list_titles, say_yes

Row = list[Cell]


def build_statements(report: Report) -> Table:
    """One row for each settlement period."""
    period = [_("Settlement period"), _("First day"), _("Last day"), _("Fee")]
    money = [
        _("Credits"),
        _("Cap of the period"),
        _("Left of the year's cap"),
        _("After caps"),
        _("Granted"),
        _("Lapsed"),
    ]
    claim = [_("Claim"), _("Claims can be made"), _("Rewards")]
    score = [_("Score"), _("Grade"), _("Share of the fee paid"), _("Withheld")]
    titles = [*period, *money, *claim, *score, _("Provisional"), _("Digest of the statement")]
    agreement = report.scorecard.agreement
    rows = (_build_statement(statement, agreement) for statement in report.statements)
    return Table(_("Statements"), list_titles(titles, wrapping=(_("Provisional"),)), rows)


def _build_statement(statement: Statement, agreement: Agreement) -> Row:
    period = statement.period
    return [
        period.label,
        period.first,
        period.last,
        statement.fee,
        *_list_credits(statement, agreement),
        statement.rewarded,
        *_list_score(statement, agreement),
        statement.withheld,
        _(", ").join(map(name_doubt, statement.provisional)),
        statement.digest,
    ]


def _list_credits(statement: Statement, agreement: Agreement) -> Row:
    owed = statement.credits
    if owed is None:
        return [None] * 8
    capped, window = owed.capped, owed.claim.window
    return [
        owed.total,
        capped.period_cap,
        capped.year_left,
        owed.payable,
        owed.granted,
        owed.lapsed,
        name_claim_state(owed.claim.state) if owed.payable else None,
        describe_window(window, agreement.zone) if owed.payable and window is not None else None,
    ]


def _list_score(statement: Statement, agreement: Agreement) -> Row:
    score = statement.score
    if score is None:
        return [None] * 3
    return [score.points, _name_grade(statement, agreement), None if score.pay is None else Share(score.pay)]


def _name_grade(statement: Statement, agreement: Agreement) -> str | None:
    terms = find_consequences(statement, agreement)
    if statement.score is None or statement.score.grade is None or terms is None or terms.score is None:
        return None
    return terms.score.grades[statement.score.grade].name.choose(current_language())


def build_lines(report: Report) -> Table:
    """Every credit and every reward with the figures it was worked out of."""
    about = [_("Settlement period"), _("Kind"), _("Objective"), _("Subject"), _("Period")]
    figures = [_("Units"), _("Unit"), _("Amount each"), _("Rate"), _("Rate is of"), _("Before rounding"), _("Amount")]
    titles = [*about, *figures, _("Reason"), _("Working")]
    none = _("Nothing is owed and nothing is earned.")
    rows = (row for statement in report.statements for row in _list_lines(statement, report))
    return Table(_("Credits and rewards"), list_titles(titles, wrapping=(_("Working"),)), rows, held=4, none=none)


def _list_lines(statement: Statement, report: Report) -> Iterator[Row]:
    terms = find_consequences(statement, report.scorecard.agreement)
    if statement.credits is None or terms is None:
        return
    currency = statement.credits.total.currency
    judged = list_judged(statement, report.scorecard)
    label = statement.period.label
    for credit in statement.credits.lines:
        working = describe_credit(credit, terms, currency, judged, within=label)
        yield [label, _("credit"), *_list_figures(credit, terms, currency), working]
    for reward in statement.rewards:
        yield [label, _("reward"), *_list_figures(reward, terms, currency), describe_reward(reward, currency)]


def _list_figures(line: CreditLine | RewardLine, terms: Consequences, currency: str) -> Row:
    units, unit = None, None
    if isinstance(line, CreditLine) and line.units is not None:
        each = terms.credits[line.entry].each
        units, unit = line.units, name_unit(each) if each else None
    return [
        line.objective,
        line.subject,
        line.period,
        units,
        unit,
        _round(line.each, currency),
        None if line.percent is None else Share(line.percent),
        _round(line.base, currency),
        line.exact,
        line.amount,
        name_line_reason(line.reason),
    ]


def _round(amount: Fraction | None, currency: str) -> Money | None:
    return None if amount is None else round_half_up(amount, currency)


def build_scores(report: Report) -> Table:
    """For each score where it starts, what is taken from it, and what is left."""
    titles = [_("Settlement period"), _("Entry"), _("Units"), _("Points each"), _("At most"), _("Points"), _("Working")]
    rows = (row for statement in report.statements for row in _list_deductions(statement, report))
    return Table(_("Scores"), list_titles(titles, wrapping=(_("Working"),)), rows, held=2)


def _list_deductions(statement: Statement, report: Report) -> Iterator[Row]:
    score, terms = statement.score, find_consequences(statement, report.scorecard.agreement)
    if score is None or terms is None:
        return
    label, judged = statement.period.label, list_judged(statement, report.scorecard)
    yield [label, _("full score"), None, None, None, score.start]
    for line in score.deductions:
        named = _(", ").join(line.named)
        working = describe_deduction(line, terms, judged) if line.worked else None
        yield [label, named, line.units, line.each, line.most, -line.points, working]
    yield [label, _("score"), None, None, None, score.points, _name_grade(statement, report.scorecard.agreement)]


def build_working(report: Report) -> Table:
    """Everything that moves something, in the sentences that a statement shows."""
    rows = (
        (statement.period.label, line, say_yes(statement.is_provisional))
        for statement in report.statements
        for line in list_working(statement, report.scorecard)
    )
    titles = (_("Settlement period"), _("Working"), _("Provisional"))
    none = _("Nothing moves anything.")
    return Table(_("Working"), list_titles(titles, wrapping=(_("Working"),)), rows, none=none)
