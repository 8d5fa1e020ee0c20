"""Documents that are checked together: chains of agreements, agreements of one client, components, grades."""

from __future__ import annotations

import pytest

from serval.engine.errors import Problem
from serval.reporting.sentences import explain_problem
from tests.engine.lint.sample_papers import CLEAN, Edit, edit, find_line, lint

BESIDE_EACH_OTHER = {
    "lint.precedence_missing",
    "lint.chain_share",
    "lint.chain_limit",
    "lint.chain_level",
    "lint.availability_above_components",
    "lint.grade_laxer",
    "lint.grade_promise_missing",
    "lint.grade_credit_laxer",
    "lint.grade_points_laxer",
}

OTHER: Edit = ("number: SLA-1", "number: SLA-2")
UNDER: Edit = ("{number: SLA-1, type: sla,", "{number: OLA-1, type: ola, supports: [SLA-1],")
LOWER: Edit = ("{number: SLA-1, type: sla,", "{number: BASIC, type: sla, grade: {family: care, rank: 1},")
HIGHER: Edit = ("{number: SLA-1, type: sla,", "{number: PLUS, type: sla, grade: {family: care, rank: 2},")
URGENT = "target: {within: 15m, share: 95%}\n    calendar: always"

DATA: Edit = (
    "  - id: happy\n",
    """\
  - id: data-up
    metric: availability
    where: {service: data}
    target: {atLeast: 99.55%}
    calendar: always
    period: month
  - id: happy
""",
)


def find(code: str, *texts: str) -> list[tuple[str, str, int]]:
    """Document, severity and line of each finding of a code."""
    found = [finding for finding in lint(*texts) if finding.code == code]
    assert all("?" not in explain_problem(Problem(finding.code, finding.data)) for finding in found)
    return [(finding.document, finding.severity, finding.line) for finding in found]


def test_two_agreements_of_one_client_need_an_order() -> None:
    assert find("lint.precedence_missing", CLEAN, edit(CLEAN, (OTHER,))) == [("1", "error", 3)]


@pytest.mark.parametrize(
    "edits",
    [
        (("number: SLA-1,", "number: SLA-2, precedence: 2,"),),
        (OTHER, ("client: beichen", "client: nanchen")),
        (
            OTHER,
            ("from: 2026-01-01, until: 2026-12-31", "from: 2025-01-01, until: 2025-12-31"),
            ("2026-09-25, until: 2026-10-08", "2025-09-25, until: 2025-10-08"),
        ),
    ],
)
def test_an_order_another_client_or_another_year_needs_none(edits: tuple[Edit, ...]) -> None:
    assert find("lint.precedence_missing", CLEAN, edit(CLEAN, edits)) == []


def test_two_versions_of_one_agreement_need_no_order() -> None:
    assert find("lint.precedence_missing", CLEAN, CLEAN) == []


@pytest.mark.parametrize(
    ("code", "bad", "good", "at"),
    [
        (
            "lint.chain_share",
            (URGENT, URGENT.replace("95%", "94%")),
            (URGENT, URGENT.replace("95%", "96%")),
            "{within: 15m",
        ),
        (
            "lint.chain_limit",
            (URGENT, URGENT.replace("15m", "16m")),
            (URGENT, URGENT.replace("15m", "14m")),
            "{within: 15m",
        ),
        (
            "lint.chain_limit",
            (URGENT, URGENT.replace("always", "office")),
            (URGENT, URGENT.replace("15m", "15m")),
            "{within: 15m",
        ),
        (
            "lint.chain_level",
            ("{atLeast: 99.9%}", "{atLeast: 99.8%}"),
            ("{atLeast: 99.9%}", "{atLeast: 99.90%}"),
            "{atLeast: 99.9%}",
        ),
    ],
)
def test_a_promise_that_the_agreement_under_it_does_not_carry(code: str, bad: Edit, good: Edit, at: str) -> None:
    assert find(code, CLEAN, edit(CLEAN, (UNDER, bad)))[0] == ("0", "warning", find_line(CLEAN, at))
    assert find(code, CLEAN, edit(CLEAN, (UNDER, good))) == []
    assert find(code, CLEAN, edit(CLEAN, (("type: sla", "type: ola"), OTHER, bad))) == []


def test_working_time_is_compared_on_both_calendars() -> None:
    """Ten hours of a nine-hour working day end on the next one, on Fridays only after the weekend."""
    upper = edit(CLEAN, ((URGENT, URGENT.replace("15m", "24h")),))
    late = edit(CLEAN, (UNDER, (URGENT, URGENT.replace("15m", "10h").replace("always", "office"))))
    found = [finding.data for finding in lint(upper, late) if finding.code == "lint.chain_limit"]
    assert [data["objective"] for data in found] == ["urgent"]
    early = edit(CLEAN, (UNDER, (URGENT, URGENT.replace("15m", "23h"))))
    assert find("lint.chain_limit", upper, early) == []


