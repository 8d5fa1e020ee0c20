"""What follows from breaches, in words: fee, credits, rewards, points, caps, claims, grounds to end."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from serval.engine.money import Money
from serval.engine.periods import PeriodKind
from serval.engine.terms.consequences import Caps, Claims, Consequences
from serval.engine.terms.credits import Credit, Reward, Tier
from serval.engine.terms.entries import TIME_UNITS
from serval.engine.terms.fee import Fee
from serval.engine.terms.model import Terms
from serval.engine.terms.rates import Cap, FeeBase
from serval.engine.terms.score import Deduction, Score
from serval.reporting.catalogue import current_language, mark
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_limit, show_period_kind
from serval.reporting.money import show_money, show_points, show_rate
from serval.reporting.sentences.money_words import describe_ground, describe_span, name_unit
from serval.reporting.sentences.words import name_reason


def list_consequences(terms: Terms) -> Iterator[str]:
    """One sentence for each thing that is agreed; what belongs to the one before is indented."""
    if terms.fee is not None:
        yield describe_fee(terms.fee)
    if terms.consequences is None:
        return
    if terms.consequences.settle is not None:
        yield _("Statements are made by {period}").format(
            period=show_period_kind(PeriodKind(terms.consequences.settle))
        )
    currency = terms.fee.currency if terms.fee else ""
    for credit in terms.consequences.credits:
        yield describe_credit_entry(credit, currency)
    if terms.consequences.stack == "greatest":
        yield _("Of several credits for one cause only the greatest counts.")
    for reward in terms.consequences.rewards:
        yield _describe_reward(reward, currency)
    if terms.consequences.score is not None:
        yield from _describe_score(terms.consequences.score)
    yield from _describe_limits(terms.consequences, currency)


def _describe_limits(consequences: Consequences, currency: str) -> Iterator[str]:
    if consequences.caps is not None:
        yield from _describe_caps(consequences.caps, currency)
    if consequences.claims is not None:
        yield _describe_claims(consequences.claims)
        if consequences.claims.calendar is not None:
            yield "  " + _("working days of calendar {name} count").format(name=consequences.claims.calendar)
    for ground in consequences.terminate:
        yield _("Ground to end the agreement: {ground}").format(ground=describe_ground(ground))


def describe_fee(fee: Fee) -> str:
    """`Fee ¥120,000.00 per month with tax: core ¥80,000.00, portal ¥40,000.00`."""
    per = show_period_kind(PeriodKind(fee.per))
    text = _("Fee {amount} per {period}").format(amount=_money(fee.amount, fee.currency), period=per)
    if fee.tax_included is not None:
        text += " " + (_("with tax") if fee.tax_included else _("without tax"))
    parts = [f"{name} {_money(amount, fee.currency)}" for name, amount in fee.parts.items()]
    return text + (_(": ") + _(", ").join(parts) if parts else "")


def _money(amount: Decimal | None, currency: str) -> str:
    return show_money(Money(amount, currency)) if amount is not None and currency else str(amount)


def describe_credit_entry(credit: Credit, currency: str) -> str:
    """One entry of the credits in a sentence."""
    named = _(", ").join(credit.for_)
    if credit.tiers is not None:
        rows = _("; ").join(_describe_row(tier, credit.of, currency) for tier in credit.tiers)
        text = _("Credit for {objectives}: {rows}").format(objectives=named, rows=rows)
    else:
        rate = _describe_unit_rate(credit, currency)
        unit = name_unit(credit.each or "")
        text = _("Credit for {objectives}: {rate} for each {unit}").format(objectives=named, rate=rate, unit=unit)
        text += _describe_units(credit.each or "", credit.round)
        if credit.when == "always":
            text += _(", also when the objective is met")
    if credit.most is not None:
        text += _(", at most {cap} for one verdict").format(cap=_show_cap(credit.most, currency, credit.of))
    return text + (_(" (cause: {cause})").format(cause=credit.cause) if credit.cause else "")


_ROUNDED = {
    "down": mark(" (units begun do not count)"),
    "up": mark(" (units begun count whole)"),
    "exact": mark(" (units begun count in part)"),
}


def _describe_units(each: str, rounding: str) -> str:
    """What becomes of a unit begun, where units can be begun."""
    return _(_ROUNDED[rounding]) if each in (*TIME_UNITS, "point") else ""


def _describe_row(tier: Tier, base: FeeBase | None, currency: str) -> str:
    bounds = (
        _("below {upper}").format(upper=tier.below)
        if tier.from_ is None
        else _("from {lower}").format(lower=tier.from_)
        if tier.below is None
        else _("{lower} to below {upper}").format(lower=tier.from_, upper=tier.below)
    )
    cost = _show_share(tier.percent, base) if tier.percent is not None else _money(tier.amount, currency)
    return _("{bounds}: {cost}").format(bounds=bounds, cost=cost)


def _describe_unit_rate(credit: Credit, currency: str) -> str:
    if credit.amount is not None:
        return _money(credit.amount, currency)
    if credit.percent is not None:
        return _show_share(credit.percent, credit.of)
    return _show_times(Fraction(0) if credit.times is None else credit.times, credit.of)


def _show_share(share: Fraction, base: FeeBase | None) -> str:
    """`10% of the fee for core`; without a base only the share."""
    if base is None:
        return show_rate(share)
    if not base.part:
        return _("{share} of the fee").format(share=show_rate(share))
    if base.part == "*":
        return _("{share} of the fee of that part").format(share=show_rate(share))
    return _("{share} of the fee for {part}").format(share=show_rate(share), part=base.part)


def _show_times(times: Fraction, base: FeeBase | None) -> str:
    part = base.part if base is not None else ""
    if not part:
        return _("{n} times the fee of that time").format(n=show_points(times))
    if part == "*":
        return _("{n} times the fee of that part for that time").format(n=show_points(times))
    return _("{n} times the fee for {part} of that time").format(n=show_points(times), part=part)


def _show_cap(cap: Cap, currency: str, base: FeeBase | None = None) -> str:
    return _show_share(cap.share, base) if cap.share is not None else _money(cap.amount, currency)


def _describe_reward(reward: Reward, currency: str) -> str:
    if reward.at_least is not None:
        bound = _("at least {n}").format(n=reward.at_least)
    else:
        bound = _("at most {n}").format(n=reward.at_most)
    earned = _money(reward.amount, currency)
    if reward.percent is not None:
        earned = _show_share(reward.percent, reward.of)
    text = _("Reward for {objectives} {bound}: {earned}")
    return text.format(objectives=_(", ").join(reward.for_), bound=bound, earned=earned)


def _describe_score(score: Score) -> Iterator[str]:
    yield _("Points assessment: {start} points to begin with, never below {floor}").format(
        start=show_points(score.start), floor=show_points(score.floor)
    )
    for entry in score.deduct:
        yield "  " + _describe_deduction(entry)
    for grade in score.grades:
        name = grade.name.choose(current_language())
        text = "  " + _("from {points}: {name}").format(points=show_points(grade.from_), name=name)
        if grade.pay is not None:
            text += _(", {share} of the fee is paid").format(share=show_rate(grade.pay))
        yield text


def _describe_deduction(entry: Deduction) -> str:
    what = _(", ").join(entry.for_) if entry.for_ else name_reason(entry.event or "")
    unit = name_unit(entry.each) if entry.each else _("time")
    text = _("{what}: −{points} for each {unit}").format(what=what, points=show_points(entry.points), unit=unit)
    if entry.each is not None:
        text += _describe_units(entry.each, entry.round)
        if entry.when == "breached":
            text += _(", only when the objective is breached")
    if entry.most is not None:
        text += _(", at most {points} points").format(points=show_points(entry.most))
    return text


def _describe_caps(caps: Caps, currency: str) -> Iterator[str]:
    if caps.period is not None:
        text = _("Credits of one settlement period: at most {cap}")
        if caps.period.share is not None:
            text = _("Credits of one settlement period: at most {cap} of its fee")
        yield text.format(cap=_show_cap(caps.period, currency))
    if caps.year is not None:
        year = _("calendar year") if caps.year_from == "calendar" else _("contract year")
        text = _("Credits of one {year}: at most {cap}")
        if caps.year.share is not None:
            text = _("Credits of one {year}: at most {cap} of its fee")
        yield text.format(year=year, cap=_show_cap(caps.year, currency))


def _describe_claims(claims: Claims) -> str:
    if claims.automatic:
        return _("Credits are granted without a claim.")
    since = _("publication") if claims.from_ == "published" else _("the end of the period")
    parts = []
    if claims.opens is not None:
        parts.append(_("from {length} after {since}").format(length=show_limit(claims.opens), since=since))
    if claims.within is not None:
        parts.append(_("within {length} of {since}").format(length=describe_span(claims.within), since=since))
    return _("Credits must be claimed {when}; otherwise they lapse.").format(
        when=_(", ").join(parts) or _("at any time")
    )
