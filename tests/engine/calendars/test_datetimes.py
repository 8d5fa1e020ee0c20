"""Aware datetimes in and out: the same second as with instants, in the zone that was asked in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from random import Random
from zoneinfo import ZoneInfo

import pytest

from serval.engine.errors import EvidenceError
from serval.engine.instants import to_instant
from tests.engine.calendars.cast import HOUR, WHOLE_DAY, at, every_day, office

BERLIN, SHANGHAI = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai")
FRIDAY_16 = datetime(2026, 5, 8, 16, tzinfo=SHANGHAI)


def test_the_answer_keeps_the_zone_of_the_question() -> None:
    for zone, shown in ((SHANGHAI, "2026-05-11T10:00:00+08:00"), (BERLIN, "2026-05-11T04:00:00+02:00")):
        due = office().add_datetime(FRIDAY_16.astimezone(zone), 3 * HOUR)
        assert (due.isoformat(), due.tzinfo) == (shown, zone)


def test_sub_seconds_are_cut_off_towards_the_past() -> None:
    late = FRIDAY_16.replace(microsecond=999_999)
    assert office().add_datetime(late, HOUR) == FRIDAY_16.replace(hour=17)
    assert office().between_datetimes(late, FRIDAY_16.replace(hour=17, microsecond=1)) == HOUR
    assert to_instant(datetime(1969, 12, 31, 23, 59, 59, 1, tzinfo=UTC)) == -1


def test_an_hour_that_passes_twice_is_told_apart_by_its_fold() -> None:
    first, again = (datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=fold) for fold in (0, 1))
    always_open = every_day("Europe/Berlin", WHOLE_DAY)
    assert always_open.between_datetimes(first, again) == HOUR
    assert always_open.add_datetime(first, HOUR).isoformat() == "2026-10-25T02:30:00+01:00"
    assert always_open.add_datetime(again, HOUR).isoformat() == "2026-10-25T03:30:00+01:00"


def test_a_datetime_without_zone_is_refused() -> None:
    naive = FRIDAY_16.replace(tzinfo=None)
    for ask in (lambda: office().add_datetime(naive, 1), lambda: office().between_datetimes(FRIDAY_16, naive)):
        with pytest.raises(EvidenceError) as caught:
            ask()
        assert caught.value.code == "instant.naive"


@pytest.mark.parametrize("zone", [UTC, SHANGHAI, BERLIN, timezone(timedelta(hours=-9, seconds=-7))], ids=str)
def test_datetimes_and_instants_give_the_same_second(zone: ZoneInfo) -> None:
    random, calendar = Random(3), office()  # noqa: S311 - test data
    for _ in range(500):
        start, work = at("2026-01-01T00:00:00") + random.randrange(10**8), random.randrange(-(10**6), 10**6)
        moment = datetime.fromtimestamp(start, zone)
        due = calendar.add_datetime(moment, work)
        assert due.timestamp() == calendar.add(start, work)
        assert calendar.between_datetimes(moment, due) == calendar.between(start, calendar.add(start, work))
