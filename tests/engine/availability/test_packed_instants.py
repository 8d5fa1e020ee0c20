"""Packed instants answer as a plain array of them does."""

from __future__ import annotations

import numpy as np
import pytest

from serval.engine.availability.packed_instants import (
    BLOCK,
    CHUNK,
    PackedInstants,
    Whole,
    join_instants,
    pack_instants,
)

SECONDS = {"a probe": 60, "with pauses": 40_000, "with years": 10**8, "since ever": 10**11}


def draw(longest: int, count: int = CHUNK + 2 * BLOCK + 7) -> Whole:
    generator = np.random.default_rng(longest)
    steps = generator.integers(1, 61, count)
    steps[generator.integers(0, count, 5)] = longest
    return np.cumsum(steps) - 10**9


@pytest.mark.parametrize("longest", SECONDS.values(), ids=SECONDS)
def test_packed_instants_are_the_instants(longest: int) -> None:
    at = draw(longest)
    packed = pack_instants(at)
    assert (packed.list_all() == at).all()
    assert (packed.first, packed.last, len(packed)) == (at[0], at[-1], len(at))
    for first, last in ((0, 1), (BLOCK - 1, BLOCK + 1), (CHUNK - 1, CHUNK + 2), (5, 5), (len(at) - 1, len(at))):
        assert packed.list_between(first, last).tolist() == at[first:last].tolist()
    for places in (np.array([0, 1, BLOCK, CHUNK, len(at) - 1]), np.arange(0, len(at), 7)):
        assert packed.take(places).tolist() == at[places].tolist()


@pytest.mark.parametrize("longest", SECONDS.values(), ids=SECONDS)
def test_packed_instants_are_searched_as_plain_ones(longest: int) -> None:
    at = draw(longest)
    packed = pack_instants(at)
    asked = [int(at[0]) - 1, *(int(at[n]) + near for n in (0, BLOCK - 1, BLOCK, len(at) - 1) for near in (-1, 0, 1))]
    for instant in asked:
        count = int(at.searchsorted(instant, side="right"))
        assert packed.count_until(instant) == count
        assert packed.find_last(instant) == (int(at[count - 1]) if count else None)


@pytest.mark.parametrize("cut", [1, BLOCK - 1, BLOCK, BLOCK + 1, CHUNK])
def test_instants_cut_and_joined_are_the_same(cut: int) -> None:
    at = draw(10**5)
    at[cut:] += 10**10
    joined = join_instants([pack_instants(at[:cut]), pack_instants(at[cut:])])
    for packed in (joined, joined.cut(cut)):
        assert (packed.list_all() == at[: len(packed)]).all()
        assert (np.diff(at[: len(packed)]) == packed.steps[1:]).all()
        assert packed.count_until(int(at[cut - 1])) == cut


def test_nothing_is_packed_to_nothing() -> None:
    nothing = pack_instants(np.zeros(0, dtype=np.int64))
    assert (len(nothing), nothing.count_until(0), nothing.list_all().tolist()) == (0, 0, [])


def test_control_a_step_too_large_for_its_room_would_be_seen() -> None:
    at = draw(60)
    packed = pack_instants(at)
    broken = PackedInstants(packed.steps.copy(), packed.starts, packed.anchors)
    broken.steps[1] += 1
    assert (broken.list_all() != at).any()


def test_a_sample_a_minute_needs_less_than_two_bytes() -> None:
    at = draw(60)
    packed = pack_instants(at)
    assert packed.steps.nbytes + packed.starts.nbytes + packed.anchors.nbytes < 2 * len(at)
