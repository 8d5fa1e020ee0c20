"""The clock bar on a terminal: one promise drawn over real time.

Full blocks count, low marks do not; `┃` is the target, the last mark is now or the end. An uncounted stretch of more
than four hours is folded to a fixed width and shows its true length in the table below the bar.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rich.text import Text

from serval.engine.clocks import Segment

FOLD_FROM = 4 * 3600
FOLD_WIDTH = 3
GLYPHS = {"running": "█", "over": "▓", "paused": "‖", "off_hours": "·"}
STYLES = {"running": "counts", "over": "over", "paused": "held", "off_hours": "closed"}

Piece = tuple[str, int, int]


def draw_bar(segments: Sequence[Segment], due: int | None, width: int) -> Text:
    """A line of at most about `width` cells; empty without segments."""
    pieces = _split_at(segments, due)
    cells = _measure(pieces, width)
    bar = Text()
    for (kind, start, _end), count in zip(pieces, cells, strict=True):
        if due is not None and start == due and bar.plain:
            bar.append("┃", style="head")
        glyph = "╱" if kind != "running" and kind != "over" and count == FOLD_WIDTH else GLYPHS[kind]
        bar.append(glyph * count, style=STYLES[kind])
    if due is not None and pieces and due == pieces[-1][2]:
        bar.append("┃", style="head")
    return bar


def _split_at(segments: Sequence[Segment], due: int | None) -> list[Piece]:
    """Segments as pieces, cut at the due instant; what counts after it is over target."""
    pieces: list[Piece] = []
    for segment in segments:
        bounds = [segment.start, segment.end]
        if due is not None and segment.start < due < segment.end:
            bounds.insert(1, due)
        for start, end in pairwise(bounds):
            late = segment.kind == "running" and due is not None and start >= due
            pieces.append(("over" if late else segment.kind, start, end))
    return pieces


def _measure(pieces: Sequence[Piece], width: int) -> list[int]:
    folded = [kind in ("paused", "off_hours") and end - start > FOLD_FROM for kind, start, end in pieces]
    linear = sum(end - start for (_, start, end), fold in zip(pieces, folded, strict=True) if not fold)
    room = max(len(pieces), width - FOLD_WIDTH * sum(folded))
    return [
        FOLD_WIDTH if fold else max(1, round((end - start) * room / linear))
        for (_, start, end), fold in zip(pieces, folded, strict=True)
    ]
