"""What follows from the verdicts: statements, their lines, scores, and the working of all of it in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from serval.engine.consequences import CreditSum, Statement
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
from serval.reporting.workbooks import Cell, Column, Field, Share, Table, build_table
from serval.reporting.xlsx.figures import place_field, place_proof, place_sentence

Row = list[Cell]


def build_statements(report: Report) -> Table:
    """One row for each settlement period."""
    agreement = report.scorecard.agreement
    fields: list[Field[Statement]] = [
        place_field(_("Settlement period"), lambda s: s.period.label),
        place_field(_("Fee"), lambda s: s.fee),
        place_field(_("Credits"), _of_credits(lambda owed: owed.total)),
        place_field(_("Cap of the period"), _of_credits(lambda owed: owed.capped.period_cap)),
        place_field(_("Left of the year's cap"), _of_credits(lambda owed: owed.capped.year_left)),
        place_field(_("After caps"), _of_credits(lambda owed: owed.payable)),
        place_field(_("Granted"), _of_credits(lambda owed: owed.granted)),
        place_field(_("Lapsed"), _of_credits(lambda owed: owed.lapsed)),
        place_field(_("Rewards"), lambda s: s.rewarded),
        place_field(_("Score"), lambda s: s.score.points if s.score else None),
        place_field(_("Grade"), lambda s: _name_grade(s, agreement)),
        place_field(_("Share of the fee paid"), _find_pay),
        place_field(_("Withheld"), lambda s: s.withheld),
        place_field(_("Claim"), _of_credits(_name_claim)),
        place_field(_("Claims can be made"), _of_credits(lambda owed: _show_window(owed, agreement))),
        place_sentence(_("Provisional"), lambda s: _(", ").join(map(name_doubt, s.provisional))),
        place_proof(_("First day"), lambda s: s.period.first),
        place_proof(_("Last day"), lambda s: s.period.last),
        place_proof(_("Digest of the terms"), lambda s: s.terms),
        place_proof(_("Digest of the statement"), lambda s: s.digest),
    ]
    return build_table(_("Statements"), fields, report.statements)


def _of_credits(choose: Callable[[CreditSum], Cell]) -> Callable[[Statement], Cell]:
    """A part of the credits; empty where there is no fee to reckon them from."""
    return lambda statement: None if statement.credits is None else choose(statement.credits)


def _name_claim(owed: CreditSum) -> str:
    return name_claim_state(owed.claim.state) if owed.payable else ""


def _show_window(owed: CreditSum, agreement: Agreement) -> str:
    window = owed.claim.window
    return describe_window(window, agreement.zone) if owed.payable and window is not None else ""


def _find_pay(statement: Statement) -> Cell:
    pay = statement.score.pay if statement.score else None
    return None if pay is None else Share(pay)


def _name_grade(statement: Statement, agreement: Agreement) -> str:
    terms = find_consequences(statement, agreement)
    if statement.score is None or statement.score.grade is None or terms is None or terms.score is None:
        return ""
    return terms.score.grades[statement.score.grade].name.choose(current_language())


def build_lines(report: Report) -> Table:
    """Every credit and every reward with the figures it was worked out of."""
    about = (_("Settlement period"), _("Kind"), _("Objective"), _("Subject"), _("Period"))
    figures = (_("Units"), _("Unit"), _("Amount each"), _("Rate"), _("Rate is of"), _("Before rounding"), _("Amount"))
    columns = [*map(Column, (*about, *figures, _("Reason"))), Column(_("Working"), wraps=True)]
    rows = [row for statement in report.statements for row in _list_lines(statement, report)]
    notes = () if rows else (_("Nothing is owed and nothing is earned."),)
    return Table(_("Credits and rewards"), columns, rows, held=4, notes=notes)


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
    titles = (_("Settlement period"), _("Entry"), _("Units"), _("Points each"), _("At most"), _("Points"))
    columns = [*map(Column, titles), Column(_("Working"), wraps=True)]
    rows = [row for statement in report.statements for row in _list_deductions(statement, report)]
    return Table(_("Scores"), columns, rows, held=2)


def _list_deductions(statement: Statement, report: Report) -> Iterator[Row]:
    score, terms = statement.score, find_consequences(statement, report.scorecard.agreement)
    if score is None or terms is None:
        return
    label, judged = statement.period.label, list_judged(statement, report.scorecard)
    yield [label, _("full score"), None, None, None, score.start]
    for line in score.deductions:
        working = describe_deduction(line, terms, judged) if line.worked else None
        yield [label, _(", ").join(line.named), line.units, line.each, line.most, -line.points, working]
    yield [label, _("score"), None, None, None, score.points, _name_grade(statement, report.scorecard.agreement)]


def build_working(report: Report) -> Table:
    """Everything that moves something, in the sentences that a statement shows."""
    rows = [
        (statement.period.label, line)
        for statement in report.statements
        for line in list_working(statement, report.scorecard)
    ]
    columns = (Column(_("Settlement period")), Column(_("Working"), wraps=True))
    return Table(_("Working"), columns, rows, notes=() if rows else (_("Nothing moves anything."),))
