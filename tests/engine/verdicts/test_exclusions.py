"""Items excluded with approval leave numerator and denominator, breached or not (rule 7)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from serval.engine.evidence import Fact, Item
from serval.engine.records import Exclusion, Records, build_records
from serval.engine.terms import Agreement
from serval.engine.verdicts import LedgerRow, Population, Range, Verdict, judge_items
from tests.engine.verdicts.bench_of_terms import NOW, at, terms, ticket

PROMISE: dict[str, Any] = {"exclude": ["client_caused"]}


def exclude(item: str, reason: str = "client_caused", approved_by: str = "client", **more: Any) -> Records:
    return build_records(exclusions=[Exclusion(reason, "provider", approved_by, item=item, **more)])


def judged(
    agreement: Agreement, records: Records, *items: Item, now: int = NOW
) -> tuple[list[LedgerRow], list[Verdict]]:
    rows: list[LedgerRow] = []
    asked = Range(agreement.start, agreement.end, running=True)
    card = judge_items(agreement, items, asked, now=NOW, sink=rows.append, records=records)
    return rows, [v for v in card.verdicts if v.population != Population() or sum_hours(v)]


def sum_hours(verdict: Verdict) -> Fraction:
    """Of its own breaches and of those that only went on in its period."""
    mappings = [verdict.meters, *(part.meters for part in verdict.running)]
    return sum((amount for meters in mappings for amount in meters.values()), Fraction(0))


LATE = ticket("A", "02-03 10:00", answered="02-03 12:00")
KEPT = ticket("B", "02-03 10:00", answered="02-03 10:30")


@pytest.mark.parametrize("item", [LATE, KEPT])
def test_an_approved_exclusion_takes_out_a_breach_and_a_success_alike(item: Item) -> None:
    ((row,), (verdict,)) = judged(terms(PROMISE), exclude(item.id, source="exclusions.csv#2"), item)
    assert (row.outcome, row.reason, row.source) == ("excluded", "client_caused", "exclusions.csv#2")
    assert (verdict.outcome, verdict.reason, verdict.population.excluded) == ("no_data", "no_items", 1)


@pytest.mark.parametrize(
    "records",
    [
        exclude("A", approved_by=""),
        exclude("A", reason="maintenance"),
        exclude("B"),
        build_records(
            exclusions=[Exclusion("client_caused", "p", "c", start=at("02-03 00:00"), end=at("02-04 00:00"))]
        ),
    ],
    ids=["unapproved", "another reason", "another item", "an interval"],
)
def test_anything_less_excludes_nothing(records: Records) -> None:
    ((row,), _) = judged(terms(PROMISE), records, LATE)
    assert row.outcome == "breached"


def test_a_promise_that_names_no_reasons_excludes_nothing() -> None:
    ((row,), _) = judged(terms({}), exclude("A"), LATE)
    assert row.outcome == "breached"


def test_the_reason_that_counts_is_the_one_the_promise_names() -> None:
    both = build_records(
        exclusions=[Exclusion(reason, "p", "c", item="A") for reason in ("force_majeure", "client_caused")]
    )
    ((row,), _) = judged(terms(PROMISE), both, LATE)
    assert row.reason == "client_caused"


def test_what_was_carried_over_stays_open_and_is_excluded_where_it_would_have_counted() -> None:
    long = {**PROMISE, "target": {"within": "100h", "all": True}}
    rows, verdicts = judged(terms(long), exclude("A"), ticket("A", "02-27 10:00", answered="03-20 10:00"))
    assert [(row.period, row.outcome) for row in rows] == [("2026-03", "excluded"), ("2026-02", "open")]
    assert [verdict.outcome for verdict in verdicts] == ["no_data", "no_data"]


def test_a_withdrawn_item_leaves_with_its_own_reason() -> None:
    gone = ticket("A", "02-03 10:00", Fact(at("02-03 10:10"), "state", "cancelled"))
    ((row,), _) = judged(terms(PROMISE), exclude("A"), gone)
    assert (row.outcome, row.reason) == ("excluded", "cancelled")


def test_excluded_hours_are_charged_in_no_month() -> None:
    agreement = terms(
        PROMISE,
        fee={"amount": "1000.00", "currency": "CNY", "per": "month"},
        consequences={"credits": [{"for": "answer", "each": "hour", "amount": "1.00"}]},
    )
    item = ticket("A", "02-28 10:00", answered="03-03 10:00")
    for records, hours, outcomes in (
        (build_records(), [13, 58], ["breached", "late"]),
        (exclude("A"), [], ["excluded", "excluded"]),
    ):
        rows, verdicts = judged(agreement, records, item)
        assert [row.outcome for row in rows] == outcomes
        assert [sum_hours(verdict) for verdict in verdicts if sum_hours(verdict)] == hours


def test_events_are_excluded_like_clocks() -> None:
    few = {**PROMISE, "metric": "count.opened", "target": {"atMost": 0}}
    rows, verdicts = judged(terms(few), exclude("A"), LATE, KEPT)
    assert [row.outcome for row in rows] == ["excluded", "counted"]
    assert [str(verdict.value) for verdict in verdicts] == ["1"]


def test_an_exclusion_is_evidence_and_changes_the_digest_of_its_own_verdict_only() -> None:
    other = ticket("C", "03-03 10:00", answered="03-03 10:30")
    before, after = (judged(terms(PROMISE), records, LATE, other)[1] for records in (build_records(), exclude("A")))
    assert [one.digest == two.digest for one, two in zip(before, after, strict=True)] == [False, True]
