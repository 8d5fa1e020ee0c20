"""The digest of samples by days: recomputed with hashlib alone, whatever was cut, doubled or batched."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serval.engine.availability.samples import (
    STATUS_CODES,
    SampleCollector,
    SampleColumns,
    Samples,
    Status,
    merge_samples,
)
from tests.engine.availability.random_evidence import PLACE

Said = tuple[int, Status, int, int]
"""Instant, status, good and all requests."""

DAY = 86_400
STATES: tuple[Status, ...] = ("up", "degraded", "down")

SAID = st.tuples(
    st.integers(-3 * DAY, 3 * DAY) | st.sampled_from([-1, 0, 1, DAY - 1, DAY, 400 * DAY]),
    st.sampled_from(STATES),
    st.just(0) | st.integers(0, 3),
    st.just(3) | st.just(0),
).map(lambda said: (said[0], said[1], min(said[2], said[3]), said[3]))


def collect(rows: Sequence[Said]) -> Samples:
    collector = SampleCollector()
    for at, status, good, total in rows:
        collector.add(PLACE, at, status, good=good, total=total)
    return collector.build()


def columns_of(rows: Sequence[Said]) -> SampleColumns:
    return collect(rows).places[PLACE]


def list_worst(rows: Sequence[Said]) -> list[tuple[int, int, int, int]]:
    """Normal form said once more: of one instant the worst status, then most good and most requests."""
    coded = [(at, STATUS_CODES[status], good, total) for at, status, good, total in rows]
    return [max(row for row in coded if row[0] == at) for at in sorted({row[0] for row in coded})]


def recompute(rows: Sequence[tuple[int, int, int, int]]) -> str:
    """The recipe of docs/engine/availability.md, with bytes and SHA-256 and nothing else."""

    def write(numbers: Sequence[int], size: int = 8) -> bytes:
        return b"".join(number.to_bytes(size, "little", signed=True) for number in numbers)

    heads = b""
    for day, found in groupby(rows, key=lambda row: row[0] // DAY):
        ats, states, goods, totals = zip(*found, strict=True)
        block = write(ats) + write(states, 1)
        if any(goods) or any(totals):
            block += write(goods) + write(totals)
        heads += write([day, len(ats)]) + hashlib.sha256(block).digest()
    return hashlib.sha256(heads).hexdigest()


@given(st.lists(SAID, min_size=1, max_size=40), st.data())
def test_the_digest_of_any_stretch_is_what_the_recipe_says(rows: list[Said], data: st.DataObject) -> None:
    columns, worst = columns_of(rows), list_worst(rows)
    first = data.draw(st.integers(0, len(worst)))
    last = data.draw(st.integers(first, len(worst)))
    assert columns.days.digest(first, last) == recompute(worst[first:last])
    assert columns.days.digest(0, len(worst)) == recompute(worst)


@given(st.lists(SAID, min_size=1, max_size=30), st.randoms())
def test_samples_in_batches_in_any_order_and_twice_have_one_digest(rows: list[Said], random: object) -> None:
    whole = columns_of(rows).days
    shuffled = sorted([*rows, *rows[::2]], key=lambda _: random.random())  # type: ignore[attr-defined]
    half = len(shuffled) // 2
    parts = [collect(part) for part in (shuffled[half:], shuffled[:half]) if part]
    again = merge_samples(parts).places[PLACE].days
    assert again.blocks == whole.blocks


@pytest.mark.parametrize(
    "other",
    [
        [(10, "up", 0, 0), (DAY, "up", 0, 0)],
        [(10, "up", 0, 0), (DAY + 1, "down", 0, 0)],
        [(10, "up", 1, 1), (DAY + 1, "up", 0, 0)],
        [(10, "up", 0, 0)],
        [(10, "up", 0, 0), (11, "up", 0, 0), (DAY + 1, "up", 0, 0)],
    ],
    ids=["instant", "status", "requests", "one less", "one more"],
)
def test_control_another_sample_has_another_digest(other: list[Said]) -> None:
    rows: list[Said] = [(10, "up", 0, 0), (DAY + 1, "up", 0, 0)]
    one, two = columns_of(rows), columns_of(other)
    assert one.days.digest(0, len(one.at)) != two.days.digest(0, len(two.at))


def test_samples_years_apart_have_two_blocks() -> None:
    days = columns_of([(0, "up", 0, 0), (8_000 * 365 * DAY, "up", 0, 0)]).days
    assert days.blocks.starts == [0, 1, 2]
