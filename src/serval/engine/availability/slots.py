"""Availability by requests (TERMS.md rule 9): the mean over slots of (1 - error rate), or good requests ÷ all.

A sample's requests were counted since the sample before, so a sample at `at` speaks of the time before it: it belongs
to the slot with start < at <= end, and to the period likewise. Samples are in normal form, with 0 <= good <= total.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest

import numpy as np
import numpy.typing as npt

from serval.engine.availability.account import ExcludedAs, Frame
from serval.engine.availability.samples import SampleColumns, Whole
from serval.engine.spans import Spans, normalise

Marks = npt.NDArray[np.bool_]

LARGEST_PRODUCT = 2**62
"""Products up to here fit into 64 bits; larger ones are compared as Python's whole numbers."""


@dataclass(frozen=True, slots=True)
class FaultySlot:
    """A counted slot `[start, end)` in which `bad` of `total` requests failed."""

    start: int
    end: int
    bad: int
    total: int


@dataclass(frozen=True, slots=True)
class SlotAccount:
    """The slots of one period: `slots` judged, `excluded` left out or counted as faultless, `empty` without requests.

    `errors` is the exact sum of the error rates of the judged slots, or the number of slots down where a threshold
    says what is down.
    """

    slots: int
    excluded: int
    empty: int
    errors: Fraction
    faulty: tuple[FaultySlot, ...]

    @property
    def availability(self) -> Fraction | None:
        """The exact mean of (1 - error rate); None without a slot to judge."""
        return 1 - self.errors / self.slots if self.slots else None


@dataclass(frozen=True, slots=True)
class RequestAccount:
    """Requests of one period: `good` of `total` judged, `excluded` left out or counted as good."""

    good: int
    total: int
    excluded: int

    @property
    def availability(self) -> Fraction | None:
        """Good ÷ all; None without requests."""
        return Fraction(self.good, self.total) if self.total else None


def account_slots(
    columns: SampleColumns,
    frame: Frame,
    *,
    interval: int,
    slot_down: Fraction | None = None,
    excluded_as: ExcludedAs = "removed",
) -> SlotAccount:
    """The account of slots of `interval` seconds from the period's start; a slot is judged by its start.

    Judged are slots that start in agreed time and not in excluded time; counted as up, the excluded ones are judged as
    faultless. A slot without requests has error rate 0. With `slot_down`, a slot whose error rate lies above it is
    down as a whole and any other is up. Raises ValueError unless `interval` is positive.
    """
    if interval < 1:
        raise ValueError(f"interval {interval}")
    starts = np.arange(frame.start, frame.end, interval, dtype=np.int64)
    bad, total = _sum_by_slot(columns, frame, interval, len(starts))
    agreed, excluded = _judged(starts, frame)
    faulty = agreed & ~excluded & (bad > 0)
    if slot_down is not None:
        faulty &= _is_above(bad, total, slot_down)
    rows = tuple(
        FaultySlot(start, min(start + interval, frame.end), failed, asked)
        for start, failed, asked in zip(
            starts[faulty].tolist(), bad[faulty].tolist(), total[faulty].tolist(), strict=True
        )
    )
    judged = agreed if excluded_as == "counted_up" else agreed & ~excluded
    return SlotAccount(
        slots=int(judged.sum()),
        excluded=int((agreed & excluded).sum()),
        empty=int((judged & (total == 0)).sum()),
        errors=Fraction(len(rows)) if slot_down is not None else _sum_rates(bad[faulty], total[faulty]),
        faulty=rows,
    )


def account_requests(columns: SampleColumns, frame: Frame, *, excluded_as: ExcludedAs = "removed") -> RequestAccount:
    """The account of the requests of one period; a sample is judged by the second before its instant."""
    inside = _samples_of(columns, frame)
    agreed, excluded = _judged(columns.instants.list_between(inside.start, inside.stop) - 1, frame)
    good, total = columns.good[inside], columns.total[inside]
    kept = agreed & ~excluded
    left_out = int(total[agreed & excluded].sum())
    back = left_out if excluded_as == "counted_up" else 0
    return RequestAccount(int(good[kept].sum()) + back, int(total[kept].sum()) + back, left_out)


def _samples_of(columns: SampleColumns, frame: Frame) -> slice:
    """The samples that speak of the period: after its start, up to its end."""
    return slice(columns.instants.count_until(frame.start), columns.instants.count_until(frame.end))


def _sum_by_slot(columns: SampleColumns, frame: Frame, interval: int, count: int) -> tuple[Whole, Whole]:
    """Failed and all requests of each slot."""
    inside = _samples_of(columns, frame)
    place = (columns.instants.list_between(inside.start, inside.stop) - 1 - frame.start) // interval
    bad, total = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    np.add.at(bad, place, columns.total[inside] - columns.good[inside])
    np.add.at(total, place, columns.total[inside])
    return bad, total


def _judged(instants: Whole, frame: Frame) -> tuple[Marks, Marks]:
    """For each instant whether it is agreed, and whether it is excluded."""
    return _lie_in(instants, frame.agreed), _lie_in(instants, normalise(frame.excluded))


def _lie_in(instants: Whole, spans: Spans) -> Marks:
    bounds = np.array(spans, dtype=np.int64).reshape(-1)
    return np.asarray(np.searchsorted(bounds, instants, side="right") % 2 == 1)


def _is_above(bad: Whole, total: Whole, share: Fraction) -> Marks:
    """Whether bad ÷ total > share, without dividing."""
    factor = max(abs(share.numerator), share.denominator)
    if int(total.max(initial=0)) * factor < LARGEST_PRODUCT:
        return np.asarray(bad * share.denominator > total * share.numerator)
    return np.asarray(bad.astype(object) * share.denominator > total.astype(object) * share.numerator, dtype=bool)


def _sum_rates(bad: Whole, total: Whole) -> Fraction:
    """The exact sum of bad ÷ total. Slots with equal totals are added first: there are few different ones."""
    totals, place = np.unique(total, return_inverse=True)
    sums = np.zeros(len(totals), dtype=np.int64)
    np.add.at(sums, place, bad)
    return _sum_fractions(
        [Fraction(failed, asked) for failed, asked in zip(sums.tolist(), totals.tolist(), strict=True)]
    )


def _sum_fractions(parts: Sequence[Fraction]) -> Fraction:
    """The sum, added in pairs of like size: one after the other, each step would drag the whole denominator along."""
    level = list(parts)
    while len(level) > 1:
        level = [one + other for one, other in zip_longest(level[::2], level[1::2], fillvalue=Fraction(0))]
    return level[0] if level else Fraction(0)
