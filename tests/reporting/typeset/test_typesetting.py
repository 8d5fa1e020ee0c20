"""Documents are typeset from data alone: literal, tagged, and the same bytes for the same input."""

from __future__ import annotations

import io
from pathlib import Path

import pdfplumber
import pypdf
import pytest

from serval.reporting.catalogue import set_language
from serval.reporting.typeset import compiling, typeset_pdf, typeset_picture, write_literally

TEMPLATE = """\
#import "/typeset/style.typ": *
#set page(width: 12cm, height: auto)
#set document(title: sys.inputs.title)
#show: type-style
#content.text
"""
HOSTILE = ['#import "x": *', "*x* _y_ `z`", "$ sum $", "@name <label>", "// gone", "\\u{41}", "[]{}#sys.inputs"]


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reporting room with one template more."""
    (tmp_path / "typeset").symlink_to(compiling.ROOM / "typeset")
    (tmp_path / "one.typ").write_text(TEMPLATE, encoding="utf-8")
    monkeypatch.setattr(compiling, "ROOM", tmp_path)


def _read(made: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(made))


def _say(text: str) -> str:
    made = typeset_pdf("one.typ", {"text": text}, title="t", created=0)
    return _read(made).pages[0].extract_text().replace("\n", "")


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_a_text_is_shown_and_never_run(room: None, text: str) -> None:
    assert _say(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x07b", "a[U+0007]b"),
        ("a\nb", "a[U+000A]b"),
        ("\u202eabc", "[U+202E]abc"),
        ("שלום", "[U+05E9][U+05DC][U+05D5][U+05DD]"),
        ("🙂", "[U+1F642]"),
        ("工单 é ≥ 95 %", "工单 é ≥ 95 %"),
    ],
)
def test_a_letter_that_the_fonts_lack_is_named_by_its_number(room: None, text: str, shown: str) -> None:
    assert write_literally(text) == shown
    assert _say(text).replace("\xa0", " ") == shown


def test_a_name_without_blanks_breaks_within_the_page(room: None) -> None:
    made = typeset_pdf("one.typ", {"text": "X" * 150}, title="t", created=0)
    with pdfplumber.open(io.BytesIO(made)) as document:
        page = document.pages[0]
        assert len(page.chars) == 150
        assert len({round(char["top"]) for char in page.chars}) > 2
        assert max(char["x1"] for char in page.chars) < page.width


def test_the_same_content_gives_the_same_bytes_and_another_instant_others(room: None) -> None:
    one, two, later = (typeset_pdf("one.typ", {"text": "报告"}, title="t", created=at) for at in (9, 9, 10))
    assert one == two
    assert one != later


@pytest.mark.parametrize(("language", "tag"), [("en", "en-GB"), ("zh", "zh-CN")])
def test_a_document_is_tagged_and_names_its_language_and_title(room: None, language: str, tag: str) -> None:
    set_language(language)
    made = _read(typeset_pdf("one.typ", {"text": "x"}, title="服务报告", created=1_780_000_000))
    catalog = made.trailer["/Root"]
    assert catalog["/Lang"] == tag
    assert catalog["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in catalog
    assert made.metadata is not None
    assert made.metadata.title == "服务报告"
    assert made.metadata.creation_date is not None
    assert made.metadata.creation_date.timestamp() == 1_780_000_000
    xmp = catalog["/Metadata"].get_object().get_data().decode()
    assert "pdfuaid:part" in xmp
    assert "pdfaid:part" in xmp


def test_a_picture_is_made_as_svg_and_png(room: None) -> None:
    assert typeset_picture("one.typ", {"text": "x"}, kind="svg").startswith(b"<svg")
    assert typeset_picture("one.typ", {"text": "x"}, kind="png").startswith(b"\x89PNG")
