"""What follows: credits with their working, caps and claim, score, rewards, grounds to end the agreement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from serval.engine.consequences import CreditSum, Statement
from serval.engine.money import Money
from serval.engine.terms import Agreement
from serval.engine.terms.consequences import Consequences
from serval.reporting.catalogue import current_language
from serval.reporting.catalogue import translate as _
from serval.reporting.dates import show_period
from serval.reporting.money import show_money, show_points, show_rate
from serval.reporting.pdf.statement_rows import list_credit_rows, list_point_rows, list_reward_rows
from serval.reporting.report.model import Report
from serval.reporting.sentences.money_words import describe_ground, name_claim_state, name_doubt
from serval.reporting.sentences.statement_lines import (
    describe_window,
    find_consequences,
    name_ground_place,
)

Plain = dict[str, Any]


def describe_consequences(report: Report) -> Plain | None:
    """A part for each settlement period; None where nothing follows from anything."""
    parts = [part for statement in report.statements if (part := _describe(statement, report)) is not None]
    if not parts:
        return None
    return {"title": _("What follows from it"), "columns": [_("Promise"), _("Working"), _("Amount")], "parts": parts}


def _describe(statement: Statement, report: Report) -> Plain | None:
    agreement = report.scorecard.agreement
    terms = find_consequences(statement, agreement)
    if terms is None:
        return None
    return {
        "title": _("Statement for {period}").format(period=show_period(statement.period)),
        "figures": list(_list_figures(statement, terms)),
        "lines": list(list_credit_rows(statement, terms, report)),
        "sums": list(_list_sums(statement.credits)) if statement.credits is not None else [],
        "rewardsTitle": _("Rewards, beside the credits and never netted"),
        "rewards": list(list_reward_rows(statement, report)),
        "pointsTitle": _("Points"),
        "points": list(list_point_rows(statement, terms, report)),
        "grounds": [
            _("Ground to end the agreement: {ground} ({where})").format(
                ground=describe_ground(terms.terminate[ground.entry]), where=name_ground_place(ground)
            )
            for ground in statement.grounds
        ],
        "notes": list(_list_notes(statement, agreement)),
        "seal": _("Statement {digest} · terms {terms}").format(
            digest=statement.digest[:12], terms=statement.terms[:12]
        ),
    }


def _list_figures(statement: Statement, terms: Consequences) -> Iterator[dict[str, str]]:
    owed = statement.credits
    if owed is not None:
        yield _figure(_("Fee"), statement.fee)
        yield _figure(_("Credits"), owed.total)
        yield _figure(_("After caps"), owed.payable)
        yield _figure(_("Granted"), owed.granted)
        if owed.lapsed.amount:
            yield _figure(_("Lapsed"), owed.lapsed)
    if statement.rewarded is not None and statement.rewarded.amount:
        yield _figure(_("Rewards"), statement.rewarded)
    if statement.score is not None:
        grade = ""
        if terms.score is not None and statement.score.grade is not None:
            entry = terms.score.grades[statement.score.grade]
            grade = entry.name.choose(current_language())
            if entry.pay is not None:
                grade = _("{grade}, {share} of the fee").format(grade=grade, share=show_rate(entry.pay))
        yield {"label": _("Score"), "value": show_points(statement.score.points), "note": grade, "tone": ""}
    if statement.withheld is not None and statement.withheld.amount:
        yield _figure(_("Withheld"), statement.withheld)


def _figure(label: str, money: Money | None) -> dict[str, str]:
    return {"label": label, "value": "–" if money is None else show_money(money), "note": "", "tone": ""}


def _list_sums(owed: CreditSum) -> Iterator[list[str]]:
    """From the sum of the lines to what is owed now."""
    yield [_("Sum of the credits"), show_money(owed.total)]
    if owed.capped.period_cap is not None:
        yield [_("Cap of the period"), show_money(owed.capped.period_cap)]
    if owed.capped.year_left is not None:
        yield [_("Left of the year's cap before"), show_money(owed.capped.year_left)]
    yield [_("Credits after caps"), show_money(owed.payable)]


def _list_notes(statement: Statement, agreement: Agreement) -> Iterator[str]:
    owed = statement.credits
    if owed is not None and owed.payable.amount:
        state = name_claim_state(owed.claim.state)
        if owed.claim.window is None:
            yield _("Claim: {state}").format(state=state)
        else:
            window = describe_window(owed.claim.window, agreement.zone)
            yield _("Claim: {state}; {window}").format(state=state, window=window)
    for objective, subject, label in statement.unjudged:
        text = _("Not in here: {objective} {subject} {period} could not be judged.")
        yield text.format(objective=objective, subject=subject, period=label)
    if statement.provisional:
        yield _("Provisional: {reasons}").format(reasons=_(", ").join(map(name_doubt, statement.provisional)))
