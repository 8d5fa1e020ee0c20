"""The pages on back-tests show what they print; `python -m tools.guide_output` brings them up to date."""

from __future__ import annotations

import pytest

from tools.guide_output import BACKTEST_PAGES as PAGES
from tools.guide_output import rewrite_guide


@pytest.mark.parametrize("language", PAGES)
def test_a_page_shows_what_its_command_prints(language: str) -> None:
    text = PAGES[language].read_text(encoding="utf-8")
    assert text.count("```console") == 1
    assert rewrite_guide(text, language) == text


def test_both_pages_run_the_same_command() -> None:
    def commands(language: str) -> list[str]:
        return [line for line in PAGES[language].read_text(encoding="utf-8").splitlines() if line.startswith("$ ")]

    assert commands("en") == commands("zh")
