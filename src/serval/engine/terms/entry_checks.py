"""Whether one entry of credits, rewards, points or termination fits the objectives and the fee it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from serval.engine.errors import Problem
from serval.engine.money import count_decimals, format_amount, get_minor_digits
from serval.engine.terms.credits import Credit, Reward
from serval.engine.terms.entries import TIME_UNITS, Each
from serval.engine.terms.fee import Fee
from serval.engine.terms.level import Level, LevelUnit
from serval.engine.terms.metrics import OUTAGE_KINDS, MetricKind, parse_metric
from serval.engine.terms.objective import Objective
from serval.engine.terms.rates import FeeBase
from serval.engine.terms.score import Deduction

Place = tuple[str | int, ...]
Fault = tuple[Place, Problem]

ROW_KINDS: frozenset[MetricKind] = OUTAGE_KINDS | {"clock", "obligation"}
"""Kinds whose ledger has a row for each breach, with the time it took too long."""


@dataclass(frozen=True)
class EntryChecks:
    """Finds what does not fit. `units` are those of each objective's value, by id."""

    fee: Fee | None
    units: Mapping[str, LevelUnit]
    objectives: Mapping[str, Objective]

    def check_credit(self, credit: Credit, place: Place) -> Iterator[Fault]:
        tiers = credit.tiers or ()
        amounts = [credit.amount, credit.most.amount if credit.most else None, *(tier.amount for tier in tiers)]
        yield from self._check_objectives(credit.for_, (*place, "for"))
        yield from self._check_binding(credit.for_, (*place, "for"))
        yield from self.check_amounts(amounts, place)
        yield from self._check_base(credit.of, credit.for_, (*place, "of"))
        if credit.each is not None:
            yield from self._check_each(credit.each, credit.for_, (*place, "each"))
        for index, tier in enumerate(tiers):
            for level in (tier.from_, tier.below):
                yield from self._check_level(level, credit.for_, (*place, "tiers", index))

    def check_reward(self, reward: Reward, place: Place) -> Iterator[Fault]:
        yield from self._check_objectives(reward.for_, (*place, "for"))
        yield from self._check_binding(reward.for_, (*place, "for"))
        yield from self.check_amounts([reward.amount], place)
        yield from self._check_base(reward.of, reward.for_, (*place, "of"))
        yield from self._check_level(reward.at_least or reward.at_most, reward.for_, place)

    def check_deduction(self, deduction: Deduction, place: Place) -> Iterator[Fault]:
        named = deduction.for_ or ()
        yield from self._check_objectives(named, (*place, "for"))
        yield from self._check_binding(named, (*place, "for"))
        if deduction.each is not None:
            yield from self._check_each(deduction.each, named, (*place, "each"))

    def check_trigger(self, named: str, place: Place) -> Iterator[Fault]:
        yield from self._check_objectives([named], place)
        yield from self._check_binding([named], place)

    def check_amounts(self, amounts: Iterable[Decimal | None], place: Place) -> Iterator[Fault]:
        """Fixed amounts have the fee's currency and no more decimals than it."""
        if self.fee is None:
            yield place, Problem("terms.fee_missing", {})
            return
        digits = get_minor_digits(self.fee.currency)
        for amount in amounts:
            if amount is not None and count_decimals(amount) > digits:
                data = {"value": format_amount(amount), "currency": self.fee.currency, "decimals": digits}
                yield place, Problem("terms.amount_decimals", data)

    def _check_objectives(self, named: Iterable[str], place: Place) -> Iterator[Fault]:
        for name in named:
            if name not in self.units:
                yield place, Problem("terms.unknown_objective", {"id": name, "known": sorted(self.units)})

    def _check_binding(self, named: Iterable[str], place: Place) -> Iterator[Fault]:
        for name in named:
            objective = self.objectives.get(name)
            if objective is not None and objective.period.name == "rolling":
                yield place, Problem("terms.rolling_pays_not", {"objective": name})

    def _check_base(self, base: FeeBase | None, named: Iterable[str], place: Place) -> Iterator[Fault]:
        if base is None or self.fee is None or not base.part:
            return
        if base.part == "*":
            for name in named:
                objective = self.objectives.get(name)
                if objective is not None and objective.per is None:
                    yield place, Problem("terms.part_needs_per", {"objective": name})
        if not self.fee.parts or (base.part != "*" and base.part not in self.fee.parts):
            yield place, Problem("terms.unknown_part", {"part": base.part, "known": sorted(self.fee.parts)})

    def _check_each(self, each: Each, named: Iterable[str], place: Place) -> Iterator[Fault]:
        for name in named:
            objective, unit = self.objectives.get(name), self.units.get(name)
            metric = parse_metric(objective.metric) if objective is not None else None
            has_rows = metric is None or metric.kind in ROW_KINDS
            needs_rows = each == "item" or each in TIME_UNITS
            if (needs_rows and not has_rows) or (each == "point" and unit == "seconds"):
                yield place, Problem("terms.unit_not_kept", {"each": each, "objective": name})

    def _check_level(self, level: Level | None, named: Iterable[str], place: Place) -> Iterator[Fault]:
        """A bound has the unit of the value; a bare 0 is nothing in every unit."""
        if level is None or (level.unit == "number" and level.amount == 0):
            return
        for name in named:
            unit = self.units.get(name)
            if unit is not None and unit != level.unit:
                yield place, Problem("terms.tier_unit", {"value": str(level), "unit": unit, "objective": name})
