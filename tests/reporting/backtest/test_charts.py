"""The bars, the waterfall and the curves of a back-test stand for the figures that were found."""

from __future__ import annotations

from itertools import pairwise

import pytest

from serval.reporting.backtest.clauses import describe_clauses
from serval.reporting.backtest.curves import draw_sweep, list_stances
from serval.reporting.backtest.months import describe_months
from serval.reporting.sentences.backtest_words import show_amounts
from tests.engine.backtest.cast import answered, ask, promise, run, write
from tests.reporting.backtest.backtest_cases import build, list_tickets


def test_the_bars_of_the_months_add_up_to_what_each_side_costs() -> None:
    found = build("compare_plain")
    rows = describe_months(found)["rows"]
    for place, side in enumerate(found.sides):
        assert sum(row["bars"][place]["high"] for row in rows) == float(side.figures.cost.sums[0].amount)
    assert [[bar["look"] for bar in row["bars"]] for row in rows] == [["hollow", "plain"]] * 12


def test_the_waterfall_leads_from_a_to_b_without_a_gap() -> None:
    found = build("compare_plain")
    clauses = describe_clauses(found)
    assert clauses is not None
    spans = [(row["bars"][0]["low"], row["bars"][0]["high"]) for row in clauses["rows"]]
    before, after = (float(side.figures.cost.sums[0].amount) for side in found.sides)
    assert (spans[0], spans[-1]) == ((0, before), (0, after))
    assert all(set(one) & set(other) for one, other in pairwise(spans[:-1]))
    assert after in spans[-2]


def test_a_waterfall_that_falls_below_nothing_in_between_stays_on_its_axis() -> None:
    objectives = promise({"within": "30m", "share": "90%"})
    dear = write(objectives=objectives)
    free = write(objectives=promise({"within": "5h", "share": "90%"}), consequences=None)
    found = run(ask(dear, free), answered(40, 50, 70))
    clauses = describe_clauses(found)
    assert clauses is not None
    axis = clauses["rows"][0]["x"]
    lows = [row["bars"][0]["low"] for row in clauses["rows"]]
    assert min(lows) < 0
    assert axis["low"] <= min(lows)


def test_sums_in_several_currencies_are_no_bars_but_breaches_are() -> None:
    found = build("compare_currencies")
    months = describe_months(found)
    assert months["columns"][1] == "Verdicts breached"
    assert [sum(row["bars"][place]["high"] for row in months["rows"]) for place in (0, 1)] == [
        side.figures.breached for side in found.sides
    ]
    assert "CN¥" in months["total"]["cells"][0]
    assert "$" in months["total"]["cells"][1]


def test_without_money_breaches_stand_in_the_columns_and_in_the_bars() -> None:
    found = build("compare_without_money")
    assert describe_months(found)["total"]["cells"] == [str(side.figures.breached) for side in found.sides]
    clauses = describe_clauses(found)
    assert clauses is not None
    assert len(clauses["columns"]) == 4


def test_the_curves_pass_through_every_step_over_one_axis() -> None:
    found = build("sweep_alone")
    assert found.sweep is not None
    above, below = draw_sweep(found)
    steps = found.sweep.steps
    assert [(point.x, point.y) for point in above.points if point] == [
        (step.bound.amount, pytest.approx(float(step.attainment.attained or 0) * 100)) for step in steps
    ]
    assert [point.y for point in below.points if point] == [
        sum(float(money.amount) for money in step.cost.sums) for step in steps
    ]
    assert (above.step, below.step) == (False, True)
    assert (above.x.low, above.x.high) == (below.x.low, below.x.high) == (600, 5400)
    assert {tick.label for tick in above.x.ticks} == {""}
    assert below.x.ticks[0].label == "10 min"


def test_the_present_target_and_the_proposed_ones_are_marked_with_what_they_come_to() -> None:
    found = run(ask(write(), sweep="answer=10m..150m/10m", wanted="50%"), list_tickets())
    assert found.proposal is not None
    assert found.proposal.overall is not None
    assert found.proposal.each is not None
    limits = [found.proposal.overall.target.within, found.proposal.each.target.within]
    assert [str(limit) for limit in limits] == ["1h", "1h15m"]
    above, below = draw_sweep(found)
    assert [(guide.at, guide.strong) for guide in above.guides] == [(3600, False), (3600, True), (4500, True)]
    names = [guide.label.partition(":")[0] for guide in above.guides]
    assert names == ["Now", "Supported over all", "Supported in every period"]
    assert [guide.label for guide in below.guides] == [show_amounts(entry.cost) for entry in list_stances(found)]
    assert [(mark.x, mark.y) for mark in above.marks] == [
        (guide.at, pytest.approx(float(stance.attainment.attained or 0) * 100))
        for guide, stance in zip(above.guides, list_stances(found), strict=True)
    ]
    assert above.target is not None
    assert above.target.label == "Wanted 50%"


def test_one_limit_for_all_items_and_for_every_period_is_marked_once() -> None:
    stances = list_stances(build("sweep_alone"))
    assert [stance.name for stance in stances] == ["Now", "Supported, in every period too"]


def test_a_present_target_beyond_what_was_tried_is_not_drawn() -> None:
    found = run(ask(write(), sweep="answer=5m..20m/5m"), list_tickets())
    assert all(curve.guides == () for curve in draw_sweep(found))


def test_where_the_share_moves_the_periods_breached_are_drawn() -> None:
    above, below = draw_sweep(build("sweep_shares"))
    assert (above.y.title, below.y.title) == ("Periods breached", "Cost in all (CN¥)")
    assert above.step
    assert above.target is None


def test_a_sweep_of_a_single_bound_has_an_axis_with_room() -> None:
    found = run(ask(write(), sweep="answer=1h..1h/1h"), answered(30, 70))
    for curve in draw_sweep(found):
        assert curve.x.low < 3600 < curve.x.high


@pytest.mark.parametrize("sweep", ["answer=1wd..3wd/1wd", "answer=1d..3d/1d"])
def test_bounds_in_days_stand_at_their_number_of_days(sweep: str) -> None:
    office = {"always": {"always": True}, "office": {"weekly": {"mon-sun": ["00:00-24:00"]}}}
    found = run(ask(write(calendars=office), sweep=sweep), list_tickets())
    assert [point.x for point in draw_sweep(found)[0].points if point] == [1, 2, 3]
