"""Every template judges: in June 2026, on a handful of tickets, outages, answers and figures."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest

from serval.engine.evidence import Item
from serval.engine.records import Answer, MeasureEntry, ObligationEntry, Occurrence
from serval.engine.terms.templates import list_templates, load_template
from tests.engine.terms.settling import Outcome, agree, at, outage, settle_all, ticket


def judge(name: str, items: Sequence[Item] = (), **records: Any) -> Outcome:
    """As known after the agreement's last day."""
    return settle_all(agree(load_template(name)), items, **records)


def june(outcome: Outcome, *, quarter: bool = False) -> dict[str, str]:
    """Outcomes of June (or of its quarter) by objective; the worst where there are several subjects."""
    label = "2026-Q2" if quarter else "2026-06"
    order = ("no_data", "met", "breached")
    found: dict[str, str] = {}
    for verdict in outcome.card.verdicts:
        if verdict.period.label == label:
            known = found.get(verdict.objective.id, "no_data")
            found[verdict.objective.id] = max(known, verdict.outcome, key=order.index)
    return found


def asked(name: str, answered: str, *, resolved: str = "", **fields: str) -> Item:
    """A ticket of Monday 1 June 2026, nine o'clock."""
    stops = {"first_response": f"2026-06-01 {answered}"} | ({"resolved": resolved} if resolved else {})
    return ticket(name, "2026-06-01 09:00", fields=fields, **stops)


def answers(satisfied: int, unsatisfied: int) -> list[Answer]:
    scores = [5] * satisfied + [3] * unsatisfied
    return [Answer(f"S-{n}", at("2026-06-10 12:00"), Fraction(score)) for n, score in enumerate(scores)]


def test_the_delivery_standard_holds_each_figure_by_itself() -> None:
    def serve(urgent: str, other: str, core: str, portal: str, down: int) -> dict[str, str]:
        items = [
            asked("A", urgent, resolved=f"2026-06-01 {core}", priority="urgent", type="incident", service="core"),
            asked("B", other, resolved=f"2026-06-02 {portal}", priority="low", type="incident", service="portal"),
        ]
        return june(judge("delivery-standard", items, outages=[outage("core", "2026-06-03 03:00", down)]))

    kept = serve("09:15:00", "10:00:00", "13:00:00", "09:00:00", 2_592)
    assert set(kept.values()) == {"met"}
    missed = serve("09:15:01", "10:00:01", "13:00:01", "09:00:01", 2_593)
    assert set(missed.values()) == {"breached"}
    assert kept.keys() == missed.keys()
    assert len(kept) == 5


def test_the_quality_assessment_looks_at_availability_in_business_hours_only() -> None:
    def serve(urgent: str, other: str, hard: str, core: str, down: str, content: int) -> dict[str, str]:
        items = [
            asked("A", urgent, resolved=f"2026-06-01 {core}", priority="urgent", type="incident", service="core"),
            asked("B", other, resolved=f"2026-06-03 {hard}", priority="low", complexity="complex"),
        ]
        rows = [outage("core", f"2026-06-03 {down}", 3_600)]
        outcome = judge("quality-assessment", items, outages=rows, answers=answers(content, 20 - content))
        return june(outcome) | june(outcome, quarter=True)

    kept = serve("10:00:00", "11:00:00", "09:00:00", "13:00:00", "03:00", 17)
    assert set(kept.values()) == {"met"}
    missed = serve("10:00:01", "11:00:01", "09:00:01", "13:00:01", "11:00", 16)
    assert set(missed.values()) == {"breached"}
    assert len(kept) == len(missed) == 6


def test_the_support_limits_give_72_hours_only_with_consent_before_the_limit() -> None:
    def answer(consent: str) -> str:
        events = {"first_response": "2026-06-04 09:00", "client_written_consent": consent}
        item = ticket("K", "2026-06-01 09:00", fields={"category": "data_security"}, **events)
        return june(judge("support-limits", [item]))["key-response"]

    assert answer("2026-06-02 08:59") == "met"
    assert answer("2026-06-02 09:01") == "breached"


def test_the_support_limits_bound_the_mean_of_all_responses() -> None:
    def answer(last: str) -> str:
        items = [asked(f"T-{n}", f"09:{minutes}") for n, minutes in enumerate((30, 45, 45, 45))]
        return june(judge("support-limits", [*items, asked("T-9", last)]))["mean-response"]

    assert answer("10:00:00") == "met"
    assert answer("10:00:01") == "breached"


