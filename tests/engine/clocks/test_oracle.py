"""Goal R10 for clocks: random histories, read by the product and by an oracle that steps through time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from functools import cache
from math import ceil
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serval.engine.calendars.calendar import Calendar, compile_calendar
from serval.engine.calendars.spec import CalendarSpec, Shift
from serval.engine.clocks import Clock, Cycle, Reading, find_cycles, list_segments, read_clock, read_history
from serval.engine.clocks import reading as reading_module
from serval.engine.clocks.pauses import list_pauses
from serval.engine.durations import Duration
from serval.engine.errors import EvidenceError
from serval.engine.evidence import Fact, build_item
from serval.engine.spans import Spans
from tests.engine.calendars.random_specs import IN_MINUTES, MINUTE, Setting, random_spec
from tests.engine.clocks.random_histories import COUNTED_REASONS, Case, disturb, random_case
from tests.engine.clocks.stepping import (
    OFF_HOURS,
    PAUSED,
    PAUSED_OFF_HOURS,
    RUNNING,
    Hours,
    Run,
    Stepper,
)
from tests.engine.clocks.stories import DAY, MONDAY, NEVER
from tests.engine.oracle import Oracle

CALENDARS_IN_SECONDS, CASES_IN_SECONDS = 25, 1000
CASES_IN_MINUTES = 60
STEPS_IN_SECONDS, STEPS_IN_MINUTES = 90, 1200
SHARE = Fraction(3, 4)
LETTERS = {"running": {RUNNING}, "off_hours": {OFF_HOURS}, "paused": {PAUSED, PAUSED_OFF_HOURS}}

Setup = tuple[Calendar, Hours]


def _tiny_shifts(random: Random) -> tuple[Shift, ...]:
    """Openings of some seconds each in the first ten minutes of a day, so that a minute sees several of them."""
    edges = sorted(random.sample(range(600), k=2 * random.randint(1, 30)))
    return tuple(Shift(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True))


@cache
def _setup_in_seconds(number: int) -> Setup:
    hours = _tiny_shifts(Random(number))  # noqa: S311
    spec = CalendarSpec("tiny", "UTC", weekly=(hours,) * 7)  # type: ignore[arg-type]
    flags = [any(shift.start <= second < shift.end for shift in hours) for second in range(2 * DAY // 96)]
    return compile_calendar(spec), Hours(MONDAY, 1, flags)


@cache
def _setup_in_minutes(setting: Setting) -> Setup:
    spec = random_spec(Random(str(setting)), setting, days=2)  # noqa: S311
    start = (setting.middle - date(1970, 1, 1)).days * DAY - DAY // 2
    margin = 12 * DAY
    oracle = Oracle(spec, start - margin, start + margin, MINUTE)
    flags = oracle.is_open_at[margin::MINUTE].tolist()
    return compile_calendar(spec), Hours(start, MINUTE, flags)


def _cases(setup: Setup, seed: str, count: int, steps: int) -> Iterator[Case]:
    random = Random(seed)  # noqa: S311
    hours = setup[1]
    for _ in range(count):
        origin = hours.origin + random.randrange(5 * steps) * hours.step
        yield random_case(random, origin=origin, step=hours.step, steps=steps)


def _find_differences(setup: Setup, case: Case, random: Random) -> list[str]:
    """What the product says otherwise than the oracle about one case."""
    calendar, hours = setup
    runs = Stepper(case.start_name, COUNTED_REASONS, case.reopen, hours).play(case.facts, case.now)
    item = build_item("INC-1", disturb(random, case.facts))
    clock = Clock("c", case.start_name, "resolved", COUNTED_REASONS, reopen=case.reopen)  # type: ignore[arg-type]
    history = read_history(item, until=case.now)
    try:
        cycles = find_cycles(history, clock, lambda stop: NEVER)
    except EvidenceError as error:
        return [] if runs is None and error.code == "clock.stop_before_start" else [f"{error} but {runs}"]
    if runs is None or len(cycles) != len(runs):
        return [f"{len(cycles)} cycles and not {runs}"]
    found = []
    for cycle, run in zip(cycles, runs, strict=True):
        pauses = list_pauses(history, clock, cycle)
        reading = _read(calendar, case, cycle, pauses)
        found += [
            f"{name}: {got!r} and not {wanted!r} in {case}"
            for name, got, wanted in _compare(setup, case, run, reading)
            if got != wanted
        ]
        found += _segment_differences(calendar, hours, run, reading, pauses)
    return found


def _read(calendar: Calendar, case: Case, cycle: Cycle, pauses: Any) -> Reading:
    return read_clock(
        calendar,
        Duration(case.target, "s"),
        start=cycle.start.at,
        end=case.now if cycle.ended is None else cycle.ended,
        running=cycle.ended is None,
        left=cycle.stop is None and cycle.withdrawn is not None,
        pauses=pauses,
        warn=[SHARE],
    )


def _compare(setup: Setup, case: Case, run: Run, reading: Reading) -> Iterator[tuple[str, object, object]]:
    step = setup[1].step
    yield "start", reading.started, run.start
    yield "end", reading.ended, run.end
    yield "state", reading.state, run.state
    yield "elapsed", reading.elapsed, run.count_steps(RUNNING) * step
    yield "paused", reading.paused, run.count_steps(PAUSED) * step
    stepper = Stepper("", frozenset(), "", setup[1])
    for name, got, target in (
        ("due", reading.due, case.target),
        ("warning", reading.warnings[0].at, ceil(case.target * SHARE)),
    ):
        try:
            due = stepper.find_due(run, target)
        except LookupError:
            yield f"{name} beyond the oracle's hours", got is not None and got > setup[1].end, True
            continue
        yield name, got, due
        if name == "due":
            yield "breached", reading.breached, due is not None and due < run.end


def _segment_differences(calendar: Calendar, hours: Hours, run: Run, reading: Reading, pauses: Any) -> list[str]:
    segments = list_segments(calendar, start=reading.started, end=reading.ended, pauses=pauses)
    found, position = [], reading.started
    for segment in segments:
        if segment.start != position or segment.end <= segment.start:
            found.append(f"gap or overlap at {position}: {segment}")
        position = segment.end
        first, last = ((edge - run.start) // hours.step for edge in (segment.start, segment.end))
        letters = run.letters[first:last]
        if not set(letters) <= LETTERS[segment.kind]:
            found.append(f"{segment}: {letters}")
        open_letters = letters.count(RUNNING) + letters.count(PAUSED)
        if segment.working != open_letters * hours.step:
            found.append(f"{segment}: {open_letters} open steps")
    if position != reading.ended:
        found.append(f"segments end at {position} and not {reading.ended}")
    sums = {kind: sum(s.working for s in segments if s.kind == kind) for kind in LETTERS}
    if sums != {"running": reading.elapsed, "paused": reading.paused, "off_hours": 0}:
        found.append(f"{sums} in {reading}")
    return found


def _all_differences(setup: Setup, seed: str, count: int, steps: int) -> list[str]:
    random = Random(seed)  # noqa: S311
    cases = _cases(setup, seed, count, steps)
    return [difference for case in cases for difference in _find_differences(setup, case, random)]


@pytest.mark.parametrize("number", range(CALENDARS_IN_SECONDS))
def test_second_by_second_no_clock_differs_from_the_oracle(number: int) -> None:
    found = _all_differences(_setup_in_seconds(number), f"seconds {number}", CASES_IN_SECONDS, STEPS_IN_SECONDS)
    assert found[:3] == []


@pytest.mark.parametrize("setting", IN_MINUTES, ids=lambda s: f"{s.zone}-{s.middle}")
def test_minute_by_minute_no_clock_differs_from_the_oracle(setting: Setting) -> None:
    found = _all_differences(_setup_in_minutes(setting), str(setting), CASES_IN_MINUTES, STEPS_IN_MINUTES)
    assert found[:3] == []


def test_tens_of_thousands_of_clocks_are_compared() -> None:
    assert CALENDARS_IN_SECONDS * CASES_IN_SECONDS >= 25_000
    assert len(IN_MINUTES) * CASES_IN_MINUTES >= 1_000


@st.composite
def _few_facts(draw: st.DrawFn) -> Case:
    instants = st.integers(MONDAY, MONDAY + 60)
    kinds = st.sampled_from([("state", name) for name in ("open", "waiting_client", "resolved", "closed", "cancelled")])
    reasons = st.tuples(st.sampled_from(["pause", "resume"]), st.sampled_from(["waiting_client", "waiting_parts"]))
    told = draw(st.lists(st.tuples(instants, st.one_of(kinds, reasons)), max_size=8))
    facts = [Fact(MONDAY, "event", "opened")]
    facts += [Fact(at, kind, name, seq=seq) for seq, (at, (kind, name)) in enumerate(told, 1)]  # type: ignore[arg-type]
    now = max(fact.at for fact in facts) + draw(st.integers(0, 10))
    reopen = draw(st.sampled_from(["resume", "restart", "ignore"]))
    return Case(tuple(sorted(facts, key=lambda f: (f.at, f.seq))), "opened", reopen, now, draw(st.integers(1, 40)))


@settings(max_examples=150)
@given(case=_few_facts(), number=st.integers(0, 2), seed=st.integers(0, 100))
def test_a_difference_would_shrink_to_a_few_facts(case: Case, number: int, seed: int) -> None:
    assert _find_differences(_setup_in_seconds(number), case, Random(seed)) == []  # noqa: S311


def _shifted_by_the_wall_clock(
    calendar: Calendar, start: int, budget: int, pauses: Spans, *, held_at: int | None = None
) -> int | None:
    return None if held_at is not None else calendar.add(start, budget) + sum(end - begin for begin, end in pauses)


def _shifted_by_working_time_of_later_pauses(
    calendar: Calendar, start: int, budget: int, pauses: Spans, *, held_at: int | None = None
) -> int | None:
    extra = sum(calendar.between(begin, end) for begin, end in pauses)
    return None if held_at is not None else calendar.add(start, budget + extra)


def _next_opening_at_a_closing(
    calendar: Calendar, start: int, budget: int, pauses: Spans, *, held_at: int | None = None
) -> int | None:
    due = _FIND_DUE(calendar, start, budget, pauses, held_at=held_at)
    return None if due is None else calendar.next_open(due)


def _differences_of_control() -> list[str]:
    return [d for n in range(5) for d in _all_differences(_setup_in_seconds(n), "control", 100, STEPS_IN_SECONDS)]


_FIND_DUE = reading_module.find_due
WRONG = [_shifted_by_the_wall_clock, _shifted_by_working_time_of_later_pauses, _next_opening_at_a_closing]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.__name__.strip("_"))
def test_control_the_oracle_catches_a_due_instant_that_is_found_wrongly(
    wrong: Callable[..., int | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_module, "find_due", wrong)
    assert _differences_of_control()


def test_control_the_oracle_catches_pauses_that_are_counted_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    def not_merged(pauses: Any, start: int, end: int) -> Spans:
        clipped = [(max(s.start, start), end if s.end is None else min(s.end, end)) for s in pauses]
        return tuple((begin, finish) for begin, finish in clipped if begin < finish)

    monkeypatch.setattr(reading_module, "clip_pauses", not_merged)
    assert _differences_of_control()
