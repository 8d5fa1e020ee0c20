"""Obligations met in time as a metric: what fell due in a period, as it stood at the end of it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from serval.engine.records import ObligationEntry, Records, build_records
from serval.engine.terms import Agreement
from tests.engine.verdicts.bench_of_terms import at
from tests.engine.verdicts.records.evidence import agree, judged, outcome, promise, told


def owed(**changes: Any) -> Agreement:
    plain = promise(**{"metric": "obligation.report", "target": {"atLeast": "100%"}, **changes})
    del plain["where"]
    return agree(plain)


def entry(name: str, due: str, done: str | None, what: str = "report") -> ObligationEntry:
    return ObligationEntry(name, what, at(due), None if done is None else at(done))


def records(*entries: ObligationEntry) -> Records:
    return build_records(obligations=entries)


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ("02-10 12:00:00", ("met", "done_in_time")),
        ("02-10 12:00:01", ("breached", "done_late")),
        ("01-02 00:00", ("met", "done_in_time")),
        ("03-05 00:00", ("breached", "due_passed")),
        (None, ("breached", "due_passed")),
    ],
)
def test_done_at_the_due_instant_is_in_time_and_a_second_later_is_not(
    done: str | None, expected: tuple[str, str]
) -> None:
    (row,) = told(owed(), records(entry("R1", "02-10 12:00:00", done)))
    assert (row.outcome, row.reason) == expected


def test_the_share_is_of_those_that_fell_due() -> None:
    rows = [
        entry("R1", "02-10 00:00", "02-09 00:00"),
        entry("R2", "02-11 00:00", None),
        entry("D", "02-11 00:00", None, "drill"),
    ]
    rows += [entry("R3", "03-01 00:00", None)]
    assert judged(owed(), records(*rows)).value == Fraction(1, 2)


def test_where_nothing_fell_due_there_is_no_data() -> None:
    assert outcome(judged(owed(), records())) == ("no_data", "nothing_due")
    assert outcome(judged(owed(minimum=2), records(entry("R1", "02-10 00:00", None)))) == ("no_data", "below_minimum")


def test_what_is_not_due_yet_is_open() -> None:
    rows = records(entry("R1", "02-10 00:00", None), entry("R2", "02-20 00:00", "02-15 00:00"))
    (first, second) = told(owed(), rows, now=at("02-10 00:00:00"))
    assert [(row.outcome, row.reason) for row in (first, second)] == [("open", "running"), ("open", "running")]
    assert told(owed(), rows, now=at("02-10 00:00:01"))[0].outcome == "breached"


def test_an_entry_that_is_told_again_when_it_is_done_is_one() -> None:
    rows = records(
        entry("R1", "02-10 00:00", None),
        entry("R1", "02-10 00:00", "02-09 00:00"),
        entry("R1", "02-10 00:00", "02-11 00:00"),
    )
    verdict = judged(owed(), rows)
    assert (verdict.outcome, verdict.population.counted) == ("met", 1)


def test_what_is_done_after_the_month_changes_nothing_in_it() -> None:
    before = judged(owed(), records(entry("R1", "02-10 00:00", None)), now=at("03-01 00:00"))
    after = judged(owed(), records(entry("R1", "02-10 00:00", "03-05 00:00")))
    assert after.digest == before.digest
    within = judged(owed(), records(entry("R1", "02-10 00:00", "02-28 00:00")))
    assert within.digest != before.digest
