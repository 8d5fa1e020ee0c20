"""Goal S12: whatever a stranger typed into a field is a text in every workbook and every ledger, and runs nowhere."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from serval.engine.evidence import Item
from serval.engine.verdicts.ledger import LEDGER_COLUMNS, LedgerRow
from serval.intake.tables import open_table
from serval.reporting.catalogue import set_language
from serval.reporting.ledgers import FORMULA_STARTS, open_ledger
from serval.reporting.report.model import DrawnRow, Gathered, Report, SourceRead
from serval.reporting.workbooks import clean_text, workbook
from serval.reporting.xlsx import write_xlsx
from tests.reporting.pdf.report_cases import CREATED, at, build_report, event, ticket
from tests.reporting.workbooks.workbook_reading import list_active, list_texts, read_records

PAYLOADS = tuple(
    f"{start}cmd|'/c calc'!A{place}"
    for place, start in enumerate(("=", "+", "-", "@", "\t=", "\r=", "\0=", "＝", "＋", "－", "＠", "<r>", "\n="))
)
FREE_TEXTS = ("item", "source", "subject", "basis", "value", "terms_version", "reason")


def list_tickets() -> Iterator[Item]:
    """Tickets whose numbers are payloads, all of them late."""
    for payload in PAYLOADS:
        yield ticket(payload, at("05-11 09:00"), event(at("05-20 09:00"), "resolved"))


def poison(row: LedgerRow, payload: str) -> LedgerRow:
    return replace(row, **dict.fromkeys(FREE_TEXTS, payload))


def build_hostile(payload: str) -> Report:
    """A report in which every text that comes from outside is a payload."""
    parties = {"provider": payload.strip(), "client": payload.strip()}
    metadata = {"number": "SLA-1", "title": {"zh": payload, "en": payload}}
    report = build_report(2, items=tuple(list_tickets()), parties=parties, metadata=metadata)
    verdicts = tuple(
        replace(v, breaching=tuple(poison(row, payload) for row in v.breaching)) for v in report.scorecard.verdicts
    )
    drawn = tuple(DrawnRow(poison(row, payload), (), payload) for row in verdicts[0].breaching[:1])
    source = SourceRead(payload, payload, 1, 1, {payload: 1}, 0, None, None, payload)
    return replace(
        report,
        scorecard=replace(report.scorecard, verdicts=verdicts),
        gathered={key: Gathered(excluded=drawn, excluded_total=1) for key in report.gathered},
        sources=(source,),
        notes=(payload,),
    )


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_ticket_whose_number_is_a_formula_is_a_text_and_read_back_as_it_was(language: str) -> None:
    set_language(language)
    content = write_xlsx(build_report(0, items=tuple(list_tickets())), created=CREATED)
    assert list_active(content) == []
    assert {clean_text(payload) for payload in PAYLOADS} <= set(list_texts(content))


@pytest.mark.parametrize("payload", [payload for payload in PAYLOADS if "\0" not in payload and "\r" not in payload])
def test_no_field_of_a_report_runs_and_every_one_is_read_back_as_it_was(payload: str) -> None:
    content = write_xlsx(build_hostile(payload), created=CREATED)
    assert list_active(content) == []
    assert {record["Item or record"] for record in read_records(content, "Breaches")} == {payload}
    (excluded,) = {tuple(r[t] for t in ("Item or record", "Approved by", "Source")) for r in _read_excluded(content)}
    assert excluded == (payload,) * 3
    assert list_texts(content).count(payload) > 20


def _read_excluded(content: bytes) -> list[dict[str, str]]:
    return [record for record in read_records(content, "Not counted") if record["Item or record"]]


def test_control_without_the_writers_care_a_payload_becomes_a_formula(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "serval.reporting.workbooks.sheet.Sheet._put",
        lambda sheet, place, text, look: sheet._sheet.write(sheet._row, place, text, look),
    )
    monkeypatch.setattr(
        workbook.Workbook,
        "_choose_options",
        lambda book: {"in_memory": True, "strings_to_formulas": True},
    )
    content = write_xlsx(build_report(0, items=tuple(list_tickets())), created=CREATED)
    assert any("<f>" in mark for mark in list_active(content))


def test_what_was_written_is_read_again_as_it_was_by_our_own_intake(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    path.write_bytes(write_xlsx(build_report(0, items=tuple(list_tickets())), created=CREATED))
    with open_table(path, sheet="Breaches") as table:
        place = table.header.index("Item or record")
        found = {row.cells[place] for batch in table.rows() for row in batch}
    assert {clean_text(payload) for payload in PAYLOADS} <= found


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_of_a_csv_ledger_begins_like_a_formula_whatever_its_field_holds(tmp_path: Path, payload: str) -> None:
    row = poison(build_report(1).scorecard.verdicts[0].breaching[0], payload)
    path = tmp_path / "ledger.csv"
    with open_ledger(path) as sink:
        sink(replace(row, objective=payload, period=payload, working_seconds=-60))
    with path.open(encoding="utf-8-sig", newline="") as stream:
        record = dict(zip(LEDGER_COLUMNS, list(csv.reader(stream))[1], strict=True))
    assert not [text for name, text in record.items() if name != "working_seconds" and text.startswith(FORMULA_STARTS)]
    assert record["working_seconds"] == "-60"
