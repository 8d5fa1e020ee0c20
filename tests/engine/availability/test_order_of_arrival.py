"""Goal R8, finding F7: the same evidence in any order and any number of copies gives the same outages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from serval.engine.availability.fold import NOTHING_SEEN, Timeline, fold_samples, list_outages
from serval.engine.availability.outages import WholeOutage, fold_outages
from serval.engine.availability.samples import SampleCollector
from serval.engine.canonical import digest
from serval.engine.records import Outage
from serval.engine.spans import normalise
from tests.engine.availability.random_evidence import PLACE, Evidence, Seen, deliver, random_evidence, seeded

SETS = 10_000
SPAN = 600


def _plain(timeline: Timeline, wholes: Sequence[WholeOutage]) -> list[object]:
    times = [timeline.down, timeline.degraded, timeline.observed, timeline.gaps]
    return [times, [[o.start, o.end, o.counts_from, o.ongoing, o.detected, o.reported, o.sampled] for o in wholes]]


def _fold(sample_batches: Iterable[list[Seen]], outage_batches: Iterable[list[Outage]]) -> str:
    """The digest of everything the fold says, after the evidence came in batches; it is read after each of them."""
    collector = SampleCollector()
    timeline = NOTHING_SEEN
    for batch in sample_batches:
        for sample in batch:
            collector.add(PLACE, sample.at, sample.status)
        timeline = fold_samples(collector.build().places[PLACE], interval=5, max_gap=120)
    rows = [row for batch in outage_batches for row in batch]
    wholes = fold_outages(
        list_outages(timeline, degraded_is_down=True),
        rows,
        now=SPAN,
        seen_until=timeline.until,
        degraded_is_down=True,
        outage_from="reported",
    )
    return digest(_plain(timeline, wholes))


def _fold_as_it_happened(evidence: Evidence) -> str:
    return _fold([list(evidence.samples)], [list(evidence.outages)])


def test_ten_thousand_sets_of_events_have_one_digest_in_any_order_and_number_of_copies() -> None:
    random = seeded(8)
    differing = 0
    for _ in range(SETS):
        evidence = random_evidence(random, span=SPAN, samples=12, outages=3)
        arrived = _fold(deliver(random, evidence.samples), deliver(random, evidence.outages))
        differing += arrived != _fold_as_it_happened(evidence)
    assert differing == 0


def _apply_on_arrival(samples: Sequence[Seen]) -> object:
    """How it is done wrongly: each sample changes the state the moment it arrives."""
    found: list[tuple[int, int]] = []
    since: int | None = None
    for sample in samples:
        if sample.status == "down" and since is None:
            since = sample.at
        elif sample.status != "down" and since is not None:
            found.append((since, sample.at))
            since = None
    return normalise(found)


def test_control_applying_events_as_they_arrive_is_caught_in_most_sets() -> None:
    random = seeded(8)
    wrong = 0
    for _ in range(1_000):
        samples = random_evidence(random, span=SPAN, samples=12, outages=0).samples
        arrived = [sample for batch in deliver(random, samples) for sample in batch]
        wrong += _apply_on_arrival(arrived) != _apply_on_arrival(samples)
    assert wrong > 500


def test_control_a_single_sample_more_changes_the_digest() -> None:
    samples = (Seen(0, "up"), Seen(60, "down"), Seen(120, "up"))
    one, other = Evidence(samples, ()), Evidence((*samples, Seen(61, "up")), ())
    assert _fold_as_it_happened(one) != _fold_as_it_happened(other)


@pytest.mark.parametrize("copies", [1, 2, 5])
def test_what_was_said_once_and_what_was_said_five_times_is_the_same(copies: int) -> None:
    evidence = random_evidence(seeded(3), span=SPAN, samples=40, outages=6)
    several = Evidence(evidence.samples * copies, evidence.outages * copies)
    assert _fold_as_it_happened(several) == _fold_as_it_happened(evidence)
