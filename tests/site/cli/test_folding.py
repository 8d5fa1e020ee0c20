"""Folding of sentences to the console's width."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from serval.site.cli.views.folding import fold

SENTENCES = (
    "one sample stands for 1 min; outages shorter than 5 min do not count",
    "时限（clock.response）；范围：priority = urgent；每月考核，只计服务日历 always 内的时间。",
    "a_name_without_any_blank_that_is_much_wider_than_the_console（x）",
    "）open《brackets（at the end（",
)


@pytest.mark.parametrize("width", [12, 20, 60])
@pytest.mark.parametrize("text", SENTENCES)
def test_no_row_is_too_wide_and_nothing_is_lost(text: str, width: int) -> None:
    rows = list(fold(text, width))
    assert max(map(cell_len, rows)) <= width
    assert "".join(rows).replace(" ", "") == text.replace(" ", "")
    assert [row for row in rows if row != row.strip()] == []


def test_chinese_breaks_between_characters_and_never_before_a_closing_mark() -> None:
    assert list(fold("每月考核，每季度", 8)) == ["每月考", "核，每季", "度"]


def test_english_breaks_between_words_and_line_breaks_are_blanks() -> None:
    assert list(fold("each item\nis judged", 10)) == ["each item", "is judged"]
