"""Bad rows of records: each is told with file, row, column and value, and one refuses all unless it may be skipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from serval.intake.errors import IntakeError
from serval.intake.evidence import read_items
from serval.intake.mapping import MappingError
from serval.intake.records import read_records
from tests.intake.evidence_files import LOG, build_mapping, write_csv
from tests.intake.records.record_files import GOOD, build_record_mapping, read_rows_of, refuse, write_rows

CASES = [
    ("samples", {"service": ""}, "row.cell_missing", "service"),
    ("samples", {"at": "?"}, "row.time_missing", "at"),
    ("samples", {"at": "04.05.2026"}, "row.time_unreadable", "at"),
    ("samples", {"at": "46146.5"}, "row.time_unreadable", "at"),
    ("samples", {"status": "half"}, "row.status_unknown", "status"),
    ("samples", {"status": ""}, "row.cell_missing", "status"),
    ("samples", {"good": "-1", "total": "5"}, "row.count_unreadable", "good"),
    ("samples", {"good": "1.5", "total": "5"}, "row.count_unreadable", "good"),
    ("samples", {"good": "1,000", "total": "5"}, "row.count_unreadable", "good"),
    ("samples", {"good": "9" * 40, "total": "5"}, "row.count_unreadable", "good"),
    ("samples", {"good": "6", "total": "5"}, "row.counts_contradict", "total"),
    ("samples", {"good": "4", "errors": "2", "total": "5"}, "row.counts_contradict", "total"),
    ("samples", {"good": "4", "total": ""}, "row.cell_missing", "total"),
    ("samples", {"good": "", "total": "4"}, "row.cell_missing", "good"),
    ("outages", {"start": ""}, "row.time_missing", "start"),
    ("outages", {"end": "2026-05-04 08:59"}, "row.stop_before_start", "end"),
    ("outages", {"end": "", "minutes": "-1"}, "row.number_unreadable", "minutes"),
    ("outages", {"end": "", "minutes": "1e400"}, "row.number_unreadable", "minutes"),
    ("outages", {"end": "", "minutes": "9" * 20}, "row.number_unreadable", "minutes"),
    ("outages", {"end": "", "minutes": "half an hour"}, "row.number_unreadable", "minutes"),
    ("outages", {"kind": "smoke"}, "row.status_unknown", "kind"),
    ("outages", {"detected": "soon"}, "row.time_unreadable", "detected"),
    ("exclusions", {"reason": ""}, "row.cell_missing", "reason"),
    ("exclusions", {"item": "T1"}, "row.exclusion_unclear", "item"),
    ("exclusions", {"start": "", "end": ""}, "row.exclusion_unclear", "item"),
    ("exclusions", {"end": ""}, "row.time_missing", "end"),
    ("exclusions", {"start": ""}, "row.time_missing", "start"),
    ("exclusions", {"end": "2026-05-04 08:00"}, "row.stop_before_start", "end"),
    ("measures", {"value": ""}, "row.cell_missing", "value"),
    ("measures", {"value": "nan"}, "row.number_unreadable", "value"),
    ("measures", {"value": "98,5%"}, "row.number_unreadable", "value"),
    ("measures", {"value": "1/3"}, "row.number_unreadable", "value"),
    ("measures", {"at": "2026-13"}, "row.time_impossible", "at"),
    ("measures", {"value": "", "good": "3", "total": "2"}, "row.counts_contradict", "total"),
    ("surveys", {"id": ""}, "row.cell_missing", "id"),
    ("surveys", {"id": "S2", "score": "great"}, "row.number_unreadable", "score"),
    ("obligations", {"id": "O2", "due": ""}, "row.time_missing", "due"),
    ("obligations", {"id": "O2", "done": "yes"}, "row.time_unreadable", "done"),
    ("occurrences", {"id": "X2", "event": ""}, "row.cell_missing", "event"),
    ("claims", {"settlement": ""}, "row.cell_missing", "settlement"),
    ("measures", {"value": "150%"}, "row.percentage_impossible", "value"),
    ("measures", {"value": "-5%"}, "row.percentage_impossible", "value"),
    ("measures", {"at": "2026年13月"}, "row.time_impossible", "at"),
    ("outages", {"start": "2026-02-30 09:00"}, "row.time_impossible", "start"),
    ("outages", {"start": "2026年13月3日 9:00"}, "row.time_impossible", "start"),
    ("obligations", {"done": "2026-05-10 25:00"}, "row.time_impossible", "done"),
    ("claims", {"settlement": "2026年13月"}, "row.time_impossible", "settlement"),
    ("claims", {"step": "paid"}, "row.word_unknown", "step"),
    ("claims", {"step": ""}, "row.cell_missing", "step"),
]


@pytest.mark.parametrize(("layout", "change", "code", "column"), CASES)
def test_a_bad_row_names_file_row_column_and_value(
    tmp_path: Path, layout: str, change: dict[str, str], code: str, column: str
) -> None:
    problem = refuse(tmp_path, layout, change)
    assert problem.code == code
    assert (problem.data["file"], problem.data["row"], problem.data["column"]) == (f"{layout}.csv", 3, column)
    header = list(dict.fromkeys([*GOOD[layout], *change]))
    assert (problem.line, problem.column) == (3, header.index(column) + 1)
    if change.get(column, "").strip("?"):
        assert problem.data["value"][:10] == change[column][:10]


@pytest.mark.parametrize("layout", sorted(GOOD))
def test_control_the_good_row_beside_the_bad_ones_is_read(tmp_path: Path, layout: str) -> None:
    report = read_rows_of(tmp_path, layout).reports[0]
    assert (report.rows, report.records, report.bad_rows) == (1, 1, {})


def test_a_time_that_never_was_or_was_twice_is_a_bad_row(tmp_path: Path) -> None:
    berlin = {"timezone": "Europe/Berlin"}
    assert refuse(tmp_path, "samples", {"at": "2026-03-29 02:30"}, **berlin).code == "row.time_nonexistent"
    assert refuse(tmp_path, "outages", {"end": "2026-10-25 02:30"}, **berlin).code == "row.time_ambiguous"
    file = read_rows_of(tmp_path, "samples", {"at": "2026-10-25 02:30"}, document={**berlin, "ambiguous": "first"})
    assert file.reports[0].records == 1


def test_a_status_named_nowhere_means_what_the_mapping_says(tmp_path: Path) -> None:
    for meaning, code in (("up", 1), ("down", 3)):
        file = read_rows_of(tmp_path, "samples", {"status": "half"}, document={"otherStatuses": meaning})
        (columns,) = file.records.samples.places.values()
        assert columns.status.tolist() == [code]
    file = read_rows_of(tmp_path, "samples", {"status": "half"}, {}, document={"otherStatuses": "ignore"})
    assert (file.records.samples.count, file.reports[0].ignored) == (1, 1)


def test_a_row_with_more_cells_than_the_header_is_bad(tmp_path: Path) -> None:
    header = list(GOOD["occurrences"])
    path = write_csv(tmp_path / "o.csv", header, [[*GOOD["occurrences"].values(), "shifted"]])
    with pytest.raises(IntakeError) as caught:
        read_records([(path, build_record_mapping("occurrences"))])
    assert (caught.value.code, caught.value.problems[0].data["value"]) == ("row.too_wide", "shifted")


def test_bad_rows_of_all_files_are_told_together_before_anything_is_given(tmp_path: Path) -> None:
    sources = [
        (write_rows(tmp_path / "o.csv", "outages", {}, {"start": "x"}), build_record_mapping("outages")),
        (write_rows(tmp_path / "m.csv", "measures", {"value": "x"}, {}), build_record_mapping("measures")),
    ]
    with pytest.raises(IntakeError) as caught:
        read_records(sources)
    assert [(p.data["file"], p.data["row"]) for p in caught.value.problems] == [("o.csv", 3), ("m.csv", 2)]
    file = read_records(sources, skip_bad=True)
    assert [(r.skipped, r.records) for r in file.reports] == [(1, 1), (1, 1)]
    assert [r.bad_rows for r in file.reports] == [{"row.time_unreadable": 1}, {"row.number_unreadable": 1}]


@pytest.mark.parametrize(
    "cell", ["=1+1", "ｓｈｏｐ", "shop\nshop", "\u202eshop", "'; drop table", "a#b#3", "a" * 10_000]
)
def test_a_hostile_cell_is_a_text_like_any_other(tmp_path: Path, cell: str) -> None:
    file = read_rows_of(tmp_path, "samples", {"service": cell})
    assert [place.service for place in file.records.samples.places] == [cell]


def test_a_file_with_zero_bytes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IntakeError) as caught:
        read_rows_of(tmp_path, "samples", {"service": "\x00"})
    assert caught.value.code.startswith("file.")


def test_times_far_ahead_are_read_as_they_stand(tmp_path: Path) -> None:
    file = read_rows_of(tmp_path, "obligations", {"due": "9999-12-31 18:00", "done": ""}, {"id": "O2"})
    assert file.reports[0].last is not None
    assert file.reports[0].last > 253_000_000_000
    assert file.latest == 1_780_538_400


def test_a_mapping_of_tickets_reads_no_records_and_one_of_records_no_tickets(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "s.csv", "samples")
    with pytest.raises(MappingError) as caught:
        read_records([(path, build_mapping(LOG))])
    assert caught.value.code == "mapping.layout_unfit"
    with pytest.raises(MappingError) as caught:
        read_items(path, build_record_mapping("samples"))
    assert caught.value.problems[0].data["known"] == ["events", "snapshot"]
