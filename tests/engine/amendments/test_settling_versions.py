"""What versions change in money: other settlement periods, other fees, another currency, gaps between versions."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from serval.engine.consequences import Granted, Statement
from serval.engine.errors import TermsError
from serval.engine.money import Money
from serval.engine.records import MeasureEntry, Records, build_records
from serval.engine.terms import Agreement
from serval.engine.verdicts import Range
from serval.engine.verdicts.settlement import settle_scorecard
from tests.engine.amendments.cast import agree, at, card, settled, version

HEALTH: dict[str, Any] = {"id": "health", "metric": "measure.health", "target": {"atLeast": "90%"}}
WHOLE_FEE = {"for": "health", "of": "fee", "tiers": [{"below": "90%", "percent": 100}]}
BOTH = {"agreed": "2026-04-10", "approvals": {"provider": "2026-04-11", "client": "2026-04-12"}}
EVERY_MONTH_LOST: Records = build_records(
    measures=[MeasureEntry("health", at(f"{month:02}-10 12:00"), value=Fraction(1, 2)) for month in range(1, 13)]
)


def paying(
    first: str,
    *,
    fee: str = "1000.00",
    currency: str = "CNY",
    period: str = "month",
    until: str = "2026-12-31",
    amendment: dict[str, Any] | None = None,
    **consequences: Any,
) -> dict[str, Any]:
    """A version under which every lost period costs its whole fee."""
    terms = version(
        first,
        {**HEALTH, "period": period},
        measures={"health": {"unit": "percent", "combine": "mean"}},
        fee={"amount": fee, "currency": currency, "per": "month"},
        consequences={"credits": [WHOLE_FEE], **consequences},
        **({} if amendment is None else {"amendment": amendment}),
    )
    terms["effective"]["until"] = until
    return terms


def settle(*versions: dict[str, Any], restate: bool = True) -> tuple[Statement, ...]:
    return settled(agree(*versions, restate=restate), records=EVERY_MONTH_LOST)


def totals(statements: tuple[Statement, ...]) -> dict[str, str]:
    """What each statement's credits come to, by the days it covers."""
    spans = [(f"{s.period.first:%m-%d}/{s.period.last:%m-%d}", s.credits) for s in statements]
    return {days: str(owed.total.amount) for days, owed in spans if owed is not None}


def caps(statements: tuple[Statement, ...]) -> list[str]:
    return [str(s.credits.capped.year_cap) for s in statements if s.credits is not None]


def count_settled(agreement: Agreement) -> Counter[int]:
    """How many verdicts stand in how many statements."""
    verdicts = [v.digest for v in card(agreement, records=EVERY_MONTH_LOST).verdicts]
    held = Counter(d for s in settled(agreement, records=EVERY_MONTH_LOST) for d in s.verdicts)
    return Counter(held[digest] for digest in verdicts)


@pytest.mark.parametrize("day", ["02-01", "02-15", "03-31", "07-01"])
@pytest.mark.parametrize("kinds", [("month", "quarter"), ("quarter", "month"), ("year", "month"), ("month", "year")])
@pytest.mark.parametrize("period", ["month", "quarter"])
def test_every_verdict_is_in_one_statement_whatever_settlement_a_version_brings(
    day: str, kinds: tuple[str, str], period: str
) -> None:
    before, after = kinds
    agreement = agree(paying("01-01", settle=before, period=period), paying(day, settle=after, period=period))
    assert set(count_settled(agreement)) == {1}
    owed = sum(Decimal(amount) for amount in totals(settled(agreement, records=EVERY_MONTH_LOST)).values())
    assert owed == 12_000


def test_a_version_that_settles_otherwise_cuts_the_period_under_way() -> None:
    statements = settle(paying("01-01", settle="month"), paying("02-15", settle="quarter"))
    assert totals(statements) == {
        "01-01/01-31": "1000.00",
        "02-15/03-31": "2000.00",
        "04-01/06-30": "3000.00",
        "07-01/09-30": "3000.00",
        "10-01/12-31": "3000.00",
    }
    assert [s.period.part for s in statements] == [False, True, False, False, False]


