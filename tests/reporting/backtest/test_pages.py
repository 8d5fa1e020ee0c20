"""The pages and the picture of a back-test are sound, however long its names and however many its months."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache

import pypdf
import pytest

from serval.reporting.backtest import draw_backtest, write_backtest_pdf
from serval.reporting.catalogue import set_language
from tests.reporting.backtest.backtest_cases import CASES, CREATED, build
from tests.reporting.pdf.page_checks import (
    Page,
    list_empty_pages,
    list_fonts,
    list_lone_headings,
    list_outline,
    list_overflows,
    list_overlaps,
    list_split_rows,
    list_tags,
    read_pages,
)


@dataclass(frozen=True)
class Made:
    name: str
    content: bytes
    pages: list[Page]


@cache
def _make(language: str, name: str) -> Made:
    set_language(language)
    content = write_backtest_pdf(build(name), created=CREATED, notes=["a note"])
    return Made(name, content, read_pages(content))


@pytest.fixture(params=[(language, name) for name in CASES for language in ("en", "zh")], ids="-".join)
def made(request: pytest.FixtureRequest) -> Made:
    return _make(*request.param)


def test_nothing_reaches_into_the_margins_or_lies_over_something_else(made: Made) -> None:
    assert list(list_overflows(made.pages)) == []
    assert list(list_overlaps(made.pages)) == []


def test_no_page_is_empty_none_ends_with_a_heading_and_no_row_is_split(made: Made) -> None:
    assert list_empty_pages(made.pages) == []
    assert list(list_lone_headings(made.content, made.pages)) == []
    assert list_split_rows(made.content) == []


def test_a_usual_back_test_takes_at_most_four_pages(made: Made) -> None:
    assert len(made.pages) <= (12 if made.name == "compare_years" else 4)


def test_every_picture_says_what_it_shows_and_tables_have_heads(made: Made) -> None:
    tags = list_tags(made.content)
    pictures = [tag for tag in tags if tag.kind == "/Figure"]
    assert [tag for tag in pictures if not tag.alt] == []
    assert bool(pictures) == ("sweep" in made.name or made.name == "compare_years")
    assert {"/Title", "/H1", "/Table", "/THead", "/TH", "/TR"} <= {tag.kind for tag in tags}
    assert len(list_outline(made.content)) >= 3


def test_only_the_fonts_of_the_package_are_used_and_all_are_embedded(made: Made) -> None:
    assert list_fonts(made.content) == {"NotoSansSC-Regular": True, "NotoSerifSC-Regular": True}


SAID = {
    "en": [
        "From1January2026to31December2026Bwouldhavecost",
        "inforcefrom1January2026to31December2026",
        "Wherethedifferencecomesfrom",
        "Itemsthatdecide",
        "Aback-testchangesnoverdictthatwasgiven.",
        "anote",
    ],
    "zh": ["2026年1月1日", "差额从哪里来", "起决定作用的工单", "条款回测不改变任何已出具的考核结论。", "anote"],
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_pages_say_the_answer_and_what_it_rests_on(language: str) -> None:
    found, text = build("compare_plain"), _read_text(_make(language, "compare_plain").content)
    digests = [found.evidence.digest, *(side.digest for side in found.sides)]
    assert [part for part in [*SAID[language], *digests] if part not in text] == []


def _read_text(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def test_the_same_back_test_gives_the_same_bytes_and_another_instant_others() -> None:
    set_language("zh")
    found = build("sweep_alone")
    one, two = (write_backtest_pdf(found, created=CREATED) for _ in range(2))
    assert one == two
    assert one != write_backtest_pdf(found, created=CREATED + 1)


@pytest.mark.parametrize(("kind", "begins"), [("svg", b"<svg"), ("png", b"\x89PNG")])
@pytest.mark.parametrize("name", CASES)
def test_a_picture_is_one_page_and_the_same_each_time(kind: str, begins: bytes, name: str) -> None:
    one, two = (draw_backtest(build(name), kind=kind) for _ in range(2))  # type: ignore[arg-type]
    assert one.startswith(begins)
    assert one == two
