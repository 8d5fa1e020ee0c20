"""Caps (上限): payable = min(sum, period cap), then min(that, year cap less what was granted in that year)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from serval.engine.consequences.dates import find_unit
from serval.engine.consequences.fees import FeeTable
from serval.engine.money import Money, round_half_up
from serval.engine.terms.consequences import Caps
from serval.engine.terms.rates import Cap


@dataclass(frozen=True, slots=True)
class Capped:
    """What caps leave of a sum; None where no cap is agreed. `year_left` is what the year cap had left before it."""

    payable: Money
    period_cap: Money | None = None
    year_cap: Money | None = None
    year_left: Money | None = None


def find_year(caps: Caps, day: date, contract_first: date) -> tuple[date, date]:
    """First day of the cap's year that holds `day`, and first day of the next."""
    return find_unit("contract-year" if caps.year_from == "contract" else "year", day, contract_first)


def reckon_cap(cap: Cap | None, table: FeeTable, first: date, last: date) -> Money | None:
    """A cap in money: its share of the fee of those dates, or its amount."""
    if cap is None:
        return None
    exact = cap.share * table.reckon(first, last) if cap.share is not None else Fraction(cap.amount or 0)
    return round_half_up(exact, table.currency)


def apply_caps(total: Money, period_cap: Money | None, year_cap: Money | None, granted: Money) -> Capped:
    """The period cap first, then what the year cap has left after `granted` (never less than nothing)."""
    payable = total if period_cap is None else min(total, period_cap)
    if year_cap is None:
        return Capped(payable, period_cap)
    left = year_cap - min(granted, year_cap)
    return Capped(min(payable, left), period_cap, year_cap, left)
