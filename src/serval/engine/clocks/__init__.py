"""Clocks (计时): one item's running promise, read to the second and explained segment by segment.

Its words: history, cycle, stint, claim, pause, reading, segment. A history is folded from facts; a clock finds its
cycles in it; an objective claims the stints in which it matches; a reading says what has elapsed, what was paused and
what is due.
"""

from serval.engine.clocks.claims import Claim, Matcher, list_claims
from serval.engine.clocks.cycles import Cycle, find_cycles
from serval.engine.clocks.history import History, Moment, Spell, read_history
from serval.engine.clocks.reading import Reading, Warned, read_clock
from serval.engine.clocks.rule import Clock
from serval.engine.clocks.segments import Segment, list_segments

__all__ = [
    "Claim",
    "Clock",
    "Cycle",
    "History",
    "Matcher",
    "Moment",
    "Reading",
    "Segment",
    "Spell",
    "Warned",
    "find_cycles",
    "list_claims",
    "list_segments",
    "read_clock",
    "read_history",
]
