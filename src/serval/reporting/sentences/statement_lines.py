"""The working of a statement in sentences: each credit, cap, reward, deduction and ground with its figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import reduce
from zoneinfo import ZoneInfo

from serval.engine.calendars.compile import local_midnight
from serval.engine.consequences import CreditSum, Judged, Statement
from serval.engine.consequences.claims import ClaimWindow
from serval.engine.consequences.credits import CreditLine
from serval.engine.consequences.judged import count_points
from serval.engine.consequences.rewards import RewardLine
from serval.engine.consequences.score import DeductionLine, ScoreResult
from serval.engine.consequences.termination import Ground
from serval.engine.dates import day_after
from serval.engine.instants import to_datetime
from serval.engine.terms import Agreement
from serval.engine.terms.consequences import Consequences
from serval.engine.terms.credits import Tier
from serval.engine.terms.entries import RoundUnits
from serval.engine.verdicts import Scorecard
from serval.engine.verdicts.settlement import describe_judged
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_instant, show_number
from serval.reporting.money import show_amount, show_money, show_points, show_rate
from serval.reporting.sentences.money_words import (
    describe_ground,
    name_claim_state,
    name_doubt,
    name_line_reason,
    name_unit,
)


def find_consequences(statement: Statement, agreement: Agreement) -> Consequences | None:
    """The consequences by which a period was settled: those of the version its statement names."""
    found = [version.terms.consequences for version in agreement.versions if version.digest == statement.terms]
    return found[0] if found else None


def list_judged(statement: Statement, scorecard: Scorecard) -> list[Judged]:
    """The verdicts a statement rests on, as its lines reckon with them."""
    return [describe_judged(v) for v in scorecard.verdicts if v.digest in statement.verdicts]


def list_working(statement: Statement, scorecard: Scorecard) -> Iterator[str]:
    """Everything that moves something in a statement, one sentence each, the greatest credits first."""
    agreement = scorecard.agreement
    terms = find_consequences(statement, agreement)
    if terms is None:
        return
    judged = list_judged(statement, scorecard)
    if statement.credits is not None:
        currency = statement.credits.total.currency
        yield from _describe_sum(statement.credits, agreement)
        for line in sorted(statement.credits.lines, key=lambda line: (-line.worked, line.objective, line.subject)):
            if line.worked or line.reason == "no_such_part":
                yield describe_credit(line, terms, currency, judged, within=statement.period.label)
        for reward in statement.rewards:
            if reward.amount.amount:
                yield describe_reward(reward, currency)
    if statement.score is not None:
        yield from _describe_score(statement.score, terms, judged)
    for ground in statement.grounds:
        text = _("Ground to end the agreement: {ground} ({where})")
        yield text.format(ground=describe_ground(terms.terminate[ground.entry]), where=name_ground_place(ground))
    for objective, subject, label in statement.unjudged:
        yield _("Not in here: {objective} {subject} {period} could not be judged.").format(
            objective=objective, subject=subject, period=label
        )
    if statement.provisional:
        yield _("Provisional: {reasons}").format(reasons=_(", ").join(map(name_doubt, statement.provisional)))


def name_ground_place(ground: Ground) -> str:
    """The subject and the periods that gave a ground to end the agreement."""
    return " · ".join(part for part in (ground.subject, _(", ").join(ground.periods)) if part)


def describe_credit(
    line: CreditLine, terms: Consequences, currency: str, judged: Sequence[Judged], *, within: str
) -> str:
    """One credit with its working: `core: 95% to below 99%: 25% of ¥80,000.00 = ¥20,000.00`.

    The period is named where it is not the settlement period `within` which it stands.
    """
    named = (line.objective, line.subject, line.period if line.period != within else "")
    about = " · ".join(part for part in named if part)
    if line.reason == "no_such_part":
        return _say(about, name_line_reason(line.reason))
    text = _say(describe_tier(line, terms), _describe_amount(line, currency))
    text = _say(_describe_gap_of(line, terms, judged), text)
    return _add_reason(line, currency, _say(about, text))


def describe_working(line: CreditLine, terms: Consequences, currency: str, judged: Sequence[Judged]) -> str:
    """The same beside what it is for and the row that was reached: `25% of ¥80,000.00 = ¥20,000.00`."""
    if line.reason == "no_such_part":
        return name_line_reason(line.reason)
    return _add_reason(line, currency, _say(_describe_gap_of(line, terms, judged), _describe_amount(line, currency)))


def describe_tier(line: CreditLine, terms: Consequences) -> str:
    """The row of the table of credits that a line stands in; nothing for credits by unit."""
    tiers = terms.credits[line.entry].tiers
    return "" if line.tier is None or tiers is None else _show_tier(tiers[line.tier])


def _describe_amount(line: CreditLine, currency: str) -> str:
    working, amount = _describe_rate(line, currency), show_money(line.amount)
    return amount if working == amount else f"{working} = {amount}"


def _describe_gap_of(line: CreditLine, terms: Consequences, judged: Sequence[Judged]) -> str:
    entry = terms.credits[line.entry]
    if entry.each != "point":
        return ""
    name = (line.objective, line.subject, line.period)
    return _describe_gap([j for j in judged if (j.objective, j.subject, j.period.label) == name], entry.round)


def _add_reason(line: CreditLine, currency: str, text: str) -> str:
    if line.most is not None and line.worked > line.most:
        text += " " + _("(at most {amount})").format(amount=show_amount(line.most, currency))
    if line.reason not in ("outdone", "worst_tier", "running"):
        return text
    return _("{text} ({reason})").format(text=text, reason=name_line_reason(line.reason))


def _say(about: str, said: str) -> str:
    return _("{about}: {said}").format(about=about, said=said) if about else said


def _describe_gap(judged: Sequence[Judged], rounding: RoundUnits) -> str:
    """How far one value is from its target, and what became of a part of a point; nothing of several values."""
    if len(judged) != 1 or judged[0].unit == "seconds":
        return ""
    verdict, gap = judged[0], count_points(judged[0], "exact")
    if not gap:
        return ""
    if verdict.unit == "share":
        text = (
            _("percentage points below target: {n}")
            if verdict.better == "higher"
            else _("percentage points above target: {n}")
        )
    else:
        text = _("below target by {n}") if verdict.better == "higher" else _("above target by {n}")
    parts = [text.format(n=_show_gap(gap))]
    if verdict.value is None:
        parts.insert(0, _("no data was given, which counts as a breach"))
    if gap.denominator != 1 and rounding == "down":
        parts.append(_("a part of a point does not count"))
    elif gap.denominator != 1 and rounding == "up":
        parts.append(_("a part of a point counts as one"))
    return reduce(lambda one, other: _("{one}, {other}").format(one=one, other=other), parts)


def _show_gap(gap: Fraction) -> str:
    shown = show_number(gap)
    return shown if Fraction(shown) == gap else f"≈ {shown}"


def _show_tier(tier: Tier) -> str:
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
    yield _("Claim: {state}; {window}").format(
        state=name_claim_state(owed.claim.state), window=describe_window(window, agreement.zone)
    )


def describe_window(window: ClaimWindow, zone: ZoneInfo) -> str:
    """The days of a window, both of which belong to it; the hour only where it ends within a day."""
    # A window that opens with the last second of a period is open from the next day on.
    opens = to_datetime(window.opens + 1).astimezone(zone).date().isoformat()
    if window.closes is None:
        return _("from {opens} on").format(opens=opens)
    last = to_datetime(window.closes - 1).astimezone(zone).date()
    if local_midnight(day_after(last), zone) == window.closes:
        return _("{opens} to {closes}, both days included").format(opens=opens, closes=last.isoformat())
    return _("{opens} to {closes}").format(opens=opens, closes=show_instant(window.closes, zone))


def describe_reward(reward: RewardLine, currency: str) -> str:
    """One reward with its working."""
    about = " · ".join(part for part in (reward.objective, reward.subject, reward.period) if part)
    return _("Reward beside: {about}: {rate} = {amount}").format(
        about=about, rate=describe_reward_rate(reward, currency), amount=show_money(reward.amount)
    )


def describe_reward_rate(reward: RewardLine, currency: str) -> str:
    """What a reward is worked out of: `1% of ¥80,000.00`."""
    fixed = reward.each or reward.exact
    rate = show_amount(fixed, currency) if reward.percent is None else show_rate(reward.percent)
    if reward.base is None:
        return rate
    return _("{rate} of {base}").format(rate=rate, base=show_amount(reward.base, currency))


def _describe_score(score: ScoreResult, terms: Consequences, judged: Sequence[Judged]) -> Iterator[str]:
    for line in score.deductions:
        if line.worked:
            yield describe_deduction(line, terms, judged)


def describe_deduction(line: DeductionLine, terms: Consequences, judged: Sequence[Judged]) -> str:
    """One deduction with its working: `Points: calls: 3 × 0.5 (item) = −1.5`."""
    text = _("Points: {named}: {working} = −{points}")
    return text.format(
        named=_(", ").join(line.named),
        working=describe_deduction_working(line, terms, judged),
        points=show_points(line.points),
    )


def describe_deduction_working(line: DeductionLine, terms: Consequences, judged: Sequence[Judged]) -> str:
    """What a deduction is worked out of: `3 × 0.5 (item)`."""
    entry = terms.score.deduct[line.entry] if terms.score else None
    gap = ""
    if entry is not None and entry.each == "point":
        gap = _describe_gap([j for j in judged if j.objective in line.named], entry.round)
    unit = name_unit(entry.each) if entry is not None and entry.each is not None else _("occurrence")
    text = _("{units} × {each} ({unit})")
    return _say(gap, text.format(units=show_points(line.units), each=show_points(line.each), unit=unit))
