"""Statements on a terminal: what each settlement period costs, earns and scores, with the working of every figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from serval.engine.consequences import CreditSum, Statement
from serval.engine.consequences.credits import CreditLine
from serval.engine.consequences.rewards import RewardLine
from serval.engine.consequences.score import ScoreResult
from serval.engine.terms import Agreement
from serval.engine.terms.consequences import Consequences
from serval.engine.terms.credits import Tier
from serval.reporting.catalogue import current_language
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_instant
from serval.reporting.money import show_amount, show_money, show_points, show_rate
from serval.reporting.sentences.money_words import (
    describe_ground,
    name_claim_state,
    name_doubt,
    name_line_reason,
    name_unit,
)
from serval.site.cli.views.console import open_console

LINES_SHOWN = 6


def print_statements(statements: Sequence[Statement], agreement: Agreement, *, show_all: bool = False) -> None:
    """Print a table of all settlement periods, then the working of each that moves anything."""
    if not statements:
        return
    console = open_console()
    console.print()
    console.print(Text(_("What follows from it"), style="head"))
    console.print(_build_table(statements, agreement))
    for statement in statements:
        _print_working(console, statement, agreement, show_all=show_all)


def _build_table(statements: Sequence[Statement], agreement: Agreement) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    has_money = any(statement.credits is not None for statement in statements)
    has_score = any(statement.score is not None for statement in statements)
    table.add_column(_("Period"))
    for title in (_("Fee"), _("Credits"), _("Payable"), _("Rewards")) if has_money else ():
        table.add_column(title, justify="right")
    if has_money:
        table.add_column(_("Claim"))
    for title in (_("Score"), _("Withheld")) if has_score else ():
        table.add_column(title, justify="right")
    for statement in statements:
        row = [statement.period.label + (" …" if statement.is_provisional else "")]
        if has_money:
            row += _money_cells(statement)
        if has_score:
            row += _score_cells(statement, agreement)
        table.add_row(*row)
    return table


def _money_cells(statement: Statement) -> list[str]:
    owed, fee, rewarded = statement.credits, statement.fee, statement.rewarded
    if owed is None or fee is None:
        return ["–"] * 5
    is_nothing = not owed.payable.amount
    return [
        show_money(fee),
        show_money(owed.total),
        show_money(owed.payable),
        show_money(rewarded) if rewarded is not None else "–",
        "–" if is_nothing else name_claim_state(owed.claim.state),
    ]


def _score_cells(statement: Statement, agreement: Agreement) -> list[str]:
    if statement.score is None:
        return ["–", "–"]
    grade = _name_grade(statement, statement.score, agreement)
    points = show_points(statement.score.points)
    withheld = show_money(statement.withheld) if statement.withheld is not None else "–"
    return [f"{points} {grade}".strip(), withheld]


def _find_consequences(statement: Statement, agreement: Agreement) -> Consequences | None:
    """The consequences by which a period was settled: those of the version its statement names."""
    found = [version.terms.consequences for version in agreement.versions if version.digest == statement.terms]
    return found[0] if found else None


def _name_grade(statement: Statement, score: ScoreResult, agreement: Agreement) -> str:
    terms = _find_consequences(statement, agreement)
    if terms is None or terms.score is None or score.grade is None:
        return ""
    return terms.score.grades[score.grade].name.choose(current_language())


def _print_working(console: Console, statement: Statement, agreement: Agreement, *, show_all: bool) -> None:
    lines = list(_list_working(statement, agreement))
    if not lines:
        return
    console.print(Text(statement.period.label, style="head"))
    shown = lines if show_all else lines[:LINES_SHOWN]
    for line in shown:
        console.print("  " + line)
    if len(shown) < len(lines):
        text = _("… and {n} more lines; --all shows them.").format(n=len(lines) - len(shown))
        console.print(Text("  " + text, style="quiet"))


def _list_working(statement: Statement, agreement: Agreement) -> Iterator[str]:
    terms = _find_consequences(statement, agreement)
    if terms is None:
        return
    if statement.credits is not None:
        currency = statement.credits.total.currency
        yield from _describe_sum(statement.credits, agreement)
        for line in sorted(statement.credits.lines, key=lambda line: (-line.worked, line.objective, line.subject)):
            if line.worked or line.reason == "no_such_part":
                yield describe_credit(line, terms, currency, within=statement.period.label)
        for reward in statement.rewards:
            if reward.amount.amount:
                yield _describe_reward(reward, currency)
    if statement.score is not None:
        yield from _describe_score(statement.score, terms)
    for ground in statement.grounds:
        text = _("Ground to end the agreement: {ground} ({where})")
        where = " · ".join(part for part in (ground.subject, _(", ").join(ground.periods)) if part)
        yield text.format(ground=describe_ground(terms.terminate[ground.entry]), where=where)
    for objective, subject, label in statement.unjudged:
        yield _("Not in here: {objective} {subject} {period} could not be judged.").format(
            objective=objective, subject=subject, period=label
        )
    if statement.provisional:
        yield _("Provisional: {reasons}").format(reasons=_(", ").join(map(name_doubt, statement.provisional)))


def describe_credit(line: CreditLine, terms: Consequences, currency: str, *, within: str) -> str:
    """One credit with its working: `core: 95% to below 99%: 25% of ¥80,000.00 = ¥20,000.00`.

    The period is named where it is not the settlement period `within` which it stands.
    """
    named = (line.objective, line.subject, line.period if line.period != within else "")
    about = " · ".join(part for part in named if part)
    if line.reason == "no_such_part":
        return f"{about}: {name_line_reason(line.reason)}"
    working = _describe_rate(line, currency)
    tiers = terms.credits[line.entry].tiers
    if line.tier is not None and tiers is not None:
        working = f"{_describe_tier(tiers[line.tier])}: {working}"
    amount = show_money(line.amount)
    text = f"{about}: {working}" if working.endswith(amount) else f"{about}: {working} = {amount}"
    if line.most is not None and line.worked > line.most:
        text += " " + _("(at most {amount})").format(amount=show_amount(line.most, currency))
    return text + (f" ({name_line_reason(line.reason)})" if line.reason in ("outdone", "worst_tier", "running") else "")


def _describe_tier(tier: Tier) -> str:
    if tier.from_ is None:
        return _("below {upper}").format(upper=tier.below)
    if tier.below is None:
        return _("from {lower}").format(lower=tier.from_)
    return _("{lower} to below {upper}").format(lower=tier.from_, upper=tier.below)


def _describe_rate(line: CreditLine, currency: str) -> str:
    parts = []
    if line.units is not None:
        parts.append(show_points(line.units))
    if line.times is not None:
        parts.append(_("{n} times the fee of that time").format(n=show_points(line.times)))
    if line.each is not None:
        parts.append(show_amount(line.each, currency))
    if line.percent is not None:
        parts.append(show_rate(line.percent))
    text = " × ".join(parts)
    if line.base is not None:
        return _("{rate} of {base}").format(rate=text, base=show_amount(line.base, currency))
    return text


def _describe_sum(owed: CreditSum, agreement: Agreement) -> Iterator[str]:
    capped = owed.capped
    for cap, text in (
        (capped.period_cap, _("Cap of the period: {cap}")),
        (capped.year_left, _("Left of the year's cap: {cap}")),
    ):
        if cap is not None and owed.total.amount > cap.amount:
            yield text.format(cap=show_money(cap))
    window = owed.claim.window
    if not owed.payable.amount or window is None:
        return
    closes = show_instant(window.closes, agreement.zone)
    text = _("Claim: {state}; window {opens} to {closes}")
    opens = show_instant(window.opens, agreement.zone)
    yield text.format(state=name_claim_state(owed.claim.state), opens=opens, closes=closes)


def _describe_reward(reward: RewardLine, currency: str) -> str:
    about = " · ".join(part for part in (reward.objective, reward.subject, reward.period) if part)
    rate = (
        show_rate(reward.percent) if reward.percent is not None else show_amount(reward.each or reward.exact, currency)
    )
    if reward.base is not None:
        rate = _("{rate} of {base}").format(rate=rate, base=show_amount(reward.base, currency))
    return _("Reward beside: {about}: {rate} = {amount}").format(
        about=about, rate=rate, amount=show_money(reward.amount)
    )


def _describe_score(score: ScoreResult, terms: Consequences) -> Iterator[str]:
    for line in score.deductions:
        if not line.worked:
            continue
        entry = terms.score.deduct[line.entry] if terms.score else None
        unit = name_unit(entry.each) if entry is not None and entry.each is not None else _("time")
        text = _("Points: {named}: {units} × {each} ({unit}) = −{points}")
        yield text.format(
            named=_(", ").join(line.named),
            units=show_points(line.units),
            each=show_points(line.each),
            unit=unit,
            points=show_points(line.points),
        )
