"""docs/lint.md tells of every check, with how grave it is."""

from __future__ import annotations

import re
from collections import Counter

from serval.reporting.sentences.lint_findings import LINT_FINDINGS
from tests.conftest import REPOSITORY
from tests.engine.lint.cases import CASES

PAGE = (REPOSITORY / "docs" / "lint.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(lint\.[a-z_]+)` \| (error|warning|note) \| [^|]+ \| [^|]+ \|$", re.MULTILINE)


def read_rows(page: str) -> dict[str, str]:
    """How grave the page says each finding is; each code stands on it once."""
    rows = ROW.findall(page)
    assert max(Counter(code for code, _ in rows).values()) == 1
    return dict(rows)


def test_every_check_is_told_once_with_what_it_finds_and_how_to_mend_it() -> None:
    assert read_rows(PAGE).keys() == LINT_FINDINGS.keys()


def test_the_page_says_how_grave_each_finding_is() -> None:
    rows = read_rows(PAGE)
    assert [case.code for case in CASES if rows[case.code] != case.severity] == []


def test_control_a_check_taken_off_the_page_is_missed() -> None:
    assert read_rows(re.sub(r"\| `lint\.unused`.*\n", "", PAGE)).keys() != LINT_FINDINGS.keys()
