"""A restatement on a terminal: what the second result says otherwise, why, and what that costs."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from serval.engine.verdicts.restatement import Restatement, StatementChange, VerdictChange
from serval.engine.verdicts.stated import StatedVerdict
from serval.reporting.catalogue import translate as _
from serval.reporting.money import show_money, show_points
from serval.reporting.sentences import name_outcome
from serval.reporting.sentences.restated_words import name_amount, name_cause
from serval.site.cli.views.console import open_console


def print_restatement(restatement: Restatement | None) -> None:
    """Print every verdict and settlement period that changed, the differences in money last."""
    if restatement is None:
        return
    console = open_console()
    console.print()
    console.print(Text(_("Restated, beside the first result"), style="head"))
    for change in restatement.verdicts:
        console.print("  " + describe_change(change))
    for settled in restatement.statements:
        console.print("  " + _describe_settled(settled))
    same = _("{verdicts} verdicts and {statements} statements say the same.")
    console.print(
        Text("  " + same.format(verdicts=restatement.unchanged, statements=restatement.settled_alike), style="quiet")
    )
    for line in _list_differences(restatement):
        console.print(line)


def describe_change(change: VerdictChange) -> str:
    """One verdict in words: `core · 2026-03: met 99.95% → breached 98.60% (new evidence)`."""
    about = " · ".join(part for part in change.key if part)
    text = _("{about}: {first} → {second} ({causes})")
    causes = _(", ").join(map(name_cause, change.causes))
    return text.format(about=about, first=_say(change.first), second=_say(change.second), causes=causes)


def _say(verdict: StatedVerdict | None) -> str:
    if verdict is None:
        return _("not judged")
    shown = "" if verdict.shown is None else f" {verdict.shown}"
    return name_outcome(verdict.outcome) + shown


def _describe_settled(change: StatementChange) -> str:
    parts = [
        f"{name_amount(name)} {_sign(money.amount > 0)}{show_money(money)}"
        for name, money in change.difference.items()
        if money is not None and money.amount
    ]
    if change.points:
        parts.append(_("points {points}").format(points=_sign(change.points > 0) + show_points(abs(change.points))))
    causes = _(", ").join(map(name_cause, change.causes))
    said = _(", ").join(parts) or _("the same amounts")
    return _("{period}: {differences} ({causes})").format(period=change.settlement, differences=said, causes=causes)


def _sign(is_more: bool) -> str:
    return "+" if is_more else ""


def _list_differences(restatement: Restatement) -> Iterator[Text]:
    for currency, sums in restatement.difference.items():
        for name, money in sums.items():
            if money.amount:
                text = _("In all, {amount} {name} ({currency}).")
                shown = _sign(money.amount > 0) + show_money(money)
                yield Text(text.format(amount=shown, name=name_amount(name), currency=currency), style="head")
