"""Credits (违约金, 服务抵扣) of single verdicts, with their working."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from serval.engine.consequences.fees import FeeTable
from serval.engine.consequences.judged import Judged, count_units, find_meter
from serval.engine.consequences.tiers import find_tier, find_worst_tier
from serval.engine.money import Money, round_half_up
from serval.engine.terms.credits import Credit, Tier
from serval.engine.terms.entries import TIME_UNITS, Each

CreditReason = Literal["tier", "worst_tier", "no_tier", "units", "running", "no_such_part", "outdone"]


@dataclass(frozen=True, slots=True)
class CreditLine:
    """What one entry of `credits` makes of one verdict.

    entry    index in the document's `credits`
    tier     index of the row that holds the value; None for credits by unit
    base     what a percentage is of: the fee or its part for the verdict's period
    percent  share of the base, for each unit where there are units
    each     fixed amount, for each unit where there are units
    times    how many times the fee of the time lost
    units    how many items, minutes, points …; None for a table
    exact    the credit before rounding, after `most` and after competing credits; `worked` is that before both
    amount   `exact` rounded half up, once
    reason   tier, units · running: units of breaches of an earlier period that went on · worst_tier: a breach without a
             value · no_tier: the value is in no row · no_such_part: the fee has no part of the subject's name ·
             outdone: another credit of the same cause was greater
    shares   of `worked` for each cause, where causes compete
    """

    entry: int
    objective: str
    subject: str
    period: str
    reason: CreditReason
    tier: int | None
    base: Fraction | None
    percent: Fraction | None
    each: Fraction | None
    times: Fraction | None
    units: Fraction | None
    worked: Fraction
    most: Fraction | None
    exact: Fraction
    amount: Money
    shares: Mapping[str, Fraction] = field(default_factory=dict, compare=False, repr=False)


def work_out_credits(entries: tuple[Credit, ...], judged: tuple[Judged, ...], table: FeeTable) -> Iterator[CreditLine]:
    """A line for each entry and each verdict from which something could follow, in that order."""
    for index, credit in enumerate(entries):
        for verdict in judged:
            if verdict.objective in credit.for_ and pays(credit.when, verdict) and reaches(credit.each, verdict):
                yield _work_out(index, credit, verdict, table)


def pays(when: Literal["breached", "always"], judged: Judged) -> bool:
    """Whether a verdict has consequences at all: no data, a refusal and a rolling window have none."""
    return judged.is_decided and (when == "always" or judged.outcome == "breached")


def reaches(each: Each | None, judged: Judged) -> bool:
    """Whether an entry reaches a verdict: of breaches that run on, only what is charged by time."""
    return not judged.running or each in TIME_UNITS


def _work_out(index: int, credit: Credit, judged: Judged, table: FeeTable) -> CreditLine:
    base = None
    if credit.of is not None:
        base = table.find_base(credit.of, judged.subject, judged.period.first, judged.period.last)
    row, tier, reason = _choose_row(credit, judged)
    if credit.of is not None and base is None:
        reason = "no_such_part"
    source = credit if credit.tiers is None else tier
    percent = source.percent if source else None
    each = Fraction(source.amount) if source and source.amount is not None else None
    units = None if credit.each is None else count_units(judged, credit.each, credit.round)
    rate = _rate_per_unit(credit, judged, percent, each, base or Fraction(0))
    worked = rate * (1 if units is None else units)
    most = _find_most(credit, base or Fraction(0))
    exact = worked if most is None else min(worked, most)
    return CreditLine(
        entry=index,
        objective=judged.objective,
        subject=judged.subject,
        period=judged.period.label,
        reason=reason,
        tier=row,
        base=base,
        percent=percent,
        each=each,
        times=credit.times,
        units=units,
        worked=worked,
        most=most,
        exact=exact,
        amount=round_half_up(exact, table.currency),
        shares=_share_out(credit, judged, rate),
    )


def _choose_row(credit: Credit, judged: Judged) -> tuple[int | None, Tier | None, CreditReason]:
    if credit.tiers is None:
        return None, None, "running" if judged.running else "units"
    if judged.value is None:
        row = find_worst_tier(credit.tiers, judged.better)
        return row, credit.tiers[row], "worst_tier"
    found = find_tier(credit.tiers, judged.value)
    return (None, None, "no_tier") if found is None else (found, credit.tiers[found], "tier")


def _rate_per_unit(
    credit: Credit, judged: Judged, percent: Fraction | None, each: Fraction | None, base: Fraction
) -> Fraction:
    """Money for one unit, or for the whole verdict where a table decides."""
    if credit.times is not None and credit.each is not None:
        length = judged.period.end - judged.period.start
        return credit.times * base * Fraction(TIME_UNITS[credit.each], length)
    return percent * base if percent is not None else each or Fraction(0)


def _find_most(credit: Credit, base: Fraction) -> Fraction | None:
    if credit.most is None:
        return None
    if credit.most.share is not None:
        return credit.most.share * base
    return None if credit.most.amount is None else Fraction(credit.most.amount)


def _share_out(credit: Credit, judged: Judged, rate: Fraction) -> dict[str, Fraction]:
    meter = find_meter(credit.each, credit.round)
    if meter is None:
        return {}
    return {cause: rate * meters[meter] for cause, meters in judged.causes.items()}
