"""How commands are called: help with examples, wrong words refused in one sentence, completion, language."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.site.cli.cast import Cast
from tests.site.cli.conftest import Run

COMMANDS = (
    *(("evaluate",), ("explain",), ("demo",), ("terms", "show"), ("terms", "check"), ("terms", "schema")),
    *(("terms", "lint"), ("terms", "diff")),
    *(("calendar", "show"), ("calendar", "add"), ("calendar", "subtract"), ("calendar", "between")),
    *(("intake", "sniff"), ("intake", "presets")),
)
PROGRAM = (sys.executable, "-c", "import sys; sys.argv[0] = 'serval'; from serval.site.cli import main; main()")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_each_command_has_help_with_an_example(run: Run, command: tuple[str, ...]) -> None:
    ran = run(*command, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert f"Example: serval {' '.join(command)}" in " ".join(ran.out.split())


def test_all_commands_are_listed(run: Run) -> None:
    ran = run("-h")
    assert ran.code == 0
    assert all(f"│ {name} " in ran.out for name in ("evaluate", "explain", "terms", "calendar", "intake", "demo"))
    assert "--show-completion" in ran.out


@pytest.mark.parametrize("words", [(), ("terms",), ("calendar",), ("intake",)], ids=" ".join)
def test_a_group_without_a_command_shows_its_help(run: Run, words: tuple[str, ...]) -> None:
    ran = run(*words)
    assert ran.code == 2
    assert "Commands" in ran.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("evalute",), "There is no command evalute. Did you mean evaluate?"),
        (("evaluate",), "TERMS is missing."),
        (("evaluate", "t.yaml", "--perod", "2026"), "There is no option --perod. Did you mean"),
        (("evaluate", "--tickets"), "--tickets needs a value."),
        (("demo", "again"), "Too many words: again."),
    ],
)
def test_wrong_words_are_refused_with_a_way_to_help(run: Run, words: tuple[str, ...], said: str) -> None:
    ran = run(*words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(said)
    assert "--help" in ran.err.splitlines()[1]
    chinese = run(*words, "--lang", "zh")
    assert chinese.code == 2
    assert any("\u4e00" <= character <= "\u9fff" for character in chinese.err)


@pytest.mark.parametrize("words", [("--lang", "fr", "demo"), ("demo", "--lang=fr"), ("demo", "--lang")])
def test_a_language_that_serval_does_not_speak_is_refused(run: Run, words: tuple[str, ...]) -> None:
    ran = run(*words)
    assert (ran.code, ran.out) == (2, "")
    assert "en" in ran.err
    assert "zh" in ran.err


@pytest.mark.parametrize(
    ("surroundings", "said"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "件"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "件"),
        ({"LANG": "zh_CN.UTF-8", "SERVAL_LANG": "en"}, "no such file"),
        ({"LANG": "C"}, "no such file"),
    ],
)
def test_the_locale_chooses_the_language(
    run: Run, monkeypatch: pytest.MonkeyPatch, surroundings: dict[str, str], said: str
) -> None:
    monkeypatch.delenv("SERVAL_LANG")
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    ran = run("terms", "show", "gone.yaml")
    assert ran.code == 2
    assert said in ran.err


@pytest.mark.parametrize(
    ("name", "option", "value", "said"),
    [
        ("both", "--period", "2026-05", "--period"),
        ("period", "--period", "2026-13", "“2026-13”"),
        ("period", "--period", "May", "“May”"),
        ("from", "--from", "2026-02-30", "“2026-02-30”"),
        ("to", "--to", "tomorrow", "“tomorrow”"),
        ("as-of", "--as-of", "2026-13-04", "“2026-13-04”"),
        ("as-of", "--as-of", "soon", "“soon”"),
        ("as-of", "--as-of", "2026-06-30 24:30", "“2026-06-30 24:30”"),
    ],
)
def test_a_wrong_option_of_evaluate_is_refused_before_the_evidence_is_read(
    run: Run, cast: Cast, name: str, option: str, value: str, said: str
) -> None:
    cast.log.unlink()
    more = ("--from", "2026-05-01") if name == "both" else ()
    ran = run(*cast.words("evaluate"), option, value, *more)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "log.csv" not in ran.err


def test_days_in_the_wrong_order_are_refused(run: Run, cast: Cast) -> None:
    ran = run(*cast.words("evaluate"), "--from", "2026-05-31", "--to", "2026-05-01")
    assert ran.code == 2
    assert "2026-05-01" in ran.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_shown_without_installing_anything(tmp_path: object, shell: str) -> None:
    surroundings = {**os.environ, "HOME": str(tmp_path), "SERVAL_LANG": "en"}
    shown = subprocess.run(
        [*PROGRAM, "--show-completion", shell], capture_output=True, check=False, encoding="utf-8", env=surroundings
    )
    assert shown.returncode == 0
    assert "_SERVAL_COMPLETE" in shown.stdout
    assert os.listdir(str(tmp_path)) == []  # noqa: PTH208 (a fixture's path)


def test_completion_offers_commands_and_options() -> None:
    def complete(words: str, position: int) -> list[str]:
        asked = {"COMP_WORDS": words, "COMP_CWORD": str(position), "_SERVAL_COMPLETE": "complete_bash"}
        ended = subprocess.run(PROGRAM, capture_output=True, check=False, encoding="utf-8", env={**os.environ, **asked})
        return ended.stdout.split()

    assert complete("serval ev", 1) == ["evaluate"]
    assert set(complete("serval calendar ", 2)) == {"show", "add", "subtract", "between"}
    assert complete("serval calendar add --ba", 3) == ["--batch"]


def test_a_mistake_of_servals_own_is_named_as_such(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("by test")

    monkeypatch.setattr("serval.site.cli.terms.terms_schema", fail)
    ran = run("terms", "schema")
    assert (ran.code, ran.out) == (2, "")
    assert "ZeroDivisionError: by test" in ran.err
    assert "Traceback" not in ran.err
    monkeypatch.setenv("SERVAL_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        run("terms", "schema")
