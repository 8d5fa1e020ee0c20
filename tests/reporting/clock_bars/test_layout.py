"""Clock bars: the target stands still, what counts is to scale, long uncounted time is folded."""

from __future__ import annotations

import json

import pytest

from serval.engine.calendars.calendar import Calendar
from serval.engine.clocks import Segment
from serval.engine.evidence import Fact, build_item
from serval.engine.instants import parse_instant
from serval.engine.terms import compile_terms, load_terms
from serval.engine.verdicts import LedgerRow, Range, judge_items
from serval.engine.verdicts.row_segments import RowReader
from serval.reporting.catalogue import set_language
from serval.reporting.clock_bars import ClockBar, describe_bar, lay_out, list_stretches, word_bar
from serval.reporting.clock_bars.stretches import list_runs

HOUR = 3600
AGREEMENT = compile_terms(
    load_terms(
        json.dumps(
            {
                "apiVersion": "serval/v1",
                "kind": "Agreement",
                "metadata": {"number": "T", "title": "Test"},
                "parties": {"provider": "p", "client": "c"},
                "effective": {"from": "2026-01-01", "until": "2026-12-31", "timezone": "Asia/Shanghai"},
                "calendars": {"office": {"weekly": {"mon-fri": ["09:00-12:00", "13:00-18:00"]}}},
                "clocks": {
                    "fix": {"start": "opened", "stop": "resolved", "pause": ["waiting_client"], "reopen": "ignore"}
                },
                "objectives": [
                    {
                        "id": "fix",
                        "metric": "clock.fix",
                        "target": {"within": "8h", "all": True},
                        "calendar": "office",
                        "period": "year",
                    }
                ],
            }
        )
    )
)
OFFICE: Calendar = AGREEMENT.calendars["office"]
NOW = parse_instant("2026-12-31T12:00:00+08:00")


def at(text: str) -> int:
    return parse_instant(f"2026-{text.replace(' ', 'T')}+08:00")


def judged(opened: str, stopped: str, *pauses: tuple[str, str]) -> tuple[LedgerRow, tuple[Segment, ...]]:
    """The row of one ticket and the time its clock is made of."""
    facts = [Fact(at(opened), "event", "opened", source="log 1"), Fact(at(stopped), "event", "resolved")]
    for first, last in pauses:
        facts += [Fact(at(first), "state", "waiting_client"), Fact(at(last), "state", "open")]
    item = build_item("INC-20431", facts)
    rows: list[LedgerRow] = []
    judge_items(AGREEMENT, [item], Range(AGREEMENT.start, AGREEMENT.end), now=NOW, sink=rows.append)
    row = next(row for row in rows if row.item == item.id)
    return row, RowReader(AGREEMENT, now=NOW).list_row_segments(item, row, closes=AGREEMENT.end)


def drawn(row: LedgerRow, segments: tuple[Segment, ...], width: float = 420.0) -> ClockBar:
    stretches = list_stretches(segments, OFFICE, row.due)
    return lay_out(stretches, due=row.due, end=segments[-1].end, width=width)


def kinds(bar: ClockBar) -> list[str]:
    return [piece.kind for piece in bar.pieces]


LATE = ("05-14 10:05", "05-15 13:59", ("05-14 11:00", "05-14 14:30"))
"""The ticket of the design: 8 h 24 min used of 8 h, one pause over the lunch break."""


def test_the_ticket_of_the_design_is_drawn_as_it_is_told_there() -> None:
    row, segments = judged(*LATE)
    assert (row.working_seconds, row.due) == (8 * HOUR + 24 * 60, at("05-15 13:35"))
    bar = drawn(row, segments)
    assert kinds(bar) == [
        "work",
        "paused",
        "paused_closed",
        "paused",
        "work",
        "closed",
        "work",
        "closed",
        "work",
        "over",
    ]
    assert bar.target == pytest.approx(60)
    assert bar.end == pytest.approx(bar.pieces[-1].x + bar.pieces[-1].width)
    assert [fold.seconds for fold in bar.folds] == [15 * HOUR]


