"""The README's figures: everything between two marks of a subject is written anew, the words around it stay."""

from __future__ import annotations

from pathlib import Path

from benchmarks.results import Result, write_markdown

README = Path(__file__).with_name("README.md")


def write_result(result: Result) -> None:
    """Puts a subject's tables, and its picture beside the README, in place of the last ones."""
    if result.picture:
        README.with_name(f"{result.subject}.svg").write_text(result.picture, encoding="utf-8")
    write_section(result.subject, write_markdown(result))


def write_section(name: str, text: str) -> None:
    """Raises ValueError where the README has no marks for the section."""
    before, mark, rest = README.read_text(encoding="utf-8").partition(f"<!-- {name} -->\n")
    _, end, after = rest.partition(f"<!-- end of {name} -->\n")
    if not mark or not end:
        raise ValueError(f"README.md has no marks for {name}")
    README.write_text(f"{before}{mark}{text}\n{end}{after}", encoding="utf-8")
