"""Lengths: what the bars of a back-test stand for. Money where one currency can be compared, else breached verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from babel.numbers import format_compact_decimal, get_currency_symbol

from serval.engine.backtest import Amounts, Compared
from serval.engine.backtest.figures import Figures
from serval.reporting.catalogue import current_language
from serval.reporting.catalogue import translate as _
from serval.reporting.charts import Axis, fit_axis

_LOCALES = {"en": "en", "zh": "zh_Hans_CN"}


@dataclass(frozen=True, slots=True)
class Lengths:
    """`currency` of the money that bars stand for; empty for breached verdicts."""

    currency: str

    def measure(self, cost: Amounts, breached: int) -> float:
        """How long the bar of a sum is."""
        if not self.currency:
            return float(breached)
        return sum(float(money.amount) for money in cost.sums if money.currency == self.currency)

    def measure_figures(self, figures: Figures) -> float:
        return self.measure(figures.cost, figures.breached)

    @property
    def title(self) -> str:
        """What they stand for, and in which unit."""
        return _("Cost ({sign})").format(sign=self.sign) if self.currency else _("Verdicts breached")

    @property
    def sign(self) -> str:
        return get_currency_symbol(self.currency, locale=_LOCALES[current_language()])

    def fit(self, values: Sequence[float]) -> Axis:
        """An axis from nothing, or from the lowest value below it, to the highest."""
        low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
        return fit_axis(low, high, show_compactly, ticks=4, whole=not self.currency)


def choose_lengths(found: Compared) -> Lengths:
    """For months and clauses."""
    return choose_for(side.figures.cost for side in found.sides)


def choose_for(costs: Iterable[Amounts]) -> Lengths:
    """Money, where all of it is in one currency and there is any."""
    known = list(costs)
    currencies = {currency for cost in known for currency in cost.currencies}
    return Lengths(currencies.pop() if len(currencies) == 1 and any(known) else "")


def show_compactly(value: float) -> str:
    """`48K`, `4.8万`: a figure for the tick of an axis."""
    return format_compact_decimal(value, locale=_LOCALES[current_language()], fraction_digits=1)
