"""Holiday sets from iCalendar files, honest and hostile ones."""

from __future__ import annotations

import os
import random
from datetime import date
from pathlib import Path

import pytest

from serval.intake.errors import IntakeError
from serval.intake.ics import MAX_BYTES, MAX_LINE_CHARACTERS, read_ics
from serval.intake.ics_events import MAX_EVENTS, read_events

GOLDEN_WEEK = (
    "SUMMARY:国庆节 休\r\nDTSTART;VALUE=DATE:20261001\r\nDTEND;VALUE=DATE:20261008",
    "SUMMARY:国庆节 补班\r\nDTSTART;VALUE=DATE:20261010",
)
MUTATIONS = int(os.environ.get("SERVAL_FUZZ", "300"))
THROUGH_THE_CHILD = 20
"""Of so many mutations one goes through the real child; the others through what runs in it."""


def write(path: Path, *events: str, name: str = "假期") -> Path:
    numbered = enumerate(events)
    body = "".join(f"BEGIN:VEVENT\r\nUID:{number}@x\r\n{event}\r\nEND:VEVENT\r\n" for number, event in numbered)
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\nX-WR-CALNAME:{name}\r\n{body}END:VCALENDAR\r\n"
    path.write_bytes(text.encode())
    return path


def refused(path: Path) -> str:
    with pytest.raises(IntakeError) as caught:
        read_ics(path)
    assert caught.value.problems[0].data["file"] == path.name
    return caught.value.code


def test_all_day_events_are_off_and_marked_ones_are_worked(tmp_path: Path) -> None:
    found = read_ics(write(tmp_path / "cn.ics", *GOLDEN_WEEK))
    assert found.off == {date(2026, 10, day) for day in range(1, 8)}
    assert found.makeup == {date(2026, 10, 10)}
    assert (found.first_year, found.last_year, found.region) == (2026, 2026, "假期")
    assert found.source.startswith("cn.ics, sha256 ")


@pytest.mark.parametrize("summary", ["春节补班", "班", "调休上班", "Make-up workday", "Working day (moved)"])
def test_words_that_tell_a_makeup_workday(tmp_path: Path, summary: str) -> None:
    found = read_ics(write(tmp_path / "a.ics", f"SUMMARY:{summary}\r\nDTSTART;VALUE=DATE:20260214"))
    assert (found.makeup, found.off) == ({date(2026, 2, 14)}, set())


@pytest.mark.parametrize("summary", ["春节", "春节 值班安排", "Christmas Day", "Labour Day"])
def test_words_that_do_not(tmp_path: Path, summary: str) -> None:
    found = read_ics(write(tmp_path / "a.ics", f"SUMMARY:{summary}\r\nDTSTART;VALUE=DATE:20260214"))
    assert (found.off, found.makeup) == ({date(2026, 2, 14)}, set())


def test_where_a_calendar_marks_special_days_its_other_events_are_mere_feasts(tmp_path: Path) -> None:
    found = read_ics(
        write(
            tmp_path / "apple.ics",
            "SUMMARY:元宵节\r\nDTSTART;VALUE=DATE:20260303",
            "SUMMARY:春节\r\nDTSTART;VALUE=DATE:20260216\r\nX-APPLE-SPECIAL-DAY:WORK-HOLIDAY",
            "SUMMARY:春节\r\nDTSTART;VALUE=DATE:20260228\r\nX-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY",
        )
    )
    assert (found.off, found.makeup) == ({date(2026, 2, 16)}, {date(2026, 2, 28)})


def test_cancelled_events_and_events_with_a_time_of_day_say_nothing(tmp_path: Path) -> None:
    found = read_ics(
        write(
            tmp_path / "a.ics",
            *GOLDEN_WEEK,
            "SUMMARY:x\r\nSTATUS:CANCELLED\r\nDTSTART;VALUE=DATE:20300101",
            "SUMMARY:x\r\nDTSTART:20310101T090000Z",
        )
    )
    assert found.last_year == 2026


def test_a_duration_gives_the_length(tmp_path: Path) -> None:
    found = read_ics(write(tmp_path / "a.ics", "SUMMARY:x\r\nDTSTART;VALUE=DATE:20261231\r\nDURATION:P2D"))
    assert found.off == {date(2026, 12, 31), date(2027, 1, 1)}
    assert (found.first_year, found.last_year) == (2026, 2027)


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ("SUMMARY:x\r\nDTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY", "holidays.recurring"),
        ("SUMMARY:x\r\nDTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:20270101", "holidays.event_too_long"),
        ("SUMMARY:x\r\nDTSTART;VALUE=DATE:2026", "file.damaged"),
        ("SUMMARY:x\r\nDTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:x", "file.damaged"),
        ("SUMMARY:x\r\nDTSTART;VALUE=DATE:20260101\r\nDURATION:P99999999D", "file.damaged"),
        ("SUMMARY:x\r\nDTSTART:20310101T090000Z", "holidays.empty"),
        ("SUMMARY:x", "holidays.empty"),
    ],
)
def test_what_is_not_understood_is_refused_and_not_left_out(tmp_path: Path, event: str, code: str) -> None:
    assert refused(write(tmp_path / "a.ics", event)) == code


def test_a_day_that_is_both_off_and_worked_is_refused(tmp_path: Path) -> None:
    events = ("SUMMARY:春节\r\nDTSTART;VALUE=DATE:20260214", "SUMMARY:补班\r\nDTSTART;VALUE=DATE:20260214")
    assert refused(write(tmp_path / "a.ics", *events)) == "holidays.contradiction"


def test_files_beyond_the_bounds_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    assert refused(path) == "file.not_found"
    path.write_bytes(b"BEGIN:VCALENDAR\r\n" + b"X:" + b"a" * (MAX_LINE_CHARACTERS + 1))
    assert refused(path) == "file.cell_too_long"
    path.write_bytes(b"X:a\r\n" * (MAX_BYTES // 5 + 1))
    assert refused(path) == "file.too_large"
    path.write_bytes(b"\xff\xfe")
    assert refused(path) == "file.damaged"
    event = "DTSTART;VALUE=DATE:20260101"
    assert refused(write(path, *[event] * (MAX_EVENTS + 1))) == "file.too_large"


def test_mutated_files_are_read_or_refused_and_nothing_else(tmp_path: Path) -> None:
    source = random.Random(11)  # noqa: S311
    honest = write(tmp_path / "a.ics", *GOLDEN_WEEK).read_bytes()
    path = tmp_path / "mutated.ics"
    outcomes = set()
    for number in range(MUTATIONS):
        content = bytearray(honest)
        for _ in range(source.randint(1, 8)):
            content[source.randrange(len(content))] = source.randrange(256) if number % 2 else source.randrange(32, 127)
        mutated = bytes(content[: source.randrange(len(content))] if number % 3 == 0 else content)
        try:
            if number % THROUGH_THE_CHILD:
                read_events(mutated)
            else:
                path.write_bytes(mutated)
                read_ics(path)
            outcomes.add("read")
        except IntakeError as error:
            outcomes.add(error.code)
    assert {"read", "file.damaged"} <= outcomes
