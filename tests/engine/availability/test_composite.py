"""Measured composites: series, redundant and k of n, with time of which nothing is known."""

from __future__ import annotations

from random import Random

import pytest

from serval.engine.availability.composite import Condition, combine_k_of_n, combine_redundant, combine_series
from serval.engine.spans import intersect, normalise, union
from tests.engine.availability.random_evidence import seeded

A, B = Condition(((0, 100), (300, 400))), Condition(((50, 150), (390, 500)))


def test_a_series_is_down_while_any_component_is() -> None:
    assert combine_series([A, B]) == Condition(union(A.down, B.down)) == Condition(((0, 150), (300, 500)))


def test_a_redundant_group_is_down_while_all_components_are() -> None:
    assert combine_redundant([A, B]) == Condition(intersect(A.down, B.down)) == Condition(((50, 100), (390, 400)))


def test_two_of_three_are_down_while_fewer_than_two_are_up() -> None:
    c = Condition(((80, 320),))
    assert combine_k_of_n([A, B, c], needs=2).down == ((50, 150), (300, 320), (390, 400))


def test_a_series_with_one_component_down_is_down_whatever_is_unknown_of_the_other() -> None:
    silent = Condition((), unknown=((0, 1_000),))
    assert combine_series([A, silent]) == Condition(A.down, unknown=((100, 300), (400, 1_000)))


def test_a_redundant_group_with_one_component_up_is_up_whatever_is_unknown_of_the_other() -> None:
    silent = Condition((), unknown=((0, 1_000),))
    assert combine_redundant([A, silent]) == Condition((), unknown=A.down)


def test_where_a_component_is_both_down_and_unknown_it_is_down() -> None:
    assert combine_series([Condition(((0, 10),), unknown=((5, 20),))]) == Condition(((0, 10),), unknown=((10, 20),))


@pytest.mark.parametrize("needs", [0, 3])
def test_more_components_than_there_are_or_none_cannot_be_needed(needs: int) -> None:
    with pytest.raises(ValueError, match="of 2 components"):
        combine_k_of_n([A, B], needs=needs)


def _random_condition(random: Random) -> Condition:
    def spans() -> tuple[tuple[int, int], ...]:
        starts = [random.randrange(60) for _ in range(random.randint(0, 4))]
        return normalise((start, start + random.randint(1, 15)) for start in starts)

    return Condition(spans(), unknown=spans())


def _at(condition: Condition, second: int) -> str:
    if any(start <= second < end for start, end in condition.down):
        return "down"
    return "unknown" if any(start <= second < end for start, end in condition.unknown) else "up"


def _decided(states: list[str], needs: int) -> str:
    """The oracle: the unknown ones may all be up, or all be down; only if both say the same is anything known."""
    best = states.count("up") + states.count("unknown") >= needs
    worst = states.count("up") >= needs
    if best == worst:
        return "up" if best else "down"
    return "unknown"


def test_the_sweep_says_of_every_second_what_counting_the_components_says() -> None:
    random = seeded(5)
    for _ in range(400):
        parts = [_random_condition(random) for _ in range(random.randint(1, 5))]
        needs = random.randint(1, len(parts))
        found = combine_k_of_n(parts, needs=needs)
        for second in range(80):
            assert _at(found, second) == _decided([_at(part, second) for part in parts], needs), (parts, needs, second)
