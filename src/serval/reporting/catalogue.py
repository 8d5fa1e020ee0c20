"""The reader's language: source strings are English, the Chinese ones stand in locale/zh_Hans.

The catalogue is compiled from its .po when it is first needed, so a checkout and a wheel need no build step.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "zh")
DOMAIN_FILE = "locale/zh_Hans/LC_MESSAGES/serval.po"

_language: ContextVar[str] = ContextVar("language", default="en")


def find_language(environ: Mapping[str, str]) -> str:
    """`zh` or `en` from SERVAL_LANG or the POSIX locale variables, the first that is set winning."""
    for name in ("SERVAL_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(name, "")
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def set_language(language: str) -> None:
    """Use `zh` or `en` from here on in this context."""
    _language.set("zh" if language.lower().startswith("zh") else "en")


def current_language() -> str:
    return _language.get()


def translate(text: str) -> str:
    """A source string in the reader's language."""
    return text if _language.get() == "en" else _load_chinese().gettext(text)


def mark(text: str) -> str:
    """Marks a source string for the catalogue where it is defined; it is translated where it is shown."""
    return text


@cache
def _load_chinese() -> gettext.NullTranslations:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    source = files("serval").joinpath(DOMAIN_FILE)
    compiled = io.BytesIO()
    with source.open("rb") as stream:
        write_mo(compiled, read_po(stream, locale="zh_Hans"))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
