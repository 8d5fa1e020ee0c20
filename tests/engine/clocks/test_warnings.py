"""Warnings at given shares of the target."""

from __future__ import annotations

from fractions import Fraction

from serval.engine.clocks import Reading
from serval.engine.evidence import Fact
from tests.engine.clocks.stories import RESOLUTION, at, opened, pause, read, resume

SHARES = (Fraction(3, 4), Fraction(9, 10))


def _warned(*facts: Fact, now: str, limit: str = "4h", shares: tuple[Fraction, ...] = SHARES) -> list[int | None]:
    reading: Reading = read(RESOLUTION, limit, opened("mon 10:00"), *facts, now=now, warn=shares)
    return [warned.at for warned in reading.warnings]


def test_a_warning_falls_where_its_share_of_the_target_is_used() -> None:
    assert _warned(now="mon 10:00") == [at("mon 13:00"), at("mon 13:36")]


def test_a_warning_skips_closed_hours_like_due() -> None:
    assert _warned(now="mon 10:00", limit="10h") == [at("tue 09:30"), at("tue 11:00")]


def test_a_share_that_is_no_whole_second_is_rounded_up() -> None:
    assert _warned(now="mon 10:00", limit="10s", shares=(Fraction(3, 4), Fraction(1, 3))) == [
        at("mon 10:00:08"),
        at("mon 10:00:04"),
    ]


def test_the_whole_share_is_the_due_instant() -> None:
    assert _warned(now="mon 10:00", shares=(Fraction(1),)) == [at("mon 14:00")]


def test_pauses_move_warnings_that_were_not_reached() -> None:
    held = (pause("mon 13:30"), resume("mon 14:30"))
    assert _warned(*held, now="mon 15:00") == [at("mon 13:00"), at("mon 14:36")]


def test_while_paused_only_warnings_that_were_reached_have_an_instant() -> None:
    assert _warned(pause("mon 13:30"), now="mon 15:00") == [at("mon 13:00"), None]
