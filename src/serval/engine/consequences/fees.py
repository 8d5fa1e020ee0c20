"""The fee of any span of dates: whole months (quarters, years) exactly, parts of them by days, each version its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from serval.engine.consequences.dates import find_unit
from serval.engine.terms.fee import Fee
from serval.engine.terms.rates import FeeBase


@dataclass(frozen=True, slots=True)
class FeeTerm:
    """What one version of the terms says is owed from `first` to `last` (inclusive); None is nothing.

    known  the day on which it was agreed: sums reckoned before it do not foresee it
    """

    fee: Fee | None
    first: date
    last: date
    known: date


@dataclass(frozen=True, slots=True)
class FeeTable:
    """The fees owed in one currency. Each term holds until the next one begins; between terms nothing is owed.

    contract_first  the day from which contract years are counted
    """

    currency: str
    contract_first: date
    terms: tuple[FeeTerm, ...]

    def as_known(self, day: date) -> FeeTable:
        """The same table without what was agreed after that day."""
        return replace(self, terms=tuple(term for term in self.terms if term.known <= day))

    def reckon(self, first: date, last: date) -> Fraction:
        """The exact fee of those days from `first` to `last` in which there is one."""
        spans = self._list_spans(first, last)
        return sum((self._spread(fee, fee.amount, begin, end) for fee, begin, end in spans), Fraction(0))

    def find_base(self, base: FeeBase, subject: str, first: date, last: date) -> Fraction | None:
        """What a percentage is of; None when no fee of those days has a part of that name."""
        if not base.part:
            return self.reckon(first, last)
        named = [base.part]
        if base.part == "*":
            # An instance is judged as `service/instance`, a site as `service@site`; the part bears its name alone.
            named = [subject, re.split("[/@]", subject, maxsplit=1)[-1]]
        found = [
            self._spread(fee, amount, begin, end)
            for fee, begin, end in self._list_spans(first, last)
            if (amount := _find_part(fee, named)) is not None
        ]
        return sum(found, Fraction(0)) if found else None

    def _list_spans(self, first: date, last: date) -> Iterator[tuple[Fee, int, int]]:
        """Each fee with the days, half-open, for which it is owed from `first` to `last`."""
        for place, term in enumerate(self.terms):
            begin = max(first, term.first).toordinal()
            following = [later.first.toordinal() for later in self.terms[place + 1 :]]
            end = min([min(last, term.last).toordinal() + 1, *following])
            if term.fee is not None and term.fee.currency == self.currency and begin < end:
                yield term.fee, begin, end

    def _spread(self, fee: Fee, amount: Decimal, begin: int, end: int) -> Fraction:
        total, day = Fraction(0), begin
        while day < end:
            first, following = find_unit(fee.per, date.fromordinal(day), self.contract_first)
            until = min(following.toordinal(), end)
            total += Fraction(amount) * Fraction(until - day, following.toordinal() - first.toordinal())
            day = until
        return total


def _find_part(fee: Fee, named: Sequence[str]) -> Decimal | None:
    return next((fee.parts[name] for name in named if name in fee.parts), None)