@pytest.mark.parametrize("late", [LATE, ("05-14 10:05", "06-26 10:00"), ("05-14 09:00", "05-14 18:01")])
def test_the_target_stands_at_the_same_place_in_every_row(late: tuple[str, str]) -> None:
    assert drawn(*judged(*late)).target == pytest.approx(60)


def test_what_counts_is_to_scale_on_each_side_of_the_target() -> None:
    row, segments = judged("05-14 09:00", "05-18 11:00")
    stretches = list_stretches(segments, OFFICE, row.due)
    bar = lay_out(stretches, due=row.due, end=segments[-1].end, width=420)
    for kind in ("work", "over"):
        scale = [
            piece.width / (stretch.end - stretch.start)
            for piece, stretch in zip(bar.pieces, stretches, strict=True)
            if stretch.kind == kind
        ]
        assert scale == pytest.approx([scale[0]] * len(scale))


def test_an_overrun_that_does_not_fit_is_squeezed_and_said_to_be() -> None:
    assert drawn(*judged("05-14 09:00", "05-20 18:00")).squeezed
    assert not drawn(*judged("05-14 09:00", "05-15 09:24")).squeezed


def test_an_early_stop_leaves_the_rest_of_its_target_open() -> None:
    row, segments = judged("05-14 09:00", "05-14 15:00")
    bar = drawn(row, segments)
    assert kinds(bar) == ["work", "closed", "work", "spare"]
    assert bar.target == pytest.approx(60)
    assert bar.end < 60


def test_uncounted_time_is_folded_when_it_is_longer_than_four_hours() -> None:
    lunch, night = judged("05-14 09:00", "05-14 17:30"), judged("05-14 17:00", "05-15 10:00")
    assert drawn(*lunch).folds == ()
    assert [fold.seconds for fold in drawn(*night).folds] == [15 * HOUR]


def test_of_many_folds_the_first_two_and_the_last_four_stay_and_the_target_is_never_hidden() -> None:
    row, segments = judged("05-04 09:00", "05-29 10:00")
    runs = list_runs(list_stretches(segments, OFFICE, row.due), row.due)
    folded = [run for run in runs if run.is_folded]
    hidden = [run for run in folded if run.hides]
    assert [run.hides for run in hidden] == [len(segments_of(segments)) - 6]
    assert all(not run.start < (row.due or 0) < run.end for run in hidden)
    bar = drawn(row, segments)
    assert bar.target == pytest.approx(60)
    assert bar.end < 100


def segments_of(segments: tuple[Segment, ...]) -> list[Segment]:
    """Nights and weekends."""
    return [segment for segment in segments if segment.kind == "off_hours" and segment.end - segment.start > 4 * HOUR]


def test_every_piece_lies_within_the_bar_and_is_wide_enough_to_be_seen() -> None:
    for late in (LATE, ("05-14 09:00", "05-14 17:00"), ("01-05 09:00", "03-27 10:00"), ("05-16 10:00", "05-18 17:00")):
        bar = drawn(*judged(*late))
        for piece in bar.pieces:
            assert piece.x >= 0
            assert piece.x + piece.width <= 100
            assert piece.width >= 1 / 420 * 100 - 1e-9
        assert [piece.x for piece in bar.pieces] == sorted(piece.x for piece in bar.pieces)


def test_the_words_say_what_the_bar_shows() -> None:
    row, segments = judged(*LATE)
    set_language("zh")
    assert word_bar(row) == ("超时 24 分钟", "用时 8 小时 24 分钟")
    assert describe_bar(row, segments, AGREEMENT.zone) == (
        "INC-20431：已计 8 小时 24 分钟，目标 8 小时；超时 24 分钟；2026-05-14 10:05 开始；"
        "暂停 1 次，共占工作时间 2 小时 30 分钟（等待客户）；2026-05-15 13:35 到期；2026-05-15 13:59 停止。"
    )
