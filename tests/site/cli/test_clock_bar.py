"""The clock bar of a terminal: what counts is full, what does not is low, long closed time is folded."""

from __future__ import annotations

from itertools import pairwise

from serval.engine.clocks import Segment
from serval.site.cli.views.clock_bar import draw_bar

HOUR = 3600


def _segments(*pieces: tuple[str, int]) -> list[Segment]:
    """Segments one after the other from kinds and hours."""
    bounds = [0]
    for _, hours in pieces:
        bounds.append(bounds[-1] + hours * HOUR)
    return [
        Segment(start, end, kind, "", "", 0)  # type: ignore[arg-type]
        for (kind, _), (start, end) in zip(pieces, pairwise(bounds), strict=True)
    ]


def test_what_counts_is_drawn_to_scale_and_the_target_stands_where_it_is_due() -> None:
    bar = draw_bar(_segments(("running", 8)), 6 * HOUR, 40)
    assert bar.plain == "█" * 30 + "┃" + "▓" * 10


def test_a_clock_met_exactly_ends_at_its_target() -> None:
    assert draw_bar(_segments(("running", 8)), 8 * HOUR, 10).plain == "█" * 10 + "┃"


def test_a_target_not_reached_is_not_drawn() -> None:
    assert draw_bar(_segments(("running", 2)), 8 * HOUR, 10).plain == "█" * 10


def test_short_closed_time_is_low_and_long_one_is_folded() -> None:
    bar = draw_bar(_segments(("running", 3), ("off_hours", 1), ("running", 4), ("off_hours", 14)), None, 43)
    assert bar.plain == "█" * 15 + "·" * 5 + "█" * 20 + "╱╱╱"


def test_a_folded_pause_is_told_from_folded_closed_time() -> None:
    assert draw_bar(_segments(("running", 1), ("paused", 9), ("off_hours", 9)), None, 10).plain == "████╱‖╱╱╱╱"


def test_of_many_folds_the_first_two_and_the_last_four_are_drawn() -> None:
    days = [piece for _ in range(30) for piece in (("running", 9), ("off_hours", 15))]
    bar = draw_bar(_segments(*days), 200 * HOUR, 76).plain
    assert bar.count("╱╱╱") == 6
    assert "╱+24╱" in bar
    assert bar.count("┃") == 1
    assert len(bar) < 90


def test_nothing_is_drawn_of_a_clock_without_time() -> None:
    assert draw_bar([], 0, 76).plain == ""
