"""The words of a restatement: what two results say otherwise, why, and the amounts that differ."""

from __future__ import annotations

from collections.abc import Iterator

from serval.engine.verdicts.rendering import round_half_up
from serval.engine.verdicts.restatement import Restatement, StatementChange, VerdictChange
from serval.engine.verdicts.stated import StatedVerdict
from serval.reporting.catalogue import mark
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_working
from serval.reporting.money import show_money, show_points
from serval.reporting.sentences.words import name_outcome

_CAUSES = {
    "terms": mark("other terms"),
    "calendar": mark("another calendar"),
    "evidence": mark("other evidence"),
    "engine": mark("another engine"),
    "tzdata": mark("other time zone data"),
    "as_of": mark("another instant of judging"),
    "asked": mark("not asked for in both"),
    "verdicts": mark("other verdicts"),
    "year_cap": mark("another rest of the year's cap"),
    "claim": mark("the claim moved on"),
}
_AMOUNTS = {
    "credits": mark("credits before caps"),
    "payable": mark("credits after caps"),
    "granted": mark("granted credits"),
    "rewarded": mark("rewards"),
    "withheld": mark("fee withheld"),
}


def name_cause(cause: str) -> str:
    """Why two results differ."""
    return _(_CAUSES[cause])


def name_amount(name: str) -> str:
    """An amount of a statement."""
    return _(_AMOUNTS[name])


def is_changed(restatement: Restatement) -> bool:
    """Whether a second result says anything otherwise than the first."""
    return bool(restatement.verdicts or restatement.statements)


def describe_same(restatement: Restatement) -> str:
    """How much of two results says the same."""
    if not restatement.settled_alike:
        return _("Verdicts that say the same: {n}.").format(n=restatement.unchanged)
    text = _("Say the same: verdicts {verdicts}, statements {statements}.")
    return text.format(verdicts=restatement.unchanged, statements=restatement.settled_alike)


def describe_change(change: VerdictChange) -> str:
    """One verdict in words: `core · 2026-03: met 99.95% → breached 98.60% (new evidence)`."""
    about = " · ".join(part for part in change.key if part)
    text = _("{about}: {first} → {second} ({causes})")
    causes = name_causes(change)
    return text.format(about=about, first=_say(change.first), second=_say(change.second), causes=causes)


def _say(verdict: StatedVerdict | None) -> str:
    if verdict is None:
        return _("not judged")
    return " ".join(filter(None, (name_outcome(verdict.outcome), show_stated(verdict))))


def show_stated(verdict: StatedVerdict) -> str:
    """The figure as people read it: lengths of time are stated in seconds."""
    stated = verdict.shown or ""
    if verdict.value is not None and stated.endswith("s"):
        return show_working(int(round_half_up(verdict.value, 0)))
    return stated


def name_causes(change: VerdictChange | StatementChange) -> str:
    """Why two results differ; of what only one of them speaks, which one is silent."""
    silent = (
        _("the first result was not asked for it") if change.first is None else _("the second was not asked for it")
    )
    return _(", ").join(silent if cause == "asked" else name_cause(cause) for cause in change.causes)


def describe_settled(change: StatementChange) -> str:
    """One settlement period in words: what it comes to otherwise, and why."""
    parts = [
        f"{name_amount(name)} {_sign(money.amount > 0)}{show_money(money)}"
        for name, money in change.difference.items()
        if money is not None and money.amount
    ]
    if change.points:
        parts.append(_("points {points}").format(points=_sign(change.points > 0) + show_points(abs(change.points))))
    causes = name_causes(change)
    said = _(", ").join(parts) or _("the same amounts")
    return _("{period}: {differences} ({causes})").format(period=change.settlement, differences=said, causes=causes)


def _sign(is_more: bool) -> str:
    return "+" if is_more else ""


def list_differences(restatement: Restatement) -> Iterator[str]:
    """What changes hands anew, in each currency."""
    for currency, sums in restatement.difference.items():
        for name, money in sums.items():
            if money.amount:
                text = _("In all, {amount} {name} ({currency}).")
                shown = _sign(money.amount > 0) + show_money(money)
                yield text.format(amount=shown, name=name_amount(name), currency=currency)
