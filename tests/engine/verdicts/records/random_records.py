"""Random evidence of many services at once, how it may arrive, and what of it was known at an instant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import TypeVar

from serval.engine.availability.samples import SampleCollector, Samples, merge_samples
from serval.engine.places import Place
from serval.engine.records import Exclusion, Outage, Records, build_records

Row = TypeVar("Row")
Sample = tuple[Place, int, str, int, int]
STATES = ("up", "up", "degraded", "down", "")


@dataclass(frozen=True)
class Evidence:
    """Everything that was ever said, row by row."""

    samples: tuple[Sample, ...]
    outages: tuple[Outage, ...]
    exclusions: tuple[Exclusion, ...]


def dice(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - reproducible cases, no secrets


def random_evidence(random: Random, services: int, bounds: Sequence[int]) -> Evidence:
    """A few samples, outages and exclusions for each service, most of them near instants at which periods end."""
    samples, outages, exclusions = [], [], []
    for number in range(services):
        place = Place(f"s{number:05}")
        moments = [_near(random, bounds) for _ in range(random.randint(1, 6))]
        moments += [random.choice(moments)]
        for at in moments:
            total = random.randrange(4)
            samples.append((place, at, random.choice(STATES), random.randint(0, total), total))
        outages += [row for _ in range(random.randrange(3)) for row in _random_outage(random, place, bounds)]
        if random.random() < 0.3:
            start = _near(random, bounds)
            end = random.choice([None, start + random.randint(1, 4_000)])
            exclusions.append(
                Exclusion("maintenance", "p", random.choice(["c", ""]), place=place, start=start, end=end)
            )
    return Evidence(tuple(samples), tuple(outages), tuple(exclusions))


def _near(random: Random, bounds: Sequence[int]) -> int:
    return random.choice(bounds) + random.choice(
        [-1, 0, 1, random.randint(-1_500, 1_500), random.randint(-9_000, 9_000)]
    )


def _random_outage(random: Random, place: Place, bounds: Sequence[int]) -> Iterator[Outage]:
    """An outage, often announced without its end first, as alert senders do."""
    start = _near(random, bounds)
    detected = random.choice([None, start + random.randint(0, 900)])
    reported = random.choice([None, start + random.randint(0, 900)])
    if random.random() < 0.5:
        yield Outage(place, start, None, detected=detected)
    if random.random() < 0.8:
        yield Outage(place, start, start + random.randint(1, 3_000), detected=detected, reported=reported)


def gather(samples: Sequence[Sample], evidence: Evidence) -> Records:
    return build_records(samples=_collect(samples), outages=evidence.outages, exclusions=evidence.exclusions)


def as_it_happened(evidence: Evidence) -> Records:
    """The evidence in order of time, each row once."""
    return gather(sorted(evidence.samples, key=lambda sample: sample[1]), evidence)


def disordered(random: Random, evidence: Evidence) -> Records:
    """The same rows as networks deliver them: each one to five times, in any order, the samples in several files."""
    samples = _scatter(random, evidence.samples)
    cuts = sorted(random.sample(range(len(samples)), 3))
    files = [_collect(samples[start:end]) for start, end in zip([0, *cuts], [*cuts, len(samples)], strict=True)]
    random.shuffle(files)
    return build_records(
        samples=merge_samples(files),
        outages=_scatter(random, evidence.outages),
        exclusions=_scatter(random, evidence.exclusions),
    )


def _scatter(random: Random, rows: Sequence[Row]) -> list[Row]:
    copies = [row for row in rows for _ in range(random.randint(1, 5))]
    random.shuffle(copies)
    return copies


def _collect(samples: Sequence[Sample]) -> Samples:
    collector = SampleCollector()
    for place, at, status, good, total in samples:
        collector.add(place, at, status, good=good, total=total)  # type: ignore[arg-type]
    return collector.build()


def known_at(evidence: Evidence, instant: int) -> Evidence:
    """What had been said by an instant."""

    def seen(at: int | None) -> int | None:
        return at if at is not None and at <= instant else None

    outages = [
        replace(row, end=seen(row.end), detected=seen(row.detected), reported=seen(row.reported))
        for row in evidence.outages
        if row.start <= instant
    ]
    exclusions = [replace(row, end=seen(row.end)) for row in evidence.exclusions if (row.start or 0) <= instant]
    samples = tuple(sample for sample in evidence.samples if sample[1] <= instant)
    return Evidence(samples, tuple(outages), tuple(exclusions))
