"""A document points only to files that exist."""

from __future__ import annotations

import re
from pathlib import Path

from tests.architecture.scratch import REPOSITORY

LINK = re.compile(r"\[[^\]\n]*\]\((?!https?:|mailto:|#)([^)#\s]+)")


def _broken_links(root: Path) -> list[str]:
    documents = [*root.glob("*.md"), *(root / "docs").rglob("*.md")]
    return [
        f"{document.relative_to(root)}: {target}"
        for document in sorted(documents)
        for target in LINK.findall(document.read_text(encoding="utf-8"))
        if not (document.parent / target).exists()
    ]


def test_every_link_of_a_document_leads_somewhere() -> None:
    assert _broken_links(REPOSITORY) == []


def test_a_link_to_nowhere_is_found(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("[b](b.md) and [a](a.md#top) and [web](https://example.org/x)\n")
    assert _broken_links(tmp_path) == ["docs/a.md: b.md"]
