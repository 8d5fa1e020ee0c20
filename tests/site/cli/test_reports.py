"""`serval evaluate --out`: reports as PDF, XLSX and JSON, the same bytes for the same evidence (docs/reports.md)."""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from serval.reporting.report import drawing
from tests.site.cli.cast import LOG, TERMS, Cast, write_cast
from tests.site.cli.conftest import SAMPLE, Run

ENDINGS = (".pdf", ".xlsx", ".json")
LOG_WORDS = (
    *("evaluate", SAMPLE / "terms.yaml", "--tickets", SAMPLE / "incidents.csv.gz"),
    *("--mapping", SAMPLE / "mapping.yaml", "--period", "2016-04"),
)
BIGGEST = 2_000
"""Bytes of the largest file that may be written where writing shall fail."""


def list_files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def read_sheets(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(path)}


def read_table(path: Path, sheet: str) -> list[dict[Any, Any]]:
    """The rows of a sheet by the titles of their columns."""
    titles, *rows = read_sheets(path)[sheet]
    return [dict(zip(titles, row, strict=True)) for row in rows]


def read_words(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def test_a_real_log_becomes_a_pdf_a_workbook_and_a_document_in_one_call(run: Run, tmp_path: Path) -> None:
    paths = [tmp_path / f"april{ending}" for ending in ENDINGS]
    ran = run(*LOG_WORDS, *(word for path in paths for word in ("--out", path)))
    assert ran.code == 1
    pages, sheets = len(PdfReader(paths[0]).pages), len(read_sheets(paths[1]))
    written = [line for line in ran.out.splitlines() if line.startswith("Report written to ")]
    assert len(written) == 3
    assert f"april.pdf (pages: {pages}, " in written[0]
    assert f"april.xlsx (sheets: {sheets}, " in written[1]
    assert list_files(tmp_path) == ["april.json", "april.pdf", "april.xlsx"]
    assert "INC0008486" in read_words(paths[0])
    assert "INC0008486" in {cell for rows in read_sheets(paths[1]).values() for row in rows for cell in row}


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_command_gives_the_same_bytes(run: Run, cast: Cast, ending: str) -> None:
    paths = [cast.folder / f"{name}{ending}" for name in ("one", "two")]
    for path in paths:
        run(*cast.words("evaluate"), "--out", path)
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.parametrize(("ending", "differs"), [(".pdf", True), (".xlsx", True), (".json", False)])
def test_a_report_says_when_it_was_made(run: Run, cast: Cast, ending: str, *, differs: bool) -> None:
    usual, dated = cast.folder / f"usual{ending}", cast.folder / f"dated{ending}"
    run(*cast.words("evaluate"), "--out", usual)
    run(*cast.words("evaluate"), "--out", dated, "--created", "2026-06-02")
    assert (usual.read_bytes() != dated.read_bytes()) is differs


def test_a_day_of_making_begins_at_midnight_of_the_agreement(run: Run, cast: Cast) -> None:
    for name, text in (("day.xlsx", "2026-06-02"), ("instant.xlsx", "2026-06-02T00:00:00+08:00")):
        run(*cast.words("evaluate"), "--out", cast.folder / name, "--created", text)
    assert (cast.folder / "day.xlsx").read_bytes() == (cast.folder / "instant.xlsx").read_bytes()


@pytest.mark.parametrize("more", [(), ("--ledger", "may.csv"), ("--ledger", "may.parquet")])
def test_sealed_tickets_give_the_reports_that_their_files_give(
    run: Run, cast: Cast, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...]
) -> None:
    monkeypatch.chdir(cast.folder)
    assert run("intake", "seal", cast.log, "--mapping", cast.mapping, "--out", "log.parquet").code == 0
    sealed = ("evaluate", cast.terms, "--tickets", "log.parquet")
    for words, name in ((cast.words("evaluate"), "plain"), (sealed, "sealed")):
        run(*words, *more, *(word for ending in ENDINGS for word in ("--out", name + ending)))
    for ending in ENDINGS:
        assert Path(f"plain{ending}").read_bytes() == Path(f"sealed{ending}").read_bytes()


def test_a_document_holds_the_very_bytes_that_are_printed(run: Run, cast: Cast) -> None:
    path = cast.folder / "may.json"
    printed = run(*cast.words("evaluate"), "--json", "--out", path).out
    assert path.read_bytes() == printed.encode()
    assert json.loads(printed)["kind"] == "Scorecard"


def test_a_report_speaks_the_reader_s_language(run: Run, cast: Cast) -> None:
    for name, language in (("en", "en"), ("zh", "zh")):
        run(
            *cast.words("evaluate"),
            "--lang",
            language,
            "--period",
            "2026-05",
            *out(cast, f"{name}.xlsx", f"{name}.pdf"),
        )
    assert {"Overview", "概览"} == {next(iter(read_sheets(cast.folder / f"{name}.xlsx"))) for name in ("en", "zh")}
    assert "Half within four hours" in read_words(cast.folder / "en.pdf")
    assert "半数四小时内解决" in "".join(read_words(cast.folder / "zh.pdf").split())


