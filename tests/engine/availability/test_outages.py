"""Whole outages of one place: what probes saw and what people recorded, put together as known at an instant."""

from __future__ import annotations

from itertools import pairwise

import pytest

from serval.engine.availability.outages import WholeOutage, fold_outages, list_counted
from serval.engine.records import Outage
from serval.engine.spans import Spans
from tests.engine.availability.random_evidence import PLACE, random_evidence, seeded

NOW = 10_000


def row(start: int, end: int | None, **more: object) -> Outage:
    return Outage(PLACE, start, end, **more)  # type: ignore[arg-type]


def bounds(outages: tuple[WholeOutage, ...]) -> Spans:
    return tuple((o.start, o.end) for o in outages)


def test_pieces_that_overlap_or_touch_are_one_outage() -> None:
    found = fold_outages(((100, 200), (400, 450)), [row(200, 300), row(250, 320), row(500, 510)], now=NOW)
    assert bounds(found) == ((100, 320), (400, 450), (500, 510))
    assert [outage.sampled for outage in found] == [True, True, False]


def test_a_recorded_outage_without_end_goes_on_until_now() -> None:
    (outage,) = fold_outages((), [row(100, None)], now=NOW)
    assert (outage.start, outage.end, outage.ongoing) == (100, NOW, True)


def test_an_announcement_without_end_is_settled_by_the_one_that_tells_it() -> None:
    rows = [row(100, None, detected=130), row(100, 300, reported=150)]
    (outage,) = fold_outages((), rows, now=NOW)
    assert (outage.start, outage.end, outage.ongoing) == (100, 300, False)
    assert (outage.detected, outage.reported) == (130, 150)


def test_an_open_announcement_is_not_settled_by_an_end_of_another_kind() -> None:
    rows = [row(100, None), row(100, 300, kind="degraded")]
    (outage,) = fold_outages((), rows, now=NOW, degraded_is_down=True)
    assert (outage.end, outage.ongoing) == (NOW, True)


def test_of_two_ends_told_for_one_start_the_later_stands() -> None:
    assert bounds(fold_outages((), [row(100, 300), row(100, 250)], now=NOW)) == ((100, 300),)


def test_what_lies_after_now_is_not_known_yet() -> None:
    rows = [row(100, 300, detected=260, reported=280), row(250, 400), row(500, 600)]
    (outage,) = fold_outages(((220, 240),), rows, now=250)
    assert outage == WholeOutage(100, 250, 100, ongoing=True, sampled=True)


def test_an_outage_that_ends_now_has_ended() -> None:
    assert [outage.ongoing for outage in fold_outages((), [row(100, 300)], now=300)] == [False]


def test_time_down_that_reaches_the_last_sample_is_ongoing() -> None:
    first, second = fold_outages(((100, 200), (300, 400)), [], now=NOW, seen_until=400)
    assert (first.ongoing, second.ongoing) == (False, True)


def test_a_recorded_end_beyond_the_last_sample_says_that_it_is_over() -> None:
    (outage,) = fold_outages(((300, 400),), [row(350, 450)], now=NOW, seen_until=400)
    assert (outage.end, outage.ongoing) == (450, False)


def test_degraded_time_takes_part_only_where_it_counts_as_down() -> None:
    rows = [row(100, 200, kind="degraded"), row(200, 300)]
    assert bounds(fold_outages((), rows, now=NOW)) == ((200, 300),)
    assert bounds(fold_outages((), rows, now=NOW, degraded_is_down=True)) == ((100, 300),)


def test_detection_is_the_first_notice_and_never_before_the_start() -> None:
    rows = [row(100, 200, detected=170), row(120, 210, detected=150)]
    assert fold_outages((), rows, now=NOW)[0].detected == 150
    assert fold_outages((), [row(100, 200, detected=90)], now=NOW)[0].detected == 100
    assert fold_outages(((100, 200),), [], now=NOW)[0].detected is None


@pytest.mark.parametrize(
    ("reported", "counts_from", "length"),
    [(150, 150, 150), (100, 100, 200), (90, 100, 200), (299, 299, 1), (300, None, 0), (None, None, 0)],
)
def test_from_the_report_an_outage_counts_while_it_lasts_or_not_at_all(
    reported: int | None, counts_from: int | None, length: int
) -> None:
    (outage,) = fold_outages((), [row(100, 300, reported=reported)], now=NOW, outage_from="reported")
    assert (outage.start, outage.end) == (100, 300)
    assert (outage.counts_from, outage.length) == (counts_from, length)


def test_a_report_counts_for_the_whole_outage_its_row_is_a_part_of() -> None:
    (outage,) = fold_outages(((100, 500),), [row(120, 200, reported=260)], now=NOW, outage_from="reported")
    assert (outage.start, outage.counts_from, outage.end) == (100, 260, 500)


def test_only_counted_time_makes_composites() -> None:
    rows = [row(100, 300, reported=200), row(400, 500)]
    assert list_counted(fold_outages((), rows, now=NOW, outage_from="reported")) == ((200, 300),)
    assert list_counted(fold_outages((), rows, now=NOW)) == ((100, 300), (400, 500))


def test_where_a_row_was_read_is_kept_and_never_judged() -> None:
    one = fold_outages((), [row(100, 200, source="b.csv#2"), row(150, 300, source="a.csv#1")], now=NOW)
    other = fold_outages((), [row(100, 200, source="c.csv#9"), row(150, 300)], now=NOW)
    assert one == other
    assert one[0].sources == ("a.csv#1", "b.csv#2")


def test_an_outage_of_no_second_is_none() -> None:
    assert fold_outages((), [row(100, 100), row(300, 200)], now=NOW) == ()


def test_every_second_is_in_an_outage_exactly_when_some_piece_holds_it() -> None:
    random = seeded(11)
    for _ in range(400):
        rows = random_evidence(random, span=200, samples=2, outages=6).outages
        closed = {(r.start, r.kind) for r in rows if r.end is not None}
        lasting = [r for r in rows if r.kind == "down" and (r.end is not None or (r.start, r.kind) not in closed)]
        now = random.randrange(1, 220)
        expected = {s for r in lasting for s in range(r.start, min(now, now if r.end is None else r.end))}
        shuffled = random.sample(rows, len(rows))
        found = fold_outages((), shuffled, now=now)
        assert {s for o in found for s in range(o.start, o.end)} == expected
        assert all(one.end < other.start for one, other in pairwise(found))
