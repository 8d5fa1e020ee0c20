"""Credits granted earlier, as told on the command line."""

from __future__ import annotations

from typing import Any

from serval.site.cli.granted import read_granted
from tests.engine.amendments.cast import agree, version


def test_an_amount_granted_earlier_has_the_currency_that_its_period_had() -> None:
    def paying(first: str, currency: str) -> dict[str, Any]:
        fee = {"amount": "1000.00", "currency": currency, "per": "month"}
        return version(first, {}, fee=fee)

    agreement = agree(paying("01-01", "CNY"), paying("04-01", "USD"))
    told = read_granted(["2026-03=200.00", "2026-04=100.00", "2025-12=5.00"], agreement)
    assert [str(entry.amount) for entry in told] == ["200.00 CNY", "100.00 USD", "5.00 CNY"]
