"""Reliability: mean time between failures (MTBF), to repair (MTTR), to detect (MTTD), and what follows from them.

Exact fractions of seconds; None where nothing failed, since there is then nothing to take a mean of.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from serval.engine.availability.outages import WholeOutage
from serval.engine.spans import Spans, clip, total
from serval.engine.statistics import mean


def mean_time_between_failures(up: int, failures: int) -> Fraction | None:
    """Seconds up ÷ number of failures."""
    return Fraction(up, failures) if failures else None


def list_ended(outages: Iterable[WholeOutage], start: int, end: int) -> tuple[WholeOutage, ...]:
    """The counted outages repaired in the period `[start, end)`, whole; ongoing ones are carried over.

    As with clocks, the instant of the end decides: an outage that ends at the period's last bound belongs to the next.
    """
    return tuple(o for o in outages if o.counts_from is not None and not o.ongoing and start <= o.end < end)


def mean_time_to_repair(outages: Iterable[WholeOutage], *, open_time: Spans | None = None) -> Fraction | None:
    """Mean length of the outages, from where the agreement counts them to their end.

    With `open_time` only its seconds count; it must reach over the whole outages.
    """
    return _mean(
        [_seconds(o.counts_from, o.end, open_time) for o in outages if o.counts_from is not None],
    )


def mean_time_to_detect(outages: Iterable[WholeOutage], *, open_time: Spans | None = None) -> Fraction | None:
    """Mean time from the start of an outage to the provider's notice; outages without a known notice take no part."""
    return _mean([_seconds(o.start, o.detected, open_time) for o in outages if o.detected is not None])


def availability_from(mtbf: Fraction, mttr: Fraction) -> Fraction | None:
    """MTBF ÷ (MTBF + MTTR), where MTBF is time up between failures; None when both are zero."""
    return mtbf / (mtbf + mttr) if mtbf + mttr else None


def _seconds(start: int, end: int, open_time: Spans | None) -> int:
    return end - start if open_time is None else total(clip(open_time, start, end))


def _mean(lengths: list[int]) -> Fraction | None:
    return mean(lengths) if lengths else None
