"""Spans and their vectorised twins against the plainest model there is: a set of seconds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from serval.engine import spans, spans_numpy
from serval.engine.spans import Spans

PAIRS = st.lists(st.tuples(st.integers(-30, 60), st.integers(-30, 60)), max_size=12)
SPANS = PAIRS.map(spans.normalise)
INSTANTS = st.integers(-35, 65)


def seconds_of(pairs: Spans | list[tuple[int, int]]) -> set[int]:
    return {second for start, end in pairs for second in range(start, end)}


def is_normal(a: Spans) -> bool:
    return all(start < end for start, end in a) and all(a[i][1] < a[i + 1][0] for i in range(len(a) - 1))


@given(PAIRS)
def test_normal_form_holds_the_same_seconds_sorted_and_apart(pairs: list[tuple[int, int]]) -> None:
    normal = spans.normalise(pairs)
    assert is_normal(normal)
    assert seconds_of(normal) == seconds_of(pairs)
    assert spans_numpy.to_spans(spans_numpy.normalise(spans_numpy.from_spans(pairs))) == normal


@given(PAIRS, st.randoms(use_true_random=False))
def test_normal_form_does_not_depend_on_the_order(pairs: list[tuple[int, int]], random) -> None:
    shuffled = list(pairs)
    random.shuffle(shuffled)
    assert spans.normalise(shuffled) == spans.normalise(pairs)


@given(SPANS, SPANS)
def test_union_intersection_and_difference_are_those_of_sets_of_seconds(a: Spans, b: Spans) -> None:
    wanted = {
        "union": seconds_of(a) | seconds_of(b),
        "intersect": seconds_of(a) & seconds_of(b),
        "subtract": seconds_of(a) - seconds_of(b),
    }
    for name, seconds in wanted.items():
        found = getattr(spans, name)(a, b)
        assert is_normal(found)
        assert seconds_of(found) == seconds
        arrays = spans_numpy.from_spans(a), spans_numpy.from_spans(b)
        assert spans_numpy.to_spans(getattr(spans_numpy, name)(*arrays)) == found


@given(SPANS, INSTANTS, INSTANTS)
def test_clipping_keeps_what_lies_between_two_instants(a: Spans, start: int, end: int) -> None:
    clipped = spans.clip(a, start, end)
    assert is_normal(clipped)
    assert seconds_of(clipped) == seconds_of(a) & set(range(start, end))
    assert spans_numpy.to_spans(spans_numpy.clip(spans_numpy.from_spans(a), start, end)) == clipped


@given(SPANS)
def test_the_total_is_the_number_of_seconds(a: Spans) -> None:
    assert spans.total(a) == len(seconds_of(a)) == spans_numpy.total(spans_numpy.from_spans(a))


def test_touching_spans_become_one_and_empty_or_inverted_ones_vanish() -> None:
    assert spans.normalise([(5, 9), (0, 5), (20, 20), (30, 25)]) == ((0, 9),)
