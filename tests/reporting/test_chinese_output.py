"""The command line in Chinese: no English sentence is left over, neither of ours nor of the framework's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from serval.site.cli import main

CODE = re.compile(
    r"`[^`]*`|--?[a-z][\w-]*|<[^>]*>|\S*[/\\.]\S*|\bserval(?: [a-z]+)*|示例：[^│╰]*?(?=\s{2,}|$)", re.MULTILINE
)
"""What is written the same in every language: commands, options, types, names of files."""

ENGLISH = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")

COMMANDS = (
    ("evaluate",),
    ("explain",),
    ("demo",),
    ("terms",),
    ("terms", "show"),
    ("terms", "check"),
    ("terms", "schema"),
    ("terms", "new"),
    ("terms", "templates"),
    ("calendar",),
    ("calendar", "show"),
    ("calendar", "add"),
    ("calendar", "subtract"),
    ("calendar", "between"),
    ("intake",),
    ("intake", "sniff"),
    ("intake", "presets"),
)

BROKEN_TERMS = """\
apiVersion: serval/v1
kind: Agreement
metadata: {number: X-1, title: 测试, typ: sla}
parties: {provider: " a", client: c}
effective: {from: 2026-05-04, until: 2026-01-01, timezone: Asia/Shangai}
calendars: {office: {weekly: {mon-fri: [09:00-25:00, 13:00-09:00], funday: 3}}}
clocks: {r: {start: opened, stop: resolved}}
objectives:
  - {id: a, metric: clock.x, target: {within: 4 hours, share: 95}, calendar: office, period: weekly, minimum: 1.5}
"""


def run(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Everything the command prints in Chinese."""
    with pytest.raises(SystemExit):
        main(["--lang", "zh", *words])
    printed = capsys.readouterr()
    return printed.out + printed.err


def find_english(text: str) -> list[str]:
    """Runs of English words outside of commands, options and names."""
    return ENGLISH.findall(CODE.sub("", text))


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_the_help_of_a_command_is_chinese(capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    text = run(capsys, *words, "--help")
    assert "用法：" in text
    assert find_english(text) == []


def test_the_help_of_all_commands_is_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert find_english(run(capsys, "--help")) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("evaluate",), "缺少 "),
        (("evaluate", "nowhere.yaml"), "没有这个文件。请核对文件名和文件夹。"),
        (("terms", "new"), "缺少 --template。"),
        (("evaluate", "terms.yaml", "--ticket", "a"), "没有选项 --ticket。是不是想写 --tickets？"),
        (("judge",), "没有命令 judge。"),
        (("calendar", "show", "--month"), "--month 需要一个值。"),
        (("evaluate", "--json=1"), "--json 不能带值。"),
        (("calendar", "add", "a", "b", "c", "d"), "多余的内容：c d。"),
        (("terms", "check", "nowhere.yaml"), "没有这个文件。请核对文件名和文件夹。"),
        (("calendar", "add", "2026-05-04T09:00:00+08:00", "8h"), "请用 --calendar 文件 指定服务日历。"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_wrong_command_line_is_said_in_chinese(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    text = run(capsys, *words)
    assert said in text
    assert find_english(text) == []


def test_what_is_wrong_with_terms_is_said_in_chinese(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text(BROKEN_TERMS, encoding="utf-8")
    text = run(capsys, "terms", "check", str(path))
    assert "“95”不是 0% 到 100% 的百分比" in text
    assert find_english(text.replace("4 hours", "")) == []


def test_no_type_of_python_stands_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    for words in COMMANDS:
        assert re.findall(r"<\w[^>]*>", run(capsys, *words, "--help")) == [], words


def test_long_chinese_help_is_folded_and_not_cut_off(capsys: pytest.CaptureFixture[str]) -> None:
    assert "…" not in run(capsys, "evaluate", "--help")


def test_control_the_help_in_english_is_found_to_be_english(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--lang", "en", "evaluate", "--help"])
    assert len(find_english(capsys.readouterr().out)) > 10
