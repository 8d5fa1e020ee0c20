"""What must hold of every page of a report, read back from its PDF; each check names what it found."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdf
from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTChar, LTPage
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

MARGIN = 18 * 72 / 25.4
SLACK = 0.75
"""Points by which letters may reach over an edge: their side bearings."""

COMPRESSED = frozenset("，。；：、（）“”《》")
"""Chinese punctuation is set closer than its boxes, on purpose."""

HEAD, FOOT = 64.0, 60.0
"""Points at the top and the bottom of a page that belong to its running head and foot."""


@dataclass(frozen=True)
class Page:
    """One page: its size in points and every letter on it."""

    number: int
    width: float
    height: float
    letters: list[dict[str, Any]]

    @property
    def lines(self) -> list[str]:
        """What stands between head and foot, line by line, without blanks."""
        rows: dict[int, list[dict[str, Any]]] = {}
        for letter in self.letters:
            if HEAD < letter["bottom"] < self.height - FOOT:
                rows.setdefault(round(letter["bottom"]), []).append(letter)
        return ["".join(c["text"] for c in sorted(rows[y], key=lambda c: c["x0"])) for y in sorted(rows)]


class _LetterReader(PDFLayoutAnalyzer):
    """Takes the letters of page after page; lines and areas are passed over, of which charts have thousands."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources, laparams=None)
        self.pages: list[Page] = []

    def paint_path(self, *drawn: Any) -> None:
        """Nothing."""

    def receive_layout(self, ltpage: LTPage) -> None:
        letters = [_place(letter, ltpage.height) for letter in _list_letters(ltpage) if letter.get_text().strip()]
        self.pages.append(Page(len(self.pages) + 1, ltpage.width, ltpage.height, letters))


def _list_letters(part: Any) -> Iterator[LTChar]:
    if isinstance(part, LTChar):
        yield part
    elif isinstance(part, Iterable):
        for inner in part:
            yield from _list_letters(inner)


def _place(letter: LTChar, height: float) -> dict[str, Any]:
    edges = {"x0": letter.x0, "x1": letter.x1, "top": height - letter.y1, "bottom": height - letter.y0}
    return {"text": letter.get_text(), **edges}


def read_pages(made: bytes) -> list[Page]:
    """Every page with its letters."""
    resources = PDFResourceManager()
    reader = _LetterReader(resources)
    interpreter = PDFPageInterpreter(resources, reader)
    for page in PDFPage.get_pages(io.BytesIO(made)):
        interpreter.process_page(page)
    return reader.pages


def list_overflows(pages: list[Page]) -> Iterator[str]:
    """Letters that reach into the margins at the sides, or over an edge of the page."""
    for page in pages:
        for letter in page.letters:
            # The right half of such a letter is empty, and cut off at the end of a line.
            empty = (letter["x1"] - letter["x0"]) / 2 if letter["text"] in COMPRESSED else 0.0
            is_beside = letter["x0"] < MARGIN - SLACK or letter["x1"] - empty > page.width - MARGIN + SLACK
            if is_beside or letter["top"] < 0 or letter["bottom"] > page.height:
                yield f"page {page.number}: {letter['text']} at {letter['x0']:.0f}, {letter['top']:.0f}"


def list_overlaps(pages: list[Page]) -> Iterator[str]:
    """Pairs of letters that lie over each other by more than a third of the smaller one."""
    for page in pages:
        letters = sorted((c for c in page.letters if c["text"] not in COMPRESSED), key=lambda c: (c["top"], c["x0"]))
        for place, one in enumerate(letters):
            for other in letters[place + 1 :]:
                if other["top"] >= one["bottom"] - 1:
                    break
                if other["x0"] < one["x1"] and one["x0"] < other["x1"] and _find_shared(one, other) > 1 / 3:
                    yield f"page {page.number}: {one['text']} over {other['text']} at {one['top']:.0f}"


