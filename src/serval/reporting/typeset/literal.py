"""Texts as they are: what the fonts cannot show is named by its number, `[U+0007]`, rather than dropped."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

LONGEST = 240
"""Letters shown of one text; a longer one keeps its beginning and its end."""

_SILENT = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories that print nothing or turn the text around them."""

PlainT = TypeVar("PlainT")


def write_literally(plain: PlainT) -> PlainT:
    """The same plain value with every text in it made printable; keys stay as they are."""
    return _write(plain)  # type: ignore[no-any-return]


def _write(plain: Any) -> Any:
    if isinstance(plain, str):
        return plain if plain.isascii() and plain.isprintable() else _write_text(plain)
    if isinstance(plain, Mapping):
        return {key: _write(value) for key, value in plain.items()}
    if isinstance(plain, Sequence):
        return [_write(value) for value in plain]
    return plain


def _write_text(text: str) -> str:
    known = _list_known()
    return "".join(letter if _is_printable(letter, known) else f"[U+{ord(letter):04X}]" for letter in text)


def shorten_middle(text: str) -> str:
    """A text that fills at most a few lines."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 40]} … {text[-36:]}"


def _is_printable(letter: str, known: frozenset[int]) -> bool:
    if unicodedata.category(letter) in _SILENT or unicodedata.bidirectional(letter) in ("R", "AL"):
        return False
    return ord(letter) in known


@cache
def _list_known() -> frozenset[int]:
    """Code points that both fonts have a glyph for."""
    from pylopdf_fonts_zh_cn import sans_path, serif_path

    return _read_coverage(sans_path().read_bytes()) & _read_coverage(serif_path().read_bytes())


def _read_coverage(font: bytes) -> frozenset[int]:
    """The code points of an OpenType font, out of format 12 of its table `cmap` (ISO/IEC 14496-22)."""
    tables = struct.unpack_from(">H", font, 4)[0]
    places = {tag: start for tag, _, start, _ in struct.iter_unpack(">4sIII", font[12 : 12 + 16 * tables])}
    table = places[b"cmap"]
    count = struct.unpack_from(">H", font, table + 2)[0]
    for _, _, offset in struct.iter_unpack(">HHI", font[table + 4 : table + 4 + 8 * count]):
        start = table + offset
        if struct.unpack_from(">H", font, start)[0] == 12:
            groups = struct.unpack_from(">I", font, start + 12)[0]
            spans = struct.iter_unpack(">III", font[start + 16 : start + 16 + 12 * groups])
            return frozenset(point for first, last, _ in spans for point in range(first, last + 1))
    raise ValueError("a font without a table of its Unicode letters")
