"""Columns of money: one for each currency, so that a spreadsheet can add them up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from serval.engine.backtest import Amounts, Compared
from serval.reporting.workbooks import Cell, Column, Field

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Currencies:
    """The currencies of a back-test, in the order of their names."""

    names: tuple[str, ...]

    @classmethod
    def of(cls, found: Compared) -> Currencies:
        """All in which any of the terms pay."""
        return cls(tuple(sorted({name for side in found.sides for name in side.figures.cost.currencies})))

    def list_fields(self, title: str, give: Callable[[Thing], Amounts | None]) -> Iterator[Field[Thing]]:
        """One column for each currency; its name stands in the title where there are several."""
        for name in self.names:
            shown = title if len(self.names) == 1 else f"{title} ({name})"
            yield Field(Column(shown), _pick(give, name))


def _pick(give: Callable[[Thing], Amounts | None], currency: str) -> Callable[[Thing], Cell]:
    def find(thing: Thing) -> Cell:
        amounts = give(thing)
        sums = () if amounts is None else amounts.sums
        return next((money for money in sums if money.currency == currency), None)

    return find
