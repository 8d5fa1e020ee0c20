"""A report as PDF says what was judged, literally, and gives the same bytes for the same report."""

from __future__ import annotations

import io

import pypdf
import pytest

from serval.engine.verdicts import Range
from serval.reporting.catalogue import set_language
from serval.reporting.pdf import write_pdf
from tests.reporting.pdf.page_checks import list_leftovers, list_overflows, list_overlaps, list_split_rows, read_pages
from tests.reporting.pdf.report_cases import CREATED, at, build_report, event, ticket

HOSTILE = [
    '#import "x.typ": *',
    "*bold* _emphasis_ `raw`",
    "$ x $ @label <label>",
    "// comment \\u{41}",
    "=SUM(A1:A9)",
    "<script>alert(1)</script>",
    "שלום-1",
    "a\x07\u202eb",
    "工单-" + "长" * 150,
    "INC-" + "9" * 190,
]
SHOWN = [*HOSTILE[:6], "[U+05E9][U+05DC][U+05D5][U+05DD]-1", "a[U+0007][U+202E]b", *HOSTILE[8:]]


def read_text(made: bytes) -> str:
    """All text without blanks and line ends."""
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def test_the_same_report_gives_the_same_bytes_and_another_instant_others() -> None:
    one, two = (write_pdf(build_report(3), created=CREATED) for _ in range(2))
    assert one == two
    assert one != write_pdf(build_report(3), created=CREATED + 1)


def test_another_result_gives_other_bytes() -> None:
    assert write_pdf(build_report(3), created=CREATED) != write_pdf(build_report(4), created=CREATED)


def test_whatever_a_ticket_is_called_it_is_shown_literally_and_stays_on_its_page() -> None:
    late = [ticket(name, at("05-07 09:00"), event(at("05-13 17:00"), "resolved")) for name in HOSTILE]
    made = write_pdf(build_report(1, items=tuple(late)), created=CREATED)
    text = read_text(made)
    for name in SHOWN:
        assert "".join(name.split()) in text
    pages = read_pages(made)
    assert list(list_overflows(pages)) == []
    assert list(list_overlaps(pages)) == []
    assert list_split_rows(made) == []


SAID = {
    "zh": [
        "10项承诺中4项达标",
        "5项未达标",
        "服务赔付¥4,200.00",
        "2026年5月计入29件，68.97%在8小时内完成；承诺95%。",
        "超时65小时54分钟",
        "北辰银行股份有限公司",
        "王珂（北辰银行）",
        "调休上班日：2026-05-09",
        "第2页，共",
    ],
    "en": [
        "4of10promisesmet",
        "5breached",
        "servicecreditsCN¥4,200.00",
        "May2026:68.97%of29clockswerestoppedwithin8h;95%waspromised.",
        "65h54minover",
        "Page2of",
    ],
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_report_says_the_answer_the_sentences_and_what_they_rest_on(language: str) -> None:
    set_language(language)
    report = build_report(9)
    text = read_text(write_pdf(report, created=CREATED))
    for part in [*SAID[language], report.scorecard.evidence.digest, report.scorecard.digest]:
        assert part in text


def test_a_breach_that_went_on_is_said_to_be_unstopped() -> None:
    assert "notstopped" in read_text(write_pdf(build_report(11), created=CREATED))
    assert "notstopped" not in read_text(write_pdf(build_report(9), created=CREATED))


def test_a_period_that_still_runs_is_marked_provisional() -> None:
    running = build_report(2, now=at("05-20 12:00"))
    assert "Provisional:figuresmaystillchange" in read_text(write_pdf(running, created=CREATED))
    assert "Provisional:figures" not in read_text(write_pdf(build_report(2), created=CREATED))


def test_a_report_without_a_verdict_is_still_a_report() -> None:
    empty = build_report(0, asked=Range(at("01-01 00:00"), at("01-02 00:00")))
    made = write_pdf(empty, created=CREATED)
    assert "Noperiodwasjudged." in read_text(made)
    assert list(list_leftovers(read_pages(made))) == []
