"""Every page of a report is sound, however much it holds and in whichever language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from serval.reporting.catalogue import set_language
from serval.reporting.pdf import write_pdf
from serval.reporting.report.model import Report
from serval.reporting.typeset import compiling, typeset_pdf
from tests.reporting.pdf.page_checks import (
    Page,
    list_empty_pages,
    list_fonts,
    list_leftovers,
    list_lone_headings,
    list_outline,
    list_overflows,
    list_overlaps,
    list_split_rows,
    list_tags,
    read_pages,
)
from tests.reporting.pdf.report_cases import CREATED, SPRING, build_report, build_restated, build_services


@dataclass(frozen=True)
class Made:
    """A report as it was written, and its pages."""

    name: str
    breaching: int
    content: bytes
    pages: list[Page]


CASES = [
    ("zh", 1, "may"),
    ("en", 50, "may"),
    ("en", 500, "may"),
    ("zh", 500, "may"),
    ("en", 9, "spring"),
    ("zh", 9, "restated"),
    ("en", 22, "services"),
]


_BUILDERS: dict[str, Callable[[int], Report]] = {
    "may": build_report,
    "spring": lambda breaching: build_report(breaching, asked=SPRING),
    "restated": build_restated,
    "services": build_services,
}


@cache
def _make(language: str, breaching: int, kind: str) -> Made:
    set_language(language)
    content = write_pdf(_BUILDERS[kind](breaching), created=CREATED)
    return Made(f"{language} {breaching} {kind}", breaching, content, read_pages(content))


@pytest.fixture(params=CASES, ids=lambda case: "-".join(map(str, case)))
def made(request: pytest.FixtureRequest) -> Made:
    return _make(*request.param)


def test_nothing_reaches_into_the_margins_or_lies_over_something_else(made: Made) -> None:
    assert list(list_overflows(made.pages)) == []
    assert list(list_overlaps(made.pages)) == []


def test_no_page_is_empty_and_none_ends_with_a_heading(made: Made) -> None:
    assert list_empty_pages(made.pages) == []
    assert list(list_lone_headings(made.content, made.pages)) == []


def test_no_page_holds_but_a_leftover_of_the_one_before(made: Made) -> None:
    assert list(list_leftovers(made.pages)) == []


def test_no_row_of_a_table_stands_on_two_pages(made: Made) -> None:
    assert list_split_rows(made.content) == []


def test_every_promise_has_a_bookmark(made: Made) -> None:
    titles = " ".join(list_outline(made.content))
    for part in _find_wanted(made.name):
        assert part in titles


def _find_wanted(name: str) -> tuple[str, ...]:
    if name.endswith("services"):
        return ("99.5 % of the time", "service-01", "service-20")
    return ("8 个工作小时内解决" if name.startswith("zh") else "8 working hours", "网银门户", "core")


def test_every_picture_says_what_it_shows_and_tables_have_heads(made: Made) -> None:
    tags = list_tags(made.content)
    pictures = [tag for tag in tags if tag.kind == "/Figure"]
    assert len(pictures) >= made.breaching
    assert [tag for tag in pictures if not tag.alt] == []
    assert {"/Title", "/H1", "/H2", "/Table", "/THead", "/TH", "/TR", "/Link"} <= {tag.kind for tag in tags}


def test_only_the_fonts_of_the_package_are_used_and_all_are_embedded(made: Made) -> None:
    assert list_fonts(made.content) == {"NotoSansSC-Regular": True, "NotoSerifSC-Regular": True}


def test_a_long_report_has_contents_and_an_overview_that_name_every_promise_and_service() -> None:
    shown = "".join("".join(page.lines) for page in _make("en", 22, "services").pages[1:3])
    wanted = ("Contents", "Appendix", "网银门户", *(f"service-{place:02}" for place in range(1, 22)))
    assert [name for name in wanted if name not in shown] == []
    assert "目录" not in "".join(_make("zh", 1, "may").pages[1].lines)


def test_services_without_data_share_one_table_and_others_share_pages() -> None:
    made = _make("en", 22, "services")
    titles = list_outline(made.content)
    assert "service-03" not in titles
    assert "service-04" in titles
    [page] = [page for page in made.pages if any("Withoutdata:8" in line for line in page.lines)]
    assert sum("neithersamplesnoroutagesweregiven" in line.lower() for line in page.lines) == 8
    assert len(made.pages) < 15


def test_the_head_of_a_long_table_stands_on_each_of_its_pages() -> None:
    pages = _make("zh", 500, "may").pages
    holding = [page for page in pages if sum("INC-3" in line for line in page.lines) > 3]
    assert len(holding) > 10
    for page in holding:
        assert any("目标8小时" in line.replace(" ", "") for line in page.lines)


FAULTY = """\
#import "/typeset/style.typ": *
#import "/pdf/parts.typ": *
#set document(title: sys.inputs.title)
#show: type-style
#show: report-style
#if content.fault == "overflow" { box(width: 400mm)[#h(300mm) beyond] }
#if content.fault == "overlap" { place(top)[one text]; place(top, dx: 1pt)[one text] }
#if content.fault == "split" {
  set table.cell(breakable: true)
  v(150mm)
  table(columns: 1, [#for n in range(120) [line #n #linebreak()]])
}
#if content.fault == "heading" { v(242mm); heading[Alone]; pagebreak() }
#if content.fault == "leftover" { [first]; pagebreak(); v(12mm); block(inset: 3mm)[How it is judged: by month]; v(1fr) }
#if content.fault == "empty" { [first]; pagebreak(); pagebreak() }
a line that is there
"""


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("typeset", "pdf"):
        (tmp_path / name).symlink_to(compiling.ROOM / name)
    (tmp_path / "faulty.typ").write_text(FAULTY, encoding="utf-8")
    monkeypatch.setattr(compiling, "ROOM", tmp_path)
    return


def _find_faults(fault: str) -> set[str]:
    content = typeset_pdf("faulty.typ", {"fault": fault}, title="faulty", created=0)
    pages = read_pages(content)
    found = {
        "overflow": list(list_overflows(pages)),
        "overlap": list(list_overlaps(pages)),
        "split": list_split_rows(content),
        "heading": list(list_lone_headings(content, pages)),
        "leftover": list(list_leftovers(pages)),
    }
    return {name for name, entries in found.items() if entries}


@pytest.mark.parametrize("fault", ["overflow", "overlap", "split", "heading"])
def test_each_fault_of_a_page_is_found_where_it_is_planted(faulty: None, fault: str) -> None:
    assert fault in _find_faults(fault)
    assert _find_faults("none") == set()


def test_a_page_with_nothing_but_a_leftover_is_found(faulty: None) -> None:
    assert _find_faults("leftover") == {"leftover"}


def test_an_empty_page_is_found(faulty: None) -> None:
    content = typeset_pdf("faulty.typ", {"fault": "empty"}, title="faulty", created=0)
    assert 2 in list_empty_pages(read_pages(content), least=1)
