"""Both sides of a back-test come to what each comes to when it is judged alone."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serval.engine.backtest import BacktestError, Span, lay_terms
from serval.engine.backtest.sameness import digest_courses
from serval.engine.backtest.trials import Trials
from serval.engine.calendars.spec import HolidaySet
from serval.engine.records import NO_RECORDS
from serval.engine.terms import compile_terms, load_terms
from serval.engine.terms.diff import list_patterns
from serval.engine.terms.load import canonical_terms, terms_digest
from serval.engine.terms.model import Terms
from serval.engine.verdicts import Range, judge_items
from tests.engine.backtest.cast import PLAIN, QUARTER, answered, ask, judge_alone, promise, run, write
from tests.engine.terms.diff.every_key import list_changed
from tests.engine.verdicts.bench_of_terms import NOW
from tests.engine.verdicts.random_cases import Below, build_agreement, build_items, pick

SPRING = Span(date(2026, 1, 1), date(2026, 4, 30))
CREDITS = [
    {"for": ["answer", "solve"], "each": "item", "amount": "10.00"},
    {"for": "few", "each": "verdict", "amount": "5.00"},
]


def with_money(terms: Terms, percent: int) -> dict[str, Any]:
    plain = canonical_terms(terms)
    return {
        **plain,
        "fee": {"amount": "100.00", "currency": "CNY", "per": "month"},
        "consequences": {"credits": CREDITS, "caps": {"period": f"{percent}%"}},
    }


def change_something(below: Below, plain: dict[str, Any]) -> Terms:
    """The same terms with one to three things said differently."""
    plain = json.loads(json.dumps(plain))
    for _ in range(1 + below(3)):
        match below(6):
            case 0:
                plain["objectives"][0]["target"] = {"within": pick(below, ("1h", "2wd", "12h")), "share": "80%"}
            case 1:
                plain["calendars"]["one"] = {"weekly": {"mon-sat": ["08:00-20:00"]}}
            case 2:
                plain["clocks"]["resolution"]["pause"] = []
            case 3:
                plain["reclassified"] = pick(below, ("from_start", "from_change", "restart"))
            case 4:
                plain["objectives"] = [entry for entry in plain["objectives"] if entry["id"] != "reply"]
            case 5:
                plain["consequences"]["credits"][0]["amount"] = "20.00"
    plain["effective"]["from"], plain["effective"]["until"] = "2027-01-01", "2027-12-31"
    return load_terms(json.dumps(plain))


@settings(max_examples=40)
@given(st.data())
def test_each_side_comes_to_what_it_comes_to_alone(data: st.DataObject) -> None:
    def below(bound: int) -> int:
        return data.draw(st.integers(0, bound - 1))

    agreement = build_agreement(below, periods=("month", "quarter", "contract-year"))
    plain = with_money(agreement.terms, pick(below, (20, 100)))
    sides = (load_terms(json.dumps(plain)), change_something(below, plain))
    items = build_items(below, agreement)
    found = run(ask(*sides, span=SPRING), items)
    for place, side in enumerate(found.sides):
        alone = judge_alone(sides[place], items, beside=[sides[1 - place]], span=SPRING)
        assert side.figures == alone


def test_terms_in_force_over_the_span_come_to_what_evaluating_them_comes_to() -> None:
    items = answered(10, 70, 90) + answered(20, month=2)
    terms = write()
    found = run(ask(terms, write(objectives=promise({"within": "30m", "all": True}))), items)
    agreement = compile_terms(terms)
    card = judge_items(agreement, items, Range(*_bounds(QUARTER, terms)), now=NOW)
    judged = [(v.period.label, v.value, v.outcome) for v in card.verdicts]
    assert [(r.period, r.value, r.outcome) for r in found.sides[0].figures.reached] == judged
    assert not found.sides[0].is_laid


def _bounds(span: Span, terms: Terms) -> tuple[int, int]:
    asked = span.ask(compile_terms(terms).zone)
    return asked.start, asked.end


def test_a_draft_of_next_year_is_judged_as_if_it_had_been_in_force() -> None:
    draft = write(effective={"from": "2027-01-01", "until": "2027-12-31", "timezone": "Asia/Shanghai"})
    found = run(ask(write(), draft), answered(10, 70))
    assert [side.is_laid for side in found.sides] == [False, True]
    assert found.sides[0].figures == found.sides[1].figures
    assert not found.explained.clauses if found.explained else False


def test_neither_side_has_part_periods_of_its_own() -> None:
    short = write(effective={"from": "2026-02-10", "until": "2026-02-20", "timezone": "Asia/Shanghai"})
    first, second = lay_terms((write(), short), QUARTER)
    assert first.effective == second.effective
    assert (first.effective.from_, first.effective.until) == (date(2026, 1, 1), date(2026, 12, 31))


def test_holidays_of_the_years_looked_at_are_those_that_count() -> None:
    calendar = {"office": {"weekly": {"mon-fri": ["09:00-18:00"]}, "holidays": "CN"}}
    terms = write(calendars=calendar, objectives=promise({"within": "1h", "share": "90%"}, calendar="office"))
    published = HolidaySet("CN", "test", 2025, 2027, frozenset({date(2026, 1, 1)}), frozenset())
    unpublished = HolidaySet("CN", "test", 2027, 2028, frozenset(), frozenset())
    items = answered(70)  # opened on New Year's Day at ten, answered ten past eleven
    kept = run(ask(terms, holidays={"CN": published}), items).sides[0].figures
    assert [entry.outcome for entry in kept.reached] == ["met", "no_data", "no_data"]
    guessed = run(ask(terms, holidays={"CN": unpublished}), items).sides[0].figures
    assert guessed.count("refused") == 3


def test_sides_of_other_currencies_are_never_added() -> None:
    other = write(fee={"amount": "100.00", "currency": "USD", "per": "month"})
    found = run(ask(write(), other), answered(70))
    assert found.difference is not None
    assert [str(money) for money in found.difference.sums] == ["-10.00 CNY", "10.00 USD"]


def test_a_month_holds_what_ends_in_it() -> None:
    by_quarter = write(objectives=promise({"within": "1h", "share": "90%"}, period="quarter"))
    found = run(ask(write(), by_quarter), answered(70) + answered(80, month=2))
    assert found.months == ("2026-01", "2026-02", "2026-03")
    assert [str(found.sides[0].figures.of_month(m).cost.sums[0].amount) for m in found.months] == [
        "10.00",
        "10.00",
        "0.00",
    ]
    assert found.sides[1].figures.of_month("2026-03").reached[0].period == "2026-Q1"
    assert str(found.sides[1].figures.cost.sums[0]) == "20.00 CNY"


def test_what_a_score_withholds_is_a_cost_beside_the_credits() -> None:
    score = {
        "deduct": [{"for": "answer", "each": "item", "points": 10}],
        "grades": [{"from": 95, "name": "A"}, {"from": 0, "name": "B", "pay": "80%"}],
    }
    terms = write(consequences={**PLAIN["consequences"], "score": score})
    (side,) = run(ask(terms), answered(70)).sides
    assert str(side.figures.of_month("2026-01").cost.sums[0]) == "210.00 CNY"
    assert [str(entry.score) for entry in side.figures.settled] == ["90", "100", "100"]


SILENT_FOR_VERDICTS = (
    "metadata",
    "parties",
    "amendment",
    "amended",
    "fee",
    "consequences",
    "objectives.*.says",
    "objectives.*.source",
    "objectives.*.warn",
    "measures.*.says",
    "measures.*.unit",
    "apiVersion",
    "kind",
)
"""Of these no verdict speaks; consequences only through the sums they ask for."""


@pytest.mark.parametrize("pattern", [p for p in list_patterns() if not p.startswith(SILENT_FOR_VERDICTS)])
def test_promises_are_judged_once_only_where_every_key_is_alike(pattern: str) -> None:
    differing = [(old, new) for old, new in list_changed(pattern) if terms_digest(old) != terms_digest(new)]
    found = [_digest(old) != _digest(new) for old, new in differing if _is_used(old, new)]
    assert all(found)
    assert found or all(not _is_used(old, new) for old, new in differing)


@pytest.mark.parametrize("pattern", ["objectives.*.says", "fee.amount", "consequences.caps.period"])
def test_control_promises_are_judged_once_where_only_words_or_money_differ(pattern: str) -> None:
    for old, new in list_changed(pattern):
        assert _digest(old) == _digest(new)


def _digest(terms: Terms) -> dict[str, str]:
    holidays = {"CN": HolidaySet("CN", "test", 2025, 2027, frozenset(), frozenset())}
    return digest_courses(compile_terms(terms, holidays))


def _is_used(old: Terms, new: Terms) -> bool:
    """Whether more differs than calendars, clocks and measures that no promise has."""
    kept = {"calendars", "clocks", "measures"}
    if old.model_dump(exclude=kept) != new.model_dump(exclude=kept):
        return True
    objectives = (*old.objectives, *new.objectives)
    used = {name for o in objectives for name in (("calendars", o.calendar), tuple(o.metric.split(".")))}
    used = {(kind if kind == "calendars" else f"{kind}s", name) for kind, *rest in used for name in rest}
    differing = {
        (kind, name)
        for kind in kept
        for name in {*getattr(old, kind), *getattr(new, kind)}
        if getattr(old, kind).get(name) != getattr(new, kind).get(name)
    }
    return bool(differing & used)


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(BacktestError, match=r"backtest\.span_backwards"):
        Span(date(2026, 2, 1), date(2026, 1, 1))


def test_terms_centuries_away_from_the_span_are_refused() -> None:
    with pytest.raises(BacktestError, match=r"backtest\.span_too_long"):
        lay_terms((write(),), Span(date(1901, 1, 1), date(1901, 12, 31)))


def test_a_back_test_holds_no_breaching_rows_but_those_that_decide() -> None:
    trials = Trials(QUARTER, NO_RECORDS, now=NOW, holidays={})
    trials.enter(write())
    for item in answered(70, 80, 90):
        trials.take(item)
    trials.finish()
    held = [verdict for verdicts in trials._verdicts.values() for verdict in verdicts]
    assert [verdict.population.missed for verdict in held] == [3, 0, 0]
    assert all(verdict.breaching == () for verdict in held)
