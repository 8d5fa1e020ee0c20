"""`serval demo`: what a new reader sees first."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.site.cli.conftest import SAMPLE, Run

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


@cache
def show_demo(language: str = "en", columns: str = "") -> str:
    """What the demo prints in a process of its own: the same for every test that only looks at it."""
    surroundings = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LC_ALL", "LANG")}
    command = [sys.executable, "-c", "from serval.site.cli import main; main()", "demo", "--lang", language]
    ended = subprocess.run(
        command,
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**surroundings, **({"COLUMNS": columns} if columns else {})},
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


def unwrap(text: str) -> str:
    return " ".join(text.split())


def list_commands(out: str) -> list[str]:
    return [line[2:] for line in out.splitlines() if line.startswith("$ ")]


def test_the_demo_judges_explains_credits_the_data_and_says_what_to_try_next() -> None:
    out = unwrap(show_demo())
    assert "verdicts met" in out
    assert "CC BY 4.0" in out
    assert "serval intake sniff" in out


def test_the_commands_the_demo_shows_give_what_it_shows(run: Run) -> None:
    out = show_demo()
    commands = list_commands(out)
    assert len(commands) == 3
    for command, code in zip(commands, (1, 0, 1), strict=True):
        again = run(*shlex.split(command)[1:])
        assert again.code == code
        assert again.out in out


def test_the_command_proposed_next_lists_outages(run: Run) -> None:
    line = next(line for line in show_demo().splitlines() if line.startswith("  serval explain"))
    ran = run(*shlex.split(line.split("      ")[0])[1:])
    assert ran.code == 0
    assert "2026-03-03" in ran.out


def test_the_command_proposed_first_writes_a_report(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = next(line for line in show_demo().splitlines() if line.startswith("  serval evaluate"))
    words = [str(Path(word).resolve()) if "/" in word else word for word in shlex.split(line.split("      ")[0])[1:]]
    monkeypatch.chdir(tmp_path)
    assert run(*words).code == 1
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")


def test_the_checks_are_shown_with_their_licence_and_as_another_organisation_s() -> None:
    out = unwrap(show_demo())
    log, other, uptime, checks = (
        out.index(text) for text in ("CC BY 4.0", "another organisation", "Hosting of web shops", "(ODbL) 1.0")
    )
    assert log < other < uptime < checks


def test_credits_and_points_follow_from_the_checks() -> None:
    uptime = show_demo().split("Hosting of web shops")[1]
    assert "€768.00" in uptime
    assert "can be claimed now" in uptime
    assert "65 poor" in uptime


def test_the_comparison_has_the_largest_difference_first_and_sums_both_sides() -> None:
    rows = [line.split() for line in show_demo().split("Minutes down:")[1].splitlines()]
    cells = {" ".join(row[:-3]): row[-3:] for row in rows if len(row) > 3}
    services = list(cells)
    assert services.index("Tapir Leistenmühle (LEM)") < services.index("Solawi Hall BestellWizard")
    assert cells["Tapir Leistenmühle (LEM)"] == ["3,975", "17,856", "+13,881"]
    assert cells["Leistenmühle (LEM)"] == ["12", "–", "–"]
    assert cells["32 services on both sides"] == ["140,335", "207,105", "+66,770"]
    assert cells["16 services only in the checks"] == ["5,494", "–", "–"]


def test_the_comparison_says_on_which_days_the_two_sides_part() -> None:
    out = show_demo()
    assert "on 11 days, 2026-03-03 to 2026-03-13:" in out
    assert "5 of 32 services are over one check interval (60 min) apart: the page has 66,770 min more." in out


def test_the_demo_speaks_chinese() -> None:
    out = show_demo("zh")
    assert "事件处理服务" in out
    assert "网店托管服务" in out
    assert "双方都有的 32 项服务" in out
    assert "FoodCoopX并未作出这些承诺" in "".join(out.split())


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_comparison_and_the_credit_to_the_data_fit_80_columns(language: str) -> None:
    out = show_demo(language, "80")
    part = out[out.rindex("BestellWizard Solawi Hall (HAL)") :]
    assert "Solawi Großhöchberg e.V. BestellWizard" in out
    for line in part.splitlines():
        assert len(line) <= 80 or line.startswith("  serval")


def test_the_sample_is_read_and_judged_as_the_examples_are() -> None:
    mapping = "uptime.mapping.yaml"
    assert (SAMPLE / mapping).read_bytes() == (EXAMPLES / "uptime-foodcoopx.mapping.yaml").read_bytes()
    shipped, example = (
        path.read_text(encoding="utf-8").split("apiVersion")[1]
        for path in (SAMPLE / "uptime.terms.yaml", EXAMPLES / "uptime-foodcoopx.terms.yaml")
    )
    assert shipped == example
