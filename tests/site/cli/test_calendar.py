"""`serval calendar show|add|subtract|between`, asked one question at a time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.site.cli.cast import OFFICE
from tests.site.cli.conftest import Run

ONE_HOLIDAY = (
    *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20260101T000000Z"),
    *("DTSTART;VALUE=DATE:20260504", "SUMMARY:x", "END:VEVENT", "END:VCALENDAR", ""),
)
MONDAY_5PM = "2026-05-04T17:00:00+08:00"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    path = tmp_path / "office.yaml"
    path.write_text(OFFICE, encoding="utf-8")
    return path


def test_adding_working_time_answers_in_the_calendars_zone(start: Run, office: Path) -> None:
    ran = start("calendar", "add", "--calendar", office, "2026-05-04T09:00:00Z", "8h")
    assert (ran.code, ran.out, ran.err) == (0, "2026-05-05T17:00:00+08:00\n", "")


@pytest.mark.parametrize(
    ("work", "end"),
    [
        ("3600", "2026-05-04T18:00:00+08:00"),
        ("1h30m", "2026-05-05T09:30:00+08:00"),
        ("5wd", "2026-05-09T12:00:00+08:00"),
        ("3d", "2026-05-07T18:00:00+08:00"),
        ("0", MONDAY_5PM),
    ],
)
def test_working_time_is_written_in_several_ways(run: Run, office: Path, work: str, end: str) -> None:
    ran = run("calendar", "add", "--calendar", office, MONDAY_5PM, work, "--json")
    assert json.loads(ran.out) == {"end": end}


def test_a_negative_amount_stands_behind_two_dashes(run: Run, office: Path) -> None:
    refused = run("calendar", "add", "--calendar", office, MONDAY_5PM, "-3600")
    assert (refused.code, "--" in refused.err) == (2, True)
    ran = run("calendar", "add", "--calendar", office, "--", MONDAY_5PM, "-3600")
    assert ran.out == "2026-05-04T16:00:00+08:00\n"


def test_subtracting_leads_back(run: Run, office: Path) -> None:
    ran = run("calendar", "subtract", "--calendar", office, "2026-05-05T17:00:00+08:00", "8h")
    assert ran.out == "2026-05-04T17:00:00+08:00\n"


def test_between_is_negative_when_reversed(run: Run, office: Path) -> None:
    words = ("calendar", "between", "--calendar", office)
    assert run(*words, MONDAY_5PM, "2026-05-05T17:00:00+08:00").out == "28800 s (8 h)\n"
    assert json.loads(run(*words, "2026-05-05T17:00:00+08:00", MONDAY_5PM, "--json").out) == {"work_seconds": -28_800}


def test_a_month_shows_hours_and_why_a_day_is_open_or_closed(run: Run, office: Path) -> None:
    ran = run("calendar", "show", "--calendar", office, "--month", "2026-05")
    lines = {line.split()[0]: line for line in ran.out.splitlines() if line.startswith(" 2026-05-")}
    assert len(lines) == 31
    assert "own closed day" in lines["2026-05-01"]
    assert "09:00–12:00, 13:00–18:00" in lines["2026-05-04"]
    assert "one-off opening" in lines["2026-05-09"]
    assert "163 h open in this month." in ran.out
    assert ran.out.startswith("calendar office (Asia/Shanghai): Mon–Fri")


def test_the_published_holidays_of_a_region_are_known_and_later_ones_are_provisional(run: Run, office: Path) -> None:
    office.write_text(OFFICE.replace("closed: [2026-05-01]\n", "holidays: CN\n"), encoding="utf-8")
    known = run("calendar", "add", "--calendar", office, "2026-04-30T17:00:00+08:00", "8h", "--json")
    assert json.loads(known.out) == {"end": "2026-05-06T17:00:00+08:00"}
    beyond = run("calendar", "add", "--calendar", office, "2199-05-04T17:00:00+08:00", "8h")
    assert beyond.code == 0
    assert "provisional" in beyond.out


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_working_time_that_reaches_into_unpublished_years_is_provisional(
    run: Run, tmp_path: Path, words: tuple[str, ...]
) -> None:
    path = tmp_path / "cn.yaml"
    path.write_text('timezone: Asia/Shanghai\nweekly: {mon-fri: ["09:00-18:00"]}\nholidays: CN\n', encoding="utf-8")
    ask = ("calendar", "between", "--calendar", path, *words, "2026-12-31T17:00:00+08:00")
    assert "provisional" in run(*ask, "2027-01-04T10:00:00+08:00").out
    assert "provisional" not in run(*ask, "2026-12-31T18:00:00+08:00").out
    lines = tmp_path / "lines.jsonl"
    lines.write_text('{"start": "2026-12-31T17:00:00+08:00", "end": "2027-01-04T10:00:00+08:00"}\n', encoding="utf-8")
    assert '"provisional": true' in run("calendar", "between", "--calendar", path, "--batch", lines).out


def test_holidays_can_come_from_a_calendar_file(run: Run, office: Path, tmp_path: Path) -> None:
    office.write_text(OFFICE.replace("closed: [2026-05-01]\n", "holidays: CN\n"), encoding="utf-8")
    ics = tmp_path / "holidays.ics"
    ics.write_text("\r\n".join(ONE_HOLIDAY), encoding="utf-8", newline="")
    words = ("calendar", "add", "--calendar", office, "2026-05-04T10:00:00+08:00", "1h")
    assert run(*words, "--holidays", f"CN={ics}").out == "2026-05-05T10:00:00+08:00\n"
    refused = run(*words, "--holidays", str(ics))
    assert (refused.code, "REGION=FILE.ics" in refused.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", MONDAY_5PM, "8h"), "--calendar FILE"),
        (("add", "--calendar", "{office}"), "An instant is missing"),
        (("add", "--calendar", "{office}", MONDAY_5PM), "A length of working time is missing"),
        (("add", "--calendar", "{office}", MONDAY_5PM, "8x"), "“8x”"),
        (("add", "--calendar", "{office}", "2026-05-04T17:00:00", "8h"), "has no offset"),
        (("add", "--calendar", "{office}", "yesterday", "8h"), "“yesterday”"),
        (("add", "--calendar", "gone.yaml", MONDAY_5PM, "8h"), "gone.yaml"),
        (("add", "--calendar", "{office}", "9998-05-04T17:00:00Z", "99999h"), "9998"),
        (("between", "--calendar", "{office}", MONDAY_5PM), "An instant is missing"),
        (("show", "--calendar", "{office}", "--month", "2026-13"), "“2026-13”"),
        (("show", "--calendar", "{office}", "--month", "0001-01"), "“0001-01”"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_in_one_sentence(
    run: Run, office: Path, words: tuple[str, ...], said: str
) -> None:
    ran = run("calendar", *(word.format(office=office) for word in words))
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert len(ran.err.splitlines()) == 1
