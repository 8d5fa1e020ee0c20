"""A sweep comes to what the changed terms come to when they are judged from scratch."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serval.engine.backtest import BacktestError, check_question, read_sweep
from serval.engine.backtest.steps import MOST_STEPS, with_bound
from serval.engine.errors import TermsError
from serval.engine.places import Place
from serval.engine.records import Outage, build_records
from serval.engine.terms import load_terms
from serval.engine.terms.load import canonical_terms
from serval.engine.terms.model import Terms
from tests.engine.backtest.cast import answered, ask, judge_alone, promise, run, write
from tests.engine.backtest.test_sides import SPRING, with_money
from tests.engine.verdicts.bench_of_terms import at
from tests.engine.verdicts.random_cases import build_agreement, build_items, pick

SWEEPS = (
    "answer=2h..12h/2h",
    "answer=1wd..4wd/1wd",
    "answer=70%..100%/10%",
    "solve=4h..20h/8h",
    "solve=1d..3d/1d",
    "few=0..3/1",
)


@settings(max_examples=40)
@given(st.data())
def test_each_step_comes_to_what_the_changed_terms_come_to_alone(data: st.DataObject) -> None:
    def below(bound: int) -> int:
        return data.draw(st.integers(0, bound - 1))

    agreement = build_agreement(below, periods=("month", "quarter", "contract-year"))
    terms = load_terms(json.dumps(with_money(agreement.terms, pick(below, (20, 100)))))
    items = build_items(below, agreement)
    asked = pick(below, SWEEPS)
    sweep = run(ask(terms, span=SPRING, sweep=asked), items).sweep
    assert sweep is not None
    assert len(sweep.steps) == len(read_sweep(asked).bounds)
    for step in sweep.steps:
        alone = judge_alone(with_bound(terms, sweep.objective, step.bound), items, span=SPRING)
        assert step.attainment.reached == tuple(r for r in alone.reached if r.objective == sweep.objective)
        assert (step.cost, step.breached) == (alone.cost, alone.breached)


def test_the_bound_that_is_agreed_now_comes_to_what_the_terms_come_to() -> None:
    found = run(ask(write(), sweep="answer=30m..90m/30m"), answered(10, 45, 70))
    assert found.sweep is not None
    shares = [(str(step.bound), str(step.attainment.attained), step.attainment.missed) for step in found.sweep.steps]
    assert shares == [("30m", "1/3", 2), ("1h", "2/3", 1), ("1h30m", "1", 0)]
    (current,) = [step for step in found.sweep.steps if step.bound == found.sweep.current]
    assert current.cost == found.sides[0].figures.cost


def test_of_two_terms_the_last_ones_are_swept() -> None:
    dearer = {"credits": [{"for": "answer", "each": "item", "amount": "20.00"}]}
    found = run(ask(write(), write(consequences=dearer), sweep="answer=1h..1h/1m"), answered(70))
    assert found.sweep is not None
    assert str(found.sweep.steps[0].cost.sums[0]) == "20.00 CNY"


def test_availability_is_swept_by_its_share_and_its_figure_stays() -> None:
    terms = write(
        services={"shop": {}},
        objectives=[
            {
                "id": "up",
                "metric": "availability",
                "where": {"service": "shop"},
                "target": {"atLeast": "99%"},
                "calendar": "always",
                "period": "month",
            }
        ],
        consequences={"credits": [{"for": "up", "each": "verdict", "amount": "50.00"}]},
    )
    start = at("01-05 00:00")
    records = build_records(outages=[Outage(Place("shop"), start, start + 31 * 864)], complete=["outages"])
    sweep = run(ask(terms, sweep="up=98%..99.5%/0.5%"), [], records=records).sweep
    assert sweep is not None
    steps = [(str(s.bound), str(s.attainment.attained), s.attainment.breached, s.cost.sums[0]) for s in sweep.steps]
    assert [step[:3] for step in steps] == [
        ("98%", "99/100", 0),
        ("98.5%", "99/100", 0),
        ("99%", "99/100", 0),
        ("99.5%", "99/100", 1),
    ]
    assert [str(step[3].amount) for step in steps] == ["0.00", "0.00", "0.00", "50.00"]


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("a=10m..60m/25m", ["10m", "35m", "1h"]),
        ("a=10m..50m/25m", ["10m", "35m"]),
        ("a = 1h..2h/30m", ["1h", "1h30m", "2h"]),
        ("a=99.5%..99.9%/0.2%", ["99.5%", "99.7%", "99.9%"]),
        ("a=1wd..3wd/1wd", ["1wd", "2wd", "3wd"]),
        ("a=0.5..1.5/0.5", ["0.5", "1", "1.5"]),
        ("a=4h..4h/1h", ["4h"]),
    ],
)
def test_a_range_is_every_bound_from_the_first_on(text: str, bounds: list[str]) -> None:
    assert [str(bound) for bound in read_sweep(text).bounds] == bounds


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a", "backtest.sweep"),
        ("=1h..2h/1h", "backtest.sweep"),
        ("a=1h..2h", "backtest.sweep"),
        ("a=1h-2h/1h", "backtest.sweep"),
        ("a=1h..2wd/1h", "backtest.sweep"),
        ("a=2h..1h/1h", "backtest.sweep_backwards"),
        ("a=1h..2h/0m", "backtest.sweep_step"),
        ("a=1h..2h/1wd", "backtest.sweep_step"),
        ("a=1..2/0", "backtest.sweep_step"),
        ("a=1..2/-1", "backtest.sweep_step"),
        (f"a=1s..{MOST_STEPS + 1}s/1s", "backtest.sweep_too_many"),
    ],
)
def test_a_range_that_cannot_be_meant_is_refused(text: str, code: str) -> None:
    with pytest.raises(BacktestError) as refused:
        read_sweep(text)
    assert refused.value.code == code


def test_as_many_steps_as_are_tried_are_taken() -> None:
    assert len(read_sweep(f"a=1s..{MOST_STEPS}s/1s").bounds) == MOST_STEPS


@pytest.mark.parametrize(
    ("terms", "text", "code"),
    [
        (write(), "solved=1h..2h/1h", "backtest.unknown_objective"),
        (write(), "answer=1..2/1", "backtest.sweep_unit"),
        (write(objectives=promise({"mean": "1h"}), consequences=None), "answer=90%..95%/1%", "backtest.sweep_unit"),
        (write(objectives=promise({"mean": "1h"}), consequences=None), "answer=1wd..2wd/1wd", "terms.days_only_within"),
        (
            write(objectives=promise({"within": "1h", "all": True}, period="rolling 7d"), consequences=None),
            "answer=1h..2h/1h",
            "backtest.rolling",
        ),
    ],
)
def test_a_sweep_that_does_not_fit_the_terms_is_refused_before_anything_is_judged(
    terms: Terms, text: str, code: str
) -> None:
    with pytest.raises((BacktestError, TermsError)) as refused:
        check_question(terms, read_sweep(text), None)
    assert refused.value.code == code


def test_a_percentile_is_swept_by_its_limit() -> None:
    terms = write(objectives=promise({"p90": "1h"}), consequences=None)
    changed: Any = canonical_terms(with_bound(terms, "answer", read_sweep("answer=2h..2h/1h").bounds[0]))
    assert changed["objectives"][0]["target"] == {"p90": "2h"}