def _find_shared(one: dict[str, Any], other: dict[str, Any]) -> float:
    wide = min(one["x1"], other["x1"]) - max(one["x0"], other["x0"])
    tall = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    if wide <= 0 or tall <= 0:
        return 0.0
    smaller = min((c["x1"] - c["x0"]) * (c["bottom"] - c["top"]) for c in (one, other))
    return float(wide * tall / smaller)


def list_empty_pages(pages: list[Page], least: int = 40) -> list[int]:
    """Numbers of the pages that hold little but their head and foot."""
    return [page.number for page in pages if len("".join(page.lines)) < least]


LEAST_FILLED = 85.0
"""Points of a page that are filled at least: a page with less holds but a leftover."""


def list_leftovers(pages: list[Page]) -> Iterator[str]:
    """Pages after the cover that end soon after they began, such as with one row or box of what stands before."""
    for page in pages[1:]:
        shown = [letter["bottom"] for letter in page.letters if HEAD < letter["bottom"] < page.height - FOOT]
        if shown and max(shown) < HEAD + LEAST_FILLED:
            yield f"page {page.number}: {' '.join(page.lines)[:60]}"


def list_lone_headings(made: bytes, pages: list[Page]) -> Iterator[str]:
    """Headings that are the last line of a page."""
    titles = {title.replace(" ", "") for title in list_outline(made)}
    for page in pages:
        if page.lines and page.lines[-1] in titles:
            yield f"page {page.number}: {page.lines[-1]}"


def list_outline(made: bytes) -> list[str]:
    """The titles of all bookmarks."""

    def walk(entries: list[Any]) -> Iterator[str]:
        for entry in entries:
            if isinstance(entry, list):
                yield from walk(entry)
            else:
                yield str(entry.title)

    return list(walk(pypdf.PdfReader(io.BytesIO(made)).outline))


def list_fonts(made: bytes) -> dict[str, bool]:
    """Every font by name, and whether it is embedded."""
    found: dict[str, bool] = {}
    for page in pypdf.PdfReader(io.BytesIO(made)).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            part = font.get_object()["/DescendantFonts"][0].get_object()
            described = part["/FontDescriptor"].get_object()
            found[str(part["/BaseFont"]).split("+")[-1]] = any(f"/FontFile{n}" in described for n in ("", "2", "3"))
    return found


@dataclass(frozen=True)
class Tag:
    """An element of the structure: its type, its alternative text, and the pages on which its content stands."""

    kind: str
    alt: str
    pages: frozenset[int]


def list_tags(made: bytes) -> list[Tag]:
    """Every element of the structure."""
    reader = pypdf.PdfReader(io.BytesIO(made))
    numbers = {page.indirect_reference.idnum: place for place, page in enumerate(reader.pages, 1)}  # type: ignore[union-attr]
    found: list[Tag] = []
    _walk(reader.trailer["/Root"]["/StructTreeRoot"], 0, numbers, found)
    return found


def _walk(node: Any, page: int, numbers: dict[int, int], found: list[Tag]) -> frozenset[int]:
    """The pages on which a node and all below it stand."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return frozenset[int]().union(*(_walk(child, page, numbers, found) for child in node))
    if not isinstance(node, dict):
        return frozenset({page}) if isinstance(node, int) else frozenset()
    if "/Pg" in node:
        page = numbers[node.raw_get("/Pg").idnum]  # type: ignore[attr-defined]
    if "/MCID" in node:
        return frozenset({page})
    pages = _walk(node["/K"], page, numbers, found) if "/K" in node else frozenset[int]()
    if "/S" in node:
        found.append(Tag(str(node["/S"]), str(node.get("/Alt", "")), pages))
    return pages


def list_split_rows(made: bytes) -> list[Tag]:
    """Rows of tables that stand on more than one page; heads are repeated and may."""
    tags = list_tags(made)
    return [tag for tag in tags if tag.kind == "/TR" and len(tag.pages) > 1]
