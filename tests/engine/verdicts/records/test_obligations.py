"""Obligations met in time as a metric: what fell due in a period, as it stood at the end of it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from serval.engine.records import ObligationEntry, Records, build_records
from serval.engine.terms import Agreement
from serval.engine.verdicts import Range
from serval.engine.verdicts.settlement import settle_scorecard
from tests.engine.verdicts.bench_of_terms import NOW, at
from tests.engine.verdicts.records.evidence import agree, judged, outcome, promise, score, told


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


def charging(rounding: str = "down", **changes: Any) -> Agreement:
    """10.00 for each hour late."""
    credit = {"for": "up", "each": "hour", "amount": "10.00", "round": rounding}
    plain = promise(**{"metric": "obligation.report", "target": {"atLeast": "100%"}, **changes})
    del plain["where"]
    fee = {"amount": "100000.00", "currency": "CNY", "per": "month"}
    return agree(plain, fee=fee, consequences={"credits": [credit], "settle": "month"})


def charged(*entries: ObligationEntry, now: int = NOW, **changes: Any) -> dict[str, str]:
    """What the statement of each month comes to, where it is anything."""
    rule, rows = charging(**changes), records(*entries)
    asked = Range(rule.start, rule.end, running=True)
    statements = settle_scorecard(score(rule, rows, now=now), rows, asked)
    sums = {s.period.label[5:]: str(s.credits.total.amount) for s in statements if s.credits is not None}
    return {month: amount for month, amount in sums.items() if amount != "0.00"}


def test_an_obligation_done_late_is_charged_in_each_month_for_the_hours_that_passed_in_it() -> None:
    late = entry("R1", "01-31 18:00", "02-10 00:00")
    assert charged(late) == {"01": "60.00", "02": "2160.00"}
    assert charged(late, now=at("02-01 00:00")) == {"01": "60.00"}
    assert charged(late, now=at("02-05 00:00")) == {"01": "60.00", "02": "960.00"}
    never = entry("R1", "01-31 18:00", None)
    assert charged(never, now=at("03-02 00:00")) == {"01": "60.00", "02": "6720.00", "03": "240.00"}


@pytest.mark.parametrize(("rounding", "expected"), [("up", {"01": "10.00"}), ("down", {"02": "10.00"})])
def test_an_hour_of_an_obligation_cut_by_midnight_is_charged_once(rounding: str, expected: dict[str, str]) -> None:
    assert charged(entry("R1", "01-31 23:30", "02-01 00:30"), rounding=rounding) == expected


def test_control_what_is_done_by_the_end_of_its_month_costs_later_months_nothing() -> None:
    assert charged(entry("R1", "01-31 18:00", "02-01 00:00")) == {"01": "60.00"}
    assert charged(entry("R1", "01-31 18:00", "01-31 18:00")) == {}


def test_an_obligation_is_late_by_the_open_hours_of_its_calendar() -> None:
    """Due on a Friday at 17:00 and done on Monday at 10:00: the office was open from 17:00 to 18:00 and from 9:00."""
    assert charged(entry("R1", "02-06 17:00", "02-09 10:00"), calendar="office") == {"02": "20.00"}
    assert charged(entry("R1", "02-06 17:00", "02-09 10:00")) == {"02": "650.00"}


def test_an_obligation_that_runs_on_is_a_row_of_each_month_and_counts_in_no_later_share() -> None:
    rows = records(entry("R1", "02-27 00:00", "04-02 00:00"), entry("R2", "03-10 00:00", "03-10 00:00"))
    assert outcome(judged(charging(), rows, "2026-03")) == ("met", "limit_kept")
    assert [(r.period, r.item, r.outcome, r.reason) for r in told(charging(), rows)] == [
        ("2026-02", "R1", "breached", "due_passed"),
        ("2026-03", "R1", "late", "late_since_earlier"),
        ("2026-03", "R2", "met", "done_in_time"),
        ("2026-04", "R1", "late", "late_since_earlier"),
    ]
    assert {row.outcome for row in told(owed(), rows)} == {"breached", "met"}
