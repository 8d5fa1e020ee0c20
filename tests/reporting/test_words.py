"""Words: whatever the engine and the intake name by a code is shown in words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import get_args, get_type_hints

import pytest

from serval.engine.availability.account import PartReason
from serval.engine.consequences.claims import ClaimState
from serval.engine.consequences.credits import CreditReason
from serval.engine.consequences.rewards import RewardLine
from serval.engine.consequences.statement import ProvisionalReason
from serval.engine.evidence import EVENTS, STATES
from serval.engine.terms.consequences import Termination
from serval.engine.terms.entries import Each
from serval.engine.terms.level import LevelUnit
from serval.engine.terms.metrics import MetricKind
from serval.engine.verdicts.ledger import RowOutcome
from serval.engine.verdicts.results import VerdictOutcome
from serval.engine.verdicts.scope import AMENDED
from serval.intake.mapping.model import as_words
from serval.intake.presets import list_presets, load_preset
from serval.reporting.catalogue import set_language
from serval.reporting.sentences import describe_ground, money_words, words
from tests.reporting.codes_in_source import ROOT

WRITING = ("rendering.py", "restatement.py")
"""Modules of the verdicts that hand out other words: keys of documents, what two scorecards differ in."""

GIVEN_AS = ("reason", "outcome")
TAKERS = ("Decision", "decide_no_data", "_decide_mean", "_row", "_add_row")

SCRATCH = """
def judge(self, tally):
    if tally.reasons["seen_only"] == "compared":
        return decide_no_data(self.terms, "said_to_a_call")
    outcome = "kept_in_a_name"
    return self.build_row(outcome=outcome, reason="given_by_key" if tally else "given_otherwise")
"""


def list_named() -> set[str]:
    """States and events of the engine, the meanings and events of all presets, and what pauses of the sniffer say."""
    named = {*STATES, *EVENTS}
    for preset in map(load_preset, list_presets()):
        named |= {*preset.states.values(), *preset.columns.events}
        named |= {word for words in preset.state_events.values() for word in as_words(words)}
    return named


def list_decided(text: str) -> set[str]:
    """Outcomes and reasons that a module hands out; what it only compares with or looks up is none."""
    decided: set[str] = set()
    for place in _list_places(ast.parse(text)):
        read_only = [n for n in ast.walk(place) if isinstance(n, ast.Compare | ast.Subscript | ast.JoinedStr)]
        ignored = {inner for node in read_only for inner in ast.walk(node)}
        constants = [n.value for n in ast.walk(place) if isinstance(n, ast.Constant) and n not in ignored]
        decided |= {value for value in constants if isinstance(value, str) and value.isidentifier()}
    return decided


def _list_places(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Constant | ast.IfExp | ast.BoolOp | ast.Tuple):
            yield node
        elif isinstance(node, ast.keyword) and node.arg in GIVEN_AS:
            yield node.value
        elif isinstance(node, ast.Assign):
            names = {
                name.id.lower() for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name)
            }
            if names & {*GIVEN_AS, "counting", "not_counting"}:
                yield node.value
        elif isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in TAKERS:
            yield from node.args


def list_all_decided() -> set[str]:
    paths = [path for path in (ROOT / "engine" / "verdicts").glob("*.py") if path.name not in WRITING]
    return {code for path in paths for code in list_decided(path.read_text(encoding="utf-8"))}


def list_unnamed(codes: set[str], *known: dict[str, str]) -> list[str]:
    named = {code for table in known for code in table}
    return sorted(codes - named)


def test_every_state_and_event_a_preset_knows_has_words() -> None:
    named = list_named()
    assert {"waiting_hold", "first_response"} <= named
    assert list_unnamed(named, words._REASONS) == []


def test_every_outcome_and_reason_of_a_verdict_has_words() -> None:
    decided = {*list_all_decided(), *get_args(PartReason), AMENDED} - {"counted"}
    assert {"met", "share_missed", "due_passed", "faulty_slot", "passive", "figure_missing", "not_counting"} <= decided
    assert list_unnamed(decided, words._REASONS, words._OUTCOMES) == []
    assert list_unnamed({*get_args(RowOutcome), *get_args(VerdictOutcome)}, words._OUTCOMES) == []


def test_control_whatever_a_module_hands_out_is_found_and_what_it_compares_with_is_not() -> None:
    decided = list_decided(SCRATCH)
    assert decided == {"said_to_a_call", "kept_in_a_name", "given_by_key", "given_otherwise"}
    assert list_unnamed(decided, words._REASONS, words._OUTCOMES) == sorted(decided)


def test_a_reason_that_a_mapping_names_itself_is_shown_as_it_is() -> None:
    assert words.name_reason("waiting_board") == "waiting board"


def test_every_metric_has_words() -> None:
    assert list_unnamed(set(get_args(MetricKind)), words._METRICS) == []


def test_whatever_a_statement_names_by_a_code_has_words() -> None:
    rewarded = get_args(get_type_hints(RewardLine)["reason"])
    assert list_unnamed(set(get_args(ClaimState)), money_words._CLAIM_STATES) == []
    assert list_unnamed(set(get_args(ProvisionalReason)), money_words._DOUBTS) == []
    assert list_unnamed({*get_args(CreditReason), *rewarded}, money_words._LINE_REASONS) == []
    assert list_unnamed(set(get_args(Each)), money_words._UNITS) == []
    assert list_unnamed(set(get_args(LevelUnit)), money_words._VALUE_UNITS) == []


@pytest.mark.parametrize(
    ("entry", "english", "chinese"),
    [
        (
            {"breaches": 3, "of": "core", "within": "6 months"},
            "“core” breached 3 times within 6 months",
            "“core”在 6 个月内 3 次未达标",
        ),
        (
            {"breaches": 2, "of": "core", "within": "1 month"},
            "“core” breached 2 times within 1 month",
            "“core”在 1 个月内 2 次未达标",
        ),
        ({"consecutive": 2, "of": "core"}, "“core” breached 2 times in a row", "“core”连续 2 次未达标"),
        ({"score": "below 60"}, "score below 60", "得分低于 60 分"),
    ],
)
def test_a_ground_to_end_the_agreement_is_told_as_it_was_agreed(
    entry: dict[str, object], english: str, chinese: str
) -> None:
    ground = Termination.model_validate(entry)
    assert describe_ground(ground) == english
    set_language("zh")
    assert describe_ground(ground) == chinese


def test_what_set_a_target_is_told_where_the_objective_alone_did_not() -> None:
    assert words.name_basis("") == ""
    assert words.name_basis("extension") == "extended with the client's consent"
    assert words.name_basis("usual, slow") == "judged here rather than by usual, slow"
