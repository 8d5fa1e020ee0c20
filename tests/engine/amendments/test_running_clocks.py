"""Clocks that run while a new version takes effect: kept, judged anew from their start, or begun again (rule 14)."""

from __future__ import annotations

from typing import Any

import pytest

from serval.engine.evidence import Item
from serval.engine.terms import Agreement
from tests.engine.amendments.cast import SOLVED, agree, answered, card, find, ledger, solved, told, version

DAY = {"within": "24h", "all": True}


def change(mode: str, target: dict[str, Any] = DAY, day: str = "02-15") -> Agreement:
    """48 hours to solve a ticket, and from a day on 24."""
    return agree(version("01-01", SOLVED), version(day, {**SOLVED, "target": target}, amended=mode))


def hours(agreement: Agreement, item: Item) -> list[tuple[str, str, float, float]]:
    """Version, outcome, hours used and hours paused of every row."""
    rows = ledger(agreement, item)
    return [(r.terms_version[-5:], r.outcome, r.working_seconds / 3600, r.paused_seconds / 3600) for r in rows]


RUNS = solved("A", "02-14 12:00", ("02-15 18:00", "resolved"))
PAUSED = solved(
    "B", "02-14 12:00", ("02-14 20:00", "waiting_client"), ("02-15 20:00", "open"), ("02-16 18:00", "closed")
)
REOPENED = solved("C", "02-13 12:00", ("02-13 20:00", "resolved"), ("02-15 08:00", "open"), ("02-15 20:00", "resolved"))
BREACHED = solved("D", "02-10 12:00", ("02-20 20:00", "resolved"))
STOPPED = solved("E", "02-13 12:00", ("02-14 20:00", "resolved"))
LATE = solved("F", "02-15 00:00", ("02-16 00:01", "resolved"))


@pytest.mark.parametrize(
    ("mode", "item", "expected"),
    [
        ("keep", RUNS, [("01-01", "met", 30, 0)]),
        ("from_start", RUNS, [("01-01", "superseded", 12, 0), ("02-15", "breached", 30, 0)]),
        ("restart", RUNS, [("01-01", "superseded", 12, 0), ("02-15", "met", 18, 0)]),
        ("keep", PAUSED, [("01-01", "met", 30, 24)]),
        ("from_start", PAUSED, [("01-01", "superseded", 8, 4), ("02-15", "breached", 30, 24)]),
        ("restart", PAUSED, [("01-01", "superseded", 8, 4), ("02-15", "met", 22, 20)]),
        ("keep", REOPENED, [("01-01", "met", 20, 36)]),
        ("from_start", REOPENED, [("01-01", "superseded", 8, 28), ("02-15", "met", 20, 36)]),
        ("restart", REOPENED, [("01-01", "superseded", 8, 28), ("02-15", "met", 12, 8)]),
        *((mode, BREACHED, [("01-01", "breached", used, 0)]) for mode, used in (("keep", 248), ("from_start", 108))),
        ("restart", BREACHED, [("01-01", "breached", 108, 0)]),
        *((mode, STOPPED, [("01-01", "met", 32, 0)]) for mode in ("keep", "from_start", "restart")),
    ],
)
def test_a_clock_that_runs_at_the_change_does_as_the_new_version_says(
    mode: str, item: Item, expected: list[tuple[str, str, float, float]]
) -> None:
    assert hours(change(mode), item) == expected


@pytest.mark.parametrize("mode", ["keep", "from_start", "restart"])
def test_a_clock_that_starts_in_the_second_of_the_change_is_the_new_versions(mode: str) -> None:
    assert hours(change(mode), LATE)[0][:2] == ("02-15", "breached")
    before = solved("G", "02-14 23:59:59", ("02-15 00:00", "resolved"))
    assert hours(change(mode), before) == [("01-01", "met", 1 / 3600, 0)]


def test_a_target_used_up_before_the_change_is_breached_at_the_change_and_not_in_a_closed_month() -> None:
    agreement = change("from_start", {"within": "1h", "all": True}, day="03-01")
    item = solved("A", "02-28 12:00", ("03-01 18:00", "resolved"))
    assert told(agreement, item) == [
        ("02", "01-01", "open", "carried_over"),
        ("03", "01-01", "superseded", "superseded"),
        ("03", "03-01", "breached", "stopped_late"),
    ]


def test_pauses_are_read_by_the_reasons_of_the_version_that_judges() -> None:
    clocks = {
        "response": {"start": "opened", "stop": "first_response"},
        "resolution": {"start": "opened", "stop": "resolved", "reopen": "resume"},
    }
    for mode, paused in (("keep", [24]), ("from_start", [4, 0]), ("restart", [4, 0])):
        after = version("02-15", {**SOLVED, "target": DAY}, amended=mode, clocks=clocks)
        rows = ledger(agree(version("01-01", SOLVED), after), PAUSED)
        assert [row.paused_seconds / 3600 for row in rows] == paused


def test_a_kept_clock_is_handed_on_by_a_later_version_that_keeps_none() -> None:
    """Kept through one amendment, it still runs when the next one takes effect, and that one says from_start."""
    third = version("03-15", {**SOLVED, "target": DAY}, amended="from_start")
    long = {"within": "2000h", "all": True}
    agreement = agree(version("01-01", {**SOLVED, "target": long}), version("02-15", SOLVED, amended="keep"), third)
    item = solved("A", "02-01 00:00", ("03-20 00:00", "resolved"))
    assert told(agreement, item) == [
        ("02", "01-01", "open", "carried_over"),
        ("03", "01-01", "superseded", "superseded"),
        ("03", "03-15", "breached", "stopped_late"),
    ]


def test_one_item_is_charged_once_whatever_versions_it_runs_through() -> None:
    changes = [version(day, {**SOLVED, "target": DAY}, amended="from_start") for day in ("02-11", "02-12", "02-13")]
    rows = ledger(agree(version("01-01", {**SOLVED, "target": {"within": "60h", "all": True}}), *changes), BREACHED)
    assert [(row.terms_version[-5:], row.outcome) for row in rows] == [
        ("01-01", "superseded"),
        ("02-11", "breached"),
    ]


def test_a_verdict_names_every_version_that_judged_in_it() -> None:
    """In March only the second version is in force, but a clock kept from February is judged by the first."""
    agreement = change("keep", day="03-01")
    kept = solved("A", "02-28 12:00", ("03-01 18:00", "resolved"))
    first, second = (version.digest for version in agreement.versions)
    march = find(card(agreement, [kept]), "2026-03", "solve")
    assert march.versions == (("T@2026-01-01", first), ("T@2026-03-01", second))
    alone = find(card(agreement, [solved("B", "03-02 12:00", ("03-02 18:00", "resolved"))]), "2026-03", "solve")
    assert alone.versions == (("T@2026-03-01", second),)
    assert alone.digests["terms"] == second != march.digests["terms"]


def test_a_response_given_before_the_change_is_owed_to_nobody_anew() -> None:
    answer = {"target": {"within": "1h", "all": True}}
    for mode in ("keep", "from_start", "restart"):
        agreement = agree(version("01-01", answer), version("02-15", answer, amended=mode))
        assert told(agreement, answered("A", "02-14 23:00", "02-14 23:30")) == [
            ("02", "01-01", "met", "stopped_in_time")
        ]
