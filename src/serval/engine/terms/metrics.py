"""Metrics (指标): what each kind of promise measures, and which keys and targets go with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from serval.engine.terms.level import LevelUnit

MetricKind = Literal[
    "clock",
    "count",
    "rate",
    "availability",
    "downtime",
    "outages",
    "mtbf",
    "mttr",
    "mttd",
    "satisfaction",
    "measure",
    "obligation",
]

_NAMED: tuple[MetricKind, ...] = ("clock", "count", "rate", "measure", "obligation")
_PLAIN: tuple[MetricKind, ...] = ("availability", "downtime", "outages", "mtbf", "mttr", "mttd", "satisfaction")

OUTAGE_KINDS: frozenset[MetricKind] = frozenset({"availability", "downtime", "outages", "mtbf", "mttr", "mttd"})
"""Kinds that are read from outages and samples."""

ITEM_KINDS: frozenset[MetricKind] = frozenset({"clock", "count", "rate"})
"""Kinds that are read from tickets."""

_POPULATION = frozenset({"minimum", "no_data"})
_ITEMS = frozenset({"per", "pick", "exclude"})
_OUTAGES = frozenset({"per", "measure", "exclude", "excluded", "no_data"})

OWN_KEYS: dict[MetricKind, frozenset[str]] = {
    "clock": _POPULATION | _ITEMS | {"warn"},
    "count": _ITEMS,
    "rate": _POPULATION | _ITEMS | {"counting"},
    "availability": _OUTAGES | {"minimum"},
    **dict.fromkeys(("downtime", "outages", "mtbf", "mttr", "mttd"), _OUTAGES),
    "satisfaction": _POPULATION | {"per", "scale", "satisfied_from", "method"},
    "measure": frozenset({"per", "no_data"}),
    "obligation": _POPULATION,
}
"""Keys of an objective that say something for each kind; anywhere else they are refused as pointless."""

ALL_OWN_KEYS = frozenset[str]().union(*OWN_KEYS.values())

LEVELS: dict[MetricKind, frozenset[tuple[str, LevelUnit]]] = {
    "clock": frozenset(),
    "count": frozenset({("at_most", "number"), ("at_least", "number")}),
    "rate": frozenset({("at_most", "share"), ("at_least", "share")}),
    "availability": frozenset({("at_least", "share")}),
    "downtime": frozenset({("at_most", "seconds")}),
    "outages": frozenset({("at_most", "number")}),
    "mtbf": frozenset({("at_least", "seconds")}),
    "mttr": frozenset({("at_most", "seconds")}),
    "mttd": frozenset({("at_most", "seconds")}),
    "satisfaction": frozenset({("at_least", "share"), ("at_least", "number")}),
    "measure": frozenset({(side, unit) for side in ("at_most", "at_least") for unit in ("share", "number")}),
    "obligation": frozenset({("at_least", "share")}),
}
"""Which bounds a kind can have, on what; clocks have lengths of time instead."""

PLACES = frozenset({"service", "instance", "site"})

CONDITIONS: dict[MetricKind, frozenset[str]] = {
    **dict.fromkeys(OUTAGE_KINDS, PLACES),
    "satisfaction": frozenset({"service"}),
    "measure": frozenset({"service"}),
    "obligation": frozenset(),
}
"""What `where` may speak of; items have whatever fields their mapping names."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A kind and, where it has one, the clock, event, measure or obligation it is about."""

    kind: MetricKind
    name: str = ""


def parse_metric(text: str) -> Metric | None:
    """`clock.response`, `availability`, …; None for what is no metric."""
    for plain in _PLAIN:
        if text == plain:
            return Metric(plain)
    for kind in _NAMED:
        name = text.removeprefix(kind + ".")
        if name != text and name:
            return Metric(kind, name)
    return None
