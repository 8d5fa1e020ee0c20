"""A longer limit for one item: only by a consent given while the clock ran and before it was due (SL-17)."""

from __future__ import annotations

from typing import Any

import pytest

from serval.engine.evidence import Fact, Item
from serval.engine.verdicts import LedgerRow
from tests.engine.verdicts.bench_of_terms import at, ledger, terms, ticket

PAUSED = {"resolution": {"start": "opened", "stop": "resolved", "pause": ["waiting_client"], "reopen": "resume"}}
MONTHLY: dict[str, Any] = {"metric": "clock.resolution", "target": {"within": "4h", "all": True}}
EXTENDED = terms(MONTHLY, clocks=PAUSED, extensions=[{"objective": "answer", "within": "72h", "needs": "consent"}])
PLAIN = terms(MONTHLY, clocks=PAUSED)


def item(*facts: tuple[str, str, str]) -> Item:
    return ticket("A", "02-03 10:00", *(Fact(at(when), kind, name) for when, kind, name in facts))  # type: ignore[arg-type]


def only(*facts: tuple[str, str, str], now: str = "03-01 00:00") -> LedgerRow:
    (row,) = ledger(EXTENDED, item(*facts), now=at(now))
    return row


SOLVED = ("02-05 10:00", "state", "resolved")
QUICK = ("02-03 12:00", "state", "resolved")


@pytest.mark.parametrize(
    ("consent", "outcome", "basis"),
    [
        (None, "breached", ""),
        ("02-03 09:59:59", "breached", ""),
        ("02-03 10:00", "met", "extension"),
        ("02-03 13:59:59", "met", "extension"),
        ("02-03 14:00", "breached", ""),
        ("02-04 10:00", "breached", ""),
    ],
)
def test_a_consent_counts_from_the_start_until_before_the_due_instant(
    consent: str | None, outcome: str, basis: str
) -> None:
    given = [] if consent is None else [(consent, "event", "consent")]
    row = only(*given, SOLVED)
    assert (row.outcome, row.basis) == (outcome, basis)


def test_control_without_the_clause_no_consent_helps() -> None:
    (row,) = ledger(PLAIN, item(("02-03 11:00", "event", "consent"), SOLVED))
    assert (row.outcome, row.target_seconds) == ("breached", 4 * 3600)


def test_a_consent_after_the_stop_changes_nothing() -> None:
    row = only(QUICK, ("02-03 12:30", "event", "consent"))
    assert (row.outcome, row.basis, row.target_seconds) == ("met", "", 4 * 3600)


def test_the_longer_limit_can_be_missed_too() -> None:
    row = only(("02-03 11:00", "event", "consent"), ("02-06 10:00:01", "state", "resolved"))
    assert (row.outcome, row.basis, row.target_seconds) == ("breached", "extension", 72 * 3600)


def test_while_a_pause_holds_the_due_instant_back_a_consent_is_in_time() -> None:
    """Due would have been 14:00; paused from 12:00, it has not come at 16:00."""
    row = only(
        ("02-03 12:00", "state", "waiting_client"),
        ("02-03 16:00", "event", "consent"),
        ("02-03 18:00", "state", "open"),
        SOLVED,
    )
    assert (row.outcome, row.basis) == ("met", "extension")


def test_a_pause_that_begins_after_the_due_instant_holds_nothing_back() -> None:
    row = only(("02-03 15:00", "state", "waiting_client"), ("02-03 16:00", "event", "consent"), SOLVED)
    assert (row.outcome, row.basis) == ("breached", "")


def test_a_running_clock_is_due_by_the_longer_limit() -> None:
    row = only(("02-03 11:00", "event", "consent"), now="02-04 00:00")
    assert (row.outcome, row.due, row.basis) == ("open", at("02-06 10:00"), "extension")


def test_a_consent_of_an_item_withdrawn_later_goes_with_it() -> None:
    row = only(("02-03 11:00", "event", "consent"), ("02-04 10:00", "state", "cancelled"))
    assert (row.outcome, row.reason) == ("excluded", "cancelled")
    too_late = only(("02-03 15:00", "event", "consent"), ("02-04 10:00", "state", "cancelled"))
    assert (too_late.outcome, too_late.reason) == ("breached", "breached_before_leaving")


def test_one_items_consent_is_no_other_items() -> None:
    other = ticket("B", "02-03 10:00", Fact(at("02-05 10:00"), "state", "resolved"))
    rows = ledger(EXTENDED, item(("02-03 11:00", "event", "consent"), SOLVED), other)
    assert [(row.item, row.outcome) for row in rows] == [("A", "met"), ("B", "breached")]


def test_a_consent_given_in_the_second_month_extends_no_breach_of_the_first() -> None:
    late = ticket(
        "A", "01-31 19:00", Fact(at("02-01 10:00"), "event", "consent"), Fact(at("02-02 10:00"), "state", "resolved")
    )
    for now in ("02-01 00:00", "03-01 00:00"):
        (row,) = [row for row in ledger(EXTENDED, late, now=at(now)) if row.period == "2026-01"]
        assert (row.outcome, row.reason, row.basis) == ("breached", "due_passed", "")


def test_an_extension_never_takes_time_away() -> None:
    """Where it comes to less than what is promised anyway, the promise stands."""
    shorter = [{"objective": "answer", "within": "1h", "needs": "consent"}]
    agreement = terms(MONTHLY, clocks=PAUSED, extensions=shorter)
    (row,) = ledger(agreement, item(("02-03 10:30", "event", "consent"), QUICK))
    assert (row.outcome, row.basis, row.target_seconds) == ("met", "", 4 * 3600)


def test_a_consent_in_the_second_in_which_a_period_closes_is_not_seen_by_it() -> None:
    consented = ticket("A", "01-31 23:00", Fact(at("02-01 00:00"), "event", "consent"))
    rows = {row.period: row for row in ledger(EXTENDED, consented, now=at("02-02 00:00"))}
    assert (rows["2026-01"].basis, rows["2026-01"].target_seconds) == ("", 4 * 3600)
    assert (rows["2026-02"].basis, rows["2026-02"].target_seconds) == ("extension", 72 * 3600)
