"""Error budget and burn rate: how much failure a promise allows, and how fast it is being used up.

Shares are fractions of one, times are seconds, all exact. A budget of a window is the time that may be down in it; a
burn rate of 1 uses it up exactly at the end of the window.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from serval.engine.spans import Spans, clip, intersect, total

MINUTE = 60
HOUR = 3_600
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Budget:
    """Seconds that may be down, and those that were."""

    allowed: Fraction
    spent: int

    @property
    def left(self) -> Fraction:
        """Negative once the promise is broken."""
        return self.allowed - self.spent

    @property
    def spent_share(self) -> Fraction | None:
        """Spent ÷ allowed; None when nothing is allowed."""
        return self.spent / self.allowed if self.allowed else None


@dataclass(frozen=True, slots=True)
class WindowPair:
    """A burn rate is an alarm when it is high over the long window and still high over the short one.

    budget_share  the share of the whole budget that the threshold uses up within the long window
    """

    long: int
    short: int
    budget_share: Fraction


WINDOW_PAIRS = (
    WindowPair(HOUR, 5 * MINUTE, Fraction(2, 100)),
    WindowPair(6 * HOUR, 30 * MINUTE, Fraction(5, 100)),
    WindowPair(3 * DAY, 6 * HOUR, Fraction(10, 100)),
)
"""For a budget of 30 days these mean 14.4, 6 and 1 times the even pace; other budgets scale the thresholds."""


@dataclass(frozen=True, slots=True)
class BurnReading:
    """What one pair of windows says at an instant; a burn is None where nothing was observed in its window."""

    pair: WindowPair
    threshold: Fraction
    long_burn: Fraction | None
    short_burn: Fraction | None

    @property
    def is_alarming(self) -> bool:
        """Whether both burn rates lie above the threshold."""
        burns = (self.long_burn, self.short_burn)
        return all(burn is not None and burn > self.threshold for burn in burns)


def share_of_downtime(down: int, period: int) -> Fraction:
    """Availability of a period of which `down` seconds were down. Raises ZeroDivisionError for an empty period."""
    return 1 - Fraction(down, period)


def downtime_of_share(share: Fraction, period: int) -> Fraction:
    """Seconds that may be down in a period of that availability: its error budget."""
    return (1 - share) * period


def read_budget(target: Fraction, *, agreed: int, down: int) -> Budget:
    """The budget of `agreed` seconds and what is spent of it."""
    return Budget(downtime_of_share(target, agreed), down)


def burn_rate(down: int, elapsed: int, target: Fraction) -> Fraction | None:
    """(Down ÷ elapsed) ÷ (1 - target); None when no time passed or the target allows no failure at all."""
    return Fraction(down, elapsed) / (1 - target) if elapsed and target != 1 else None


def burn_threshold(budget_share: Fraction, *, window: int, long: int) -> Fraction:
    """The burn rate that uses up `budget_share` of the budget of `window` within `long` seconds."""
    return budget_share * window / long


def error_rate_of(burn: Fraction, target: Fraction) -> Fraction:
    """The share of failure that is that burn rate; above one it can never be reached."""
    return burn * (1 - target)


def exhaustion_time(burn: Fraction, window: int) -> Fraction | None:
    """Seconds in which that burn rate uses up the whole budget; None when nothing burns."""
    return window / burn if burn else None


def detection_time(burn: Fraction, *, target: Fraction, error_rate: Fraction, long: int) -> Fraction | None:
    """Seconds until an error rate makes the burn over `long` reach `burn`; None when it never does."""
    needed = error_rate_of(burn, target)
    return needed / error_rate * long if error_rate > 0 and needed <= error_rate else None


def absence_limit(target: Fraction, *, window: int, budget_share: Fraction) -> int:
    """Minutes without any sample that are worth an alarm: if all were down, `budget_share` of the budget is gone.

    Rounded down to whole minutes, at least 1.
    """
    return max(1, int(downtime_of_share(target, window) * budget_share // MINUTE))


def read_burn(
    down: Spans,
    observed: Spans,
    *,
    now: int,
    target: Fraction,
    window: int,
    pairs: Iterable[WindowPair] = WINDOW_PAIRS,
) -> tuple[BurnReading, ...]:
    """What each pair of windows that ends at `now` says; pairs longer than the budget's window are left out.

    Elapsed is the observed time in a window, so an hour without samples neither burns nor heals.
    """
    return tuple(
        BurnReading(
            pair,
            burn_threshold(pair.budget_share, window=window, long=pair.long),
            _burn_since(down, observed, now - pair.long, now, target),
            _burn_since(down, observed, now - pair.short, now, target),
        )
        for pair in pairs
        if pair.long <= window
    )


def _burn_since(down: Spans, observed: Spans, start: int, now: int, target: Fraction) -> Fraction | None:
    seen = clip(observed, start, now)
    return burn_rate(total(intersect(seen, down)), total(seen), target)
