"""Accounts against an oracle that looks at every second, and wrong ways of counting that it must catch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

import pytest

from serval.engine.availability.account import Account, Counting, Frame, take_account
from serval.engine.availability.outages import WholeOutage
from serval.engine.spans import Spans, clip, intersect, normalise, subtract
from tests.engine.availability.random_evidence import seeded

CASES = 1_500
END = 150


@dataclass(frozen=True)
class Case:
    frame: Frame
    outages: tuple[WholeOutage, ...]
    counting: Counting


def _random_pairs(random: Random, most: int, length: int) -> list[tuple[int, int]]:
    starts = [random.randrange(-20, END + 20) for _ in range(random.randint(0, most))]
    return [(start, start + random.randint(1, length)) for start in starts]


def _random_case(random: Random) -> Case:
    bounds = normalise(_random_pairs(random, 6, 25))
    reports = [random.choice([start, start, random.randrange(start, end), None]) for start, end in bounds]
    outages = tuple(WholeOutage(start, end, at) for (start, end), at in zip(bounds, reports, strict=True))
    frame = Frame(
        random.randrange(0, 40),
        random.randrange(60, END),
        agreed=normalise(_random_pairs(random, 4, 90)),
        excluded=tuple(_random_pairs(random, 3, 40)),
        unknown=normalise(_random_pairs(random, 3, 30)),
    )
    return Case(frame, outages, Counting(random.choice([0, 5, 12]), random.choice(["removed", "counted_up"])))


def _holds(pairs: tuple[tuple[int, int], ...], second: int) -> bool:
    return any(start <= second < end for start, end in pairs)


def _state(case: Case, second: int) -> str:
    """What one agreed second counts as."""
    if _holds(case.frame.excluded, second):
        return "excluded"
    there = [outage for outage in case.outages if outage.start <= second < outage.end]
    for outage in there:
        from_then = outage.counts_from
        if from_then is not None and from_then <= second and outage.end - from_then >= case.counting.shortest_outage:
            return "down"
    return "unknown" if not there and _holds(case.frame.unknown, second) else "up"


def _by_seconds(case: Case) -> tuple[int, int, int, int, int]:
    """Agreed, excluded, down, unknown and up, second by second."""
    agreed = [second for second in range(case.frame.start, case.frame.end) if _holds(case.frame.agreed, second)]
    states = Counter(_state(case, second) for second in agreed)
    lifted = states["excluded"] if case.counting.excluded_as == "counted_up" else 0
    return len(agreed), states["excluded"], states["down"], states["unknown"], states["up"] + lifted


def _numbers(account: Account) -> tuple[int, int, int, int, int]:
    return account.agreed, account.excluded, account.down, account.unknown, account.up


def _as_it_is(case: Case) -> Account:
    return take_account(case.frame, case.outages, case.counting)


def _differing(count: Callable[[Case], Account]) -> int:
    random = seeded(4)
    cases = [_random_case(random) for _ in range(CASES)]
    return sum(_numbers(count(case)) != _by_seconds(case) for case in cases)


def test_every_account_equals_one_taken_second_by_second() -> None:
    assert _differing(_as_it_is) == 0


def _plain(case: Case) -> Case:
    """The case with all of its outages reported at once and no unknown time, so that only lengths and rank matter."""
    outages = tuple(WholeOutage(o.start, o.end, o.start) for o in case.outages)
    return replace(case, frame=replace(case.frame, unknown=()), outages=outages)


def _clip_first(case: Case, spans: Spans) -> Account:
    """The same outages, cut into what lies in `spans` before anybody looks at their length."""
    pieces = intersect(normalise((o.start, o.end) for o in case.outages), spans)
    return take_account(case.frame, [WholeOutage(start, end, start) for start, end in pieces], case.counting)


def _clip_to_period_first(case: Case) -> Account:
    return _clip_first(case, ((case.frame.start, case.frame.end),))


def _clip_to_hours_first(case: Case) -> Account:
    return _clip_first(case, case.frame.agreed)


def _clip_to_exclusions_first(case: Case) -> Account:
    return _clip_first(case, subtract(((-1_000, 1_000),), normalise(case.frame.excluded)))


@pytest.mark.parametrize("wrong", [_clip_to_period_first, _clip_to_hours_first, _clip_to_exclusions_first])
def test_control_clipping_before_the_length_is_tested_is_caught_where_there_is_a_shortest_outage(
    wrong: Callable[[Case], Account],
) -> None:
    random = seeded(4)
    caught: Counter[bool] = Counter()
    for _ in range(CASES):
        case = _plain(_random_case(random))
        caught[case.counting.shortest_outage > 0] += _numbers(wrong(case)) != _by_seconds(case)
    assert caught[True] > 0
    assert caught[False] == 0


def _let_down_beat_excluded(case: Case) -> Account:
    down = normalise((o.start, o.end) for o in case.outages)
    frame = replace(case.frame, excluded=subtract(normalise(case.frame.excluded), down))
    return take_account(frame, case.outages, case.counting)


def _let_unknown_be_up(case: Case) -> Account:
    return take_account(replace(case.frame, unknown=()), case.outages, case.counting)


@pytest.mark.parametrize("wrong", [_let_down_beat_excluded, _let_unknown_be_up])
def test_control_a_wrong_rank_of_states_is_caught(wrong: Callable[[Case], Account]) -> None:
    assert _differing(wrong) > CASES // 20


def test_the_parts_of_outages_add_up_to_the_time_down_and_to_what_each_holds() -> None:
    random = seeded(12)
    reasons: Counter[str] = Counter()
    for _ in range(CASES):
        case = _random_case(random)
        account = _as_it_is(case)
        outages = [part for part in account.parts if part.kind == "outage"]
        assert sum(part.down for part in outages) == account.down
        touching = [o for o in case.outages if clip(((o.start, o.end),), case.frame.start, case.frame.end)]
        assert [part.whole for part in outages] == [(o.start, o.end) for o in touching]
        for part in outages:
            assert part.down + part.excluded + part.off_hours <= sum(end - start for start, end in part.inside)
            assert (part.reason == "counted") == (part.down > 0)
        gaps = sum(part.unknown for part in account.parts if part.kind == "gap")
        assert gaps == account.unknown
        reasons.update(part.reason for part in account.parts)
    expected = {"counted", "too_short", "never_reported", "before_report", "off_hours", "excluded", "unknown"}
    assert set(reasons) == expected
