"""The order and number of copies in which rows and files come decide nothing; contradictions are refused or settled."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from serval.intake.errors import IntakeError
from serval.intake.mapping import Mapping
from serval.intake.records import read_records
from tests.intake.records.record_files import GOOD, build_record_mapping, read_rows_of, tell, write_rows

LATE = "2026-05-04 09:10"

LATER = {
    "samples": {"at": "2026-05-04 09:05", "status": "down"},
    "outages": {"start": "2026-05-05 09:00", "end": "2026-05-05 09:10"},
    "exclusions": {"reason": "force majeure"},
    "measures": {"value": "91%"},
    "surveys": {"id": "S2", "score": "2"},
    "obligations": {"id": "O2", "done": ""},
    "occurrences": {"id": "X2"},
    "claims": {"step": "claimed"},
}
"""What makes a second record of each layout that contradicts nothing."""


def write_all(folder: Path, seed: int) -> list[tuple[Path, Mapping]]:
    """Two files of each layout with two records and copies of them, shuffled."""
    chance = random.Random(seed)  # noqa: S311
    sources = []
    for layout in GOOD:
        for part in ("a", "b"):
            rows = [{}, LATER[layout], *chance.choices([{}, LATER[layout]], k=3)]
            chance.shuffle(rows)
            path = write_rows(folder / f"{layout}-{part}.csv", layout, *rows)
            sources.append((path, build_record_mapping(layout)))
    chance.shuffle(sources)
    return sources


def test_shuffled_and_doubled_rows_and_files_give_equal_records(tmp_path: Path) -> None:
    told = []
    for seed in range(4):
        folder = tmp_path / str(seed)
        folder.mkdir()
        told.append(tell(read_records(write_all(folder, seed)).records))
    assert all(other == told[0] for other in told[1:])
    assert [len(rows) for part, rows in told[0].items() if part != "samples"] == [2] * 7


def test_control_one_changed_row_gives_other_records(tmp_path: Path) -> None:
    for layout in GOOD:
        before = tell(read_rows_of(tmp_path, layout, {}).records)
        assert tell(read_rows_of(tmp_path, layout, {}, LATER[layout]).records) != before


def test_copies_are_counted(tmp_path: Path) -> None:
    for layout in GOOD:
        report = read_rows_of(tmp_path, layout, {}, {}, LATER[layout]).reports[0]
        assert (report.rows, report.records, report.duplicates_dropped) == (3, 2, 1)


def test_of_samples_of_one_instant_the_worst_stands_whatever_their_order(tmp_path: Path) -> None:
    for statuses in (("up", "down", "degraded"), ("down", "degraded", "up")):
        file = read_rows_of(tmp_path, "samples", *({"status": status} for status in statuses))
        (columns,) = file.records.samples.places.values()
        assert columns.status.tolist() == [3]
        assert file.reports[0].duplicates_dropped == 2


@pytest.mark.parametrize(
    ("layout", "change"),
    [
        ("outages", {"end": ""}),
        ("surveys", {"score": "1"}),
        ("obligations", {"done": ""}),
        ("occurrences", {"at": "2026-05-05 09:00"}),
    ],
)
def test_two_rows_of_one_thing_that_differ_are_refused_wherever_they_stand(
    tmp_path: Path, layout: str, change: dict[str, str]
) -> None:
    mapping = build_record_mapping(layout)
    first = write_rows(tmp_path / "first.csv", layout)
    second = write_rows(tmp_path / "second.csv", layout, change)
    for sources in ([first, second], [second, first]):
        with pytest.raises(IntakeError) as caught:
            read_records([(path, mapping) for path in sources])
        (problem,) = caught.value.problems
        assert problem.code == "row.duplicate"
        assert {problem.data["file"], problem.data["first_file"]} == {"first.csv", "second.csv"}
    for sources in ([first, second], [second, first]):
        file = read_records([(path, mapping) for path in sources], skip_bad=True)
        assert [(r.records, r.skipped, r.bad_rows) for r in file.reports] == [(0, 1, {"row.duplicate": 1})] * 2
        assert not any(tell(file.records).values())


def test_without_bad_rows_all_rows_that_contradict_each_other_are_left_out_and_the_counts_add_up(
    tmp_path: Path,
) -> None:
    rows = (
        {},
        {"end": "2026-05-04 10:00"},
        {"end": "2026-05-04 10:00"},
        {"kind": "up"},
        {"start": "x"},
        {"start": LATE},
    )
    (report,) = read_rows_of(tmp_path, "outages", *rows, skip_bad=True).reports
    assert (report.rows, report.records, report.skipped) == (6, 1, 3)
    assert (report.duplicates_dropped, report.ignored) == (1, 1)
    assert [(problem.data["row"], problem.data["first_row"]) for problem in report.contradictions] == [(3, 2)]


def test_a_contradiction_tells_its_time_on_the_wall_and_its_status_apart(tmp_path: Path) -> None:
    with pytest.raises(IntakeError) as caught:
        read_rows_of(tmp_path, "outages", {}, {"end": "2026-05-04 10:00"})
    (problem,) = caught.value.problems
    assert (problem.data["value"], problem.data["status"]) == ("shop · 2026-05-04 09:00:00", "down")


def test_a_rule_keeps_the_later_word_of_an_outage_or_obligation(tmp_path: Path) -> None:
    rule = {"duplicates": {"keep": "last"}}
    file = read_rows_of(tmp_path, "outages", {}, {"end": ""}, document=rule)
    assert [outage.end is None for outage in file.records.outages] == [False]
    assert (file.reports[0].duplicates_dropped, file.reports[0].bad_rows) == (1, {})
    file = read_rows_of(tmp_path, "obligations", {"done": ""}, {}, document=rule)
    assert [entry.done is None for entry in file.records.obligations] == [False]
    file = read_rows_of(tmp_path, "obligations", {"done": ""}, {}, document={"duplicates": {"keep": "first"}})
    assert [entry.done is None for entry in file.records.obligations] == [True]


def test_several_layouts_in_one_call_each_have_their_report(tmp_path: Path) -> None:
    sources = [(write_rows(tmp_path / f"{layout}.csv", layout), build_record_mapping(layout)) for layout in GOOD]
    told: list[tuple[int, int]] = []
    file = read_records(sources, progress=lambda done, total: told.append((done, total)))
    assert [report.layout for report in file.reports] == list(GOOD)
    assert [report.records for report in file.reports] == [1] * len(GOOD)
    assert told[-1][0] == told[-1][1]
    assert file.reports[0].services == ("shop",)
    assert (file.earliest, file.latest) == (1_777_564_800, 1_781_053_200)
