"""`serval calendar … --batch`: one answer per question, in order, whatever is wrong with some of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from serval.engine.instants import parse_instant
from tests.engine.calendars.vector_files import WEEKDAYS, Vector, calendar_of, duration_of, load_vectors
from tests.site.cli.cast import OFFICE
from tests.site.cli.conftest import Run

PINNED: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "engine" / "calendars" / "pinned.json").read_text(encoding="utf-8")
)
HOUR = {"start": "2026-05-04T09:00:00+08:00", "work_seconds": 3600}


@pytest.fixture
def office(tmp_path: Path) -> Path:
    path = tmp_path / "office.yaml"
    path.write_text(OFFICE, encoding="utf-8")
    return path


def write_lines(path: Path, questions: Sequence[Any]) -> Path:
    lines = (question if isinstance(question, str) else json.dumps(question) for question in questions)
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def read_lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def calendar_document(vector: Vector) -> dict[str, Any]:
    """The calendar of a vector as terms write it: a date opened beats the same date closed."""
    fields = vector["calendar"]
    opened = {extra["date"]: extra["segments"] for extra in fields["extra_workdays"]}
    closed = {day.isoformat() for day in calendar_of(vector).spec.closed_days}
    return {
        "timezone": fields["tz"],
        "weekly": {day: write_hours(fields["weekly"][day]) for day in WEEKDAYS if fields["weekly"].get(day)},
        "closed": sorted(closed - set(opened)),
        "open": [{"on": day, "hours": write_hours(segments)} for day, segments in sorted(opened.items())],
    }


def write_hours(segments: Sequence[Sequence[str]]) -> list[str]:
    return [f"{opens}-{closes}" for opens, closes in segments]


def ask(run: Run, verb: str, questions: Sequence[Any], folder: Path) -> list[dict[str, Any]]:
    ran = run("calendar", verb, "--batch", write_lines(folder / "batch.jsonl", questions))
    assert (ran.code, ran.err) == (0, ""), [answer for answer in read_lines(ran.out) if "error" in answer]
    return read_lines(ran.out)


def test_all_vectors_of_adding_get_servals_answers_through_the_command(run: Run, shared: Path, tmp_path: Path) -> None:
    vectors = load_vectors(shared, "clock_add")
    questions = [
        {"start": v["start"], "work_seconds": duration_of(v), "calendar": calendar_document(v)} for v in vectors
    ]
    found = [parse_instant(answer["end"]) for answer in ask(run, "add", questions, tmp_path)]
    wanted = [parse_instant(PINNED[v["id"]]["serval"] if v["id"] in PINNED else v["expected_end"]) for v in vectors]
    assert len(found) == 188
    assert [v["id"] for v, one, other in zip(vectors, found, wanted, strict=True) if one != other] == []


def test_all_vectors_of_measuring_get_servals_answers_through_the_command(
    run: Run, shared: Path, tmp_path: Path
) -> None:
    vectors = load_vectors(shared, "clock_between")
    questions = [{"start": v["start"], "end": v["end"], "calendar": calendar_document(v)} for v in vectors]
    found = [answer["work_seconds"] for answer in ask(run, "between", questions, tmp_path)]
    wanted = [PINNED[v["id"]]["serval"] if v["id"] in PINNED else v["expected_work_seconds"] for v in vectors]
    assert len(found) == 111
    assert [v["id"] for v, one, other in zip(vectors, found, wanted, strict=True) if one != other] == []


def test_subtracting_what_was_added_leads_back(run: Run, office: Path) -> None:
    there = run("calendar", "add", "--calendar", office, "--batch", "-", stdin=json.dumps(HOUR))
    question = {"start": read_lines(there.out)[0]["end"], "work_seconds": 3600}
    back = run("calendar", "subtract", "--calendar", office, "--batch", "-", stdin=json.dumps(question))
    assert read_lines(back.out) == [{"end": HOUR["start"]}]


def test_a_line_may_carry_its_own_calendar(run: Run, office: Path, tmp_path: Path) -> None:
    own = {**HOUR, "calendar": {"timezone": "UTC", "always": True}}
    batch = write_lines(tmp_path / "batch.jsonl", [HOUR, own])
    ran = run("calendar", "add", "--calendar", office, "--batch", batch)
    assert read_lines(ran.out) == [{"end": "2026-05-04T10:00:00+08:00"}, {"end": "2026-05-04T02:00:00+00:00"}]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_wrong_line_gets_an_error_and_the_others_their_answers(
    run: Run, office: Path, tmp_path: Path, language: str
) -> None:
    wrong: list[Any] = [
        "no json",
        "[1]",
        "[" * 100_000,
        {"start": "2026-05-04T09:00:00", "work_seconds": 1},
        {"start": None, "work_seconds": 1},
        {**HOUR, "work_seconds": "1h"},
        {**HOUR, "work_seconds": 1.5},
        {**HOUR, "work_seconds": True},
        {**HOUR, "work_seconds": 10**15},
        {**HOUR, "calendar": {"timezone": "Mars", "always": True}},
        {**HOUR, "calendar": {"timezone": "UTC", "weekly": {"mon": ["10:00-10:00"]}}},
        {**HOUR, "calendar": 5},
    ]
    batch = write_lines(tmp_path / "batch.jsonl", [HOUR, *wrong, "", HOUR])
    ran = run("calendar", "add", "--calendar", office, "--batch", batch, "--lang", language)
    answers = read_lines(ran.out)
    assert (ran.code, ran.err, len(answers)) == (2, "", len(wrong) + 2)
    assert answers[0] == answers[-1] == {"end": "2026-05-04T10:00:00+08:00"}
    assert all(list(answer) == ["error"] and answer["error"] for answer in answers[1:-1])


def test_a_line_without_any_calendar_says_so(run: Run) -> None:
    ran = run("calendar", "add", "--batch", "-", stdin=json.dumps(HOUR))
    assert ran.code == 2
    assert "--calendar" in read_lines(ran.out)[0]["error"]


def test_a_batch_beside_a_single_question_is_refused(run: Run, office: Path, tmp_path: Path) -> None:
    batch = write_lines(tmp_path / "batch.jsonl", [HOUR])
    ran = run("calendar", "add", "--calendar", office, "--batch", batch, HOUR["start"], "1h")
    assert (ran.code, ran.out) == (2, "")
    assert "--batch" in ran.err


@pytest.mark.parametrize("name", ["gone.jsonl", "."])
def test_a_batch_that_is_no_file_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    ran = run("calendar", "between", "--batch", tmp_path / name)
    assert (ran.code, ran.out) == (2, "")
    assert str(tmp_path) in ran.err


def test_a_batch_in_another_encoding_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "batch.jsonl").write_bytes('{"start": "五月"}'.encode("gb18030"))
    ran = run("calendar", "between", "--batch", tmp_path / "batch.jsonl")
    assert ran.code == 2
    assert "UTF-8" in ran.err