def test_the_handbook_looks_at_shares_of_all_requests() -> None:
    def serve(quick: int) -> dict[str, str]:
        items = [
            ticket(
                f"T-{n}",
                "2026-06-01 09:00",
                first_response="2026-06-02 09:00" if n < quick else "2026-06-02 10:00",
                resolved="2026-06-04 09:00" if n < quick + 2 else "2026-06-05 09:00",
            )
            for n in range(10)
        ]
        return june(judge("handbook", items))

    assert serve(7) == {
        "emergency-start": "no_data",
        "answered-in-a-day": "met",
        "processed-in-three-days": "met",
    }
    assert serve(6)["answered-in-a-day"] == serve(6)["processed-in-three-days"] == "breached"


@pytest.mark.parametrize(
    ("grade", "response", "down", "paid", "points"),
    [
        ("basic", "met", 2_593, "500.00", Fraction(95)),
        ("standard", "breached", 2_593, "1000.00", Fraction(92)),
        ("premium", "breached", 2_593, "2000.00", Fraction(89)),
    ],
)
def test_the_same_service_costs_more_in_a_higher_grade(
    grade: str, response: str, down: int, paid: str, points: Fraction
) -> None:
    item = asked("A", "09:30:00", priority="urgent")
    outcome = judge(f"grade-{grade}", [item], outages=[outage("core", "2026-06-03 03:00", down)])
    assert june(outcome)["urgent-response"] == response
    assert outcome.payable("2026-06") == paid
    assert outcome.points("2026-06")[0] == points


def test_the_points_assessment_comes_to_a_grade_and_a_share_of_the_fee() -> None:
    outcome = judge(
        "points-assessment",
        [
            ticket("A", "2026-06-01 09:00", fields={"mode": "on_site"}, arrived="2026-06-01 11:00"),
            ticket("B", "2026-06-01 09:00", fields={"mode": "on_site"}, arrived="2026-06-01 11:01"),
        ],
        measures=[MeasureEntry("hotline", at("2026-06-30 12:00"), good=925, total=1000, evidence="log")],
        outages=[outage("line-1", "2026-06-03 03:00", 6 * 3_600 + 1), outage("line-2", "2026-06-03 03:00", 6 * 3_600)],
        obligations=[
            ObligationEntry("P", "patrol", at("2026-06-10 18:00"), at("2026-06-10 17:00")),
            ObligationEntry("R", "report", at("2026-06-05 18:00"), None),
        ],
        occurrences=[Occurrence("O", "safeguard_failed", at("2026-06-20 10:00"))],
    )
    # 2 whole points of 2.5 short, an arrival 2, a line 3, a report 2, a safeguard 5
    assert outcome.points("2026-Q2") == (86, "良好")
    withheld = outcome.statement("2026-Q2").withheld
    assert withheld is not None
    assert str(withheld.amount) == "1500.00"  # 5 % of 30000.00
    assert june(outcome, quarter=True)["patrols"] == "met"


def test_the_full_example_settles_with_nothing_but_tickets_and_outages() -> None:
    items = [
        ticket(f"T-{n}", "2026-06-01 09:00", fields={"type": "incident", "priority": "urgent"}, first_response=when)
        for n, when in enumerate(["2026-06-01 09:10"] * 4 + ["2026-06-01 09:20"] * 2)
    ]
    rows = [outage(node, "2026-06-03 03:00", 7_200) for node in ("node-a", "node-b")]
    outcome = judge("full", items, outages=rows)
    assert june(outcome)["urgent-response"] == "breached"
    core = outcome.verdict("core-availability", "2026-06", "core")
    assert core.value == 1 - Fraction(7_200, 30 * 86_400)
    alone = judge("full", items, outages=rows[:1])
    assert alone.verdict("core-availability", "2026-06", "core").value == 1


@pytest.mark.parametrize("name", list_templates())
def test_a_template_without_any_evidence_breaches_only_where_evidence_is_owed(name: str) -> None:
    agreement = agree(load_template(name))
    owed = {objective.id for objective in agreement.objectives if objective.terms.no_data == "breach"}
    found = {v.objective.id for v in settle_all(agreement).card.verdicts if v.outcome == "breached"}
    assert found == owed
