"""Folding of sentences: between words, and in Chinese between any two characters that may stand apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len, chop_cells

_PIECE = re.compile(
    r"[（“《]*(?:[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]|[^\s\u3400-\u9fff\u3000-\u303f\uff00-\uffef（“《]+)"
    r"[）”》，。；：、！？]*\s*|.",
    re.DOTALL,
)
"""A Chinese character or a run of others, with the brackets and marks that must not be parted from it."""


def fold(text: str, width: int) -> Iterator[str]:
    """The rows of a text, none wider than `width` cells and none with blanks at its end; line breaks are blanks."""
    row = ""
    for piece in _PIECE.findall(" ".join(text.split())):
        if row and cell_len(row + piece.rstrip()) > width:
            yield row.rstrip()
            row = ""
        if cell_len(piece.rstrip()) > width:
            *full, piece = chop_cells(piece, width)
            yield from full
        row += piece
    if row:
        yield row.rstrip()
