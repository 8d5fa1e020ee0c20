"""The shapes of credits and rewards: what verdicts cost the provider, and what they earn."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from serval.engine.documents import DocumentModel
from serval.engine.terms.entries import TIME_UNITS, Each, RoundUnits, refuse_pointless, require_one
from serval.engine.terms.level import LevelField
from serval.engine.terms.names import Name, OneOrMoreNames
from serval.engine.terms.rates import AmountField, CapField, FeeBaseField, PointsField, RateField


class Tier(DocumentModel):
    """One row of a credit table: `from` belongs to it, `below` does not; a missing bound is none."""

    from_: Annotated[LevelField | None, Field(alias="from")] = None
    below: LevelField | None = None
    percent: RateField | None = None
    amount: AmountField | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        require_one("tiers", percent=self.percent, amount=self.amount)
        lower, upper = self.from_, self.below
        if lower is None and upper is None:
            raise PydanticCustomError("terms.one_of", "tiers", {"what": "tiers", "found": "", "known": "from, below"})
        if lower is not None and upper is not None and lower.amount >= upper.amount:
            raise PydanticCustomError("terms.tier_backwards", "tiers", {"lower": str(lower), "upper": str(upper)})
        return self


class Credit(DocumentModel):
    """What a breach costs (违约金, 服务抵扣): a table over the verdict's value, or so much for each unit.

    of     what a percentage or `times` is reckoned from, for the verdict's period
    each   item: each breaching row · minute, hour, day: time over or down · point: each percentage point (or whole
           number) short of the promise · verdict: each breached verdict
    times  so many times the fee of the time lost
    round  of a unit begun: down counts whole ones, up counts it whole, exact counts the fraction
    when   always: units count even where the objective as a whole is met; a table looks at breaches alone
    most   what one verdict can cost by this entry
    cause  entries of one cause compete under `stack: greatest`
    """

    for_: Annotated[OneOrMoreNames, Field(alias="for")]
    of: FeeBaseField | None = None
    tiers: tuple[Tier, ...] | None = Field(default=None, min_length=1)
    each: Each | None = None
    percent: RateField | None = None
    amount: AmountField | None = None
    times: PointsField | None = None
    when: Literal["breached", "always"] = "breached"
    round: RoundUnits = "down"
    most: CapField | None = None
    cause: Name | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        kind = require_one("credits", tiers=self.tiers, each=self.each)
        if kind == "tiers":
            for key in ("percent", "amount", "times"):
                if getattr(self, key) is not None:
                    raise refuse_pointless("credits", key)
            if self.when == "always":
                raise refuse_pointless("credits", "when")
        else:
            require_one("credits", percent=self.percent, amount=self.amount, times=self.times)
        if self.times is not None and self.each not in TIME_UNITS:
            raise refuse_pointless("credits", "times")
        if self.round != "down" and self.each not in (*TIME_UNITS, "point"):
            raise refuse_pointless("credits", "round")
        if self.when == "always" and self.each == "verdict":
            raise refuse_pointless("credits", "when")
        if self.needs_base and self.of is None:
            raise PydanticCustomError("terms.fee_base_missing", "credits", {})
        if not self.needs_base and self.of is not None:
            raise refuse_pointless("credits", "of")
        return self

    @property
    def needs_base(self) -> bool:
        """Whether anything in it is a share of the fee."""
        shares = [self.percent, self.times, self.most.share if self.most else None]
        return any(share is not None for share in (*shares, *(tier.percent for tier in self.tiers or ())))


class Reward(DocumentModel):
    """What a verdict at least (at most) that good earns the provider; shown beside the credits, never netted."""

    for_: Annotated[OneOrMoreNames, Field(alias="for")]
    at_least: LevelField | None = None
    at_most: LevelField | None = None
    of: FeeBaseField | None = None
    percent: RateField | None = None
    amount: AmountField | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        require_one("rewards", atLeast=self.at_least, atMost=self.at_most)
        require_one("rewards", percent=self.percent, amount=self.amount)
        if self.percent is not None and self.of is None:
            raise PydanticCustomError("terms.fee_base_missing", "rewards", {})
        if self.percent is None and self.of is not None:
            raise refuse_pointless("rewards", "of")
        return self
