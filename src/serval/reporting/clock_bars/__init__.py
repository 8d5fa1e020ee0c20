"""Clock bars (计时条): one promise drawn over real time, as places in percent of a width, for any drawing.

Its words: stretch, fold, target, squeezed. Tall counts, low does not; the line is the target, the dot is the end.
Long uncounted time is folded, so that one look compares what counts; the words beside a bar say all that it shows.
May import the engine.
"""

from serval.reporting.clock_bars.layout import ClockBar, Fold, Piece, lay_out
from serval.reporting.clock_bars.stretches import Stretch, list_stretches
from serval.reporting.clock_bars.words import BarWords, describe_bar, word_bar

__all__ = [
    "BarWords",
    "ClockBar",
    "Fold",
    "Piece",
    "Stretch",
    "describe_bar",
    "lay_out",
    "list_stretches",
    "word_bar",
]
