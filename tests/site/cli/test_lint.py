"""`serval terms lint|diff`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.engine.lint.sample_papers import CLEAN
from tests.site.cli.conftest import Run

DOUBTFUL = CLEAN.replace("{mean: 4h}", "{mean: 24h}")
WRONG = CLEAN.replace("{below: 99%, percent: 30}", "{below: 98%, percent: 30}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("clean", CLEAN), ("doubtful", DOUBTFUL), ("wrong", WRONG), ("broken", "kind: [")):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "options", "code"),
    [
        ("clean", (), 0),
        ("clean", ("--strict",), 0),
        ("doubtful", (), 0),
        ("doubtful", ("--strict",), 1),
        ("wrong", (), 2),
        ("wrong", ("--strict",), 2),
        ("broken", (), 2),
        ("missing", (), 2),
    ],
)
def test_the_exit_code_tells_errors_from_warnings(
    run: Run, folder: Path, name: str, options: tuple[str, ...], code: int
) -> None:
    assert run("terms", "lint", folder / f"{name}.yaml", *options).code == code


def test_a_finding_is_shown_like_a_compiler_shows_it(run: Run, folder: Path) -> None:
    ran = run("terms", "lint", folder / "wrong.yaml")
    assert f"{folder / 'wrong.yaml'}:76:11 error core-up: values from 98% to below 99% break the promise" in ran.out
    assert "Close the gap between the rows. [lint.tier_gap]" in ran.out
    assert "Files: 1 · errors: 1 · warnings: 0 · notes: 1" in ran.out
    assert (
        "错误 core-up：从 98% 到 99%（不含）的值已违背承诺"
        in run("--lang", "zh", "terms", "lint", folder / "wrong.yaml").out
    )


def test_findings_as_json_have_place_code_data_and_sentence(run: Run, folder: Path) -> None:
    document = json.loads(run("terms", "lint", folder / "wrong.yaml", "--json").out)
    found = {finding["code"]: finding for finding in document["findings"]}
    gap = found["lint.tier_gap"]
    assert (gap["severity"], gap["line"], gap["column"]) == ("error", 76, 11)
    assert gap["data"] == {"objective": "core-up", "lower": "98%", "upper": "99%"}
    assert gap["sentence"].startswith("core-up: values from 98%")


def test_several_files_are_checked_beside_each_other_although_one_is_broken(run: Run, folder: Path) -> None:
    other = folder / "other.yaml"
    other.write_text(CLEAN.replace("SLA-1", "SLA-2"), encoding="utf-8")
    ran = run("terms", "lint", folder / "clean.yaml", folder / "broken.yaml", other)
    assert ran.code == 2
    assert "broken.yaml" in ran.err
    assert f"{other}:3:11 error SLA-1 and SLA-2 of client beichen can cover the same ticket" in ran.out


@pytest.mark.parametrize(("names", "said"), [(("broken",), "Files: 0"), (("clean", "broken"), "Files: 1")])
def test_the_summary_counts_the_files_that_were_not_looked_at(
    run: Run, folder: Path, names: tuple[str, ...], said: str
) -> None:
    (line,) = run("terms", "lint", *(folder / f"{name}.yaml" for name in names)).out.splitlines()[-1:]
    assert line.startswith(said)
    assert line.endswith("not looked at, since they are no valid terms: 1")
    assert "not looked at" not in run("terms", "lint", folder / "clean.yaml").out


def test_two_versions_are_compared_in_words(run: Run, folder: Path) -> None:
    new = folder / "new.yaml"
    new.write_text(CLEAN.replace("{within: 15m, share: 95%}", "{within: 10m, share: 98%}"), encoding="utf-8")
    ran = run("terms", "diff", folder / "clean.yaml", new)
    assert ran.code == 0
    assert "urgent: target: 95% within 15 min → 98% within 10 min, stricter." in ran.out
    assert "Changes: 1 · stricter: 1 · laxer: 0 · undecided: 0" in ran.out
    chinese = run("--lang", "zh", "terms", "diff", new, folder / "clean.yaml").out
    assert "urgent：目标值由 10 分钟内达成率 ≥ 98% 改为 15 分钟内达成率 ≥ 95%，更宽。" in chinese


def test_versions_that_mean_the_same_are_said_to(run: Run, folder: Path) -> None:
    other = folder / "other.yaml"
    other.write_text("# another layout\n" + CLEAN.replace("15m", "900s"), encoding="utf-8")
    assert run("terms", "diff", folder / "clean.yaml", other).out == "The two versions mean the same.\n"
    document = json.loads(run("terms", "diff", folder / "clean.yaml", other, "--json").out)
    assert document["changes"] == []
    assert document["old"] == document["new"]


def test_changes_as_json_have_place_values_and_direction(run: Run, folder: Path) -> None:
    document = json.loads(run("terms", "diff", folder / "clean.yaml", folder / "doubtful.yaml", "--json").out)
    (change,) = document["changes"]
    assert change["where"] == ["objectives", "speed", "target"]
    assert (change["kind"], change["direction"]) == ("changed", "laxer")
    assert change["before"]["mean"] == "4h"
    assert document["old"] != document["new"]
