"""The guides show what the commands print; `python -m tools.guide_output` brings them up to date."""

from __future__ import annotations

import pytest

from tools.guide_output import GUIDES, rewrite_guide


@pytest.mark.parametrize("language", GUIDES)
def test_a_guide_shows_what_its_commands_print(language: str) -> None:
    text = GUIDES[language].read_text(encoding="utf-8")
    assert text.count("```console") == 17
    assert rewrite_guide(text, language) == text


def test_both_guides_run_the_same_commands() -> None:
    def commands(language: str) -> list[str]:
        return [line for line in GUIDES[language].read_text(encoding="utf-8").splitlines() if line.startswith("$ ")]

    assert commands("en") == commands("zh")


def test_control_a_guide_that_shows_something_else_is_caught() -> None:
    wrong = "```console\n$ serval --version\nserval 99\n```\n"
    rewritten = rewrite_guide(wrong, "en")
    assert rewritten != wrong
    assert rewritten.startswith("```console\n$ serval --version\nserval ")
