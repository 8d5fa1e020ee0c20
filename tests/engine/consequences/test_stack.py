"""Several credits out of one cause: added, or the greatest alone."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from serval.engine.consequences import Meter
from tests.engine.consequences.cast import agree, amounts, judge, payable, settle_one

ITEM = Meter("item")


def fixed(objective: str, amount: str, **more: str) -> dict[str, str]:
    return {"for": objective, "each": "verdict", "amount": amount, **more}


def breach(objective: str, subject: str = "", period: str = "2026-01", **causes: int):
    kept = {name: {ITEM: Fraction(number)} for name, number in causes.items()}
    meters = {ITEM: Fraction(sum(causes.values()))}
    return judge("90%", objective=objective, subject=subject, period=period, meters=meters, causes=kept)


def test_credits_are_added_unless_the_terms_say_otherwise() -> None:
    entries = [fixed("a", "100.00"), fixed("b", "300.00")]
    assert payable(settle_one(agree({"credits": entries}), breach("a"), breach("b"))) == "400.00"


def test_the_greatest_credit_of_one_cause_counts_and_the_others_say_that_they_lost() -> None:
    agreed = agree({"credits": [fixed("a", "100.00"), fixed("b", "300.00")], "stack": "greatest"})
    statement = settle_one(agreed, breach("a"), breach("b"))
    assert statement.credits is not None
    assert [(line.reason, line.exact) for line in statement.credits.lines] == [("outdone", 0), ("units", 300)]


def test_credits_of_different_causes_do_not_compete() -> None:
    entries = [fixed("a", "100.00", cause="outage"), fixed("b", "300.00", cause="outage"), fixed("c", "50.00")]
    agreed = agree({"credits": entries, "stack": "greatest"})
    assert amounts(settle_one(agreed, breach("a"), breach("b"), breach("c"))) == ["0.00", "300.00", "50.00"]


def test_credits_of_different_subjects_do_not_compete_with_each_other() -> None:
    agreed = agree({"credits": [fixed("a", "100.00"), fixed("b", "300.00")], "stack": "greatest"})
    statement = settle_one(agreed, breach("a", "core"), breach("b", "core"), breach("a", "portal"))
    assert amounts(statement) == ["0.00", "100.00", "300.00"]


def test_a_credit_for_the_whole_competes_with_the_sum_of_its_parts() -> None:
    agreed = agree({"credits": [fixed("a", "100.00"), fixed("b", "150.00")], "stack": "greatest"})
    one, two, whole = breach("a", "ecs-1"), breach("a", "ecs-2"), breach("b")
    assert payable(settle_one(agreed, one, whole)) == "150.00"
    assert payable(settle_one(agreed, one, two, whole)) == "200.00"


def test_credits_of_different_months_do_not_compete() -> None:
    agreed = agree({"credits": [fixed("a", "100.00")], "stack": "greatest", "settle": "quarter"})
    assert payable(settle_one(agreed, breach("a"), breach("a", period="2026-02"))) == "200.00"


def test_items_compete_one_by_one() -> None:
    entries = [
        {"for": "response", "each": "item", "amount": "200.00"},
        {"for": "recovery", "each": "item", "amount": "500.00"},
    ]
    agreed = agree({"credits": entries, "stack": "greatest"})
    late, slow = breach("response", i1=1, i2=1), breach("recovery", i2=1, i3=1)
    assert amounts(settle_one(agreed, late, slow)) == ["200.00", "1000.00"]


def test_items_together_compete_with_a_credit_for_the_verdict() -> None:
    entries = [{"for": "response", "each": "item", "amount": "200.00"}, fixed("up", "500.00")]
    agreed = agree({"credits": entries, "stack": "greatest"})
    assert amounts(settle_one(agreed, breach("response", i1=1, i2=1), breach("up"))) == ["0.00", "500.00"]
    three = breach("response", i1=1, i2=1, i3=1)
    assert amounts(settle_one(agreed, three, breach("up"))) == ["600.00", "0.00"]


def test_what_one_entry_cannot_pay_for_its_most_goes_to_the_next_best() -> None:
    """Five items at 30 each, or at 40 each with at most 50: one item for the second, the others for the first."""
    entries = [
        {"for": "response", "each": "item", "amount": "30.00"},
        {"for": "recovery", "each": "item", "amount": "40.00", "most": "50.00"},
    ]
    items = dict.fromkeys(("i1", "i2", "i3", "i4", "i5"), 1)
    agreed = agree({"credits": entries, "stack": "greatest"})
    assert amounts(settle_one(agreed, breach("response", **items), breach("recovery", **items))) == ["120.00", "40.00"]


def test_control_without_a_most_every_item_counts_for_the_greater_credit() -> None:
    entries = [
        {"for": "response", "each": "item", "amount": "30.00"},
        {"for": "recovery", "each": "item", "amount": "40.00"},
    ]
    items = dict.fromkeys(("i1", "i2", "i3", "i4", "i5"), 1)
    agreed = agree({"credits": entries, "stack": "greatest"})
    assert amounts(settle_one(agreed, breach("response", **items), breach("recovery", **items))) == ["0.00", "200.00"]


@given(
    counts=st.lists(st.tuples(*[st.integers(min_value=0, max_value=3)] * 3), min_size=1, max_size=5),
    cents=st.tuples(*[st.integers(min_value=1, max_value=9999)] * 3),
    most=st.tuples(*[st.none() | st.integers(min_value=1, max_value=20_000)] * 3),
)
def test_the_greatest_of_items_is_never_less_than_any_single_credit_nor_more_than_their_sum(
    counts: list[tuple[int, int, int]], cents: tuple[int, int, int], most: tuple[int | None, int | None, int | None]
) -> None:
    entries = [
        {"for": name, "each": "item", "amount": write_cents(n)} | ({} if top is None else {"most": write_cents(top)})
        for name, n, top in zip("abc", cents, most, strict=True)
    ]
    verdicts = [
        breach(name, **{f"i{place}": row[column] for place, row in enumerate(counts) if row[column]})
        for column, name in enumerate("abc")
    ]
    singles = [Fraction(payable(settle_one(agree({"credits": [entry]}), *verdicts))) for entry in entries]
    forward = Fraction(payable(settle_one(agree({"credits": entries, "stack": "greatest"}), *verdicts)))
    assert max(singles) <= forward <= sum(singles)


def test_renaming_items_changes_no_sum() -> None:
    entries = [
        {"for": "response", "each": "item", "amount": "30.00"},
        {"for": "recovery", "each": "item", "amount": "40.00", "most": "50.00"},
    ]
    agreed = agree({"credits": entries, "stack": "greatest"})
    sums = {
        payable(settle_one(agreed, breach("response", **{x: 1, y: 2}), breach("recovery", **{x: 2, y: 1})))
        for x, y in ("ab", "ba")
    }
    assert len(sums) == 1


def write_cents(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"


@given(st.lists(st.integers(min_value=1, max_value=10**6), min_size=2, max_size=4))
def test_added_credits_come_to_the_same_in_any_order(cents: list[int]) -> None:
    names = "abcd"
    verdicts = [breach(name) for name in names]
    entries = [fixed(name, f"{n // 100}.{n % 100:02}") for name, n in zip(names, cents, strict=False)]
    sums = {payable(settle_one(agree({"credits": list(order)}), *verdicts)) for order in permutations(entries)}
    assert len(sums) == 1


@given(st.lists(st.integers(min_value=1, max_value=10**6), min_size=1, max_size=4))
def test_the_greatest_is_never_more_than_the_sum(cents: list[int]) -> None:
    names = "abcd"
    verdicts = [breach(name) for name in names]
    entries = [fixed(name, f"{n // 100}.{n % 100:02}") for name, n in zip(names, cents, strict=False)]
    greatest = Fraction(payable(settle_one(agree({"credits": entries, "stack": "greatest"}), *verdicts)))
    assert greatest == Fraction(max(cents), 100)
    assert greatest <= Fraction(payable(settle_one(agree({"credits": entries}), *verdicts)))
