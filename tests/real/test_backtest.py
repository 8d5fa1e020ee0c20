"""The incident log tested back, whole: a stricter draft beside the example's terms, streamed and in bounded memory."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.real.command import EXAMPLES, MEASURED
from tests.real.flag_fit import LOG

GIGABYTE = 10**9
PROMISES = ("normal-resolution", "high-resolution")


def keep_promises(text: str) -> str:
    """The example's terms with the two promises that are asked about, so that the test stays short."""
    head, _, rest = text.partition("objectives:\n")
    entries = rest.split("  - id: ")[1:]
    return head + "objectives:\n" + "".join(f"  - id: {e}" for e in entries if e.startswith(PROMISES))


@pytest.fixture(scope="module")
def found(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], int]:
    folder = tmp_path_factory.mktemp("backtest")
    text = keep_promises((EXAMPLES / "incidents-uci.terms.yaml").read_text(encoding="utf-8"))
    draft = text.replace("2016-", "2027-").replace("{within: 40h, share: 80%}", "{within: 24h, share: 80%}")
    for name, content in (("now.yaml", text), ("draft.yaml", draft)):
        (folder / name).write_text(content, encoding="utf-8")
    words = (
        *("backtest", str(folder / "now.yaml"), str(folder / "draft.yaml")),
        *("--tickets", str(shared / LOG), "--mapping", str(EXAMPLES / "incidents-uci.mapping.yaml")),
        *("--from", "2016-03-01", "--to", "2016-05-31", "--sweep", "high-resolution=3wd..6wd/1wd", "--json"),
    )
    ended = subprocess.run(
        [sys.executable, "-c", MEASURED, *words],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "SERVAL_LANG": "en"},
    )
    peak = re.search(r"^peak (\d+)$", ended.stderr, re.MULTILINE)
    assert peak is not None, ended.stderr
    return json.loads(ended.stdout), int(peak[1]) * 1024


def list_verdicts(document: dict[str, Any], side: int, objective: str) -> list[tuple[str, int, int, str]]:
    return [
        (verdict["period"], verdict["counted"], verdict["missed"], verdict["outcome"])
        for month in document["months"]
        for verdict in month["sides"][side]["verdicts"]
        if verdict["objective"] == objective
    ]


def test_the_terms_in_force_come_to_what_the_page_of_the_log_says(found: tuple[dict[str, Any], int]) -> None:
    document, _ = found
    assert document["evidence"]["items"] == 24_918
    assert list_verdicts(document, 0, "normal-resolution") == [
        ("2016-03", 7964, 1713, "breached"),
        ("2016-04", 8008, 1064, "met"),
        ("2016-05", 7425, 913, "met"),
    ]


def test_the_draft_is_judged_as_if_it_had_been_in_force(found: tuple[dict[str, Any], int]) -> None:
    document, _ = found
    assert [side["laidOverSpan"] for side in document["sides"]] == [False, True]
    assert list_verdicts(document, 1, "high-resolution") == list_verdicts(document, 0, "high-resolution")
    missed = [sum(entry[2] for entry in list_verdicts(document, side, "normal-resolution")) for side in (0, 1)]
    assert missed[0] == 3690
    assert missed[1] > missed[0]
    turned = {(entry["objective"], entry["turnsVerdict"]) for entry in document["deciding"]["items"]}
    assert {objective for objective, _ in turned} == {"normal-resolution"}


def test_a_laxer_limit_reaches_more_step_by_step(found: tuple[dict[str, Any], int]) -> None:
    document, _ = found
    missed = [step["missed"] for step in document["sweep"]["steps"]]
    assert missed == sorted(missed, reverse=True)
    current = next(step for step in document["sweep"]["steps"] if step["bound"] == document["sweep"]["current"])
    assert current["missed"] == sum(entry[2] for entry in list_verdicts(document, 1, "high-resolution")) == 83


def test_the_whole_log_is_tested_back_in_less_than_a_gigabyte(found: tuple[dict[str, Any], int]) -> None:
    assert found[1] < GIGABYTE
