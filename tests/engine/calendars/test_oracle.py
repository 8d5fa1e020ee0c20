"""Goal R10: 100,000 random questions, scalar and vectorised, and not one second of difference to the oracle."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serval.engine.calendars import compile as compile_module
from serval.engine.calendars.calendar import Calendar, compile_calendar
from serval.engine.calendars.vectors import (
    add_many,
    between_many,
    is_open_many,
    next_open_many,
    subtract_many,
)
from serval.engine.instants import EPOCH
from tests.engine.calendars.random_specs import (
    DAY,
    HOUR,
    IN_MINUTES,
    IN_SECONDS,
    MINUTE,
    Setting,
    random_spec,
)
from tests.engine.oracle import Oracle

ROUNDS_IN_MINUTES, ROUNDS_IN_SECONDS = 10, 5
CASES_PER_ROUND = 460


class Round(NamedTuple):
    """One random calendar with its oracle, and questions the oracle can answer: (verb, arguments, answer)."""

    calendar: Calendar
    cases: list[tuple[str, tuple[int, ...], int | bool]]


def _middle(setting: Setting) -> int:
    return _midnight_of(setting.middle) + DAY // 2


def _midnight_of(day: date) -> int:
    return (day - date(1970, 1, 1)).days * DAY


def _play(random: Random, setting: Setting, *, days: int, margin: int, count: int) -> Round:
    spec = random_spec(random, setting, days=days)
    middle, reach = _middle(setting), (days + margin) * DAY
    oracle = Oracle(spec, middle - reach, middle + reach, setting.step)
    cases: list[tuple[str, tuple[int, ...], int | bool]] = []
    while len(cases) < count:
        verb, asked = _question(random, middle, days)
        answer = getattr(oracle, verb)(*asked)
        if answer is not None:
            cases.append((verb, asked, answer))
    return Round(compile_calendar(spec), cases)


def _question(random: Random, middle: int, days: int) -> tuple[str, tuple[int, ...]]:
    """Half of all instants lie on full quarter hours, where boundaries like to be."""
    step = random.choice([1, 900])
    start, end = (middle + random.randrange(-days * DAY, days * DAY) // step * step for _ in range(2))
    work = random.choice([0, HOUR, 4 * HOUR, random.randrange(-40 * HOUR, 60 * HOUR)])
    return random.choice(
        [
            ("add", (start, work)),
            ("subtract", (start, work)),
            ("between", (start, end)),
            ("next_open", (start,)),
            ("is_open", (start,)),
        ]
    )


def _differences(played: Round) -> list[str]:
    return [
        f"{verb}{asked}: {got} and not {wanted} in {played.calendar.spec}"
        for verb, asked, wanted in played.cases
        if (got := getattr(played.calendar, verb)(*asked)) != wanted
    ]


TWINS = {
    "add": add_many,
    "subtract": subtract_many,
    "between": between_many,
    "next_open": next_open_many,
    "is_open": is_open_many,
}


def _differences_of_twins(played: Round) -> list[str]:
    calendar = compile_calendar(played.calendar.spec)  # a fresh one, so that the twins grow its window themselves
    found = []
    for verb, twin in TWINS.items():
        cases = [(asked, wanted) for name, asked, wanted in played.cases if name == verb]
        columns = [np.array(column, dtype=np.int64) for column in zip(*(asked for asked, _ in cases), strict=True)]
        answers = twin(calendar, *columns).tolist() if cases else []
        found += [f"{verb}{c[0]}: {got}, not {c[1]}" for c, got in zip(cases, answers, strict=True) if got != c[1]]
    return found


def _rounds(setting: Setting) -> list[Round]:
    days, margin, rounds = (9, 11, ROUNDS_IN_MINUTES) if setting.step == MINUTE else (1, 2, ROUNDS_IN_SECONDS)
    return [
        _play(Random(f"{setting} {n}"), setting, days=days, margin=margin, count=CASES_PER_ROUND)  # noqa: S311
        for n in range(rounds)
    ]


def test_a_hundred_thousand_cases_are_asked() -> None:
    rounds = len(IN_MINUTES) * ROUNDS_IN_MINUTES + len(IN_SECONDS) * ROUNDS_IN_SECONDS
    assert rounds * CASES_PER_ROUND >= 100_000


@pytest.mark.parametrize("setting", [*IN_MINUTES, *IN_SECONDS], ids=lambda s: f"{s.zone}-{s.middle}-{s.step}s")
def test_not_one_second_differs_from_the_oracle(setting: Setting) -> None:
    for played in _rounds(setting):
        assert len(played.cases) == CASES_PER_ROUND
        assert _differences(played) == []
        assert _differences_of_twins(played) == []


@settings(max_examples=40)
@given(
    setting=st.sampled_from(IN_MINUTES),
    seed=st.integers(0, 2**32),
    days=st.integers(1, 6),
    count=st.integers(1, 20),
)
def test_a_difference_would_shrink_to_one_question(setting: Setting, seed: int, days: int, count: int) -> None:
    played = _play(Random(seed), setting, days=days, margin=14, count=count)  # noqa: S311
    assert _differences(played) == []
    assert _differences_of_twins(played) == []


def _first_occurrence_always(zone: ZoneInfo, wall: int, *, closing: bool) -> int:
    return _mapped(zone, wall, fold=0)


def _last_occurrence_always(zone: ZoneInfo, wall: int, *, closing: bool) -> int:
    return _mapped(zone, wall, fold=1)


def _gap_read_with_the_offset_before(zone: ZoneInfo, wall: int, *, closing: bool) -> int:
    return _mapped(zone, wall, fold=1 if closing else 0)


def _one_offset_all_year(zone: ZoneInfo, wall: int, *, closing: bool) -> int:
    january = (EPOCH + timedelta(seconds=wall)).replace(tzinfo=zone, month=1, day=1)
    return wall - int(january.utcoffset().total_seconds())


def _mapped(zone: ZoneInfo, wall: int, *, fold: int) -> int:
    local = (EPOCH + timedelta(seconds=wall)).replace(tzinfo=zone, fold=fold)
    return wall - int(local.utcoffset().total_seconds())


WRONG = [
    _first_occurrence_always,
    _last_occurrence_always,
    _gap_read_with_the_offset_before,
    _one_offset_all_year,
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.__name__.strip("_"))
def test_control_the_oracle_catches_a_wall_clock_that_is_read_wrongly(
    wrong: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compile_module, "map_boundary", wrong)
    zones = ("Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia")
    found = [d for s in IN_MINUTES if s.zone in zones for played in _rounds(s)[:4] for d in _differences(played)]
    assert found
