"""Availability by requests and by slots (rules 7 to 9)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from serval.engine.places import Place
from serval.engine.terms import Agreement
from tests.engine.verdicts.bench_of_terms import at
from tests.engine.verdicts.records.evidence import (
    CORE,
    agree,
    excluded,
    judged,
    known,
    outcome,
    promise,
    sampled,
    samples,
    told,
)

ONE, TWO = Place("core", "i1"), Place("core", "i2")


def requests(**changes: Any) -> Agreement:
    return agree(promise(measure={"method": "requests"}, **changes))


def slots(measure: dict[str, Any] | None = None, **changes: Any) -> Agreement:
    return agree(promise(measure={"method": "slots", "interval": "5m", **(measure or {})}, **changes))


def test_good_requests_are_divided_by_all_and_the_ledger_shows_both() -> None:
    records = known(samples=samples(("02-10 00:05", "", 99, 100), ("02-10 00:10", "up", 900, 900)))
    assert judged(requests(), records).value == Fraction(999, 1000)
    assert judged(requests(), records).outcome == "met"
    (row,) = told(requests(), records, "2026-02")
    assert (row.item, row.reason, row.value) == ("core", "measured", "999 / 1000")


def test_a_sample_at_the_end_of_a_month_speaks_of_that_month() -> None:
    records = known(samples=samples(("03-01 00:00", "", 1, 2), ("03-01 00:05", "", 5, 5)))
    assert [judged(requests(), records, month).value for month in ("2026-02", "2026-03")] == [Fraction(1, 2), 1]


def test_a_month_without_samples_has_no_data_by_requests_and_by_slots() -> None:
    records = known(samples=samples(("02-10 00:05", "", 99, 100)))
    for rule in (requests(), slots()):
        assert outcome(judged(rule, records, "2026-03")) == ("no_data", "not_observed")
        assert outcome(judged(rule, known(), "2026-02")) == ("no_data", "not_observed")


def test_samples_without_a_request_divide_by_nothing() -> None:
    records = known(samples=samples(("02-10 00:05", "up", 0, 0)))
    for rule in (requests(), slots()):
        assert outcome(judged(rule, records)) == ("no_data", "denominator_zero")


@pytest.mark.parametrize(("minimum", "expected"), [(100, "breached"), (101, "no_data")])
def test_fewer_requests_of_the_month_than_the_minimum_are_no_data(minimum: int, expected: str) -> None:
    seen = samples(("01-10 00:05", "", 5000, 5000), ("02-10 00:05", "", 90, 100))
    for rule in (
        requests(minimum=minimum, target={"atLeast": "99.999%"}),
        slots(minimum=minimum, target={"atLeast": "99.999%"}),
    ):
        assert judged(rule, known(samples=seen)).outcome == expected


def test_slots_take_the_mean_of_their_error_rates_and_show_the_faulty_ones() -> None:
    records = known(samples=samples(("02-10 00:05", "", 50, 100), ("02-10 00:10", "", 10, 10)))
    count = 28 * 288
    assert judged(slots(), records).value == 1 - Fraction(1, 2 * count)
    (row,) = told(slots(), records, "2026-02")
    assert (row.started, row.stopped, row.value) == (at("02-10 00:00"), at("02-10 00:05"), "50 / 100")
    assert judged(slots({"slotDown": "10%"}), records).value == 1 - Fraction(1, count)
    assert judged(slots({"slotDown": "50%"}), records).value == 1


def test_requests_of_several_instances_are_added_up() -> None:
    seen = sampled({ONE: [("02-10 00:05", "", 1, 2)], TWO: [("02-10 00:05", "", 2, 2), ("02-10 00:10", "", 4, 4)]})
    assert judged(requests(), known(samples=seen)).value == Fraction(7, 8)
    each = requests(per="instance")
    assert judged(each, known(samples=seen), subject="core/i1").value == Fraction(1, 2)


@pytest.mark.parametrize(
    ("place", "way", "expected"),
    [
        (CORE, "removed", Fraction(4, 4)),
        (CORE, "counted_up", Fraction(8, 8)),
        (ONE, "removed", Fraction(6, 6)),
        (ONE, "counted_up", Fraction(8, 8)),
        (TWO, "removed", Fraction(5, 6)),
    ],
)
def test_excluded_requests_leave_both_numbers_or_count_as_good(place: Place, way: str, expected: Fraction) -> None:
    seen = sampled({ONE: [("02-10 00:05", "", 1, 2)], TWO: [("02-10 00:05", "", 2, 2), ("02-10 00:10", "", 4, 4)]})
    records = known(samples=seen, exclusions=[excluded("02-10 00:00", "02-10 00:05", place)])
    assert judged(requests(exclude=["maintenance"], excluded=way), records).value == expected


def test_requests_count_in_office_hours_and_while_the_service_is_provided() -> None:
    seen = samples(("02-10 08:59", "", 0, 7), ("02-10 09:05", "", 3, 4), ("02-12 10:00", "", 0, 9))
    services = {"core": {"until": "2026-02-11"}}
    rule = agree(promise(measure={"method": "requests"}, calendar="office"), services=services)
    assert judged(rule, known(samples=seen)).value == Fraction(3, 4)
