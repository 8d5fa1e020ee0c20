"""The fee of any span of dates: whole months (quarters, years) exactly, parts of them by days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from serval.engine.consequences.dates import find_unit
from serval.engine.terms.fee import Fee
from serval.engine.terms.rates import FeeBase


@dataclass(frozen=True, slots=True)
class FeeTable:
    """A fee owed from `first` to `last` (inclusive), the first and last day of the agreement."""

    fee: Fee
    first: date
    last: date

    def reckon(self, first: date, last: date, amount: Decimal | None = None) -> Fraction:
        """The exact fee (or `amount` per the same unit) of those days from `first` to `last` that the agreement has."""
        rate = Fraction(self.fee.amount if amount is None else amount)
        total = Fraction(0)
        day, end = max(first, self.first).toordinal(), min(last, self.last).toordinal() + 1
        while day < end:
            begin, following = find_unit(self.fee.per, date.fromordinal(day), self.first)
            until = min(following.toordinal(), end)
            total += rate * Fraction(until - day, following.toordinal() - begin.toordinal())
            day = until
        return total

    def find_base(self, base: FeeBase, subject: str, first: date, last: date) -> Fraction | None:
        """What a percentage is of; None when the fee has no part of that name."""
        if not base.part:
            return self.reckon(first, last)
        named = [base.part]
        if base.part == "*":
            # An instance is judged as `service/instance`, a site as `service@site`; the part bears its name alone.
            named = [subject, re.split("[/@]", subject, maxsplit=1)[-1]]
        amount = next((self.fee.parts[name] for name in named if name in self.fee.parts), None)
        return None if amount is None else self.reckon(first, last, amount)