def out(cast: Cast, *names: str) -> tuple[object, ...]:
    return tuple(word for name in names for word in ("--out", cast.folder / name))


def test_what_was_written_is_said_in_chinese_too(run: Run, cast: Cast) -> None:
    ran = run(*cast.words("evaluate"), "--lang", "zh", *out(cast, "五月.json"))
    assert "五月.json（" in ran.out.splitlines()[-1]


def test_a_report_of_april_shows_the_month_before(run: Run, tmp_path: Path) -> None:
    run(*LOG_WORDS, "--out", tmp_path / "april.xlsx")
    trend = {(row["Objective"], row["Period"]): row for row in read_table(tmp_path / "april.xlsx", "Trend")}
    alone = tmp_path / "march.json"
    run(*LOG_WORDS[:-1], "2016-03", "--out", alone)
    (verdict,) = [v for v in json.loads(alone.read_bytes())["verdicts"] if v["objective"] == "critical-response"]
    numerator, denominator = map(int, verdict["value"].split("/"))
    assert trend["critical-response", "2016-03"]["Attained"] == pytest.approx(numerator / denominator)


def test_a_report_is_about_the_days_that_were_asked_for(run: Run, tmp_path: Path) -> None:
    may = (*LOG_WORDS[:2], SAMPLE / "terms-2.yaml", *LOG_WORDS[2:-1], "2016-05")
    run(*may, "--out", tmp_path / "may.xlsx")
    sheets = read_sheets(tmp_path / "may.xlsx")
    told = {row[0]: row[1] for row in sheets["Overview"]}
    asked = [told[name].date() for name in ("Judged from", "Judged to")]
    assert asked == [date(2016, 5, 1), date(2016, 5, 31)]
    periods = {row["Period"] for row in read_table(tmp_path / "may.xlsx", "Objectives")}
    assert periods == {"2016-05", "2016-Q2"}


def test_a_report_says_what_was_read_and_what_was_left_out(run: Run, tmp_path: Path) -> None:
    cast = write_cast(tmp_path, log=LOG + "T-4,some day,New,low\n" + LOG.splitlines()[1] + "\n")
    run(*cast.words("evaluate"), "--skip-bad", *out(cast, "may.xlsx"))
    told, *reasons = read_table(tmp_path / "may.xlsx", "Data quality")
    assert (told["Source"], told["Rows read"], told["Taken"]) == ("log.csv", 13, 3)
    assert (told["Left out"], told["Repeated"]) == (1, 1)
    assert any("time unreadable" in str(row["Why left out"]) for row in [told, *reasons])


def test_checks_and_their_credits_become_a_report(run: Run, tmp_path: Path) -> None:
    words = ("evaluate", SAMPLE / "uptime.terms.yaml", "--samples", SAMPLE / "uptime.csv.gz")
    run(*words, "--mapping", SAMPLE / "uptime.mapping.yaml", "--period", "2026-03", "--out", tmp_path / "march.xlsx")
    sheets = read_sheets(tmp_path / "march.xlsx")
    assert len(sheets["Trend"]) > 2 * 47
    assert any("Gemüsekollektiv (GKH)" in row for row in sheets["Objectives"])


@pytest.mark.parametrize("name", ["may.docx", "may", "may.pdf.part"])
def test_another_ending_is_refused_before_anything_is_read(run: Run, cast: Cast, name: str) -> None:
    cast.log.unlink()
    ran = run(*cast.words("evaluate"), *out(cast, "may.pdf", name))
    assert ran.code == 2
    assert ".pdf, .xlsx or .json" in ran.err
    assert list_files(cast.folder) == ["mapping.yaml", "terms.yaml"]


@pytest.mark.parametrize("place", ["gone/may.pdf", "log.csv/may.pdf", "folder.pdf"])
def test_a_place_that_cannot_be_written_is_refused_before_anything_is_read(run: Run, cast: Cast, place: str) -> None:
    (cast.folder / "folder.pdf").mkdir()
    cast.mapping.unlink()
    before = list_files(cast.folder)
    ran = run(*cast.words("evaluate"), *out(cast, "may.json", place))
    assert ran.code == 2
    assert "The report cannot be written" in ran.err
    assert list_files(cast.folder) == before


