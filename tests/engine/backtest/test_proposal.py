"""The target a history supports: the tightest limit that reaches the wanted share, found and then judged."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serval.engine.backtest import Backtest, BacktestError, Proposal, check_question, read_wanted
from serval.engine.backtest.proposal import count_needed, list_between, list_doublings
from serval.engine.backtest.steps import with_target
from serval.engine.durations import Duration, parse_duration
from serval.engine.evidence import Item
from serval.engine.records import NO_RECORDS
from serval.engine.terms.model import Terms
from serval.engine.terms.target import Target
from tests.engine.backtest.cast import answered, ask, judge_alone, promise, run, write
from tests.engine.verdicts.bench_of_terms import NOW


def propose(items: list[Item], wanted: str = "answer=90%", terms: Terms | None = None) -> Proposal:
    proposal = run(ask(terms or write(), wanted=wanted), items).proposal
    assert proposal is not None
    return proposal


def test_the_tightest_limit_over_all_and_in_every_month() -> None:
    quick, slow = answered(*[20] * 18, 50, 50), answered(*[20] * 16, *[100] * 4, month=2)
    proposal = propose(quick + slow)
    assert proposal.overall is not None
    assert proposal.each is not None
    assert str(proposal.overall.target.within) == "50m"  # 36 of 40 items took no longer
    assert str(proposal.each.target.within) == "1h45m"  # four of February's twenty took 100 min
    assert (proposal.overall.worst.period, proposal.overall.worst.value) == ("2026-02", Fraction(4, 5))
    assert proposal.overall.attainment.counted == 40


@settings(max_examples=30)
@given(st.lists(st.integers(1, 500), min_size=20, max_size=27), st.sampled_from(["80%", "90%", "95%", "100%"]))
def test_the_proposed_limit_reaches_the_share_and_the_step_below_does_not(minutes: list[int], wanted: str) -> None:
    items = answered(*minutes)
    share = read_wanted(wanted, "answer").share
    proposal = propose(items, f"answer={wanted}")
    assert proposal.overall is not None
    limit = proposal.overall.target.within
    assert limit is not None
    reached = sorted(60 * length for length in minutes)[-(-share.numerator * len(minutes) // share.denominator) - 1]
    assert limit.amount >= reached
    doublings = [0, *(doubled.amount for doubled in list_doublings(Duration(3600, "s")))]
    high = next(place for place, amount in enumerate(doublings) if amount >= limit.amount)
    low = Duration(doublings[high - 1], "s")
    tried = [low, *list_between(low if low.amount else None, Duration(doublings[high], "s"))]
    assert tried[tried.index(limit) - 1].amount < reached


def test_the_proposal_is_what_judging_by_it_comes_to() -> None:
    items = answered(*range(5, 105, 5))
    proposal = propose(items)
    assert proposal.overall is not None
    terms = with_target(write(), "answer", proposal.overall.target)
    assert judge_alone(terms, items).cost == proposal.overall.cost
    assert proposal.overall.target.share == Fraction(9, 10)


def test_working_days_are_proposed_in_working_days() -> None:
    terms = write(
        calendars={"always": {"weekly": {"mon-fri": ["09:00-18:00"]}}},
        objectives=promise({"within": "2wd", "share": "80%"}),
    )
    proposal = propose(answered(*[30] * 30), "answer=100%", terms)
    assert proposal.overall is not None
    assert str(proposal.overall.target.within) == "1wd"


def test_too_few_items_support_no_target() -> None:
    proposal = propose(answered(*[10] * 19))
    assert (proposal.overall, proposal.each) == (None, None)
    assert proposal.problem is not None
    assert proposal.problem.code == "backtest.too_few_items"
    assert (proposal.problem.data["found"], proposal.problem.data["needed"]) == (19, 20)


def test_control_one_item_more_supports_a_target() -> None:
    assert propose(answered(*[10] * 20)).overall is not None


def test_a_higher_share_needs_more_items() -> None:
    assert [count_needed(Fraction(share)) for share in ("1/2", "9/10", "99/100", "999/1000", "1")] == [
        20,
        20,
        100,
        1000,
        20,
    ]


def test_out_of_reach_is_told_with_the_longest_limit_tried() -> None:
    quick = answered(*[10] * 20)
    unanswered = answered(*[10] * 20, name="J")
    late = [Item(item.id, tuple(f for f in item.facts if f.name != "first_response"), True) for item in unanswered]
    proposal = propose(quick + late, terms=write(objectives=promise({"within": "10m", "share": "90%"})))
    assert proposal.problem is not None
    assert (proposal.problem.code, proposal.problem.data["longest"]) == ("backtest.out_of_reach", "10h40m")


@pytest.mark.parametrize(
    ("text", "objective"), [("answer=95", ""), ("95%", ""), ("answer=0%", ""), ("=95%", ""), ("answer=x%", "")]
)
def test_a_wish_that_cannot_be_meant_is_refused(text: str, objective: str) -> None:
    with pytest.raises(BacktestError, match=r"backtest\.wanted"):
        read_wanted(text, objective)


def test_beside_a_sweep_the_share_alone_names_its_objective() -> None:
    assert read_wanted("95%", "answer") == read_wanted("answer=95%")


def test_only_a_share_in_time_can_be_wanted() -> None:
    with pytest.raises(BacktestError, match=r"backtest\.wanted_needs_limit"):
        check_question(write(objectives=promise({"mean": "1h"}), consequences=None), None, read_wanted("answer=95%"))


def test_evidence_that_changed_between_the_passes_is_refused() -> None:
    backtest = Backtest(ask(write(), wanted="answer=90%"), NO_RECORDS, now=NOW)
    items = answered(*[10] * 25)
    for item in items:
        backtest.take(item)
    closer = backtest.look_closer()
    assert closer is not None
    for item in items[:-1]:
        closer.take(item)
    with pytest.raises(BacktestError, match=r"backtest\.evidence_changed"):
        backtest.finish()


@pytest.mark.parametrize(
    ("low", "high", "limits"),
    [
        ("30m", "1h", "35m 40m 45m 50m 55m 1h"),
        ("4h", "8h", "5h 6h 7h 8h"),
        ("8m", "16m", "10m 12m 14m 16m"),
        ("2wd", "4wd", "3wd 4wd"),
    ],
)
def test_limits_between_two_are_those_people_agree_on(low: str, high: str, limits: str) -> None:
    bounds = [parse_duration(text) for text in (low, high)]
    assert bounds[1] is not None
    assert " ".join(map(str, list_between(bounds[0], bounds[1]))) == limits


def test_limits_far_apart_double() -> None:
    doublings = [str(limit) for limit in list_doublings(Duration(3600, "s"))]
    assert doublings[:6] == ["3m45s", "7m30s", "15m", "30m", "1h", "2h"]
    assert [str(limit) for limit in list_doublings(Duration(2, "wd"))] == [
        "1wd",
        "2wd",
        "4wd",
        "8wd",
        "16wd",
        "32wd",
        "64wd",
        "128wd",
    ]


def test_the_current_target_is_told_beside() -> None:
    assert propose(answered(*[10] * 20)).current == Target.model_validate({"within": "1h", "share": "90%"})
