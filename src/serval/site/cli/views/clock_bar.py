"""The clock bar on a terminal: one promise drawn over real time.

Full blocks count, low marks do not; `┃` is the target. An uncounted stretch of more than four hours is folded to a
fixed width, and of many folds only the first and the last are drawn; the table below the bar has their true lengths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.text import Text

from serval.engine.clocks import Segment

FOLD_FROM = 4 * 3600
MOST_FOLDS, FIRST_FOLDS, LAST_FOLDS = 8, 2, 4
GLYPHS = {"running": "█", "over": "▓", "paused": "‖", "off_hours": "·"}
FOLDS = {"paused": "╱‖╱", "off_hours": "╱╱╱"}
STYLES = {"running": "counts", "over": "over", "paused": "held", "off_hours": "closed", "left_out": "quiet"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the bar; `folds` counts the folds that a piece left out stands for."""

    kind: str
    start: int
    end: int
    folds: int = 0

    @property
    def is_folded(self) -> bool:
        return self.kind in FOLDS and self.end - self.start > FOLD_FROM

    @property
    def fixed(self) -> str:
        """What is drawn whatever its length, or nothing for pieces that are drawn to scale."""
        if self.kind == "left_out":
            return f"╱+{self.folds}╱"
        return FOLDS[self.kind] if self.is_folded else ""


def draw_bar(segments: Sequence[Segment], due: int | None, width: int) -> Text:
    """A line of about `width` cells; empty without segments."""
    pieces = _leave_out(_split_at(segments, due))
    bar, marked = Text(), False
    for piece, cells in zip(pieces, _measure(pieces, width), strict=True):
        if due is not None and not marked and piece.start >= due and bar.plain:
            bar.append("┃", style="head")
            marked = True
        bar.append(piece.fixed or GLYPHS[piece.kind] * cells, style=STYLES[piece.kind])
    if due is not None and not marked and pieces and due == pieces[-1].end:
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
            pieces.append(Piece("over" if late else segment.kind, start, end))
    return pieces


def _leave_out(pieces: list[Piece]) -> list[Piece]:
    """Of many folds the first two and the last four stay; all between becomes one piece that says how many."""
    folds = [index for index, piece in enumerate(pieces) if piece.is_folded]
    if len(folds) <= MOST_FOLDS:
        return pieces
    first, last = folds[FIRST_FOLDS - 1] + 1, folds[-LAST_FOLDS]
    hidden = len(folds) - FIRST_FOLDS - LAST_FOLDS
    return [*pieces[:first], Piece("left_out", pieces[first].start, pieces[last].start, hidden), *pieces[last:]]


def _measure(pieces: Sequence[Piece], width: int) -> list[int]:
    """Cells of each piece: fixed ones as wide as their text, the others share the rest by their length."""
    scaled = sum(piece.end - piece.start for piece in pieces if not piece.fixed)
    room = max(len(pieces), width - sum(len(piece.fixed) for piece in pieces))
    return [len(piece.fixed) or max(1, round((piece.end - piece.start) * room / max(1, scaled))) for piece in pieces]
