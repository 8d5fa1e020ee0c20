"""The rule of tests/conftest.py: with SERVAL_CI a skip is a failure, unless its reason begins with "optional:"."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.architecture.scratch import REPOSITORY

SKIPS = {
    "a call in a test": 'import pytest\n\ndef test_a():\n    pytest.skip("{reason}")\n',
    "a mark": 'import pytest\n\n@pytest.mark.skip(reason="{reason}")\ndef test_a():\n    assert True\n',
    "a call in a fixture": (
        'import pytest\n\n@pytest.fixture\ndef tool():\n    pytest.skip("{reason}")\n\n'
        "def test_a(tool):\n    assert True\n"
    ),
    "a whole module": 'import pytest\n\npytest.skip("{reason}", allow_module_level=True)\n',
}
EXPECTED_FAILURE = 'import pytest\n\n@pytest.mark.xfail(reason="known")\ndef test_a():\n    assert False\n'
USES_SHARED = "def test_a(shared):\n    assert shared.is_dir()\n"


def _run(folder: Path, *texts: str, **environment: str) -> subprocess.CompletedProcess[str]:
    (folder / "tests").mkdir(parents=True)
    shutil.copy(REPOSITORY / "tests" / "conftest.py", folder / "tests" / "conftest.py")
    for number, text in enumerate(texts):
        (folder / "tests" / f"test_planted_{number}.py").write_text(text, encoding="utf-8")
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("SERVAL_", "PYTEST_"))}
    return subprocess.run(
        (sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-ra", "--continue-on-collection-errors", "tests"),
        cwd=folder,
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def _skips(reason: str) -> list[str]:
    return [text.format(reason=f"{reason}{number}") for number, text in enumerate(SKIPS.values())]


def test_every_way_of_skipping_fails_in_ci(tmp_path: Path) -> None:
    result = _run(tmp_path, *_skips("no tool "), SERVAL_CI="1")
    assert result.returncode == 1, result.stdout
    for number in range(len(SKIPS)):
        assert f"no tool {number}" in result.stdout
    summary = result.stdout.splitlines()[-1]
    assert "skipped" not in summary
    assert "passed" not in summary


def test_an_optional_skip_passes_in_ci(tmp_path: Path) -> None:
    result = _run(tmp_path, *_skips("optional: no tool "), SERVAL_CI="1")
    assert result.returncode == 0, result.stdout
    assert f"{len(SKIPS)} skipped" in result.stdout


def test_a_skip_passes_outside_ci(tmp_path: Path) -> None:
    result = _run(tmp_path, *_skips("no tool "))
    assert result.returncode == 0, result.stdout
    assert f"{len(SKIPS)} skipped" in result.stdout


def test_an_expected_failure_is_no_skip(tmp_path: Path) -> None:
    assert _run(tmp_path, EXPECTED_FAILURE, SERVAL_CI="1").returncode == 0


def test_the_shared_folder_is_found_beside_the_checkout(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "main").mkdir()
    assert _run(tmp_path / "main", USES_SHARED, SERVAL_CI="1").returncode == 0


def test_a_missing_shared_folder_skips_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "main").mkdir()
    result = _run(tmp_path / "main", USES_SHARED, SERVAL_CI="1")
    assert result.returncode == 0
    assert "optional: no folder `shared`" in result.stdout


def test_a_shared_folder_named_wrongly_fails(tmp_path: Path) -> None:
    result = _run(tmp_path, USES_SHARED, SERVAL_SHARED=str(tmp_path / "nowhere"))
    assert result.returncode == 1
    assert "SERVAL_SHARED names no folder" in result.stdout
