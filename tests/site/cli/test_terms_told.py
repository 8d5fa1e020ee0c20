"""`serval terms show` tells everything that decides a case: no key of serval/v1 can change without other words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from rich.cells import cell_len

from serval.engine.calendars.spec import HolidaySet
from serval.engine.terms import compile_terms, load_terms
from serval.engine.terms.diff import list_patterns
from serval.engine.terms.model import Terms
from serval.engine.terms.templates import load_template
from serval.reporting.catalogue import set_language
from serval.site.cli.views.agreement import print_agreement
from tests.engine.terms.diff.every_key import list_changed
from tests.engine.terms.diff.full_terms import EVERY_KEY
from tests.site.cli.conftest import Run

HOLIDAYS = {"CN": HolidaySet("CN", "test", 2026, 2026, frozenset({date(2026, 5, 1)}))}
CONSTANT = {"apiVersion", "kind"}
PATTERNS = [pattern for pattern in list_patterns() if pattern not in CONSTANT]

Tell = Callable[[Terms, str], str]


MEANS_NOTHING = {"calendars.*.timezone"}
"""The zone of a calendar that is always open says nothing."""

MOST = 4
"""Changes tried of each key."""


def is_told(line: str) -> bool:
    """The digest differs anyway."""
    return not line.startswith(("Digest ", "摘要 "))


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Tell:
    """What is printed of terms."""

    def tell_terms(terms: Terms, language: str) -> str:
        capsys.readouterr()
        set_language(language)
        print_agreement(compile_terms(terms, holidays=HOLIDAYS))
        return "\n".join(filter(is_told, capsys.readouterr().out.splitlines()))

    return tell_terms


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_key_can_change_without_other_words(pattern: str, tell: Tell) -> None:
    changed = [(old, new) for old, new in list_changed(pattern) if old != new]
    told = [any(tell(old, language) != tell(new, language) for language in ("zh", "en")) for old, new in changed[:MOST]]
    assert any(told)
    assert all(told) or pattern in MEANS_NOTHING


def test_control_terms_that_mean_the_same_are_told_alike(tell: Tell) -> None:
    texts = [tell(load_terms(text), "en") for text in (EVERY_KEY, EVERY_KEY.replace("within: 15m", "within: 900s"))]
    assert texts[0] == texts[1]


def test_a_dated_promise_repeats_no_wording_that_it_contradicts(tell: Tell) -> None:
    lines = tell(load_terms(load_template("full")), "en").splitlines()
    dated = [line for line in lines if "national-day" in line]
    assert len(dated) == 1
    assert "all within 5 min: judges what urgent-response judges, from 2026-09-25 to 2026-10-08" in dated[0]
    assert sum("answered within 15 minutes" in line for line in lines) == 1


def test_caps_and_downtime_are_told_as_what_they_are(tell: Tell) -> None:
    text = tell(load_terms(load_template("full")), "en")
    assert "Credits of one settlement period: at most 50% of its fee\n" in text
    assert "Credits of one calendar year: at most CN¥360,000.00\n" in text
    outages = text[text.index("outages · at most 3") : text.index("portal-errors")]
    assert "all items" not in outages


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_line_fits_and_none_ends_with_blanks(
    run: Run, monkeypatch: pytest.MonkeyPatch, language: str, width: int, tmp_path: Path
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    path = tmp_path / "terms.yaml"
    path.write_text(load_template("full"), encoding="utf-8")
    lines = run("--lang", language, "terms", "show", path).out.splitlines()
    assert [line for line in lines if cell_len(line) > width and is_told(line)] == []
    assert [line for line in lines if line != line.rstrip()] == []
