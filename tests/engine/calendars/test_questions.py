"""What a calendar answers at its edges: closings, zero work, years out of reach, and its digest."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from random import Random

import numpy as np
import pytest

from serval.engine.calendars.calendar import Calendar, compile_calendar
from serval.engine.calendars.horizon import EARLIEST, LATEST
from serval.engine.calendars.lookup import MOST_BUCKETS
from serval.engine.calendars.spec import CalendarSpec, HolidaySet, Shift
from serval.engine.calendars.vectors import (
    add_many,
    between_many,
    is_open_many,
    next_open_many,
    subtract_many,
)
from serval.engine.errors import CalendarError
from tests.engine.calendars.cast import HOUR, OFFICE, WHOLE_DAY, at, every_day, hours, office

ALWAYS = compile_calendar(CalendarSpec("always", "Asia/Shanghai", always=True))
FRIDAY_16, FRIDAY_18, MONDAY_9 = at("2026-05-08T16:00:00"), at("2026-05-08T18:00:00"), at("2026-05-11T09:00:00")
SATURDAY = at("2026-05-09T12:00:00")


def test_a_target_filled_exactly_at_closing_ends_at_that_closing() -> None:
    assert office().add(FRIDAY_16, 2 * HOUR) == FRIDAY_18
    assert office().add(FRIDAY_16, 2 * HOUR + 1) == MONDAY_9 + 1


def test_no_work_outside_hours_is_the_next_opening_and_a_start_never_moves_backwards() -> None:
    calendar = office()
    assert calendar.add(SATURDAY, 0) == calendar.subtract(SATURDAY, 0) == MONDAY_9
    assert calendar.add(FRIDAY_16, 0) == calendar.subtract(FRIDAY_16, 0) == FRIDAY_16


def test_work_counted_backwards_to_an_opening_is_that_opening() -> None:
    assert office().subtract(MONDAY_9 + HOUR, HOUR) == MONDAY_9
    assert office().subtract(MONDAY_9, HOUR) == FRIDAY_18 - HOUR


def test_negative_work_turns_add_into_subtract_and_back() -> None:
    calendar = office()
    assert calendar.add(SATURDAY, -HOUR) == calendar.subtract(SATURDAY, HOUR) == FRIDAY_18 - HOUR
    assert calendar.subtract(SATURDAY, -HOUR) == calendar.add(SATURDAY, HOUR) == MONDAY_9 + HOUR


def test_time_between_reversed_instants_is_negative() -> None:
    calendar = office()
    assert calendar.between(SATURDAY, FRIDAY_16) == -calendar.between(FRIDAY_16, SATURDAY) == -2 * HOUR


def test_at_the_closing_instant_it_is_closed_and_at_the_opening_open() -> None:
    calendar = office()
    assert calendar.is_open(MONDAY_9)
    assert not calendar.is_open(FRIDAY_18)
    assert calendar.next_open(MONDAY_9) == calendar.next_open(FRIDAY_18) == MONDAY_9


def test_an_always_calendar_counts_every_second_until_the_end_of_time() -> None:
    assert ALWAYS.add(SATURDAY, 7) == SATURDAY + 7
    assert ALWAYS.subtract(SATURDAY, 7) == SATURDAY - 7
    assert ALWAYS.between(EARLIEST, LATEST - 1) == LATEST - 1 - EARLIEST
    assert ALWAYS.open_spans(5, 9) == ((5, 9),)
    assert ALWAYS.open_spans(9, 5) == ()
    assert ALWAYS.add(LATEST - 1, 1) == LATEST
    assert ALWAYS.subtract(EARLIEST + 1, 1) == EARLIEST


BEYOND = [
    ("add", (LATEST - 1, 2)),
    ("add", (SATURDAY, 10**15)),
    ("add", (SATURDAY, 10**30)),
    ("add", (LATEST, 0)),
    ("subtract", (EARLIEST, 1)),
    ("subtract", (SATURDAY, 10**15)),
    ("between", (EARLIEST - 1, 0)),
    ("next_open", (LATEST,)),
    ("is_open", (EARLIEST - 1,)),
    ("open_spans", (0, LATEST)),
    ("add_days", (SATURDAY, 10**9, "wd")),
    ("add_days", (SATURDAY, -(10**9), "d")),
]


@pytest.mark.parametrize("spec", [ALWAYS.spec, OFFICE], ids=lambda spec: spec.name)
@pytest.mark.parametrize(("verb", "asked"), BEYOND)
def test_beyond_the_years_2_to_9998_there_is_no_answer(spec: CalendarSpec, verb: str, asked: tuple) -> None:
    calendar = compile_calendar(spec)
    with pytest.raises(CalendarError) as caught:
        getattr(calendar, verb)(*asked)
    assert caught.value.code == "calendar.horizon"


def test_a_calendar_without_any_hours_never_opens() -> None:
    empty = compile_calendar(CalendarSpec("empty", "UTC"))
    for verb, asked in [("add", (0, 1)), ("subtract", (0, 1)), ("next_open", (0,)), ("add_days", (0, 1, "wd"))]:
        with pytest.raises(CalendarError) as caught:
            getattr(empty, verb)(*asked)
        assert caught.value.code == "calendar.never_opens"
    assert empty.between(0, 10**9) == 0


def test_a_calendar_of_single_openings_answers_up_to_the_last_one() -> None:
    spec = CalendarSpec("single", "UTC", opened=((date(2030, 1, 5), hours("09:00-10:00")),))
    opening = at("2030-01-05T09:00:00", "+00:00")
    assert compile_calendar(spec).add(0, HOUR) == opening + HOUR
    assert compile_calendar(spec).subtract(opening + 10**9, HOUR) == opening
    for verb, direction in (("add", "after"), ("subtract", "before")):
        with pytest.raises(CalendarError) as caught:
            getattr(compile_calendar(spec), verb)(opening, HOUR + 1)
        assert caught.value.problems[0].data == {"calendar": "single", "direction": direction}


def test_answers_do_not_depend_on_how_the_window_of_years_grew() -> None:
    random = Random(7)  # noqa: S311 - test data
    cases = [
        (at("2026-01-01T00:00:00") + random.randrange(-(10**9), 10**9), random.randrange(10**7)) for _ in range(60)
    ]
    one = office()
    grown = [(one.add(*case), one.subtract(*case)) for case in cases]
    assert grown == [(office().add(*case), office().subtract(*case)) for case in cases]


def test_threads_that_share_a_calendar_get_the_answers_of_one() -> None:
    starts = [at("2026-05-01T00:00:00") + n * 10**6 for n in range(-100, 100)]
    alone = office()
    shared = office()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda s: shared.add(s, 999), starts)) == [alone.add(s, 999) for s in starts]


def test_a_calendar_can_be_sent_to_another_process() -> None:
    copy = pickle.loads(pickle.dumps(office()))  # noqa: S301 - our own bytes
    assert copy.spec == OFFICE
    assert copy.add(FRIDAY_16, 3 * HOUR) == MONDAY_9 + HOUR


def test_a_calendar_without_holiday_set_is_known_for_ever() -> None:
    assert (office().known_from, office().known_until) == (None, None)
    assert office().is_known(EARLIEST, LATEST)


def test_published_years_begin_and_end_at_midnight_of_the_calendars_zone() -> None:
    calendar = office(holidays=HolidaySet("CN", "test", 2025, 2026))
    assert (calendar.known_from, calendar.known_until) == (at("2025-01-01T00:00:00"), at("2027-01-01T00:00:00"))


def test_the_digest_tells_what_was_compiled_and_not_how_it_was_written() -> None:
    span = at("2026-05-01T00:00:00"), at("2026-06-01T00:00:00")
    closed_later = office(closed_days=frozenset({date(2026, 6, 1)}), name="other")
    assert office().digest(*span) == closed_later.digest(*span)
    assert office().digest(*span) != office(closed_days=frozenset({date(2026, 5, 29)})).digest(*span)
    assert office().digest(*span) != office(timezone="Asia/Singapore").digest(*span)
    assert len(office().digest(*span)) == 64


def test_the_twins_broadcast_and_keep_the_shape() -> None:
    starts = np.array([[FRIDAY_16, FRIDAY_18], [SATURDAY, MONDAY_9]])
    assert add_many(office(), starts, 3 * HOUR).shape == (2, 2)
    assert add_many(office(), FRIDAY_16, [HOUR, 0, -HOUR]).tolist() == [FRIDAY_16 + HOUR, FRIDAY_16, FRIDAY_16 - HOUR]
    assert next_open_many(office(), SATURDAY) == MONDAY_9
    assert add_many(office(), [], []).shape == between_many(office(), [], []).shape == (0,)
    assert is_open_many(office(), []).shape == (0,)


@pytest.mark.parametrize(
    "calendar", [ALWAYS, office(), compile_calendar(CalendarSpec("empty", "UTC"))], ids=lambda c: c.name
)
@pytest.mark.parametrize("asked", [(SATURDAY, 10**15), (SATURDAY, -(10**15)), (LATEST, 1), (SATURDAY, 2**62)])
def test_the_twins_refuse_what_the_scalar_questions_refuse(calendar: Calendar, asked: tuple[int, int]) -> None:
    for one, many in ((calendar.add, add_many), (calendar.subtract, subtract_many)):
        with pytest.raises(CalendarError) as scalar:
            one(*asked)
        with pytest.raises(CalendarError) as vector:
            many(calendar, [FRIDAY_16, asked[0]], [1 if calendar.name != "empty" else asked[1], asked[1]])
        assert vector.value.problems == scalar.value.problems


def test_the_twins_agree_when_openings_are_too_close_for_buckets() -> None:
    calendar = every_day("UTC", tuple(Shift(n * 2, n * 2 + 1) for n in range(5)))
    starts = np.arange(0, 4 * 365 * 86_400, 777_777)
    table = calendar.hours.reach_both(0, int(starts[-1]))
    assert (table.high - table.low) // 2 > MOST_BUCKETS
    assert add_many(calendar, starts, 77).tolist() == [calendar.add(int(s), 77) for s in starts]
    assert subtract_many(calendar, starts, 77).tolist() == [calendar.subtract(int(s), 77) for s in starts]


def test_a_whole_day_shift_is_open_across_every_border_of_years() -> None:
    around = every_day("UTC", WHOLE_DAY).open_spans(0, 10**9)
    assert around == ((0, 10**9),)
