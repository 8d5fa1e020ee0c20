"""From a template and its content to a PDF or a picture."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from serval.reporting.catalogue import current_language
from serval.reporting.typeset.literal import write_literally

ROOM = Path(__file__).parent.parent
"""Templates are named from here (`pdf/report.typ`) and may import one another."""

STANDARDS = ["ua-1", "a-2a"]
"""PDF/UA-1 for readers who hear a page, PDF/A-2a for archives."""

PICTURE_PPI = 144.0


def typeset_pdf(template: str, content: Mapping[str, Any], *, title: str, created: int) -> bytes:
    """A tagged PDF with its fonts in it.

    template  its path within the reporting room · content  what it shows, as JSON knows it; texts are shown as they are
    title     of the document · created  the instant of UTC written into it
    """
    return _compile(template, content, title, format="pdf", pdf_standards=STANDARDS, timestamp=created)


def typeset_picture(
    template: str, content: Mapping[str, Any], *, kind: Literal["svg", "png"], ppi: float = PICTURE_PPI
) -> bytes:
    """The first page of a template as SVG or PNG (`ppi` pixels an inch)."""
    return _compile(template, content, "", format=kind, ppi=ppi)


def _compile(template: str, content: Mapping[str, Any], title: str, **wanted: Any) -> bytes:
    import typst

    inputs = {"content": json.dumps(write_literally(content), ensure_ascii=False), "title": write_literally(title)}
    made = typst.compile(
        str(ROOM / template),
        root=str(ROOM),
        font_paths=_load_fonts(),
        ignore_system_fonts=True,
        sys_inputs={**inputs, "language": current_language()},
        **wanted,
    )
    page = made[0] if isinstance(made, list) else made
    return bytes(page)


@cache
def _load_fonts() -> Any:
    """Noto Sans SC and Noto Serif SC, and no font of the machine or of Typst itself."""
    import typst
    from pylopdf_fonts_zh_cn import sans_path, serif_path

    folders = sorted({str(path.parent) for path in (sans_path(), serif_path())})
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
