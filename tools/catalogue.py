"""Bring the Chinese catalogue up to date with the source strings: `python -m tools.catalogue`.

New strings are added without a translation, vanished ones removed; a test fails until every string is translated.
"""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent / "src" / "serval"
CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "serval.po"
HEADER = """\
# Chinese of Serval. Source strings come from the code: run `python -m tools.catalogue`, then fill what is empty.
msgid ""
msgstr ""
"Language: zh_Hans\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
"""Without dates, which would make every run a change."""

KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "mark": None, "translate": None}


def extract_strings() -> list[str]:
    """Every source string, in the order of files and lines."""
    found = extract_from_dir(ROOT, method_map=[("**.py", "python")], keywords=KEYWORDS)
    return list(dict.fromkeys(str(entry[2]) for entry in sorted(found, key=lambda entry: (entry[0], entry[1]))))


def read_catalogue() -> Catalog:
    """The catalogue as it stands."""
    with CATALOGUE.open("rb") as stream:
        return read_po(stream, locale="zh_Hans")


def build_catalogue(known: Catalog) -> Catalog:
    """A catalogue of exactly the source strings, with the translations that are known."""
    catalogue = Catalog(locale="zh_Hans", fuzzy=False)
    for text in extract_strings():
        message = known.get(text)
        flags = {"python-brace-format"} if "{" in text else set()
        catalogue.add(text, message.string if message else "", flags=flags)
    return catalogue


def write_catalogue(catalogue: Catalog, path: Path) -> None:
    """Write the catalogue in the order of the source strings."""
    entries = io.BytesIO()
    write_po(entries, catalogue, width=110, omit_header=True, ignore_obsolete=True)
    path.write_text(HEADER + entries.getvalue().decode("utf-8").lstrip("\n"), encoding="utf-8")


def list_untranslated(catalogue: Catalog) -> list[str]:
    """Source strings without a translation, or with one that is marked as a guess."""
    return [str(message.id) for message in catalogue if message.id and (not message.string or message.fuzzy)]


def main() -> None:
    """Rewrite the catalogue and say what is left to translate."""
    known = read_catalogue() if CATALOGUE.exists() else Catalog(locale="zh_Hans")
    catalogue = build_catalogue(known)
    write_catalogue(catalogue, CATALOGUE)
    print(f"{len(catalogue)} strings, {len(list_untranslated(catalogue))} to translate")


if __name__ == "__main__":
    main()
