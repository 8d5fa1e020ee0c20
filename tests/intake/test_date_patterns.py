"""Date patterns: what each form reads, and what it refuses to guess."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, time

import pytest

from serval.engine.instants import format_instant
from serval.engine.zones import get_zone
from serval.intake.dates import CACHE_SIZE, DateReader, PatternFault, compile_pattern
from serval.intake.serials import read_serial
from serval.intake.wallclock import TimeFault, WallClock


def read(cell: object, *patterns: str, zone: str = "UTC") -> str:
    return format_instant(DateReader(patterns, WallClock(get_zone(zone))).read_instant(cell))


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("yyyy-MM-dd HH:mm:ss", "2026-05-04 15:07:09", "2026-05-04T15:07:09Z"),
        ("d/M/yyyy HH:mm", "29/2/2016 01:16", "2016-02-29T01:16:00Z"),
        ("M/d/yyyy H:mm", "6/21/2025 16:14", "2025-06-21T16:14:00Z"),
        ("yyyy/M/d HH:mm:ss", "2012/10/9 14:50:17", "2012-10-09T14:50:17Z"),
        ("d/MMM/yy h:mm a", "11/May/24 03:26 PM", "2024-05-11T15:26:00Z"),
        ("d/MMM/yy h:mm a", "11/五月/24 3:26 下午", "2024-05-11T15:26:00Z"),
        ("MMM d, yyyy", "September 3, 2026", "2026-09-03T00:00:00Z"),
        ("yyyy年M月d日 a h:mm", "2026年5月4日 下午 3:07", "2026-05-04T15:07:00Z"),
        ("yyyy年M月d日 a h:mm", "2026年5月4日下午3:07", "2026-05-04T15:07:00Z"),
        ("yyyy年M月d日 a h:mm", "２０２６年５月４日　上午　９：０７", "2026-05-04T09:07:00Z"),
        ("yyyy-MM-dd a h:mm", "2026-05-04 凌晨 12:30", "2026-05-04T00:30:00Z"),
        ("yyyy-MM-dd a h:mm", "2026-05-04 中午 12:30", "2026-05-04T12:30:00Z"),
        ("yyyy-MM-dd a h:mm", "2026-05-04 中午 1:30", "2026-05-04T13:30:00Z"),
        ("yyyy-MM-dd a h:mm", "2026-05-04 晚上 11:30", "2026-05-04T23:30:00Z"),
        ("yyyy-MM-dd a H:mm", "2026-05-04 下午 15:07", "2026-05-04T15:07:00Z"),
        ("yyyy-MM-dd h:mm a", "2026-05-04 12:00 AM", "2026-05-04T00:00:00Z"),
        ("yyyy-MM-dd h:mm a", "2026-05-04 12:00 pm", "2026-05-04T12:00:00Z"),
        ("yyyyMMddHHmmss", "20260504150709", "2026-05-04T15:07:09Z"),
        ("yyyy－MM－dd HH：mm", "2026-05-04 15：07", "2026-05-04T15:07:00Z"),
        ("yyyy年M月d日H时m分", "2026年5月4日15时7分", "2026-05-04T15:07:00Z"),
        ("yyyy-MM-dd HH:mm:ss.SSS", "2026-05-04 15:07:09.999", "2026-05-04T15:07:09Z"),
        ("yyyy-MM-dd HH:mm:ss XXX", "2026-05-04 15:07:09 +08:00", "2026-05-04T07:07:09Z"),
        ("yyyy-MM-dd'T'HH:mm", "2026-05-04T15:07", "2026-05-04T15:07:00Z"),
        ("iso", "2026-05-04T15:07:09.5+08:00", "2026-05-04T07:07:09Z"),
        ("iso", "2026-05-04 15:07", "2026-05-04T15:07:00Z"),
        ("iso", "2026-05-04", "2026-05-04T00:00:00Z"),
        ("excel", "46146.5", "2026-05-04T12:00:00Z"),
        ("excel1904", "44684.5", "2026-05-04T12:00:00Z"),
        ("d/M/yy", "4/5/69", "2069-05-04T00:00:00Z"),
        ("d/M/yy", "4/5/70", "1970-05-04T00:00:00Z"),
    ],
)
def test_a_pattern_reads_its_form(pattern: str, text: str, expected: str) -> None:
    assert read(text, pattern) == expected


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("d/M/yyyy HH:mm", "2016-02-29 01:16"),
        ("d/M/yyyy HH:mm", "30/2/2016 01:16"),
        ("d/M/yyyy HH:mm", "29/2/2016 24:00"),
        ("d/M/yyyy HH:mm", "29/2/2016 23:60"),
        ("d/M/yyyy HH:mm", "29/2/2016 01:16 and more"),
        ("yyyy-MM-dd a h:mm", "2026-05-04 晚上 12:30"),
        ("yyyy-MM-dd a h:mm", "2026-05-04 上午 15:00"),
        ("yyyy-MM-dd a h:mm", "2026-05-04 中午 5:00"),
        ("d/MMM/yy h:mm a", "11/Foo/24 03:26 PM"),
        ("iso", "2026-W19-1"),
        ("iso", "2026-05-04T15"),
        ("excel", "60.5"),
        ("excel", "0"),
        ("excel", "-1"),
        ("excel", "99999999"),
    ],
)
def test_a_text_of_another_form_or_no_such_time_is_unreadable(pattern: str, text: str) -> None:
    with pytest.raises(TimeFault) as caught:
        read(text, pattern)
    assert caught.value.code == "row.time_unreadable"


@pytest.mark.parametrize(
    "text",
    ["0000-01-01", "2026-02-30", "2026/13/07", "2026年13月3日 9:00", "2026-05-10 25:00", "2026-05-10 09:60", "2026-13"],
)
def test_a_day_or_time_that_never_is_asks_to_be_corrected_not_for_a_format(text: str) -> None:
    with pytest.raises(TimeFault) as caught:
        read(text, "yyyy-MM-dd HH:mm")
    assert caught.value.code == "row.time_impossible"


@pytest.mark.parametrize("pattern", ["yyyy-MM-dd Q", "HH:mm", "yyyy-dd", "MM/dd", "hello", "d/d/yyyy M"])
def test_a_pattern_with_an_unknown_letter_or_without_a_date_is_refused(pattern: str) -> None:
    with pytest.raises(PatternFault):
        compile_pattern(pattern)


def test_the_first_pattern_that_fits_wins() -> None:
    assert read("4/5/2026", "d/M/yyyy", "M/d/yyyy") == "2026-05-04T00:00:00Z"
    assert read("4/5/2026", "M/d/yyyy", "d/M/yyyy") == "2026-04-05T00:00:00Z"
    assert read("4/25/2026", "d/M/yyyy", "M/d/yyyy") == "2026-04-25T00:00:00Z"


def test_times_without_offset_are_local_to_the_zone_and_times_with_one_are_not() -> None:
    assert read("2026-05-04 15:07", "iso", zone="Asia/Shanghai") == "2026-05-04T07:07:00Z"
    assert read("2026-05-04T15:07Z", "iso", zone="Asia/Shanghai") == "2026-05-04T15:07:00Z"


def test_typed_cells_need_no_pattern() -> None:
    assert read(datetime(2026, 5, 4, 15, 7, 9, 999_999), "iso") == "2026-05-04T15:07:09Z"  # noqa: DTZ001
    assert read(datetime(2026, 5, 4, 15, tzinfo=UTC), "iso", zone="Asia/Shanghai") == "2026-05-04T15:00:00Z"
    assert read(date(2026, 5, 4), "iso", zone="Asia/Shanghai") == "2026-05-03T16:00:00Z"


@pytest.mark.parametrize("cell", [46146.5, 46146, True, time(9, 0), None])
def test_a_number_is_a_date_only_where_the_mapping_says_excel(cell: object) -> None:
    with pytest.raises(TimeFault):
        read(cell, "iso")


def test_excel_numbers_count_from_1900_or_1904() -> None:
    assert read(46146.5, "excel") == "2026-05-04T12:00:00Z"
    assert read(46146.5 - 1462, "excel1904") == "2026-05-04T12:00:00Z"
    assert read(1, "excel") == "1900-01-01T00:00:00Z"
    assert read(59, "excel") == "1900-02-28T00:00:00Z"
    assert read(61, "excel") == "1900-03-01T00:00:00Z"


def test_the_day_excel_invented_is_refused() -> None:
    assert read_serial(60) is None
    assert read_serial(60.99) is None
    assert read_serial(60, "excel1904") is not None


def test_a_fraction_of_a_day_is_rounded_to_the_second() -> None:
    nine_past = 46146 + (15 * 3600 + 7 * 60 + 9) / 86400
    assert read(nine_past - 1e-9, "excel") == "2026-05-04T15:07:09Z"


def test_more_distinct_times_than_the_cache_holds_are_read_alike() -> None:
    reader = DateReader(("iso",), WallClock(get_zone("UTC")))
    for minute in range(CACHE_SIZE + 10):
        reader.read_instant(f"20{minute // 100_000:02d}-01-01 00:00:{minute % 60:02d}.{minute}")
    assert format_instant(reader.read_instant("2000-01-01 00:00:07.7")) == "2000-01-01T00:00:07Z"


def test_seconds_of_unix_name_an_instant_in_text_and_in_numbers() -> None:
    reader = DateReader(("unix",), WallClock(get_zone("Asia/Shanghai")))
    assert reader.read_instant("1528896069.157") == 1_528_896_069
    assert reader.read_instant(1_528_896_069.9) == 1_528_896_069
    for wrong in ("1528896069157", "-5", "1e9", math.nan, math.inf, 10.0**300):
        with pytest.raises(TimeFault):
            reader.read_instant(wrong)


def test_a_month_is_its_first_instant_only_where_months_may_stand() -> None:
    clock = WallClock(get_zone("Asia/Shanghai"))
    reader = DateReader(("yyyy-MM-dd",), clock, months=True)
    may = 1_777_564_800
    assert [reader.read_instant(text) for text in ("2026-05", "2026/5", "2026.05", "2026年5月", "2026-05-01")] == [
        may
    ] * 5
    for wrong in ("2026-13", "2026-00", "0000-05", "2026", "202605"):
        with pytest.raises(TimeFault):
            reader.read_instant(wrong)
    with pytest.raises(TimeFault):
        DateReader(("yyyy-MM-dd",), clock).read_instant("2026-05")
