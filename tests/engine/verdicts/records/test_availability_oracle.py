"""The outage bench against an oracle that asks of every second whether it is agreed, excluded, and what samples say."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serval.engine.records import Exclusion, build_records
from serval.engine.verdicts import Verdict, place_reading
from tests.engine.verdicts.bench_of_terms import at
from tests.engine.verdicts.records.evidence import CORE, agree, promise, samples, score

BEGIN = at("01-05 00:00")
DAY = 86_400
DAYS = 2
MAX_GAP, INTERVAL = 3_600, 60
LATE = BEGIN + (DAYS + 1) * DAY
HOURS = (10 * 3600, 10 * 3600 + 2 * 3600)
"""Seconds of the day in which the shop calendar is open."""

moments = st.one_of(
    st.integers(-1800, DAYS * DAY + 1800),
    st.sampled_from([0, 1, DAY - 60, DAY - 1, DAY, DAY + 1, DAY + 3600, 2 * DAY - 3600, 2 * DAY - 1, *HOURS]),
)


@dataclass(frozen=True)
class Case:
    seen: dict[int, str]
    excluded: list[tuple[int, int, bool]]
    calendar: str
    degraded_is_down: bool
    now: int


cases = st.builds(
    Case,
    st.dictionaries(moments, st.sampled_from(["up", "up", "degraded", "down"]), min_size=1, max_size=60),
    st.lists(st.tuples(moments, st.integers(1, 9_000), st.booleans()), max_size=3),
    st.sampled_from(["always", "shop"]),
    st.booleans(),
    st.one_of(st.just(LATE - BEGIN), st.integers(1, DAYS * DAY)),
)


def judge(case: Case) -> list[Verdict]:
    rule = agree(
        promise(
            calendar=case.calendar,
            period="rolling 1d",
            exclude=["maintenance"],
            measure={"interval": "1m", "maxGap": "1h", "degraded": "down" if case.degraded_is_down else "up"},
        ),
        effective={"from": "2026-01-05", "until": "2026-01-06", "timezone": "Asia/Shanghai"},
        calendars={"always": {"always": True}, "shop": {"weekly": {"mon-sun": ["10:00-12:00"]}}},
    )
    seen = samples(*((BEGIN + moment, status) for moment, status in case.seen.items()))
    away = [
        Exclusion("maintenance", "p", "c" if good else "", place=CORE, start=BEGIN + start, end=BEGIN + start + length)
        for start, length, good in case.excluded
    ]
    records = build_records(samples=seen, exclusions=away)
    return list(score(rule, records, now=BEGIN + case.now).verdicts)


class Oracle:
    """Second by second; it knows only what is agreed, what is excluded, and the samples."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.at = sorted(moment for moment in case.seen if moment <= case.now)
        self.bounds = sorted({case.now, *(day * DAY for day in range(1, DAYS + 1) if day * DAY <= case.now)})

    def is_agreed(self, second: int) -> bool:
        return self.case.calendar == "always" or HOURS[0] <= second % DAY < HOURS[1]

    def is_excluded(self, second: int) -> bool:
        return any(good and start <= second < start + length for start, length, good in self.case.excluded)

    def is_believed(self, second: int, place: int) -> bool:
        """Whether the sample of that place still stands: until the next one, or settled at a bound, or an interval."""
        here, following = self.at[place], self.at[place + 1 : place + 2]
        if following and following[0] - here <= MAX_GAP:
            return True
        settled = max([here, *(bound for bound in self.bounds if bound <= here + MAX_GAP)])
        return second < max(here + INTERVAL, settled)

    def state(self, second: int) -> str:
        if not self.at:
            return "unknown"
        place = bisect_right(self.at, second) - 1
        if place >= 0 and self.is_believed(second, place):
            return self.case.seen[self.at[place]]
        since = self.at[place] if place >= 0 else 0
        until = next(end for end in sorted([*self.at, *self.bounds]) if end > second)
        silent = sum(map(self.is_agreed, range(since, until)))
        return "unknown" if silent > MAX_GAP else "up"

    def count(self, start: int, end: int) -> Counter[str]:
        found: Counter[str] = Counter()
        for second in range(start, min(end, self.case.now)):
            if self.is_agreed(second):
                found["agreed"] += 1
                found["excluded" if self.is_excluded(second) else self._name(second)] += 1
        return found

    def _name(self, second: int) -> str:
        state = self._remember(second)
        return {"degraded": "down" if self.case.degraded_is_down else "up"}.get(state, state)

    def _remember(self, second: int) -> str:
        """States change only at samples, bounds and an interval after a sample: the last answer holds until then."""
        cuts = sorted({*self.at, *(moment + INTERVAL for moment in self.at), *self.bounds})
        place = bisect_right(cuts, second)
        known = self.__dict__.setdefault("known", {})
        if place not in known:
            known[place] = self.state(second)
        return str(known[place])


def disagree(case: Case) -> list[str]:
    oracle, found = Oracle(case), []
    for verdict in judge(case):
        start = verdict.period.start - BEGIN
        told, account = oracle.count(start, verdict.period.end - BEGIN), verdict.account
        assert account is not None
        seen = {
            "agreed": account.agreed,
            "excluded": account.excluded,
            "down": account.down,
            "unknown": account.unknown,
        }
        if any(told[name] != seconds for name, seconds in seen.items()):
            found.append(f"{verdict.period.label}: {dict(told)} but {seen}")
        if verdict.value is not None and verdict.value != 1 - Fraction(told["down"], told["up"] + told["down"]):
            found.append(f"{verdict.period.label}: {verdict.value}")
    return found


@settings(max_examples=60, deadline=None, derandomize=True)
@given(cases)
def test_every_second_of_a_period_is_what_the_oracle_says(case: Case) -> None:
    assert disagree(case) == []


def test_control_a_bench_that_forgets_a_second_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case({0: "up", 1800: "down", 5000: "up"}, [], "always", degraded_is_down=False, now=6_000)
    assert disagree(case) == []
    list_outages = place_reading.list_outages
    monkeypatch.setattr(
        place_reading,
        "list_outages",
        lambda timeline, **rule: tuple((start, end - 1) for start, end in list_outages(timeline, **rule)),
    )
    assert disagree(case) != []
