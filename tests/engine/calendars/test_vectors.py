"""Every vector of other systems: those Serval must satisfy pass, and beside every other stands Serval's own answer.

pinned.json holds for each of the others: what its source gives, what Serval gives, and why they differ.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from serval.engine.calendars.calendar import compile_calendar
from serval.engine.calendars.spec import Shift
from serval.engine.calendars.vectors import add_many, between_many
from serval.engine.instants import parse_instant, to_datetime
from tests.engine.calendars.vector_files import (
    Vector,
    calendar_of,
    china_spec,
    duration_of,
    instant,
    load_china,
    load_vectors,
)

PINNED: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("pinned.json").read_text(encoding="utf-8"))
OFFICE = (Shift(9 * 3600, 12 * 3600), Shift(13 * 3600, 18 * 3600))


def _must_add(vector: Vector) -> bool:
    kind, work = vector["oracle"], vector["work_seconds"]
    if kind == "elapsed-latest":
        return work == 0 and vector.get("direction") != "backward"
    return kind == "elapsed" or (kind == "elapsed-earliest" and work != 0)


def _must_measure(vector: Vector) -> bool:
    reversed_ = instant(vector, "end") < instant(vector, "start")
    return vector["oracle"] == "elapsed-signed" or (vector["oracle"] == "elapsed" and not reversed_)


def _must_count_days(vector: Vector) -> bool:
    """Serval's days end at the closing (TERMS.md rule 16); a source that keeps the time of day means something else."""
    if "expected_work_days" in vector:
        return vector["id"] not in PINNED
    return bool(vector.get("end_of_working_day"))


def _serval_add(vector: Vector) -> tuple[int, int]:
    calendar, start, work = calendar_of(vector), instant(vector, "start"), duration_of(vector)
    if work == 0 and vector.get("direction") == "backward":
        return calendar.subtract(start, 0), int(add_many(calendar, [start], [0])[0])
    return calendar.add(start, work), int(add_many(calendar, [start], [work])[0])


def _serval_between(vector: Vector) -> tuple[int, int]:
    calendar, start, end = calendar_of(vector), instant(vector, "start"), instant(vector, "end")
    return calendar.between(start, end), int(between_many(calendar, [start], [end])[0])


def _serval_days(vector: Vector) -> int:
    calendar = calendar_of(vector)
    if "work_days" in vector:
        return calendar.add_days(instant(vector, "start"), vector["work_days"], "wd")
    first, last = date.fromisoformat(vector["start"]), date.fromisoformat(vector["end"])
    return calendar.days_between(first, last, inclusive="inclusive=False" not in vector["case"])


def test_the_files_hold_as_many_vectors_as_when_they_were_sorted(shared: Path) -> None:
    sorted_out = {
        "clock_add": (_must_add, 188, 180),
        "clock_between": (_must_measure, 111, 90),
        "clock_days": (_must_count_days, 31, 11),
    }
    unsatisfied = []
    for name, (must, whole, satisfied) in sorted_out.items():
        vectors = load_vectors(shared, name)
        assert (len(vectors), sum(map(must, vectors))) == (whole, satisfied), name
        unsatisfied += [vector["id"] for vector in vectors if not must(vector)]
    assert sorted(unsatisfied) == sorted(PINNED)


def test_every_add_vector_that_must_hold_holds_for_one_and_for_many(shared: Path) -> None:
    vectors = [vector for vector in load_vectors(shared, "clock_add") if _must_add(vector)]
    wrong = [v["id"] for v in vectors if _serval_add(v) != (instant(v, "expected_end"),) * 2]
    assert wrong == []


def test_every_between_vector_that_must_hold_holds_for_one_and_for_many(shared: Path) -> None:
    vectors = [vector for vector in load_vectors(shared, "clock_between") if _must_measure(vector)]
    wrong = [v["id"] for v in vectors if _serval_between(v) != (v["expected_work_seconds"],) * 2]
    assert wrong == []


def test_every_working_day_vector_that_must_hold_holds(shared: Path) -> None:
    vectors = [vector for vector in load_vectors(shared, "clock_days") if _must_count_days(vector)]
    wanted = {v["id"]: instant(v, "expected_end") if "work_days" in v else v["expected_work_days"] for v in vectors}
    assert {v["id"]: _serval_days(v) for v in vectors} == wanted


def test_where_sources_keep_the_time_of_day_serval_ends_on_the_same_date(shared: Path) -> None:
    vectors = [v for v in load_vectors(shared, "clock_days") if "work_days" in v]
    last_second = timedelta(seconds=1)
    found = {v["id"]: (to_datetime(_serval_days(v)) - last_second).date().isoformat() for v in vectors}
    source = {v["id"]: _last_date(v["expected_end"]) for v in vectors}
    assert found == source


def _last_date(expected_end: str) -> str:
    """An end at midnight belongs to the date before."""
    if expected_end.endswith("T00:00:00+00:00"):
        return (date.fromisoformat(expected_end[:10]) - timedelta(days=1)).isoformat()
    return expected_end[:10]


@pytest.mark.parametrize("vector_id", sorted(PINNED))
def test_beside_a_source_that_means_something_else_stands_servals_own_answer(vector_id: str, shared: Path) -> None:
    name = {"A": "clock_add", "B": "clock_between", "D": "clock_days"}[vector_id[0]]
    vector = next(v for v in load_vectors(shared, name) if v["id"] == vector_id)
    pinned = PINNED[vector_id]
    expected = next(
        vector[key] for key in ("expected_end", "expected_work_seconds", "expected_work_days") if key in vector
    )
    assert expected == pinned["source"]
    wanted = pinned["serval"] if isinstance(pinned["serval"], int) else parse_instant(pinned["serval"])
    answers = {"A": _serval_add, "B": _serval_between, "D": _serval_days}[vector_id[0]](vector)
    assert answers in ((wanted, wanted), wanted)


def test_china_works_on_exactly_the_published_dates(shared: Path) -> None:
    china = load_china(shared)
    calendar = compile_calendar(china_spec(china, OFFICE))
    for year, known in china["years"].items():
        dates = [
            date(int(year), 1, 1) + timedelta(days=n)
            for n in range((date(int(year) + 1, 1, 1) - date(int(year), 1, 1)).days)
        ]
        off = {*known["off_days_weekday"]}
        worked = {d for d in dates if d.weekday() < 5 and d.isoformat() not in off}
        worked |= {date.fromisoformat(text) for text in known["makeup_workdays"]}
        assert {d for d in dates if calendar.is_working_day(d)} == worked
        assert len(worked) == known["workdays_total"]
        start, end = (parse_instant(f"{y}-01-01T00:00:00+08:00") for y in (year, int(year) + 1))
        assert calendar.between(start, end) == known["workdays_total"] * 8 * 3600


def test_beyond_the_published_years_china_is_not_known(shared: Path) -> None:
    calendar = compile_calendar(china_spec(load_china(shared), OFFICE))
    end_of_2026 = parse_instant("2027-01-01T00:00:00+08:00")
    assert calendar.known_until == end_of_2026
    assert calendar.known_from == parse_instant("2023-01-01T00:00:00+08:00")
    assert calendar.is_known(end_of_2026 - 86_400, end_of_2026)
    assert not calendar.is_known(end_of_2026 - 86_400, end_of_2026 + 1)
    assert not calendar.is_known(calendar.known_from - 1, end_of_2026)
