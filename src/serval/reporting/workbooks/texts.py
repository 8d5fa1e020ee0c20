"""Texts as a workbook can hold them: what XML or a spreadsheet cannot hold is replaced in sight, never dropped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

from serval.reporting.catalogue import translate as _

MOST_UNITS = 32_767
"""UTF-16 code units that a cell may hold."""

MOST_NAME = 31
"""UTF-16 code units of the name of a sheet."""

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_NO_CHARACTERS = re.compile("[\ud800-\udfff\ufffe\uffff]")
_UNFIT = re.compile(f"{_CONTROLS.pattern}|{_NO_CHARACTERS.pattern}")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


def clean_text(text: str) -> str:
    """The text with a picture (␀, ␍) for each control character and � for what is no character.

    A line may end with CR LF, as files of other systems do: it then ends with LF, as in every workbook. A text that is
    too long for a cell is cut, and says how long it was.
    """
    if _UNFIT.search(text):
        text = text.replace("\r\n", "\n")
        text = _CONTROLS.sub(_picture, text)
        text = _NO_CHARACTERS.sub("\ufffd", text)
    if len(text) * 2 <= MOST_UNITS or count_units(text) <= MOST_UNITS:
        return text
    mark = _(" … [cut: {n} characters in all]").format(n=len(text))
    return cut_units(text, MOST_UNITS - count_units(mark)) + mark


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    return "\u2421" if code == 0x7F else chr(0x2400 + code)


def count_units(text: str) -> int:
    """How many UTF-16 code units a text has: spreadsheets count these."""
    return len(text) + sum(character > "\uffff" for character in text)


def cut_units(text: str, most: int) -> str:
    """The beginning of a text that has at most so many UTF-16 code units; no character is cut in two."""
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", errors="ignore")


def name_sheet(name: str, taken: Container[str]) -> str:
    """A name that a sheet may bear, and that is not `taken` (in small letters): `Breaches`, `Breaches (2)`, …"""
    plain = _NOT_IN_NAMES.sub("_", clean_text(name).replace("\n", " ").replace("\t", " ")).strip("' ")
    plain = cut_units(plain, MOST_NAME) or "_"
    number, found = 1, plain
    # Spreadsheets keep this name for themselves.
    while found.lower() in taken or found.lower() == "history":
        number += 1
        ending = f" ({number})"
        found = cut_units(plain, MOST_NAME - len(ending)) + ending
    return found


def measure_width(text: str) -> int:
    """Columns a text takes in its longest line, where a Chinese character takes two."""
    return max(map(_measure_line, text.split("\n")))


def _measure_line(line: str) -> int:
    return len(line) if line.isascii() else sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