def test_control_a_version_that_settles_alike_lets_the_period_under_way_end() -> None:
    statements = settle(paying("01-01"), paying("02-15"))
    assert [s.period.label[5:] for s in statements] == [f"{month:02}" for month in range(1, 13)]
    assert len({s.terms for s in statements[:2]}) == 1
    assert statements[1].terms != statements[2].terms


def test_a_version_that_was_agreed_later_cuts_no_closed_statement() -> None:
    """Agreed on 10 April alone, from February on: settled by quarter from April on."""
    later = paying("02-01", settle="quarter", amendment={"agreed": "2026-04-10"})
    assert list(totals(settle(paying("01-01", settle="month"), later)))[:4] == [
        "01-01/01-31",
        "02-01/02-28",
        "03-01/03-31",
        "04-01/06-30",
    ]


def test_the_fee_of_a_quarter_is_the_sum_of_what_each_version_says_for_its_own_days() -> None:
    statements = settle(paying("01-01", period="quarter"), paying("03-01", period="quarter", fee="2000.00"))
    assert totals(statements)["03-01/03-31"] == "4000.00"


def test_within_a_month_two_fees_are_blended_by_days() -> None:
    statements = settle(paying("01-01"), paying("02-15", fee="2000.00"))
    assert totals(statements)["02-01/02-28"] == "1500.00"
    assert str(statements[1].fee) == "1500.00 CNY"


def test_a_years_cap_is_a_share_of_the_years_fees_as_far_as_they_are_agreed() -> None:
    statements = settle(paying("01-01", caps={"year": "30%"}), paying("07-01", fee="2000.00", caps={"year": "30%"}))
    assert caps(statements) == ["3600.00 CNY"] * 6 + ["5400.00 CNY"] * 6
    assert sum(s.credits.payable.amount for s in statements if s.credits is not None) == 5400


def test_what_was_agreed_beforehand_counts_from_the_day_it_was_agreed() -> None:
    foreseen = paying("07-01", fee="2000.00", caps={"year": "30%"}, amendment={"agreed": "2026-03-10"})
    statements = settle(paying("01-01", caps={"year": "30%"}), foreseen)
    assert caps(statements) == ["3600.00 CNY"] * 2 + ["5400.00 CNY"] * 10


@pytest.mark.parametrize(("restate", "expected"), [(True, "5700.00 CNY"), (False, "3600.00 CNY")])
def test_a_later_version_changes_no_cap_of_a_final_statement_unless_both_parties_approved(
    restate: bool, expected: str
) -> None:
    """Twice the fee from June on, agreed in August: June's cap is another only where closed periods are restated."""
    amendment = {**BOTH, "agreed": "2026-08-10"}
    raised = paying("06-01", fee="2000.00", caps={"year": "30%"}, amendment=amendment)
    found = caps(settle(paying("01-01", caps={"year": "30%"}), raised, restate=restate))
    assert (found[0], found[5]) == ("3600.00 CNY", expected)


def test_nothing_is_owed_in_a_gap_between_versions() -> None:
    first = paying("01-01", until="2026-03-31", caps={"year": "30%"})
    statements = settle(first, paying("07-01", caps={"year": "30%"}))
    assert [s.period.label[5:] for s in statements] == ["01", "02", "03", "07", "08", "09", "10", "11", "12"]
    assert caps(statements) == ["900.00 CNY"] * 3 + ["2700.00 CNY"] * 6


def test_after_a_gap_a_version_that_was_agreed_later_settles_from_its_first_day() -> None:
    """Quarters were judged until 5 October; months from 20 October on, agreed on 10 November by no approval."""
    first = paying("01-01", until="2026-10-05", period="quarter", settle="month")
    agreement = agree(first, paying("10-20", amendment={"agreed": "2026-11-10"}))
    assert set(count_settled(agreement)) == {1}
    statements = settled(agreement, records=EVERY_MONTH_LOST)
    assert [f"{s.period.first:%m-%d}" for s in statements[-4:]] == ["10-01", "10-20", "11-01", "12-01"]


