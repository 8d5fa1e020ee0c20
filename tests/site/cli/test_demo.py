"""`serval demo`: what a new reader sees first."""

from __future__ import annotations

import shlex

from tests.site.cli.conftest import Run


def test_the_demo_judges_explains_credits_the_data_and_says_what_to_try_next(start: Run) -> None:
    ran = start("demo")
    assert (ran.code, ran.err) == (0, "")
    assert "verdicts met" in ran.out
    assert "CC BY 4.0" in ran.out
    assert "serval intake sniff" in ran.out


def test_the_commands_the_demo_shows_give_what_it_shows(run: Run) -> None:
    ran = run("demo")
    commands = [line[2:] for line in ran.out.splitlines() if line.startswith("$ ")]
    assert len(commands) == 2
    for command, code in zip(commands, (1, 0), strict=True):
        again = run(*shlex.split(command)[1:])
        assert again.code == code
        assert again.out in ran.out


def test_the_demo_speaks_chinese(run: Run) -> None:
    ran = run("demo", "--lang", "zh")
    assert ran.code == 0
    assert "事件处理服务" in ran.out
