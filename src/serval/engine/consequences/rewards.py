"""Rewards (奖励): what good verdicts earn the provider. They stand beside the credits and are never netted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from serval.engine.consequences.fees import FeeTable
from serval.engine.consequences.judged import Judged
from serval.engine.money import Money, round_half_up
from serval.engine.terms.credits import Reward


@dataclass(frozen=True, slots=True)
class RewardLine:
    """What one entry of `rewards` makes of one verdict; fields as in a CreditLine."""

    entry: int
    objective: str
    subject: str
    period: str
    reason: Literal["reached", "no_such_part"]
    value: Fraction
    base: Fraction | None
    percent: Fraction | None
    each: Fraction | None
    exact: Fraction
    amount: Money


def work_out_rewards(rewards: tuple[Reward, ...], judged: tuple[Judged, ...], table: FeeTable) -> Iterator[RewardLine]:
    """A line for each entry and each kept promise whose value is good enough."""
    for index, reward in enumerate(rewards):
        for verdict in judged:
            if verdict.objective in reward.for_ and verdict.is_decided and verdict.outcome == "met":
                value = verdict.value
                if value is not None and _is_reached(reward, value):
                    yield _work_out(index, reward, verdict, value, table)


def _is_reached(reward: Reward, value: Fraction) -> bool:
    if reward.at_least is not None:
        return value >= reward.at_least.amount
    return reward.at_most is not None and value <= reward.at_most.amount


def _work_out(index: int, reward: Reward, judged: Judged, value: Fraction, table: FeeTable) -> RewardLine:
    base = None
    if reward.of is not None:
        base = table.find_base(reward.of, judged.subject, judged.period.first, judged.period.last)
    each = None if reward.amount is None else Fraction(reward.amount)
    exact = reward.percent * (base or 0) if reward.percent is not None else each or Fraction(0)
    return RewardLine(
        entry=index,
        objective=judged.objective,
        subject=judged.subject,
        period=judged.period.label,
        reason="no_such_part" if reward.of is not None and base is None else "reached",
        value=value,
        base=base,
        percent=reward.percent,
        each=each,
        exact=exact,
        amount=round_half_up(exact, table.currency),
    )