def test_a_report_never_replaces_the_terms_it_judges_by(run: Run, cast: Cast) -> None:
    terms = cast.folder / "terms.json"
    terms.write_text(TERMS, encoding="utf-8")
    before = terms.read_bytes()
    ran = run("evaluate", terms, *cast.words("evaluate")[2:], "--out", cast.folder / "." / "terms.json")
    assert (ran.code, "read by the same command" in ran.err) == (2, True)
    assert terms.read_bytes() == before
    assert run("evaluate", terms, *cast.words("evaluate")[2:], *out(cast, "other.json")).code == 1


@pytest.mark.parametrize(("option", "prefix"), [("--beside", ""), ("--holidays", "CN=")])
def test_a_report_never_replaces_what_is_read_beside_the_evidence(
    run: Run, cast: Cast, option: str, prefix: str
) -> None:
    read = cast.folder / "read.json"
    run(*cast.words("evaluate"), "--out", read)
    before = read.read_bytes()
    ran = run(*cast.words("evaluate"), option, f"{prefix}{read}", "--out", read)
    assert (ran.code, "read by the same command" in ran.err) == (2, True)
    assert read.read_bytes() == before


def test_a_report_never_uses_up_a_file_that_is_read_while_it_is_written(run: Run, cast: Cast) -> None:
    mapping = cast.mapping.rename(cast.folder / "may.json.part")
    ran = run(*cast.words("evaluate")[:-1], mapping, *out(cast, "may.json"))
    assert (ran.code, mapping.exists()) == (2, True)


def test_an_older_report_is_replaced_only_by_a_whole_one(run: Run, cast: Cast) -> None:
    older = cast.folder / "may.xlsx"
    older.write_text("older", encoding="utf-8")
    cast.log.write_text(LOG + "T-4,some day,New,low\n", encoding="utf-8")
    before = list_files(cast.folder)
    assert run(*cast.words("evaluate"), *out(cast, "may.xlsx", "may.json")).code == 2
    assert older.read_text(encoding="utf-8") == "older"
    assert list_files(cast.folder) == before
    assert run(*cast.words("evaluate"), "--skip-bad", *out(cast, "may.xlsx")).code == 1
    assert read_sheets(older)


def write_where_files_stay_small(cast: Cast, name: str, biggest: int) -> subprocess.CompletedProcess[str]:
    """Runs the command where no file may grow beyond a size, as on a full disk."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (biggest, biggest))

    program = [sys.executable, "-c", "from serval.site.cli import main; main()"]
    words = [*program, *cast.words("evaluate"), "--out", str(cast.folder / name)]
    return subprocess.run(words, capture_output=True, check=False, encoding="utf-8", preexec_fn=limit)


def test_a_report_that_finds_no_room_leaves_nothing_behind(cast: Cast) -> None:
    ended = write_where_files_stay_small(cast, "may.json", BIGGEST)
    assert ended.returncode == 2
    assert "The report cannot be written" in ended.stderr
    assert list_files(cast.folder) == ["log.csv", "mapping.yaml", "terms.yaml"]


def test_control_where_there_is_room_the_same_report_is_written(cast: Cast) -> None:
    assert write_where_files_stay_small(cast, "may.json", 10**9).returncode == 1
    assert (cast.folder / "may.json").stat().st_size > BIGGEST


@pytest.mark.parametrize("more", [(), ("may.json",)])
def test_without_pictures_nothing_is_gathered(
    run: Run, cast: Cast, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...]
) -> None:
    def refuse(*given: object, **named: object) -> None:
        raise AssertionError(given, named)

    monkeypatch.setattr(drawing, "Drawing", refuse)
    assert run(*cast.words("evaluate"), *out(cast, *more)).code == 1


def test_control_with_pictures_it_is(run: Run, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: object, **named: object) -> None:
        raise AssertionError(given, named)

    monkeypatch.setattr(drawing, "Drawing", refuse)
    assert run(*cast.words("evaluate"), *out(cast, "may.xlsx")).code == 2


def test_a_report_changes_nothing_of_what_is_printed(run: Run, cast: Cast) -> None:
    plain = run(*cast.words("evaluate"), "--all")
    drawn = run(*cast.words("evaluate"), "--all", *out(cast, "may.xlsx"))
    assert drawn.out.startswith(plain.out)
    assert (drawn.code, drawn.err) == (plain.code, plain.err)


def test_a_hostile_log_is_shown_as_it_stands(run: Run, tmp_path: Path) -> None:
    name = "=cmd|' /C calc'!A0"
    cast = write_cast(tmp_path, log=LOG.replace("T-2", name), terms=TERMS)
    run(*cast.words("evaluate"), *out(cast, "may.xlsx", "may.pdf"))
    book = load_workbook(io.BytesIO((tmp_path / "may.xlsx").read_bytes()))
    assert {cell.data_type for sheet in book for row in sheet for cell in row if cell.value == name} == {"s"}
    assert "cmd|" in read_words(tmp_path / "may.pdf")
