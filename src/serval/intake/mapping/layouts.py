"""Layouts: what a row of a table can stand for, and which columns say it. One table of all of them.

Binding, checking and reading follow this table; a layout is changed here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic.alias_generators import to_camel

LayoutName = Literal[
    "events",
    "snapshot",
    "samples",
    "outages",
    "exclusions",
    "measures",
    "surveys",
    "obligations",
    "occurrences",
    "claims",
]

Kind = Literal["text", "instant", "count", "number", "share", "word", "period"]
"""What a cell holds.

text     words as they stand, translated by `values`
instant  a time by the mapping's date patterns
count    a whole number from 0
number   a decimal number, read exactly
share    a decimal number, or a percentage that is read as a share of one
word     one of few words, translated by `statuses` or `values`
period   the name of a settlement period; a month is written 2026-05 whatever its notation
"""

STATUSES = ("up", "degraded", "down")
IGNORED = "ignore"
"""The meaning of a status that says nothing: its row is passed over and counted."""


@dataclass(frozen=True, slots=True)
class Role:
    """What a column is for.

    required  the layout cannot be read without it, and no row may leave it blank
    fixed     one value for all rows may stand under `constants` instead of a column
    planned   its instant was set beforehand: that it lies ahead tells nothing of how far the evidence reaches
    words     what a cell of kind `word` may mean
    """

    name: str
    kind: Kind = "text"
    required: bool = False
    fixed: bool = False
    planned: bool = False
    words: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Its name in a mapping document."""
        return to_camel(self.name)


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of table.

    one_of    sets of columns of which at least one must be there whole
    identity  roles that name a row: two rows that agree in them and differ otherwise contradict each other
    months    a time may be written as a month and stands for its first instant
    """

    roles: tuple[Role, ...]
    one_of: tuple[tuple[str, ...], ...] = ()
    identity: tuple[str, ...] = ()
    months: bool = False

    def find_role(self, key: str) -> Role | None:
        """The role that a mapping document calls `key`, or None."""
        return next((role for role in self.roles if role.key == key), None)


_PLACE = (Role("instance", fixed=True), Role("site", fixed=True))

LAYOUTS: dict[str, Layout] = {
    "events": Layout(
        (
            Role("item", required=True),
            Role("at", "instant", required=True),
            Role("state", required=True),
            Role("sequence", "count"),
            Role("opened", "instant"),
        )
    ),
    "snapshot": Layout(
        (
            Role("item", required=True),
            Role("opened", "instant", required=True),
            Role("at", "instant"),
            Role("state"),
            Role("resolved", "instant"),
            Role("closed", "instant"),
        )
    ),
    "samples": Layout(
        (
            Role("service", required=True, fixed=True),
            Role("at", "instant", required=True),
            Role("status", "word", words=STATUSES),
            *_PLACE,
            Role("good", "count"),
            Role("total", "count"),
            Role("errors", "count"),
            Role("value", "number"),
        ),
        one_of=(("status",), ("good", "total"), ("errors", "total")),
    ),
    "outages": Layout(
        (
            Role("service", required=True, fixed=True),
            Role("start", "instant", required=True),
            Role("end", "instant"),
            Role("minutes", "number"),
            Role("kind", "word", fixed=True, words=STATUSES),
            Role("detected", "instant"),
            Role("reported", "instant"),
            *_PLACE,
        ),
        identity=("service", "instance", "site", "start", "kind"),
    ),
    "exclusions": Layout(
        (
            Role("reason", required=True, fixed=True),
            Role("item"),
            Role("service", fixed=True),
            *_PLACE,
            Role("start", "instant", planned=True),
            Role("end", "instant", planned=True),
            Role("asked_by", fixed=True),
            Role("approved_by", fixed=True),
        ),
        one_of=(("item",), ("start", "end")),
    ),
    "measures": Layout(
        (
            Role("measure", required=True, fixed=True),
            Role("at", "instant", required=True),
            Role("value", "share"),
            Role("good", "count"),
            Role("total", "count"),
            Role("subject", fixed=True),
            Role("evidence", fixed=True),
        ),
        one_of=(("value",), ("good", "total")),
        months=True,
    ),
    "surveys": Layout(
        (
            Role("id", required=True),
            Role("at", "instant", required=True),
            Role("score", "number"),
            Role("subject", fixed=True),
        ),
        one_of=(("score",),),
        identity=("id",),
    ),
    "obligations": Layout(
        (
            Role("id", required=True),
            Role("obligation", required=True, fixed=True),
            Role("due", "instant", required=True, planned=True),
            Role("done", "instant"),
        ),
        one_of=(("done",),),
        identity=("id",),
    ),
    "occurrences": Layout(
        (
            Role("id", required=True),
            Role("event", required=True, fixed=True),
            Role("at", "instant", required=True),
        ),
        identity=("id",),
    ),
    "claims": Layout(
        (
            Role("settlement", "period", required=True),
            Role("step", "word", required=True, fixed=True, words=("published", "claimed")),
            Role("at", "instant", required=True),
        )
    ),
}

TICKET_LAYOUTS = ("events", "snapshot")
"""Layouts whose rows tell of items; all others hold records, evidence that is no ticket."""

RECORD_LAYOUTS = tuple(name for name in LAYOUTS if name not in TICKET_LAYOUTS)

UNIT = "unit"
"""The constant `unit` of layout measures: plain numbers are percentages (98.5), shares of one (0.985) or numbers."""

UNITS = ("percent", "share", "number")
