"""Error budgets and burn rates read from outages."""

from __future__ import annotations

from fractions import Fraction

from serval.engine.availability.budget import (
    DAY,
    HOUR,
    MINUTE,
    WINDOW_PAIRS,
    WindowPair,
    absence_limit,
    burn_rate,
    burn_threshold,
    detection_time,
    exhaustion_time,
    read_budget,
    read_burn,
)

TARGET = Fraction(999, 1_000)
MONTH = 30 * DAY
NOW = 100 * DAY


def test_a_budget_says_what_is_left_and_how_far_it_is_overdrawn() -> None:
    budget = read_budget(TARGET, agreed=MONTH, down=1_296)
    assert (budget.allowed, budget.left, budget.spent_share) == (2_592, 1_296, Fraction(1, 2))
    assert read_budget(TARGET, agreed=MONTH, down=2_593).left == -1


def test_a_promise_of_everything_has_no_budget_and_no_burn_rate() -> None:
    assert read_budget(Fraction(1), agreed=MONTH, down=5).spent_share is None
    assert burn_rate(5, HOUR, Fraction(1)) is None
    assert burn_rate(0, 0, TARGET) is None


def test_thresholds_scale_with_the_window_of_the_budget() -> None:
    for window, expected in ((30 * DAY, ["72/5", "6", "1"]), (90 * DAY, ["216/5", "18", "3"])):
        found = [burn_threshold(pair.budget_share, window=window, long=pair.long) for pair in WINDOW_PAIRS]
        assert [str(threshold) for threshold in found] == expected


def test_a_burn_is_alarming_only_when_both_windows_are_above_the_threshold() -> None:
    seen = ((NOW - MONTH, NOW),)
    still_down = read_burn(((NOW - 3 * MINUTE, NOW),), seen, now=NOW, target=TARGET, window=MONTH)
    assert [reading.is_alarming for reading in still_down] == [True, True, False]
    over = ((NOW - 70 * MINUTE, NOW - 40 * MINUTE),)
    assert [r.is_alarming for r in read_burn(over, seen, now=NOW, target=TARGET, window=MONTH)] == [False, False, True]
    hour = read_burn(over, seen, now=NOW, target=TARGET, window=MONTH)[0]
    assert (hour.long_burn, hour.short_burn, hour.threshold) == (Fraction(1_000, 3), 0, Fraction(72, 5))


def test_a_burn_at_its_threshold_is_not_above_it() -> None:
    pair = WindowPair(HOUR, HOUR, Fraction(2, 100))
    target = 1 - Fraction(36, HOUR) / Fraction(72, 5)
    seen = ((0, NOW),)
    readings = [
        read_burn(((NOW - seconds, NOW),), seen, now=NOW, target=target, window=MONTH, pairs=[pair])[0].is_alarming
        for seconds in (36, 37)
    ]
    assert readings == [False, True]


def test_time_without_samples_neither_burns_nor_heals() -> None:
    seen = ((NOW - 10 * MINUTE, NOW),)
    hour = read_burn(((NOW - 5 * MINUTE, NOW),), seen, now=NOW, target=TARGET, window=MONTH)[0]
    assert (hour.long_burn, hour.short_burn) == (500, 1_000)
    blind = read_burn(((0, NOW),), (), now=NOW, target=TARGET, window=MONTH)
    assert [(reading.long_burn, reading.is_alarming) for reading in blind] == [(None, False)] * 3


def test_pairs_longer_than_the_window_of_the_budget_are_left_out() -> None:
    assert [reading.pair.long for reading in read_burn((), (), now=NOW, target=TARGET, window=DAY)] == [HOUR, 6 * HOUR]


def test_what_never_burns_is_never_exhausted_and_a_rate_too_low_never_found() -> None:
    assert exhaustion_time(Fraction(0), MONTH) is None
    tenth = Fraction(1, 10)
    assert detection_time(Fraction(36), target=TARGET, error_rate=Fraction(36, 1_000), long=HOUR) == HOUR
    assert detection_time(Fraction(36), target=TARGET, error_rate=Fraction(35, 1_000), long=HOUR) is None
    assert detection_time(Fraction(0), target=TARGET, error_rate=Fraction(0), long=HOUR) is None
    assert absence_limit(Fraction(1), window=MONTH, budget_share=tenth) == 1
