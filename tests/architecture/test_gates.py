"""Each gate is proven by planting what it must refuse in a scratch copy; the unbroken copy passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.scratch import Scratch

OPENING = '"""Floor 5, the desk.\n\nIts words: ticket.\nMay import lower floors.\n"""\n'


def _function(name: str, lines: int) -> str:
    body = "".join(f"    a{n} = {n}\n" for n in range(lines - 1))
    return f"def {name}() -> None:\n{body}"


LONG_FILE = "".join(f"A{n} = {n}\n" for n in range(501))
MARKUP = "<p></p>\n"

REFUSED = [
    ("src/serval/engine/long.py", LONG_FILE, "[size] file has 501 lines"),
    ("tests/engine/test_long.py", LONG_FILE, "[size] file has 501 lines"),
    ("src/serval/engine/deep.py", _function("judge_all", 61), "[size] function judge_all has 61 lines"),
    ("src/serval/desk/views.py", _function("show_ticket", 31), "[size] view show_ticket has 31 lines"),
    ("src/serval/desk/views/ticket.py", _function("show_ticket", 31), "[size] view show_ticket has 31 lines"),
    ("src/serval/desk/templates/desk/a.html", MARKUP * 201, "[size] template has 201 lines"),
    ("src/serval/engine/utils.py", "A = 1\n", "[name] `utils`"),
    ("src/serval/engine/helpers/text.py", "A = 1\n", "[name] `helpers`"),
    ("src/serval/engine/misc.py", "A = 1\n", "[name] `misc`"),
    ("tests/engine/_common.py", "A = 1\n", "[name] `_common`"),
    ("src/serval/desk/templates/common/a.html", MARKUP, "[name] `common`"),
    ("src/serval/desk/__init__.py", "", "[opening] the package does not say what it is for"),
    (
        "src/serval/engine/planted.py",
        "from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)\n",
        "[wall-clock] datetime.now()",
    ),
    (
        "src/serval/desk/queries.py",
        "import datetime as dt\n\nDAY = dt.date.today()\n",
        "[wall-clock] date.today()",
    ),
    ("src/serval/intake/planted.py", "import time\n\nNOW = time.time()\n", "[wall-clock] time.time()"),
    (
        "src/serval/intake/planted.py",
        "from datetime import datetime\n\n\ndef age(a: datetime, b: datetime) -> object:\n    return a - b\n",
        "[datetime] arithmetic on a datetime",
    ),
]

ACCEPTED = [
    ("src/serval/engine/long.py", "".join(f"A{n} = {n}\n" for n in range(300)), ""),
    ("src/serval/engine/long.py", "".join(f"A{n} = {n}\n" for n in range(500)), "warning [size] file has 500"),
    ("src/serval/engine/deep.py", _function("judge_all", 40), ""),
    ("src/serval/engine/deep.py", _function("judge_all", 60), "warning [size] function judge_all has 60"),
    ("src/serval/desk/views.py", _function("show_ticket", 30), "warning [size] view show_ticket has 30"),
    ("src/serval/desk/templates/desk/a.html", MARKUP * 200, "warning [size] template has 200"),
    ("src/serval/engine/commonplace.py", "A = 1\n", ""),
    ("src/serval/desk/__init__.py", OPENING, ""),
    ("src/serval/desk/__init__.py", '"""The desk."""\n', "warning [opening] the opening has 1 lines"),
    (
        "src/serval/desk/commands.py",
        "from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)\n",
        "",
    ),
    ("src/serval/intake/planted.py", "import time\n\nNOW = time.monotonic()\n", ""),
]


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    return Scratch(tmp_path / "house")


def test_the_unbroken_copy_passes_every_gate(scratch: Scratch) -> None:
    result = scratch.check_gates()
    assert result.returncode == 0, result.stdout + result.stderr
    assert "gates: 0 refused" in result.stdout


@pytest.mark.parametrize(("path", "text", "said"), REFUSED, ids=[f"{r[0]} {r[2]}" for r in REFUSED])
def test_a_planted_violation_is_refused(scratch: Scratch, path: str, text: str, said: str) -> None:
    scratch.write(path, text)
    result = scratch.check_gates()
    assert result.returncode == 1, result.stdout + result.stderr
    assert f"{path}:" in result.stdout
    assert f"refused {said}" in result.stdout


@pytest.mark.parametrize(("path", "text", "said"), ACCEPTED, ids=[f"{a[0]} {a[2]}" for a in ACCEPTED])
def test_what_stays_within_the_limits_passes(scratch: Scratch, path: str, text: str, said: str) -> None:
    scratch.write(path, text)
    result = scratch.check_gates()
    assert result.returncode == 0, result.stdout + result.stderr
    about = [line for line in result.stdout.splitlines() if line.startswith(path)]
    assert [said in line for line in about] == ([True] if said else [])
