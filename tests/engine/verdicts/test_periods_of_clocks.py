"""TERMS.md rule 10: to which period a clock belongs."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from serval.engine.evidence import Item
from serval.engine.periods import Period, list_periods
from serval.engine.terms import Agreement, ClockObjective
from serval.engine.verdicts import Explanation, LedgerRow, Range, explain_item, judge_items
from tests.engine.verdicts.random_cases import END, Below, build_agreement, build_items

FIXED_PERIODS = ("month", "quarter", "year", "contract-year")
Place = tuple[str, str, str, str]


def judge_all(agreement: Agreement, items: list[Item], now: int) -> list[LedgerRow]:
    rows: list[LedgerRow] = []
    judge_items(agreement, items, Range(agreement.start, agreement.end, running=True), now=now, sink=rows.append)
    return rows


def periods_of(agreement: Agreement, objective: ClockObjective) -> tuple[Period, ...]:
    effective = agreement.terms.effective
    return list_periods(
        objective.terms.period, effective.from_, effective.until, agreement.zone, partial=objective.terms.partial
    )


def without_contradictions(agreement: Agreement, items: list[Item], now: int) -> list[Item]:
    """Items all of whose clocks can be read; the others are judged as bad data, which has tests of its own."""
    sound = []
    for item in items:
        if item.facts[0].at <= now:
            clocks = explain_item(agreement, item, now=now)[1]
            if all(isinstance(clock, Explanation) for clock in clocks):
                sound.append(item)
    return sound


def expected_places(agreement: Agreement, items: list[Item], now: int) -> Counter[Place]:
    """Where each clock must stand, found by looking at every period in turn."""
    places: Counter[Place] = Counter()
    for item in items:
        for explanation in explain_item(agreement, item, now=now)[1]:
            assert isinstance(explanation, Explanation)
            judgement, objective = explanation.judgement, explanation.objective
            if not agreement.start <= judgement.claim.cycle.start.at < agreement.end:
                continue
            certain, since = judgement.certain, judgement.claim.since
            for period in periods_of(agreement, objective):
                if certain is not None and period.start <= certain < period.end:
                    places[item.id, objective.id, period.label, judgement.outcome] += 1
                elif since < period.end and (period.end <= certain if certain is not None else period.start <= now):
                    places[item.id, objective.id, period.label, "open"] += 1
    return places


@st.composite
def cases(draw: st.DrawFn) -> tuple[Agreement, list[Item], int]:
    def below(bound: int) -> int:
        return draw(st.integers(0, bound - 1))

    return build_case(below)


def build_case(below: Below) -> tuple[Agreement, list[Item], int]:
    agreement = build_agreement(below, periods=FIXED_PERIODS)
    items = build_items(below, agreement)
    return agreement, items, END - below(3) * 40 * 86_400


@settings(max_examples=120)
@given(cases())
def test_every_certain_clock_is_counted_in_one_period_and_carried_over_at_each_end_it_crosses(
    case: tuple[Agreement, list[Item], int],
) -> None:
    agreement, items, now = case
    items = without_contradictions(agreement, items, now)
    rows = [row for row in judge_all(agreement, items, now) if row.objective != "few"]
    found = Counter((row.item, row.objective, row.period, row.outcome) for row in rows)
    assert found == expected_places(agreement, items, now)


@settings(max_examples=100)
@given(cases())
def test_periods_follow_each_other_without_gap_or_overlap(case: tuple[Agreement, list[Item], int]) -> None:
    agreement = case[0]
    for objective in agreement.objectives:
        periods = periods_of(agreement, objective)
        assert all(before.end == after.start for before, after in pairwise(periods))


@settings(max_examples=80)
@given(cases(), st.integers(0, 100))
def test_a_closed_period_reads_the_same_whatever_happens_later(
    case: tuple[Agreement, list[Item], int], choice: int
) -> None:
    agreement, items, _ = case
    asked = Range(agreement.start, agreement.end, running=True)
    late = judge_items(agreement, items, asked, now=END).verdicts
    closings = sorted({verdict.period.end for verdict in late if verdict.period.end <= END})
    if not closings:
        return
    now = closings[choice % len(closings)]
    early = judge_items(agreement, items, asked, now=now).verdicts
    closed = [verdict.digest for verdict in early if verdict.period.end <= now]
    assert closed == [verdict.digest for verdict in late if verdict.period.end <= now]


@settings(max_examples=40)
@given(cases())
def test_a_verdict_does_not_depend_on_which_other_periods_were_asked_for(
    case: tuple[Agreement, list[Item], int],
) -> None:
    agreement, items, _ = case
    everything = judge_items(agreement, items, Range(agreement.start, agreement.end), now=END).verdicts
    for verdict in everything[:6]:
        asked = Range(verdict.period.start, verdict.period.end)
        alone = judge_items(agreement, items, asked, now=END).verdicts
        assert verdict.digest in [other.digest for other in alone]
