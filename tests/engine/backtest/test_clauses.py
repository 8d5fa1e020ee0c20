"""Which clause makes the difference: hybrids, what only happens together, and what cannot stand alone."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest

from serval.engine.backtest.amounts import sum_amounts
from serval.engine.backtest.clauses import MOST_CLAUSES, list_clauses
from serval.engine.backtest.effects import Explained
from serval.engine.backtest.mixing import count_faults, mix_terms, read_mixed
from serval.engine.terms import load_terms
from serval.engine.terms.diff import diff_terms, list_patterns
from serval.engine.terms.model import Terms
from tests.engine.backtest.cast import PLAIN, answered, ask, judge_alone, promise, run, write
from tests.engine.terms.diff.every_key import list_changed

ITEMS = answered(10, 40, 50, 70)  # two more are late within half an hour than within an hour
DEARER = {"credits": [{"for": "answer", "each": "item", "amount": "20.00"}]}


def explain(old: Terms, new: Terms) -> Explained:
    explained = run(ask(old, new), ITEMS).explained
    assert explained is not None
    return explained


def test_two_clauses_do_more_together_than_each_alone() -> None:
    explained = explain(write(), write(objectives=promise({"within": "30m", "share": "90%"}), consequences=DEARER))
    alone = {effect.clause.places[0][0]: str(effect.alone.cost.sums[0].amount) for effect in explained.clauses}
    assert alone == {"objectives": "20.00", "consequences": "10.00"}
    assert str(explained.together.cost.sums[0].amount) == "20.00"
    assert str(explained.total.cost.sums[0].amount) == "50.00"


def test_clauses_alone_and_together_add_up_to_the_difference() -> None:
    explained = explain(write(), write(objectives=promise({"within": "30m", "share": "60%"}), consequences=DEARER))
    added = sum_amounts([*(effect.alone.cost for effect in explained.clauses), explained.together.cost])
    assert added == explained.total.cost
    counted = sum(effect.alone.breached for effect in explained.clauses) + explained.together.breached
    assert counted == explained.total.breached


def test_a_clause_alone_and_last_come_to_what_the_hybrids_come_to_when_judged() -> None:
    old, new = write(), write(objectives=promise({"within": "30m", "share": "90%"}), consequences=DEARER)
    for effect in explain(old, new).clauses:
        with_it = read_mixed(mix_terms(old, new, effect.clause.places))
        without_it = read_mixed(mix_terms(old, new, effect.clause.places, back=True))
        before, after, alone, left = (judge_alone(terms, ITEMS) for terms in (old, new, with_it, without_it))
        assert effect.alone.cost == alone.cost - before.cost
        assert effect.last.cost == after.cost - left.cost


def test_a_promise_is_joined_with_the_calendar_and_clock_that_it_needs() -> None:
    plain = deepcopy(PLAIN)
    plain["calendars"]["office"] = {"weekly": {"mon-fri": ["09:00-18:00"]}}
    plain["clocks"]["arrival"] = {"start": "opened", "stop": "arrived"}
    arrival = {"id": "arrive", "metric": "clock.arrival", "target": {"within": "4h", "all": True}}
    plain["objectives"].append({**arrival, "calendar": "office", "period": "month"})
    plain["fee"]["amount"] = "2000.00"
    clauses = list_clauses(write(), load_terms(json.dumps(plain)))
    places = [set(clause.places) for clause in clauses]
    assert places == [{("objectives", "arrive"), ("calendars", "office"), ("clocks", "arrival")}, {("fee",)}]


def test_money_that_comes_first_with_the_second_terms_is_one_clause() -> None:
    poor = write(fee=None, consequences=None)
    (clause,) = list_clauses(poor, write())
    assert set(clause.places) == {("fee",), ("consequences",)}
    explained = explain(poor, write())
    assert str(explained.clauses[0].alone.cost.sums[0]) == "10.00 CNY"
    assert not explained.together


def test_beyond_so_many_clauses_the_rest_is_tried_as_one() -> None:
    plain = deepcopy(PLAIN)
    plain["clocks"] |= {f"c{n}": {"start": "opened", "stop": "closed", "reopen": "resume"} for n in range(30)}
    changed = deepcopy(plain)
    for name in changed["clocks"]:
        changed["clocks"][name]["pause"] = ["waiting_client"]
    clauses = list_clauses(load_terms(json.dumps(plain)), load_terms(json.dumps(changed)))
    assert len(clauses) == MOST_CLAUSES
    assert [clause.is_rest for clause in clauses] == [False] * (MOST_CLAUSES - 1) + [True]
    assert sum(len(clause.places) for clause in clauses) == 31


def test_words_parties_and_days_in_force_are_no_clauses() -> None:
    other = write(
        metadata={"number": "U", "title": "Other"},
        parties={"provider": "p2", "client": "c"},
        effective={"from": "2027-01-01", "until": "2027-12-31", "timezone": "Asia/Shanghai"},
        objectives=[{**PLAIN["objectives"][0], "says": "soon", "warn": ["75%"]}],
    )
    assert list_clauses(write(), other) == ()


@pytest.mark.parametrize("pattern", list_patterns())
def test_any_two_terms_can_be_mixed_clause_by_clause_until_they_are_the_other(pattern: str) -> None:
    for old, new in list_changed(pattern):
        clauses = list_clauses(old, new)
        every = [place for clause in clauses for place in clause.places]
        for back, other in ((False, new), (True, old)):
            assert all(count_faults(mix_terms(old, new, clause.places, back=back)) == 0 for clause in clauses)
            assert list_clauses(read_mixed(mix_terms(old, new, every, back=back)), other) == ()


def test_control_terms_that_took_nothing_over_still_differ() -> None:
    old, new = write(), write(consequences=DEARER)
    assert diff_terms(read_mixed(mix_terms(old, new, [])), new)
