"""Grounds to end: breaches within a span, breaches in a row, a score too low."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from serval.engine.consequences import Judged
from tests.engine.consequences.cast import agree, find_period, judge, settle_all, settle_one

VALUES: dict[str, Any] = {
    "b": {"value": "90%"},
    "m": {"value": "100%"},
    "n": {"value": None},
    "r": {"value": None, "outcome": "refused"},
    "p": {"value": "90%", "provisional": True},
    "o": {"value": "90%", "binding": False},
}


def months(letters: str, **more: Any) -> list[Judged]:
    """One verdict for each month from January: breached, met, no data, refused, provisional or not binding."""
    return [judge(period=f"2026-{n:02}", **VALUES[letter], **more) for n, letter in enumerate(letters, start=1)]


def grounds(ground: dict[str, Any], judged: Iterable[Judged]) -> list[tuple[str, str, tuple[str, ...]]]:
    statements = settle_all(agree({"terminate": [ground]}), list(judged))
    return [(g.subject, g.period.label[5:], tuple(p[5:] for p in g.periods)) for s in statements for g in s.grounds]


@pytest.mark.parametrize(
    ("letters", "found"),
    [
        ("bbb", [("03", ("01", "02", "03"))]),
        ("bmmbmb", [("06", ("01", "04", "06"))]),
        ("bmmbmmb", []),
        ("bnbrb", [("05", ("01", "03", "05"))]),
        ("bbp", []),
        ("bbo", []),
        ("bbbb", [("03", ("01", "02", "03")), ("04", ("02", "03", "04"))]),
    ],
)
def test_breaches_count_within_a_sliding_span_of_period_ends(letters: str, found: list[Any]) -> None:
    ground = {"breaches": 3, "of": "up", "within": "6 months"}
    assert [(last, periods) for _, last, periods in grounds(ground, months(letters))] == found


@pytest.mark.parametrize(("within", "number"), [("90d", 1), ("59d", 0), ("60d", 1)])
def test_a_span_in_days_counts_from_the_end_of_one_period_to_that_of_another(within: str, number: int) -> None:
    assert len(grounds({"breaches": 3, "of": "up", "within": within}, months("bbb"))) == number


@pytest.mark.parametrize(
    ("letters", "found"),
    [("bb", ["02"]), ("bmb", []), ("bnb", ["03"]), ("brb", ["03"]), ("bpb", ["03"]), ("bbb", ["02", "03"]), ("nb", [])],
)
def test_a_run_is_broken_by_a_kept_promise_and_by_nothing_else(letters: str, found: list[str]) -> None:
    assert [last for _, last, _ in grounds({"consecutive": 2, "of": "up"}, months(letters))] == found


def test_each_subject_has_its_own_run() -> None:
    judged = [*months("bm", subject="core"), *months("mb", subject="portal")]
    assert grounds({"consecutive": 2, "of": "up"}, judged) == []
    assert grounds({"consecutive": 2, "of": "up"}, [*judged, *months("bb", subject="mail")]) == [
        ("mail", "02", ("01", "02"))
    ]


def test_another_objective_is_no_ground() -> None:
    assert grounds({"consecutive": 2, "of": "down"}, months("bb")) == []


@pytest.mark.parametrize(("points", "found"), [(40, 0), (41, 1)])
def test_a_score_below_its_limit_is_a_ground_and_the_limit_itself_is_none(points: int, found: int) -> None:
    score = {"deduct": [{"for": "up", "each": "verdict", "points": points}]}
    agreed = agree({"score": score, "terminate": [{"score": "below 60"}]}, None)
    assert len(settle_one(agreed, judge("90%")).grounds) == found
    assert settle_one(agreed, judge("90%", provisional=True)).grounds == ()


def test_a_dated_stricter_promise_is_a_breach_within_a_span_but_no_link_of_a_row() -> None:
    fair = judge("90%", period=find_period("2026-Q1", "quarter"), dated=True)
    broken = [judge("90%", period="2026-02"), fair, judge("100%", period="2026-03"), judge("90%", period="2026-04")]
    assert grounds({"consecutive": 2, "of": "up"}, broken) == []
    assert [last for _, last, _ in grounds({"breaches": 3, "of": "up", "within": "6 months"}, broken)] == ["04"]


def test_a_dated_promise_that_is_kept_breaks_no_row() -> None:
    kept = judge("100%", period=find_period("2026-Q1", "quarter"), dated=True)
    row = [*months("mbb"), kept]
    assert [periods for _, _, periods in grounds({"consecutive": 2, "of": "up"}, row)] == [("02", "03")]
    assert grounds({"consecutive": 2, "of": "up"}, [*months("mbb"), replace(kept, dated=False)]) == []