def test_two_parts_of_one_month_both_use_up_the_years_cap() -> None:
    """Nothing is agreed from 13 to 19 February; both parts of it, 428.57 and 321.43, count beside January's 1,000."""
    days = ("01-10", "02-05", "02-25", "03-10")
    lost = build_records(measures=[MeasureEntry("health", at(f"{day} 12:00"), value=Fraction(1, 2)) for day in days])
    capped = {"year": "1500.00"}
    agreement = agree(paying("01-01", until="2026-02-12", caps=capped), paying("02-20", caps=capped))
    payable = [str(s.credits.payable.amount) for s in settled(agreement, records=lost) if s.credits is not None]
    assert payable[:4] == ["1000.00", "428.57", "71.43", "0.00"]


def test_a_fee_in_another_currency_has_a_cap_of_its_own() -> None:
    capped = {"year": "30%"}
    statements = settle(paying("01-01", caps=capped), paying("07-01", currency="USD", caps=capped))
    assert caps(statements) == ["3600.00 CNY"] * 6 + ["1800.00 USD"] * 6
    assert [str(s.credits.payable) for s in statements[6:9] if s.credits] == ["1000.00 USD", "800.00 USD", "0.00 USD"]


def test_a_currency_that_changes_within_a_period_whose_credit_is_a_share_of_the_fee_is_refused() -> None:
    versions = [paying("01-01", period="quarter"), paying("03-01", period="quarter", currency="USD")]
    with pytest.raises(TermsError) as error:
        agree(*versions)
    (problem,) = error.value.problems
    assert (problem.code, problem.data["period"]) == ("terms.currency_mid_period", "2026-Q1")
    agree(versions[0], paying("04-01", period="quarter", currency="USD"))


def test_what_was_granted_and_is_settled_again_counts_once_under_later_versions_too() -> None:
    agreement = agree(paying("01-01", caps={"year": "30%"}), paying("02-01", caps={"year": "30%"}))
    asked = Range(agreement.start, agreement.end, running=True)
    told = [Granted("2026-01", date(2026, 1, 31), Money(Decimal("1000.00"), "CNY"))]
    found = card(agreement, records=EVERY_MONTH_LOST)
    statements = settle_scorecard(found, EVERY_MONTH_LOST, asked, granted_before=told)
    assert statements == settle_scorecard(found, EVERY_MONTH_LOST, asked)


def test_a_breach_of_the_month_in_which_a_version_began_counts_towards_its_grounds() -> None:
    ground = [{"consecutive": 3, "of": "health"}]
    statements = settle(paying("01-01", terminate=ground), paying("02-15", terminate=ground))
    given = {s.period.label[5:]: [p[5:] for g in s.grounds for p in g.periods] for s in statements}
    assert given["03"] == ["01", "02", "03"]


def test_nothing_follows_from_a_period_that_began_before_consequences_were_agreed() -> None:
    silent = json.loads(json.dumps(paying("01-01")))
    del silent["consequences"]
    assert next(iter(totals(settle(silent, paying("03-15"))).items())) == ("04-01/04-30", "1000.00")


def test_a_promise_that_begins_with_its_consequences_pays_from_its_first_day() -> None:
    silent = version("01-01", {}, fee={"amount": "1000.00", "currency": "CNY", "per": "month"})
    assert next(iter(totals(settle(silent, paying("03-05"))).items())) == ("03-05/03-31", "870.97")


def test_a_settlement_period_under_way_ends_under_the_terms_it_began_with() -> None:
    silent = json.loads(json.dumps(paying("03-15")))
    del silent["consequences"]
    assert list(totals(settle(paying("01-01"), silent))) == ["01-01/01-31", "02-01/02-28", "03-01/03-31"]
