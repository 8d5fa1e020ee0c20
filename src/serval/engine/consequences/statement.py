"""The statement of a settlement period (结算单): credits, caps, claim, rewards, score, grounds to end, digests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from serval.engine.canonical import digest
from serval.engine.consequences.caps import Capped
from serval.engine.consequences.claims import Claim
from serval.engine.consequences.credits import CreditLine
from serval.engine.consequences.rewards import RewardLine
from serval.engine.consequences.score import ScoreResult
from serval.engine.consequences.termination import Ground
from serval.engine.consequences.writing import write_plain
from serval.engine.money import Money
from serval.engine.periods import Period

ProvisionalReason = Literal["period_open", "verdict_provisional", "not_all_judged"]

CLAIMED = frozenset({"claim", "granted", "lapsed"})
"""Fields of a CreditSum that say what became of it, not how it was reckoned."""


@dataclass(frozen=True, slots=True)
class CreditSum:
    """The credits of one statement.

    total    sum of the lines, each rounded once
    capped   what the caps leave of it: `payable`
    granted  what is owed now: payable, once it is claimed in time or automatic and the statement is final, else nothing
    lapsed   what could have been claimed and no longer can
    """

    lines: tuple[CreditLine, ...]
    total: Money
    capped: Capped
    claim: Claim
    granted: Money
    lapsed: Money

    @property
    def payable(self) -> Money:
        return self.capped.payable


@dataclass(frozen=True, slots=True)
class Statement:
    """What one settlement period comes to.

    fee          of the period, rounded; None without a fee
    credits      None without a fee, since then nothing can be reckoned in money
    rewards      shown beside, never netted; `rewarded` is their sum
    score        None where no points are agreed; `withheld` is the share of the fee that its grade does not pay
    unjudged     objective, subject and period of verdicts refused: what they would cost is not in here
    provisional  why the statement may still change; empty when it is final
    verdicts     digests of the verdicts it rests on
    """

    period: Period
    fee: Money | None
    credits: CreditSum | None
    rewards: tuple[RewardLine, ...]
    rewarded: Money | None
    score: ScoreResult | None
    withheld: Money | None
    grounds: tuple[Ground, ...]
    unjudged: tuple[tuple[str, str, str], ...]
    provisional: tuple[ProvisionalReason, ...]
    verdicts: tuple[str, ...]
    terms: str
    digest: str = field(default="")

    @property
    def is_provisional(self) -> bool:
        return bool(self.provisional)


def seal_statement(statement: Statement) -> Statement:
    """The statement with the digest of what was reckoned; claiming a credit, or letting it lapse, changes no digest."""
    plain = write_plain(statement)
    del plain["digest"]
    if plain["credits"] is not None:
        plain["credits"] = {key: entry for key, entry in plain["credits"].items() if key not in CLAIMED}
    return replace(statement, digest=digest(plain))


def sum_granted(statements: Sequence[Statement]) -> dict[str, Money]:
    """What is granted in each currency; currencies are never added up."""
    sums: dict[str, Money] = {}
    for statement in statements:
        if statement.credits is not None:
            granted = statement.credits.granted
            sums[granted.currency] = sums[granted.currency] + granted if granted.currency in sums else granted
    return sums


def withhold(score: ScoreResult | None, fee: Fraction) -> Fraction:
    """The exact part of a fee that the grade of a score does not pay."""
    return Fraction(0) if score is None or score.pay is None else (1 - score.pay) * fee
