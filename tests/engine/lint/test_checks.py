"""Each check finds what it is for at its line, says nothing of what is only near, and says how to mend it."""

from __future__ import annotations

import pytest

from serval.engine.calendars.spec import HolidaySet
from serval.engine.errors import Problem
from serval.engine.lint import lint_terms
from serval.engine.terms import load_placed
from serval.reporting.catalogue import set_language
from serval.reporting.sentences import explain_problem
from serval.reporting.sentences.lint_findings import LINT_FINDINGS
from tests.engine.lint.cases import CASES
from tests.engine.lint.sample_papers import CLEAN, Case, Edit, edit, find_line, lint, list_codes
from tests.engine.lint.test_beside_each_other import BESIDE_EACH_OTHER

ANY = "    where: {service: core}\n    pick: response\n    target: {within: 1h"


def test_sound_terms_have_only_a_note_on_what_they_do_not_speak_of() -> None:
    assert [(finding.code, finding.severity) for finding in lint(CLEAN)] == [("lint.dimensions_missing", "note")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_a_check_finds_its_fault_at_its_line(case: Case) -> None:
    text = edit(CLEAN, case.bad)
    found = [finding for finding in lint(text) if finding.code == case.code]
    assert [(finding.severity, finding.line) for finding in found] == [(case.severity, find_line(text, case.at))]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_a_check_says_nothing_of_what_is_only_near(case: Case) -> None:
    assert case.code not in list_codes(edit(CLEAN, case.good))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_a_finding_has_a_sentence_in_both_languages_without_a_blank(case: Case) -> None:
    finding = next(finding for finding in lint(edit(CLEAN, case.bad)) if finding.code == case.code)
    for language in ("zh", "en"):
        set_language(language)
        sentence = explain_problem(Problem(finding.code, finding.data))
        assert finding.code not in sentence
        assert "?" not in sentence
        assert sentence.endswith("。" if language == "zh" else ".")


@pytest.mark.parametrize(
    ("section", "edits"),
    [
        ("clocks", (("measures:\n", "  travel: {start: opened, stop: arrived}\nmeasures:\n"),)),
        ("measures", (("objectives:\n", "  travel: {unit: number}\nobjectives:\n"),)),
        ("calendars", (("services:\n", "  travel: {always: true}\nservices:\n"),)),
        ("services", (("clocks:\n", "  travel: {}\nclocks:\n"), ("    pick: response\n    target: {within: 1h", ANY))),
    ],
)
def test_what_nothing_speaks_of_is_found_in_each_section(section: str, edits: tuple[Edit, ...]) -> None:
    text = edit(CLEAN, edits)
    for name in ("speed", "happy", "calls", "urgent"):
        text = text.replace(f"  - id: {name}\n", f"  - id: {name}\n    where: {{service: core}}\n")
    text = text.replace("    where: {priority: urgent}\n", "")
    found = [finding.data for finding in lint(text) if finding.code == "lint.unused"]
    assert found == [{"section": section, "name": "travel"}]


def test_a_service_that_a_used_one_needs_is_used() -> None:
    text = edit(CLEAN, (("  core: {}\n", "  core: {depends: [{atLeast: 1, of: [one, two]}]}\n  one: {}\n  two: {}\n"),))
    assert "lint.unused" not in list_codes(text)


def test_a_table_must_reach_to_the_strictest_dated_promise() -> None:
    dated = "  - {from: 2026-05-01, until: 2026-05-05, objective: core-up, target: {atLeast: 99.95%}}\nextensions:\n"
    found = [
        finding.data for finding in lint(edit(CLEAN, (("extensions:\n", dated),))) if finding.code == "lint.tier_gap"
    ]
    assert found == [{"objective": "core-up", "lower": "99.9%", "upper": "99.95%"}]


def test_a_table_of_lengths_of_time_falls_where_more_time_costs_less() -> None:
    credit = (
        "  rewards:\n",
        "    - {for: speed, of: fee, tiers: [{from: 4h, below: 8h, percent: 9}, {from: 8h, percent: 5}]}\n  rewards:\n",
    )
    codes = {finding.code for finding in lint(edit(CLEAN, (credit,))) if finding.severity == "error"}
    assert codes == {"lint.credit_falls"}


def test_a_criticality_keeps_promises_of_one_pick_apart() -> None:
    services = "  core: {}\n", "  core: {criticality: high}\n"
    urgent = "    where: {priority: urgent}\n", "    where: {criticality: low}\n"
    other = ANY.replace("core", "portal")
    edits = (services, urgent, ("    pick: response\n    target: {within: 1h", ANY))
    assert "lint.pick_overlap" not in list_codes(edit(CLEAN, edits))
    assert "lint.pick_overlap" in list_codes(
        edit(CLEAN, (services, (urgent[0], urgent[1].replace("low", "high")), edits[2]))
    )
    assert "lint.pick_overlap" not in list_codes(edit(CLEAN, (services, urgent, (edits[2][0], other))))


def test_a_region_whose_next_years_are_not_published_yet_is_only_a_note() -> None:
    region = "holidays: {region: CN, source: gazette, years: [2026, 2026], off: [2026-10-01]}", "holidays: CN"
    placed = load_placed(edit(CLEAN, (region, ("until: 2026-12-31", "until: 2027-12-31"))))
    known = {"CN": HolidaySet("CN", "gazette", 2001, 2026)}
    found = [
        finding.severity for finding in lint_terms([placed], holidays=known) if finding.code == "lint.holidays_end"
    ]
    assert found == ["note"]
    assert [f.code for f in lint_terms([placed])] == ["lint.dimensions_missing"]


def test_every_code_has_a_fixture_of_its_own() -> None:
    assert {case.code for case in CASES} | BESIDE_EACH_OTHER == set(LINT_FINDINGS)
