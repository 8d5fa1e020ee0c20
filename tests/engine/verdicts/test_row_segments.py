"""The time behind a row of the ledger: as long as the row says, whenever its period closed (docs/engine/clock.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType

import pytest

from serval.engine.clocks import Segment
from serval.engine.evidence import Fact, Item
from serval.engine.terms import Agreement
from serval.engine.verdicts import LedgerRow, Range, judge_items
from serval.engine.verdicts.row_segments import RowReader
from tests.engine.verdicts import random_cases, restless_items, ruled_items
from tests.engine.verdicts.bench_of_terms import NOW, at, terms, ticket
from tests.engine.verdicts.random_cases import END, Below, seeded

CASES = (random_cases, restless_items, ruled_items)
DAY = 86_400


def list_rows(agreement: Agreement, items: list[Item], now: int) -> Iterator[tuple[LedgerRow, int]]:
    """Every row of a clock, with the end of its period."""
    rows: list[LedgerRow] = []
    judge_items(agreement, items, Range(agreement.start, agreement.end, running=True), now=now, sink=rows.append)
    ends = {
        (course.id, objective.version, period.label): period.end
        for course in agreement.courses
        for period in course.periods
        for objective in course.objectives
        if objective.kind == "clock"
    }
    for row in rows:
        end = ends.get((row.objective, row.terms_version, row.period))
        if end is not None and row.outcome != "bad_data":
            yield row, end


def find_wrong(below: Below, source: ModuleType, close: Callable[[int], int] = int) -> list[str]:
    """Rows whose pieces of time do not come to what the row says."""
    agreement = source.build_agreement(below)
    items = source.build_items(below, agreement)
    now = END - below(3) * 40 * DAY
    reader, by_id = RowReader(agreement, now=now), {item.id: item for item in items}
    return [
        str(row)
        for row, end in list_rows(agreement, items, now)
        if not fits(row, reader.list_row_segments(by_id[row.item], row, closes=close(end)))
    ]


def fits(row: LedgerRow, segments: tuple[Segment, ...]) -> bool:
    if not segments:
        return row.working_seconds == row.paused_seconds == 0
    bounds = [segment.end for segment in segments[:-1]] == [segment.start for segment in segments[1:]]
    used = sum(segment.working for segment in segments if segment.kind == "running")
    paused = sum(segment.working for segment in segments if segment.kind == "paused")
    return bounds and (segments[0].start, used, paused) == (row.started, row.working_seconds, row.paused_seconds)


@pytest.mark.parametrize("source", CASES, ids=["random", "restless", "ruled"])
@pytest.mark.parametrize("seed", range(40))
def test_the_pieces_behind_every_row_come_to_what_the_row_says(source: ModuleType, seed: int) -> None:
    assert find_wrong(seeded(seed), source) == []


def test_control_a_reader_that_closes_periods_a_day_late_is_caught() -> None:
    assert any(find_wrong(seeded(seed), random_cases, lambda end: end + DAY) for seed in range(40))


def test_a_breach_that_went_on_is_drawn_to_the_end_of_its_period() -> None:
    late = ticket("A", "02-28 20:00", answered="03-02 10:00")
    agreement = terms({})
    ((row, end),) = list_rows(agreement, [late], NOW)
    assert (row.period, row.stopped) == ("2026-02", None)
    (piece,) = RowReader(agreement, now=NOW).list_row_segments(late, row, closes=end)
    assert (piece.start, piece.end, piece.source) == (at("02-28 20:00"), at("03-01 00:00"), "A#1")


def test_a_clock_that_left_and_came_back_is_drawn_for_each_of_its_rows() -> None:
    moved = ticket(
        "A",
        "02-03 09:00",
        Fact(at("02-03 09:10"), "field", "priority", "low"),
        Fact(at("02-03 09:20"), "field", "priority", "high"),
        answered="02-03 09:50",
        priority="high",
    )
    agreement = terms({"where": {"priority": ["high"]}}, reclassified="from_start")
    reader = RowReader(agreement, now=NOW)
    drawn = [
        (row.outcome, [(piece.start, piece.end) for piece in reader.list_row_segments(moved, row, closes=end)])
        for row, end in list_rows(agreement, [moved], NOW)
    ]
    assert drawn == [
        ("superseded", [(at("02-03 09:00"), at("02-03 09:10"))]),
        ("met", [(at("02-03 09:00"), at("02-03 09:50"))]),
    ]


def test_a_row_that_is_no_clock_has_no_pieces() -> None:
    agreement = terms({"metric": "count.opened", "target": {"atMost": 5}})
    rows: list[LedgerRow] = []
    item = ticket("A", "02-03 09:00")
    judge_items(agreement, [item], Range(agreement.start, agreement.end), now=NOW, sink=rows.append)
    assert RowReader(agreement, now=NOW).list_row_segments(item, rows[0], closes=at("03-01 00:00")) == ()
