"""Two ways to sum up open time, cells and a search: which is taken when, and that both give the same second."""

from __future__ import annotations

from datetime import date
from random import Random

import numpy as np
import pytest

from serval.engine.calendars import totals as totals_module
from serval.engine.calendars.calendar import Calendar, compile_calendar
from serval.engine.calendars.horizon import LATEST
from serval.engine.calendars.spec import CalendarSpec, Shift
from serval.engine.calendars.totals import MOST_CELLS, Totals
from serval.engine.calendars.vectors import (
    add_many,
    between_many,
    is_open_many,
    next_open_many,
    subtract_many,
)
from tests.engine.calendars.cast import OFFICE, at, every_day, hours, office

YEAR = at("2026-01-01T00:00:00"), at("2027-01-01T00:00:00")
TO_THE_SECOND = (*hours("08:30-12:00"), Shift(13 * 3600, 18 * 3600 - 1))
SINGLE = CalendarSpec(
    "single", "UTC", opened=tuple((date(2030, month, 5), hours("09:00-12:00")) for month in (6, 8, 9))
)


def _kind(calendar: Calendar) -> str:
    return type(calendar.hours.reach_both(*YEAR).totals).__name__


def test_cells_are_taken_where_openings_lie_on_a_grid_and_a_search_where_they_do_not() -> None:
    assert _kind(office()) == "_CellTotals"
    assert _kind(every_day("Asia/Shanghai", hours("08:17-12:00", "13:01-17:53"))) == "_SearchedTotals"
    assert _kind(every_day("Asia/Shanghai", hours("08:15-12:00", "13:10-17:50"))) == "_CellTotals"
    assert _kind(every_day("Asia/Shanghai", TO_THE_SECOND)) == "_SearchedTotals"
    assert _kind(compile_calendar(CalendarSpec("empty", "UTC"))) == "_SearchedTotals"
    assert _kind(compile_calendar(CalendarSpec("always", "UTC", always=True))) == "_CellTotals"


def test_cells_never_take_more_memory_than_they_are_worth() -> None:
    table = office().hours.reach_both(0, at("2060-01-01T00:00:00"))
    assert (table.high - table.low) // 3600 < MOST_CELLS
    assert type(table.totals).__name__ == "_CellTotals"
    table = office().hours.reach_both(0, at("2150-01-01T00:00:00"))
    assert type(table.totals).__name__ == "_SearchedTotals"


@pytest.mark.parametrize("most", [MOST_CELLS, 0], ids=["cells", "search"])
@pytest.mark.parametrize("day", ["2030-01-20", "2030-05-30", "2030-07-30", "2030-09-05"])
def test_a_start_before_the_first_opening_of_its_year_has_an_answer(
    most: int, day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(totals_module, "MOST_CELLS", most)
    start, calendar = at(f"{day}T00:00:00", "+00:00"), compile_calendar(SINGLE)
    assert add_many(calendar, [start], [60]).tolist() == [compile_calendar(SINGLE).add(start, 60)]
    assert next_open_many(calendar, [start]).tolist() == [calendar.next_open(start)]
    assert between_many(calendar, [start], [start + 10**7]).tolist() == [calendar.between(start, start + 10**7)]
    assert is_open_many(calendar, [start]).tolist() == [False]


def _ask_all(calendar: Calendar) -> list[list[int]]:
    """Every question at borders, beside them and anywhere, in one table of answers."""
    borders = [instant for span in calendar.open_spans(*YEAR) for instant in span]
    random = Random(5)  # noqa: S311 - test data
    near = [border + step for border in borders[:60] for step in (-1, 0, 1)]
    asked = np.array(near + [random.randrange(*YEAR) for _ in range(400)])
    works = np.array([random.choice([1, 3600, 8 * 3600, random.randrange(1, 10**6)]) for _ in asked])
    return [
        add_many(calendar, asked, works).tolist(),
        subtract_many(calendar, asked, works).tolist(),
        between_many(calendar, asked, asked[::-1]).tolist(),
        next_open_many(calendar, asked).tolist(),
        is_open_many(calendar, asked).tolist(),
    ]


def test_cells_and_search_give_the_same_second(monkeypatch: pytest.MonkeyPatch) -> None:
    in_cells = _ask_all(compile_calendar(OFFICE))
    monkeypatch.setattr(totals_module, "MOST_CELLS", 0)
    searched = compile_calendar(OFFICE)
    assert _ask_all(searched) == in_cells
    assert _kind(searched) == "_SearchedTotals"


def test_control_an_end_looked_up_one_second_late_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    right = _ask_all(compile_calendar(OFFICE))
    kind: type[Totals] = type(compile_calendar(OFFICE).hours.reach_both(*YEAR).totals)
    monkeypatch.setattr(kind, "find_ends", kind.find_starts)
    assert _ask_all(compile_calendar(OFFICE)) != right


def test_the_last_second_of_all_time_is_found_in_cells() -> None:
    always = compile_calendar(CalendarSpec("always", "UTC", always=True))
    assert add_many(always, [LATEST - 1], [1]).tolist() == [LATEST]
    assert subtract_many(always, [LATEST - 1], [1]).tolist() == [LATEST - 2]
