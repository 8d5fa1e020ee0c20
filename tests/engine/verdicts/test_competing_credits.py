"""Credits of one cause that compete, on tickets that were judged."""

from __future__ import annotations

from typing import Any

import pytest

from serval.engine.records import NO_RECORDS
from serval.engine.verdicts import Range
from serval.engine.verdicts.settlement import settle_scorecard
from tests.engine.verdicts.bench_of_terms import judge, terms, ticket

FEE = {"amount": "1000.00", "currency": "CNY", "per": "month"}


@pytest.mark.parametrize(("answered", "expected"), [("01-05 01:10", "5.00"), ("01-05 02:10", "10.00")])
def test_an_item_too_short_for_one_unit_still_counts_in_the_other(answered: str, expected: str) -> None:
    """Ten minutes late are no whole hour: five for the item; seventy are one: ten for the hour."""
    entries: list[dict[str, Any]] = [
        {"for": "answer", "each": "item", "amount": "5.00"},
        {"for": "answer", "each": "hour", "amount": "10.00"},
    ]
    agreement = terms({}, fee=FEE, consequences={"credits": entries, "stack": "greatest"})
    card = judge(agreement, ticket("A", "01-05 00:00", answered=answered))
    statements = settle_scorecard(card, NO_RECORDS, Range(agreement.start, agreement.end, running=True))
    assert statements[0].credits is not None
    assert str(statements[0].credits.payable.amount) == expected
