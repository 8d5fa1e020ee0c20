"""Goal R17 of RELIABILITY.md: a verdict is a pure function of terms and evidence, to the byte."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from serval.engine import ENGINE_VERSION
from serval.engine.canonical import sha256_hex
from serval.engine.evidence import Fact, Item, build_item
from serval.engine.zones import TZDATA_VERSION
from tests.conftest import REPOSITORY
from tests.engine.verdicts.bench_of_terms import at, judge, terms, ticket
from tests.engine.verdicts.judge_cases import AGREEMENTS, EVIDENCE_SETS, GOLDEN_DIGESTS
from tests.engine.verdicts.other_pythons import build_environment, find_newer_python

GENERATED = AGREEMENTS * EVIDENCE_SETS


def judge_cases(*arguments: str, python: str | Path = sys.executable, hash_seed: str = "0") -> list[str]:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(REPOSITORY / "src"), "PYTHONUTF8": "1"}
    command = (python, "-m", "tests.engine.verdicts.judge_cases", *arguments)
    done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def digests() -> list[str]:
    return judge_cases()


def test_a_thousand_generated_cases_differ_from_each_other(digests: list[str]) -> None:
    generated = digests[-GENERATED:]
    assert len(generated) == 1000
    assert len(set(generated)) > 900


@pytest.mark.slow
def test_order_copies_and_hash_seed_change_no_digest(digests: list[str]) -> None:
    assert judge_cases("--shuffle", "20260504", hash_seed="4242") == digests


@pytest.mark.slow
def test_a_newer_python_gives_the_same_digests(digests: list[str], tmp_path: Path) -> None:
    python = find_newer_python()
    if python is None:
        pytest.skip("optional: no newer Python on this machine")
    newer, reason = build_environment(python, tmp_path)
    if newer is None:
        pytest.skip(f"optional: what the engine needs cannot be installed for {python.name}: {reason}")
    assert judge_cases(python=newer, hash_seed="random") == digests


def test_digests_are_those_that_were_recorded_for_this_engine_and_zone_data(digests: list[str]) -> None:
    recorded = json.loads(GOLDEN_DIGESTS.read_text(encoding="utf-8"))
    assert (recorded["engine"], recorded["tzdata"]) == (ENGINE_VERSION, TZDATA_VERSION)
    golden = dict(line.rsplit(" ", 1) for line in digests[:-GENERATED])
    assert golden == recorded["golden"]
    assert sha256_hex("\n".join(digests[-GENERATED:]).encode()) == recorded["generated"]


ANSWERED = ticket("A", "02-10 10:00:00", answered="02-10 10:30:00")


def digest_of(*items: Item, **changes: object) -> str:
    return judge(terms({**changes}), *items).digest


@pytest.mark.parametrize(
    "other",
    [
        build_item("A", [*ANSWERED.facts[:-1], Fact(at("02-10 10:30:01"), "event", "first_response")]),
        build_item("A", ANSWERED.facts[:-1]),
        build_item("A", [*ANSWERED.facts, Fact(at("02-10 10:40:00"), "event", "agent_message")]),
        build_item("B", ANSWERED.facts),
    ],
    ids=["a second later", "a fact less", "a fact more", "another item"],
)
def test_other_evidence_has_another_digest(other: Item) -> None:
    assert digest_of(other) != digest_of(ANSWERED)


@pytest.mark.parametrize(
    "changes",
    [{"calendar": "office"}, {"target": {"within": "61m", "all": True}}, {"minimum": 2}, {"partial": "skip"}],
    ids=lambda change: next(iter(change)),
)
def test_other_terms_have_another_digest(changes: dict[str, object]) -> None:
    assert digest_of(ANSWERED, **changes) != digest_of(ANSWERED)


def test_where_a_fact_was_read_is_no_evidence() -> None:
    moved = build_item("A", [Fact(f.at, f.kind, f.name, f.value, f.seq, "elsewhere#9") for f in ANSWERED.facts])
    assert digest_of(moved) == digest_of(ANSWERED)


def test_items_may_not_come_twice() -> None:
    with pytest.raises(ValueError, match="out of order"):
        digest_of(ANSWERED, ANSWERED)
