"""Sentences: every code has one, every sentence has a code, and nothing in it is left blank."""

from __future__ import annotations

import ast

import pytest

from serval.engine import documents
from serval.engine.errors import Problem
from serval.intake.tables import process
from serval.reporting.catalogue import set_language
from serval.reporting.sentences import explain_problem, list_codes
from serval.reporting.sentences.details import name_cause, name_expectation, name_row_fault
from serval.reporting.sentences.problems import SENTENCES
from tests.reporting.codes_in_source import ROOT, Use, find_uses, list_placeholders, list_uses

USES = find_uses()

SCRATCH = """
def check(value):
    data = {"value": value}
    if not value:
        raise Refused(Problem("terms.nobody_wrote_a_sentence", data))
    raise Refused(Problem("terms.wrong_value", data))
"""


def list_unsaid(uses: list[Use]) -> set[str]:
    return {use.code for use in uses} - list_codes()


def list_blanks(uses: list[Use]) -> list[str]:
    """Places whose data lacks a figure of the sentence."""
    return [
        f"{use.place} {use.code} {{{name}}}"
        for use in uses
        if use.keys is not None and use.code in SENTENCES
        for name in sorted(list_placeholders(SENTENCES[use.code]) - use.keys)
    ]


def test_every_code_in_the_source_has_a_sentence() -> None:
    assert list_unsaid(USES) == set()


def test_no_sentence_is_without_a_code_in_the_source() -> None:
    assert list_codes() - {use.code for use in USES} == set()


def test_every_figure_of_a_sentence_is_in_the_data_where_its_code_is_raised() -> None:
    assert list_blanks(USES) == []


def test_most_places_that_raise_a_code_show_their_data() -> None:
    assert sum(use.keys is not None for use in USES) > 0.9 * len(USES)


def test_control_a_code_without_a_sentence_and_a_figure_without_data_are_found() -> None:
    uses = list_uses(SCRATCH, "scratch", [])
    assert list_unsaid(uses) == {"terms.nobody_wrote_a_sentence"}
    assert list_blanks(uses) == ["scratch:6 terms.wrong_value {expected}", "scratch:6 terms.wrong_value {where}"]


def list_reasons() -> set[str]:
    """Every literal `reason=` of the intake, and what the child's end may be called."""
    found = set(process._REASONS.values())
    for path in (ROOT / "intake").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "reason" and isinstance(node.value, ast.Constant):
                found.add(str(node.value.value))
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("._killed"):
                found.add(ast.literal_eval(node.args[0]))
    return found


def test_every_reason_the_intake_gives_is_said_in_words() -> None:
    reasons = list_reasons()
    assert {"ratio", "cpu", "stalled", "part_missing"} <= reasons
    assert [reason for reason in sorted(reasons) if name_cause(reason).startswith("unexpected")] == []
    assert name_cause("NobodyForesawThisError") == "unexpected contents (NobodyForesawThisError)"


def test_every_kind_of_value_a_document_may_expect_is_said_in_words() -> None:
    for kind in documents._KINDS.values():
        assert name_expectation(kind)
    assert name_expectation("mapping") == "keys with values"
    assert name_expectation("'sla', 'ola' or 'uc'") == "'sla', 'ola' or 'uc'"
    assert name_expectation("length ≥ 1") == "length ≥ 1"


def test_every_fault_of_a_row_has_a_short_name() -> None:
    faults = {code for code in list_codes() if code.startswith("row.")} - {"row.more"}
    assert [code for code in sorted(faults) if name_row_fault(code) == code] == []


def test_a_sentence_says_where_what_and_what_to_do() -> None:
    data = {"file": "log.csv", "row": 17, "column": "State", "value": "Parked", "known": ["New", "Done"]}
    assert explain_problem(Problem("row.state_unknown", data)) == (
        "log.csv, row 17, column “State”: The mapping does not say what state “Parked” means. Add it under states. "
        "Known: New, Done."
    )


def test_a_sentence_in_chinese_has_chinese_punctuation() -> None:
    set_language("zh")
    data = {"file": "log.csv", "row": 17, "column": "状态", "value": "搁置", "known": ["新建", "完成"]}
    said = explain_problem(Problem("row.state_unknown", data))
    assert said == "log.csv 第 17 行“状态”列：映射没有说明状态“搁置”的含义。请加到 states 中。可用：新建、完成。"


@pytest.mark.parametrize(
    ("code", "data", "part"),
    [
        ("file.damaged", {"reason": "BadZipFile"}, "not a sound zip archive"),
        ("file.child_killed", {"reason": "memory"}, "it needed too much memory"),
        ("file.unreadable", {"reason": "Permission denied"}, "no permission"),
        ("file.kind_mismatch", {"value": "text", "ending": "xlsx"}, "called .xlsx but holds plain text"),
        ("file.archive_entries", {"value": 0, "entries": []}, "it holds 0 files (–)"),
        ("document.syntax", {"detail": "mapping values are not allowed here"}, "a colon with a blank after it"),
        ("row.more", {"untold": 2, "total": 9, "by_code": {"row.time_missing": 9}}, "time missing 9"),
        ("row.stop_missing", {"value": "Done", "meaning": "waiting_client"}, "waiting for the client (waiting_client)"),
        ("holidays.not_published", {"region": "CN", "known": {"first": 2001, "last": 2026}}, "Known: 2001 to 2026."),
        (
            "clock.stop_before_start",
            {"item": "I1", "clock": "r", "start": 60, "stop": 0},
            "I1, clock r: The stop (1970",
        ),
        ("terms.wrong_value", {"where": "", "value": "1", "expected": "mapping"}, "the document: “1” does not fit"),
        ("terms.tier_gap", {"lower": "", "upper": "95%"}, "holds values from −∞ to below 95%"),
        ("terms.tier_gap", {"lower": "5", "upper": ""}, "holds values from 5 to below ∞"),
        ("terms.tier_overlap", {"index": 2, "with": 0, "lower": "1", "upper": "2"}, "Rows 1 and 3 of the table"),
        ("terms.tier_unit", {"value": "4h", "unit": "share", "objective": "a"}, "whose value is a percentage"),
        ("terms.unit_not_kept", {"each": "day", "objective": "a"}, "counted by “day of 24 hours”"),
        ("terms.one_of", {"what": "tiers", "found": "", "known": "from, below"}, "here stands: –. Known: from, below."),
        ("terms.rate_of_what", {"id": "a"}, "Add counting: {FIELD: value}."),
        ("mapping.column_missing", {"where": "columns.at", "header": [str(n) for n in range(11)]}, "8, 9, …"),
    ],
)
def test_codes_within_the_data_become_words(code: str, data: dict[str, object], part: str) -> None:
    assert part in explain_problem(Problem(code, data))


def test_a_figure_nobody_knows_does_not_stop_the_message() -> None:
    assert "“?” is missing" in explain_problem(Problem("terms.missing"))
