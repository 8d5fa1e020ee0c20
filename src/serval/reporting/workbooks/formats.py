"""How cells look: one format for each kind of value, made when it is first asked for."""

from __future__ import annotations

from typing import Any

from babel.numbers import get_currency_symbol

from serval.engine.money import MINOR_DIGITS
from serval.reporting.catalogue import current_language
from serval.reporting.workbooks.cells import Tone

WHOLE = "#,##0"
NUMBER = "#,##0.00####"
PERCENT = "0.00####%"
LENGTH = "[h]:mm:ss"
HOURS = '#,##0.00## "h"'
DATE = "yyyy-mm-dd"
MOMENT = "yyyy-mm-dd hh:mm:ss"
TEXT = "@"
"""Keeps a cell a text when somebody edits it."""

_FONTS = {"en": "Calibri", "zh": "Microsoft YaHei"}
_LOCALES = {"en": "en", "zh": "zh_Hans_CN"}
_INK, _QUIET, _LINE = "#1F2933", "#52606D", "#D9E2EC"
_HEAD_INK, _HEAD_PAPER = "#FFFFFF", "#1F4E5F"
_TONES: dict[Tone, str] = {"plain": _INK, "good": "#1B7F4B", "bad": "#C0392B", "doubtful": "#9A6700"}


def describe_font() -> dict[str, Any]:
    """The font of all cells: one that the reader's system has."""
    return {"font_name": _FONTS[current_language()], "font_size": 10, "font_color": _INK}


def describe_money(currency: str) -> str:
    """The number format of a currency, with its own decimals and the sign the reader knows."""
    sign = get_currency_symbol(currency, locale=_LOCALES[current_language()])
    digits = MINOR_DIGITS.get(currency, 2)
    return f"[${sign}]#,##0" + ("." + "0" * digits if digits else "")


class Formats:
    """The formats of one workbook: `head` of titles, `note` of a sentence below the rows, and those of cells."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._cells: dict[tuple[str, Tone, bool, str], Any] = {}
        self.head = self._make(bg_color=_HEAD_PAPER, font_color=_HEAD_INK, text_wrap=True, valign="vcenter", indent=1)
        self.note = self._make(num_format=TEXT, font_color=_QUIET)

    def cell(self, number_format: str, *, tone: Tone = "plain", wraps: bool = False, align: str = "left") -> Any:
        """A cell of the body."""
        key = (number_format, tone, wraps, align)
        if key not in self._cells:
            indent = {"indent": 1} if align == "left" else {}
            lines = {"border": 1, "border_color": _LINE}
            ink = {"font_color": _TONES[tone], "text_wrap": wraps}
            self._cells[key] = self._make(num_format=number_format, valign="top", align=align, **indent, **lines, **ink)
        return self._cells[key]

    def _make(self, **properties: Any) -> Any:
        return self._book.add_format({**describe_font(), **properties})
