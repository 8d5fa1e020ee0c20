"""Which of two promises asks more of the provider, as far as that can be said without evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from serval.engine.durations import Duration
from serval.engine.terms.target import Target

Direction = Literal["stricter", "laxer", "equal", "unclear"]
"""What the second of two values is beside the first; `unclear` where evidence alone could say."""

Better = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True)
class Statistic:
    """A target on clocks: `share` of them within `limit` (p90 of 4 h is 90 % within 4 h), or a mean or median."""

    kind: str
    limit: Duration
    share: Fraction
    tolerate: int


def read_statistic(target: Target) -> Statistic | None:
    """What a target says of lengths of time; None for `atMost` and `atLeast`."""
    if target.within is not None:
        return Statistic("share", target.within, Fraction(1) if target.share is None else target.share, target.tolerate)
    if target.percentile is not None:
        kind = "share" if target.method == "nearest-rank" else "linear"
        return Statistic(kind, target.percentile.within, target.percentile.share, 0)
    if target.limit is None:
        return None
    return Statistic("mean" if target.mean is not None else "median", target.limit, Fraction(1), 0)


def join_directions(directions: Iterable[Direction]) -> Direction:
    """One direction for several parts of a promise: parts that pull apart leave it unclear."""
    found = set(directions) - {"equal"}
    if not found:
        return "equal"
    return found.pop() if len(found) == 1 else "unclear"


def compare_amounts(old: Any, new: Any, *, strict: Better) -> Direction:
    """Two amounts of which the higher or the lower one is stricter."""
    if old == new:
        return "equal"
    return "stricter" if (new > old) == (strict == "higher") else "laxer"


def compare_durations(old: Duration, new: Duration, *, strict: Better = "lower") -> Direction:
    """Two lengths of time; hours beside days are unclear, as a calendar stands between them."""
    if old.unit != new.unit:
        return "unclear"
    return compare_amounts(old.amount, new.amount, strict=strict)


def compare_targets(old: Target, new: Target) -> Direction:
    """Two targets of one metric on one calendar."""
    one, other = read_statistic(old), read_statistic(new)
    if one is not None and other is not None:
        if one.kind != other.kind:
            return "unclear"
        return join_directions(
            [
                compare_durations(one.limit, other.limit),
                compare_amounts(one.share, other.share, strict="higher"),
                compare_amounts(one.tolerate, other.tolerate, strict="lower"),
            ]
        )
    if old.level is None or new.level is None or old.level.unit != new.level.unit:
        return "unclear"
    if (old.at_least is None) != (new.at_least is None):
        return "unclear"
    strict: Better = "higher" if old.at_least is not None else "lower"
    return compare_amounts(old.level.amount, new.level.amount, strict=strict)
