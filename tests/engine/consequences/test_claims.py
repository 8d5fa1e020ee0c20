"""Claims: windows that open, close, and reopen with a restatement; what is not claimed in time lapses."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import pytest

from serval.engine.consequences import Statement
from serval.engine.consequences.dates import add_months
from serval.engine.instants import format_instant
from serval.engine.records import ClaimStep
from tests.engine.consequences.cast import agree, at, judge, office, settle_one

CREDIT = {"for": "up", "of": "fee", "each": "verdict", "percent": 10}
CLAIMS = {"from": "published", "opens": "5wd", "within": "60d"}
PUBLISHED = "2026-02-03T10:00:00"  # a Tuesday


def step(kind: Literal["published", "claimed"], text: str, settlement: str = "2026-01") -> ClaimStep:
    return ClaimStep(settlement, kind, at(text))


def settle_january(now: str, *steps: ClaimStep, claims: dict[str, Any] = CLAIMS) -> Statement:
    agreed = agree({"credits": [CREDIT], "claims": claims}, calendar=office())
    return settle_one(agreed, judge("90%"), now=at(now), claim_steps=steps)


def state(statement: Statement) -> tuple[str, str, str]:
    assert statement.credits is not None
    return statement.credits.claim.state, str(statement.credits.granted.amount), str(statement.credits.lapsed.amount)


OPEN, CLOSE = "2026-02-10T18:00:00", "2026-04-06T18:00:00"
"""Five working days after Tuesday the 3rd; sixty days on is Saturday the 4th of April, so Monday the 6th."""


@pytest.mark.parametrize(
    ("now", "claimed", "expected"),
    [
        ("2026-02-10T17:59:59", None, ("not_open", "0.00", "0.00")),
        (OPEN, None, ("open", "0.00", "0.00")),
        (CLOSE, None, ("open", "0.00", "0.00")),
        ("2026-04-06T18:00:01", None, ("lapsed", "0.00", "1000.00")),
        ("2026-05-01T00:00:00", OPEN, ("claimed", "1000.00", "0.00")),
        ("2026-05-01T00:00:00", CLOSE, ("claimed", "1000.00", "0.00")),
        ("2026-05-01T00:00:00", "2026-04-06T18:00:01", ("claimed_late", "0.00", "1000.00")),
        ("2026-02-09T00:00:00", "2026-02-05T09:00:00", ("not_open", "0.00", "0.00")),
        ("2026-02-11T00:00:00", "2026-02-05T09:00:00", ("claimed", "1000.00", "0.00")),
        ("2026-03-01T00:00:00", "2026-03-02T00:00:00", ("open", "0.00", "0.00")),
    ],
)
def test_a_claim_counts_within_its_window(now: str, claimed: str | None, expected: tuple[str, str, str]) -> None:
    steps = [step("published", PUBLISHED), *([step("claimed", claimed)] if claimed else [])]
    assert state(settle_january(now, *steps)) == expected


def test_without_publication_nothing_can_be_claimed() -> None:
    assert state(settle_january("2026-12-01T00:00:00"))[0] == "not_published"
    other = step("published", PUBLISHED, "2026-02")
    assert state(settle_january("2026-12-01T00:00:00", other))[0] == "not_published"


def test_credits_are_automatic_where_no_claim_is_agreed_or_said_to_be() -> None:
    agreed = agree({"credits": [CREDIT]})
    assert state(settle_one(agreed, judge("90%"))) == ("automatic", "1000.00", "0.00")
    assert state(settle_january("2026-03-01T00:00:00", claims={"automatic": True})) == ("automatic", "1000.00", "0.00")


def test_a_restatement_opens_a_window_of_its_own() -> None:
    steps = [step("published", PUBLISHED), step("published", "2026-05-04T10:00:00")]
    assert state(settle_january("2026-05-03T00:00:00", *steps))[0] == "lapsed"
    assert state(settle_january("2026-05-12T00:00:00", *steps))[0] == "open"
    late = step("claimed", "2026-04-20T00:00:00")
    assert state(settle_january("2026-05-12T00:00:00", *steps, late))[0] == "open"
    again = step("claimed", "2026-05-12T00:00:00")
    assert state(settle_january("2026-05-13T00:00:00", *steps, late, again))[0] == "claimed"


def test_a_claim_made_in_time_outlives_a_restatement() -> None:
    steps = [step("published", PUBLISHED), step("claimed", OPEN), step("published", "2026-05-04T10:00:00")]
    assert state(settle_january("2026-05-04T10:00:01", *steps)) == ("claimed", "1000.00", "0.00")


@pytest.mark.parametrize(
    ("within", "closes"),
    [("2 months", "2026-03-31T10:00:00Z"), ("60d", "2026-04-01T10:00:00Z"), ("1 month", "2026-03-02T10:00:00Z")],
)
def test_a_window_from_the_end_of_the_period_needs_no_publication(within: str, closes: str) -> None:
    statement = settle_january("2026-03-15T00:00:00", claims={"from": "period_end", "opens": "5wd", "within": within})
    assert statement.credits is not None
    window = statement.credits.claim.window
    assert window is not None
    assert window.closes is not None
    assert format_instant(window.opens) == "2026-02-06T10:00:00Z"
    assert format_instant(window.closes) == closes


def test_without_a_calendar_the_last_day_ends_at_midnight() -> None:
    agreed = agree({"credits": [CREDIT], "claims": {"from": "period_end", "within": "2 months"}})
    statement = settle_one(agreed, judge("90%"), now=at("2026-02-01T00:00:00"))
    assert statement.credits is not None
    assert statement.credits.claim.window is not None
    assert statement.credits.claim.window.closes == at("2026-04-01T00:00:00")


def test_a_claim_changes_no_digest() -> None:
    before = settle_january("2026-02-11T00:00:00", step("published", PUBLISHED))
    after = settle_january("2026-02-12T00:00:00", step("published", PUBLISHED), step("claimed", OPEN))
    assert state(before)[0] != state(after)[0]
    assert before.digest == after.digest


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 2, 28), 6, date(2026, 8, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 5, 15), 24, date(2028, 5, 15)),
    ],
)
def test_months_end_on_the_same_day_number_or_on_the_last_day(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected
