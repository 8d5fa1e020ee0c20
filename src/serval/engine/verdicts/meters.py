"""Meters: sums over ledger rows that consequences reckon with, kept while judging (docs/engine/credits.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from serval.engine.consequences.judged import Meter
from serval.engine.terms.entries import TIME_UNITS


class MeterReadings:
    """Adds up what each row costs in each unit.

    by_cause  whether the sums are also kept item by item, for consequences of one cause that compete
    """

    def __init__(self, meters: Iterable[Meter], *, by_cause: bool) -> None:
        self._meters = sorted(meters)
        self._by_cause = by_cause
        self.sums: dict[Meter, Fraction] = dict.fromkeys(self._meters, Fraction(0))
        self.causes: dict[str, dict[Meter, Fraction]] = {}

    def add(self, cause: str, *, items: int, late: int, before: int) -> None:
        """Take one row: how many breaches it is, and its time over (or down) in seconds, with that of earlier periods.

        Whole units are counted over the row's whole time, so that a unit split by a period's end is charged once.
        A cause that costs anything has every meter, zero where it costs nothing.
        """
        amounts = {meter: _read_meter(meter, items, late, before) for meter in self._meters}
        if not any(amounts.values()):
            return
        sums = [self.sums]
        if self._by_cause:
            sums.append(self.causes.setdefault(cause, dict.fromkeys(self._meters, Fraction(0))))
        for readings in sums:
            for meter, amount in amounts.items():
                readings[meter] += amount


def _read_meter(meter: Meter, items: int, late: int, before: int) -> Fraction:
    if meter.unit == "item":
        return Fraction(items)
    size = TIME_UNITS[meter.unit]
    return _count_units(late, size, meter.round) - _count_units(before, size, meter.round)


def _count_units(seconds: int, size: int, rounding: str) -> Fraction:
    if rounding == "exact":
        return Fraction(seconds, size)
    return Fraction(seconds // size if rounding == "down" else -(-seconds // size))


def freeze_causes(causes: Mapping[str, Mapping[Meter, Fraction]]) -> Mapping[str, Mapping[Meter, Fraction]]:
    """Causes in the order of their names, so that nothing depends on the order of evidence."""
    return {cause: dict(causes[cause]) for cause in sorted(causes)}