def test_a_catch_all_under_it_does_no_harm_where_another_promise_carries() -> None:
    under = edit(CLEAN, (UNDER, ("{within: 1h, share: 90%}", "{within: 8h, share: 80%}")))
    found = [finding.data["objective"] for finding in lint(CLEAN, under) if finding.code.startswith("lint.chain")]
    assert found == ["any"]


def test_availability_above_what_the_components_promise() -> None:
    text = edit(CLEAN, (("  portal: {depends: [core]}", "  portal: {depends: [core, data]}\n  data: {}"), DATA))
    (found,) = [finding for finding in lint(text) if finding.code == "lint.availability_above_components"]
    assert (found.severity, found.line) == ("warning", find_line(text, "{atLeast: 99.5%}"))
    assert found.data == {"objective": "portal-up", "service": "portal", "value": "99.5%", "together": "99.4504%"}


@pytest.mark.parametrize(
    ("depends", "holds"),
    [
        ("[core, data]", False),
        ("[{atLeast: 1, of: [core, data]}]", True),
        ("[{atLeast: 2, of: [core, data]}]", False),
        ("[core]", True),
    ],
)
def test_components_are_multiplied_and_redundant_ones_fail_together(depends: str, holds: bool) -> None:
    services = ("  portal: {depends: [core]}", f"  portal: {{depends: {depends}}}\n  data: {{}}")
    text = edit(CLEAN, (services, DATA))
    assert (find("lint.availability_above_components", text) == []) == holds


def test_what_a_component_promises_in_the_agreement_under_it_counts() -> None:
    upper = edit(CLEAN, (("{depends: [core]}", "{depends: [core, data]}"), ("  core: {}", "  core: {}\n  data: {}")))
    under = edit(
        CLEAN,
        (
            UNDER,
            ("  core: {}", "  data: {}"),
            ("{depends: [core]}", "{depends: [data]}"),
            ("{service: core}", "{service: data}"),
            ("{atLeast: 99.9%}", "{atLeast: 99%}"),
            ("below: 99.9%", "below: 99.0%"),
            ("{from: 99%", "{from: 98%"),
            ("{below: 99%", "{below: 98%"),
        ),
    )
    assert find("lint.availability_above_components", upper) == []
    assert [document for document, _, _ in find("lint.availability_above_components", upper, under)] == ["0", "1"]


@pytest.mark.parametrize(
    ("code", "bad", "good"),
    [
        ("lint.grade_laxer", ((URGENT, URGENT.replace("15m", "20m")),), ((URGENT, URGENT.replace("15m", "10m")),)),
        (
            "lint.grade_promise_missing",
            (
                ("- id: speed\n    metric: clock.resolution", "- id: speed-2\n    metric: clock.response"),
                ("  resolution: {start: opened, stop: resolved, reopen: resume}\n", ""),
            ),
            (),
        ),
        ("lint.grade_credit_laxer", (("percent: 10}", "percent: 9}"),), (("percent: 10}", "percent: 11}"),)),
        ("lint.grade_points_laxer", (("points: 1}", "points: 0.5}"),), (("points: 1}", "points: 2}"),)),
    ],
)
def test_a_higher_grade_is_never_laxer(code: str, bad: tuple[Edit, ...], good: tuple[Edit, ...]) -> None:
    lower = edit(CLEAN, (LOWER,))
    found = find(code, lower, edit(CLEAN, (HIGHER, *bad)))
    assert [(document, severity) for document, severity, _ in found] == [("1", "error")]
    assert find(code, lower, edit(CLEAN, (HIGHER, *good))) == []
    assert find(code, edit(CLEAN, (HIGHER,)), edit(CLEAN, (LOWER, *bad))) == []


def test_grades_of_other_families_are_not_compared() -> None:
    other = edit(CLEAN, ((HIGHER[0], HIGHER[1].replace("care", "cover")), (URGENT, URGENT.replace("15m", "20m"))))
    assert find("lint.grade_laxer", edit(CLEAN, (LOWER,)), other) == []


def test_a_higher_grade_without_any_credit_is_laxer() -> None:
    start, end = CLEAN.index("  credits:\n"), CLEAN.index("  rewards:\n")
    higher = edit(CLEAN[:start] + CLEAN[end:], (HIGHER,))
    assert len(find("lint.grade_credit_laxer", edit(CLEAN, (LOWER,)), higher)) == 1
