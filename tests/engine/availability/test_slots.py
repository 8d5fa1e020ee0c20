"""Availability by requests: exact means over slots, and good requests of all."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from serval.engine.availability.account import ExcludedAs, Frame
from serval.engine.availability.samples import SampleCollector, SampleColumns
from serval.engine.availability.slots import FaultySlot, account_requests, account_slots
from tests.engine.availability.random_evidence import PLACE, seeded

HOUR = Frame(0, 3_600, ((0, 3_600),))
FIVE = 300


def counts(*rows: tuple[int, int, int]) -> SampleColumns:
    collector = SampleCollector()
    for at, good, total in rows:
        collector.add(PLACE, at, good=good, total=total)
    return collector.build().places[PLACE]


def test_the_mean_over_slots_is_not_the_share_of_requests() -> None:
    columns = counts((FIVE, 0, 10), (2 * FIVE, 990, 990))
    slots = account_slots(columns, HOUR, interval=FIVE)
    assert (slots.slots, slots.empty, slots.availability) == (12, 10, Fraction(11, 12))
    assert account_requests(columns, HOUR).availability == Fraction(99, 100)


def test_a_slot_without_requests_has_error_rate_zero() -> None:
    assert account_slots(counts((FIVE, 5, 10)), HOUR, interval=FIVE).availability == Fraction(23, 24)


def test_a_sample_speaks_of_the_time_before_it() -> None:
    columns = counts((0, 0, 100), (FIVE, 9, 10), (FIVE + 1, 8, 10), (3_600, 7, 10), (3_601, 0, 100))
    slots = account_slots(columns, HOUR, interval=FIVE)
    assert slots.faulty == (FaultySlot(0, 300, 1, 10), FaultySlot(300, 600, 2, 10), FaultySlot(3_300, 3_600, 3, 10))
    assert account_requests(columns, HOUR).total == 30


def test_the_last_slot_of_a_period_may_be_cut_short() -> None:
    frame = Frame(0, 700, ((0, 700),))
    slots = account_slots(counts((650, 0, 4)), frame, interval=FIVE)
    assert (slots.slots, slots.faulty) == (3, (FaultySlot(600, 700, 4, 4),))


def test_only_slots_that_start_in_agreed_time_are_judged() -> None:
    frame = Frame(0, 3_600, ((100, 1_000),))
    slots = account_slots(counts((200, 0, 10), (500, 5, 10)), frame, interval=FIVE)
    assert (slots.slots, slots.availability) == (3, Fraction(5, 6))


@pytest.mark.parametrize(("excluded_as", "expected"), [("removed", Fraction(1)), ("counted_up", Fraction(1))])
def test_an_excluded_slot_never_counts_against_the_provider(excluded_as: ExcludedAs, expected: Fraction) -> None:
    frame = Frame(0, 3_600, ((0, 3_600),), excluded=((200, 400),))
    slots = account_slots(counts((500, 0, 10)), frame, interval=FIVE, excluded_as=excluded_as)
    assert (slots.availability, slots.excluded) == (expected, 1)
    assert slots.slots == (12 if excluded_as == "counted_up" else 11)


def test_excluded_slots_leave_the_mean_or_count_as_faultless() -> None:
    frame = Frame(0, 600, ((0, 600),), excluded=((0, 300),))
    columns = counts((100, 0, 10), (400, 5, 10))
    assert account_slots(columns, frame, interval=FIVE).availability == Fraction(1, 2)
    assert account_slots(columns, frame, interval=FIVE, excluded_as="counted_up").availability == Fraction(3, 4)
    assert account_requests(columns, frame).availability == Fraction(1, 2)
    assert account_requests(columns, frame, excluded_as="counted_up").availability == Fraction(3, 4)


def test_a_slot_is_down_only_when_its_error_rate_is_above_the_threshold() -> None:
    columns = counts((FIVE, 95, 100), (2 * FIVE, 94, 100))
    slots = account_slots(columns, HOUR, interval=FIVE, slot_down=Fraction(5, 100))
    assert slots.faulty == (FaultySlot(300, 600, 6, 100),)
    assert slots.availability == Fraction(11, 12)


def test_a_threshold_is_compared_exactly_however_large_the_numbers_are() -> None:
    large = 10**15
    columns = counts((FIVE, large - 51, large), (2 * FIVE, large - 50, large))
    slots = account_slots(columns, HOUR, interval=FIVE, slot_down=Fraction(50, large))
    assert [slot.start for slot in slots.faulty] == [0]


def test_without_slots_or_requests_there_is_no_availability() -> None:
    closed = Frame(0, 3_600, ())
    assert account_slots(counts((FIVE, 5, 10)), closed, interval=FIVE).availability is None
    assert account_requests(counts((FIVE, 5, 10)), closed).availability is None
    assert account_requests(counts((FIVE, 0, 0)), HOUR).availability is None


def test_a_slot_takes_at_least_a_second() -> None:
    with pytest.raises(ValueError, match="interval 0"):
        account_slots(counts((FIVE, 5, 10)), HOUR, interval=0)


def _random_counts(random: Random, seconds: int) -> list[tuple[int, int, int]]:
    instants = random.sample(range(seconds + 20), random.randint(1, 40))
    totals = [random.randint(0, 50) for _ in instants]
    return [(at, random.randint(0, total), total) for at, total in zip(instants, totals, strict=True)]


def _mean_by_hand(rows: list[tuple[int, int, int]], frame: Frame, interval: int) -> Fraction | None:
    """The oracle: slot by slot, fraction by fraction."""
    rates: list[Fraction] = []
    for start in range(frame.start, frame.end, interval):
        open_then = any(a <= start < b for a, b in frame.agreed) and not any(a <= start < b for a, b in frame.excluded)
        asked = [row for row in rows if start < row[0] <= min(start + interval, frame.end)]
        total = sum(row[2] for row in asked)
        if open_then:
            rates.append(Fraction(total - sum(row[1] for row in asked), total) if total else Fraction(0))
    return 1 - sum(rates, Fraction(0)) / len(rates) if rates else None


def test_the_mean_equals_one_taken_slot_by_slot() -> None:
    random = seeded(9)
    for _ in range(300):
        rows = _random_counts(random, 400)
        frame = Frame(7, 390, ((0, 150), (170, 385)), excluded=((40, 60), (55, 81)))
        interval = random.choice([1, 7, 60, 500])
        assert account_slots(counts(*rows), frame, interval=interval).availability == _mean_by_hand(
            rows, frame, interval
        )


def test_a_mean_over_very_many_different_totals_stays_exact() -> None:
    rows = [(minute * 60, 1_000 + minute, 1_001 + minute) for minute in range(1, 3_001)]
    frame = Frame(0, 180_000, ((0, 180_000),))
    found = account_slots(counts(*rows), frame, interval=60).availability
    assert found == 1 - sum((Fraction(1, total) for _, _, total in rows), Fraction(0)) / 3_000
