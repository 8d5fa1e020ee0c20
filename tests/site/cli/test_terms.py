"""`serval terms show|check|schema`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.site.cli.cast import TERMS, Cast
from tests.site.cli.conftest import SAMPLE, Run

PUBLISHED = Path(__file__).resolve().parents[3] / "docs" / "schemas" / "serval-v1.schema.json"


def test_terms_are_shown_as_promises(run: Run, cast: Cast) -> None:
    ran = run("terms", "show", cast.terms)
    assert ran.code == 0
    assert "all within 15 min" in ran.out
    assert "50% within 4 h" in ran.out
    assert "priority = high | low" in ran.out
    assert "Mon–Fri 09:00-18:00" in ran.out


@pytest.mark.parametrize("width", ["60", "160"])
def test_terms_fit_the_console(run: Run, cast: Cast, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    ran = run("terms", "show", cast.terms)
    longest = max(len(line) for line in ran.out.splitlines() if "Digest" not in line)
    assert longest <= int(width)
    assert "clock.resolution" in ran.out


def test_terms_as_json_are_the_canonical_form_with_its_digest(run: Run, cast: Cast) -> None:
    document = json.loads(run("terms", "show", cast.terms, "--json").out)
    assert list(document) == ["digest", "terms"]
    cast.terms.write_text("# a comment changes nothing\n" + TERMS, encoding="utf-8")
    assert json.loads(run("terms", "show", cast.terms, "--json").out) == document


def test_every_file_is_checked_even_after_a_wrong_one(run: Run, cast: Cast) -> None:
    wrong = cast.folder / "wrong.yaml"
    wrong.write_text(TERMS.replace("clock.response", "clock.answer"), encoding="utf-8")
    ran = run("terms", "check", wrong, cast.terms, cast.folder / "gone.yaml", SAMPLE / "terms.yaml")
    assert ran.code == 2
    assert f"{wrong}:13:13: " in ran.err
    assert "gone.yaml" in ran.err
    assert ran.out.count("digest") == 2


def test_right_terms_end_with_0(start: Run, cast: Cast) -> None:
    ran = start("terms", "check", cast.terms)
    assert (ran.code, ran.err) == (0, "")
    assert "2 objectives" in ran.out


def test_the_schema_printed_is_the_schema_published(run: Run) -> None:
    ran = run("terms", "schema")
    assert ran.code == 0
    assert json.loads(ran.out) == json.loads(PUBLISHED.read_text(encoding="utf-8"))


def test_a_folder_is_no_terms(run: Run, tmp_path: Path) -> None:
    ran = run("terms", "show", tmp_path)
    assert ran.code == 2
    assert "folder" in ran.err
