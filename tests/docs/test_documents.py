"""Every document that shows Python at work is run: what it says the engine answers, the engine answers."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
FENCE = re.compile(r"^```.*$", re.MULTILINE)


def documents() -> list[Path]:
    return sorted(path for path in DOCS.rglob("*.md") if ">>>" in path.read_text(encoding="utf-8"))


def run(text: str, name: str) -> tuple[doctest.TestResults, str]:
    """Results and report. A closing fence would be taken for output, so fences are blanked, keeping line numbers."""
    examples = doctest.DocTestParser().get_doctest(FENCE.sub("", text), {}, name, name, 0)
    runner = doctest.DocTestRunner(optionflags=doctest.REPORT_NDIFF)
    report: list[str] = []
    return runner.run(examples, out=report.append), "".join(report)


def test_there_are_documents_to_run() -> None:
    assert DOCS / "engine" / "calendar.md" in documents()


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.relative_to(DOCS).as_posix())
def test_a_document_says_what_the_engine_answers(path: Path) -> None:
    results, report = run(path.read_text(encoding="utf-8"), path.name)
    assert results.attempted > 0
    assert results.failed == 0, report


def test_control_a_wrong_number_in_a_document_is_caught() -> None:
    results, report = run("Two and two:\n\n```python\n>>> 2 + 2\n5\n```\n", "control")
    assert (results.failed, results.attempted) == (1, 1)
    assert "5" in report
