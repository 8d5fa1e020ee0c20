"""Random monitoring of one place: flaps, gaps, contradictions, recorded outages; and how it may arrive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from serval.engine.availability.samples import SampleCollector, SampleColumns, Status
from serval.engine.places import Place
from serval.engine.records import Outage

PLACE = Place("core")
STATES: tuple[Status, ...] = ("up", "degraded", "down")
Row = TypeVar("Row")


@dataclass(frozen=True)
class Seen:
    """One sample before it is stored."""

    at: int
    status: Status


@dataclass(frozen=True)
class Evidence:
    """Everything that was ever said of the place, in the order in which it happened."""

    samples: tuple[Seen, ...]
    outages: tuple[Outage, ...]


def seeded(seed: int) -> Random:
    """Dice that fall the same way every time."""
    return Random(seed)  # noqa: S311 - reproducible cases, no secrets


def build_columns(samples: Sequence[Seen]) -> SampleColumns:
    collector = SampleCollector()
    for sample in samples:
        collector.add(PLACE, sample.at, sample.status)
    return collector.build().places[PLACE]


def random_evidence(random: Random, *, span: int, samples: int, outages: int) -> Evidence:
    """`samples` and `outages` within `span` seconds; every sixth sample is contradicted at its own instant."""
    seen = [Seen(random.randrange(span), random.choice(STATES)) for _ in range(random.randint(2, samples))]
    seen += [Seen(sample.at, random.choice(STATES)) for sample in seen if random.random() < 1 / 6]
    rows = [row for _ in range(random.randint(0, outages)) for row in _random_outage(random, span)]
    return Evidence(tuple(sorted(seen, key=lambda s: s.at)), tuple(sorted(rows, key=lambda row: row.start)))


def _random_outage(random: Random, span: int) -> Iterator[Outage]:
    """An outage; often announced without its end first, as alert senders do."""
    start = random.randrange(span)
    end = start + random.randint(1, span // 4)
    detected = random.choice([None, start + random.randint(0, 20)])
    reported = random.choice([None, start + random.randint(0, span // 4)])
    if random.random() < 0.5:
        yield Outage(PLACE, start, None, detected=detected)
    if random.random() < 0.8:
        kind = random.choice(["down", "down", "degraded"])
        yield Outage(PLACE, start, end, kind=kind, detected=detected, reported=reported)  # type: ignore[arg-type]


def deliver(random: Random, rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows in batches, as networks deliver them: each 1 to 5 times, some late, all in any order."""
    arriving = [(place + random.choice([0, 0, 1, 2, 30]), row) for place, row in enumerate(rows)]
    copies = [(when + random.randint(0, 3), row) for when, row in arriving for _ in range(random.randint(1, 5))]
    random.shuffle(copies)
    copies.sort(key=lambda copy: copy[0])
    while copies:
        size = random.randint(1, len(copies))
        yield [row for _, row in copies[:size]]
        copies = copies[size:]
