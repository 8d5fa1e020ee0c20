"""`serval terms new|templates`."""

from __future__ import annotations

from pathlib import Path

import pytest

from serval.engine.terms import load_terms
from serval.engine.terms.templates import list_templates, load_template
from tests.site.cli.conftest import Run


def test_every_template_is_listed_with_what_it_promises_in_the_language_asked_for(run: Run) -> None:
    english, chinese = run("terms", "templates"), run("terms", "templates", "--lang", "zh")
    assert english.code == chinese.code == 0
    *listed, _sources = english.out.splitlines()
    heads = [line.split()[0] for line in listed if not line.startswith(" ")]
    assert heads == list(list_templates())
    assert [line for line in (english.out + chinese.out).splitlines() if line != line.rstrip()] == []
    assert "own figure" not in chinese.out
    assert "Emergencies are answered within 15 minutes 000 §1.1.2" in english.out
    assert "紧急服务 15 分钟内响应 000 §1.1.2" in chinese.out


def test_a_party_may_have_any_name_that_can_be_printed(run: Run) -> None:
    ran = run("terms", "new", "--template", "handbook", "--provider", "Harbour IT (Ltd.)", "--client", "云海 & Co")
    parties = load_terms(ran.out).parties
    assert (ran.code, parties.provider, parties.client) == (0, "Harbour IT (Ltd.)", "云海 & Co")


def test_new_terms_hold_what_was_filled_in_and_can_be_checked(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "terms.yaml"
    words = ["--number", "SLA-7", "--provider", "云海", "--client", "北辰"]
    words += ["--from", "2026-03-01", "--until", "2027-02-28"]
    ran = run("terms", "new", "--template", "grade-standard", *words, "--out", out)
    assert (ran.code, ran.out) == (0, "")
    assert str(out) in ran.err
    terms = load_terms(out.read_text(encoding="utf-8"))
    assert (terms.metadata.number, terms.parties.provider, terms.parties.client) == ("SLA-7", "云海", "北辰")
    assert (str(terms.effective.from_), str(terms.effective.until)) == ("2026-03-01", "2027-02-28")
    assert run("terms", "check", out).code == 0


def test_new_terms_go_to_the_output_with_comments_in_the_language_asked_for(run: Run) -> None:
    english, chinese = (run("terms", "new", "--template", "handbook", "--lang", lang).out for lang in ("en", "zh"))
    assert english.startswith("# T-D · Handbook")
    assert chinese.startswith("# T-D · 手册经验值")
    assert load_terms(english) == load_terms(chinese) == load_terms(load_template("handbook"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--template", "hand-book"), "handbook"),
        (("--template", "handbook", "--from", "soon"), "--from: “soon” is not a date"),
        (("--template", "handbook", "--from", "2027-05-01"), "--from: The end (2026-12-31)"),
        (("--template", "handbook", "--until", "2020-01-01", "--from", "2027-05-01"), "--from and --until: The end"),
        (("--template", "handbook", "--client", " "), "--client: "),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_written(
    words: tuple[str, ...], said: str, run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "terms.yaml"
    ran = run("terms", "new", *words, "--out", out)
    assert ran.code == 2
    assert said in ran.err
    assert not out.exists()


def test_a_file_that_is_there_is_never_replaced(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "terms.yaml"
    out.write_text("mine", encoding="utf-8")
    assert run("terms", "new", "--template", "handbook", "--out", out).code == 2
    assert out.read_text(encoding="utf-8") == "mine"
