"""Amounts: sums of money in each currency, which are never added to each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from serval.engine.money import Money


@dataclass(frozen=True, slots=True)
class Amounts:
    """One amount for each currency, in the order of their names; a difference may be negative.

    A currency without an amount is one in which nothing is agreed, which is not the same as an amount of nothing.
    """

    sums: tuple[Money, ...] = ()

    def __add__(self, other: Amounts) -> Amounts:
        return _collect([*self.sums, *other.sums])

    def __sub__(self, other: Amounts) -> Amounts:
        return _collect([*self.sums, *(Money(-money.amount, money.currency) for money in other.sums)])

    def __bool__(self) -> bool:
        return any(money.amount for money in self.sums)

    @property
    def currencies(self) -> frozenset[str]:
        return frozenset(money.currency for money in self.sums)


NO_MONEY = Amounts()


def add_up(money: Iterable[Money | None]) -> Amounts:
    """What amounts come to; None stands for no amount agreed."""
    return _collect(entry for entry in money if entry is not None)


def sum_amounts(amounts: Iterable[Amounts]) -> Amounts:
    """Several sums together."""
    return _collect(money for entry in amounts for money in entry.sums)


def _collect(money: Iterable[Money]) -> Amounts:
    sums: dict[str, Decimal] = {}
    for entry in money:
        sums[entry.currency] = sums[entry.currency] + entry.amount if entry.currency in sums else entry.amount
    return _order(sums)


def _order(sums: Mapping[str, Decimal]) -> Amounts:
    return Amounts(tuple(Money(sums[currency], currency) for currency in sorted(sums)))
