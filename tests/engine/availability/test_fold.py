"""Timelines of one place: how long a state holds, what a gap is, and the fold against an oracle of single seconds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from serval.engine.availability.fold import NOTHING_SEEN, Timeline, fold_samples, list_outages
from serval.engine.availability.packed_instants import pack_instants
from serval.engine.availability.samples import STATUS_CODES, SampleCollector, SampleColumns, Status
from serval.engine.spans import normalise, total
from tests.engine.availability.random_evidence import PLACE, STATES, Seen, build_columns, random_evidence, seeded


def fold(*samples: tuple[int, Status], interval: int | None = None, max_gap: int | None = None) -> Timeline:
    columns = build_columns([Seen(at, status) for at, status in samples])
    return fold_samples(columns, interval=interval, max_gap=max_gap)


def test_a_state_holds_until_the_next_sample() -> None:
    timeline = fold((0, "up"), (60, "down"), (180, "up"), (240, "up"))
    assert timeline == Timeline(down=((60, 180),), degraded=(), observed=((0, 240),), gaps=())


def test_an_outage_still_open_ends_with_the_last_sample_and_its_interval() -> None:
    assert fold((0, "up"), (60, "down"), (120, "down")).down == ((60, 120),)
    assert fold((0, "up"), (60, "down"), (120, "down"), interval=60).down == ((60, 180),)


def test_an_outage_seen_by_the_last_sample_alone_has_no_length_yet() -> None:
    assert fold((0, "up"), (60, "down")).down == ()
    assert fold((0, "up"), (60, "down"), interval=60).down == ((60, 120),)


def test_without_max_gap_no_distance_is_a_gap() -> None:
    assert fold((0, "up"), (1_000_000, "down"), (1_000_060, "up")).gaps == ()


def test_after_max_gap_the_time_beyond_one_interval_is_unknown() -> None:
    timeline = fold((0, "down"), (601, "up"), (660, "up"), interval=60, max_gap=600)
    assert (timeline.down, timeline.gaps) == (((0, 60),), ((60, 601),))
    assert timeline.observed == ((0, 60), (601, 720))


def test_a_distance_of_exactly_max_gap_is_no_gap() -> None:
    timeline = fold((0, "down"), (600, "up"), interval=60, max_gap=600)
    assert (timeline.down, timeline.gaps) == (((0, 600),), ())


def test_without_an_interval_a_sample_before_a_gap_knows_only_its_instant() -> None:
    timeline = fold((0, "up"), (60, "down"), (700, "up"), (760, "up"), max_gap=600)
    assert timeline == Timeline(down=(), degraded=(), observed=((0, 60), (700, 760)), gaps=((60, 700),))


def test_samples_speak_up_to_the_last_of_them_even_after_a_gap() -> None:
    timeline = fold((0, "up"), (60, "down"), (120, "up"), (700, "up"), max_gap=300)
    assert (timeline.observed, timeline.gaps, timeline.until) == (((0, 120),), ((120, 700),), 700)
    assert fold((5, "down")).until is None


def test_a_gap_parts_two_outages() -> None:
    timeline = fold((0, "down"), (700, "down"), (760, "up"), interval=60, max_gap=600)
    assert list_outages(timeline, degraded_is_down=False) == ((0, 60), (700, 760))


def test_degraded_time_belongs_to_an_outage_only_where_it_counts_as_down() -> None:
    timeline = fold((0, "up"), (60, "down"), (120, "degraded"), (180, "down"), (240, "up"))
    assert list_outages(timeline, degraded_is_down=False) == ((60, 120), (180, 240))
    assert list_outages(timeline, degraded_is_down=True) == ((60, 240),)


def test_every_flap_is_an_outage_of_its_own() -> None:
    flaps: list[tuple[int, Status]] = [(60 * n, "down" if n % 2 else "up") for n in range(101)]
    assert list_outages(fold(*flaps), degraded_is_down=False) == tuple((60 * n, 60 * n + 60) for n in range(1, 100, 2))


def test_a_service_that_appears_and_vanishes_is_known_only_in_between() -> None:
    timeline = fold((5_000, "up"), (5_060, "down"), (5_120, "up"), (5_180, "up"), interval=60)
    assert (timeline.observed, timeline.gaps, timeline.until) == (((5_000, 5_240),), (), 5_240)


def test_samples_that_only_count_requests_say_nothing_about_the_state() -> None:
    collector = SampleCollector()
    collector.add(PLACE, 0, "down")
    collector.add(PLACE, 60, good=10, total=10)
    collector.add(PLACE, 120, "up")
    timeline = fold_samples(collector.build().places[PLACE], interval=None, max_gap=None)
    assert timeline.down == ((0, 120),)
    counting = SampleCollector()
    counting.add(PLACE, 60, good=10, total=10)
    assert fold_samples(counting.build().places[PLACE], interval=60, max_gap=None) == NOTHING_SEEN


def test_of_samples_that_contradict_each_other_the_worst_stands() -> None:
    assert fold((0, "up"), (0, "down"), (60, "degraded"), (60, "up"), (90, "up")).down == ((0, 60),)
    assert fold((0, "up"), (60, "degraded"), (60, "up"), (90, "up")).degraded == ((60, 90),)


@pytest.mark.parametrize("hours", [743, 745])
def test_a_month_of_checks_has_as_many_seconds_as_its_hours(hours: int) -> None:
    checks = np.arange(0, hours * 3_600, 60, dtype=np.int64)
    count = len(checks)
    status = np.full(count, STATUS_CODES["up"], dtype=np.int8)
    status[600:660] = STATUS_CODES["down"]
    zero = np.zeros(count, dtype=np.int64)
    timeline = fold_samples(SampleColumns(pack_instants(checks), status, zero, zero), interval=60, max_gap=300)
    assert (total(timeline.observed), timeline.down) == (hours * 3_600, ((36_000, 39_600),))


def _states_by_second(
    samples: Sequence[Seen], seconds: range, interval: int | None, max_gap: int | None
) -> dict[int, str]:
    """The oracle: at each second the last sample is asked, and whether it may still be believed."""
    instants = sorted({sample.at for sample in samples})
    worst = {at: max((s.status for s in samples if s.at == at), key=STATES.index) for at in instants}
    states: dict[int, str] = {}
    for second in seconds:
        before = [at for at in instants if at <= second]
        after = [at for at in instants if at > second]
        if not before:
            continue
        fresh = second < before[-1] + (interval or 0)
        bridged = bool(after) and (max_gap is None or after[0] - before[-1] <= max_gap)
        if fresh or bridged:
            states[second] = worst[before[-1]]
        elif after:
            states[second] = "gap"
    return states


def _spread(timeline: Timeline, seconds: range) -> dict[int, str]:
    states: dict[int, str] = {}
    layers = (timeline.observed, "up"), (timeline.degraded, "degraded"), (timeline.down, "down"), (timeline.gaps, "gap")
    for spans, state in layers:
        for start, end in spans:
            states |= dict.fromkeys(range(start, end), state)
    assert set(states) <= set(seconds)
    return states


def test_the_fold_says_of_every_second_what_an_oracle_says_that_steps_through_them() -> None:
    random = seeded(7)
    seconds = range(160)
    kinds_seen: set[str] = set()
    for _ in range(400):
        samples = random_evidence(random, span=120, samples=25, outages=0).samples
        rules = random.choice([None, 0, 1, 7, 30]), random.choice([None, 1, 5, 20])
        timeline = fold_samples(build_columns(samples), interval=rules[0], max_gap=rules[1])
        expected = _states_by_second(samples, seconds, *rules)
        assert _spread(timeline, seconds) == expected, (samples, rules)
        kinds_seen |= set(expected.values())
        for spans in (timeline.down, timeline.degraded, timeline.observed, timeline.gaps):
            assert normalise(spans) == spans
    assert kinds_seen == {*STATES, "gap"}
