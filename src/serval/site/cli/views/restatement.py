"""A restatement on a terminal: what the second result says otherwise, why, and what that costs."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from serval.engine.verdicts.rendering import round_half_up
from serval.engine.verdicts.restatement import Restatement, StatementChange, VerdictChange
from serval.engine.verdicts.stated import StatedVerdict
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_working
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
    console.print(Text("  " + _describe_same(restatement), style="quiet"))
    for line in _list_differences(restatement):
        console.print(line)


def _describe_same(restatement: Restatement) -> str:
    if not restatement.settled_alike:
        return _("Verdicts that say the same: {n}.").format(n=restatement.unchanged)
    text = _("Say the same: verdicts {verdicts}, statements {statements}.")
    return text.format(verdicts=restatement.unchanged, statements=restatement.settled_alike)


def describe_change(change: VerdictChange) -> str:
    """One verdict in words: `core · 2026-03: met 99.95% → breached 98.60% (new evidence)`."""
    about = " · ".join(part for part in change.key if part)
    text = _("{about}: {first} → {second} ({causes})")
    causes = _list_causes(change)
    return text.format(about=about, first=_say(change.first), second=_say(change.second), causes=causes)


def _say(verdict: StatedVerdict | None) -> str:
    if verdict is None:
        return _("not judged")
    return " ".join(filter(None, (name_outcome(verdict.outcome), _show_figure(verdict))))


def _show_figure(verdict: StatedVerdict) -> str:
    """The figure as people read it: lengths of time are stated in seconds."""
    stated = verdict.shown or ""
    if verdict.value is not None and stated.endswith("s"):
        return show_working(int(round_half_up(verdict.value, 0)))
    return stated


def _list_causes(change: VerdictChange | StatementChange) -> str:
    """Why two results differ; of what only one of them speaks, which one is silent."""
    silent = (
        _("the first result was not asked for it") if change.first is None else _("the second was not asked for it")
    )
    return _(", ").join(silent if cause == "asked" else name_cause(cause) for cause in change.causes)


def _describe_settled(change: StatementChange) -> str:
    parts = [
        f"{name_amount(name)} {_sign(money.amount > 0)}{show_money(money)}"
        for name, money in change.difference.items()
        if money is not None and money.amount
    ]
    if change.points:
        parts.append(_("points {points}").format(points=_sign(change.points > 0) + show_points(abs(change.points))))
    causes = _list_causes(change)
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
