"""What every test may rely on: the shared folder, the rule about skips in CI, and Hypothesis profiles."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

REPOSITORY = Path(__file__).resolve().parent.parent
IN_CI = bool(os.environ.get("SERVAL_CI"))
OPTIONAL = "optional:"

# Machines differ in speed, so no example may fail for being slow; in CI the same examples run every time.
settings.register_profile("house", deadline=None)
settings.register_profile("house-ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house-ci" if IN_CI else "house")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of vectors and real logs: $SERVAL_SHARED, else `shared` beside the checkout.

    It is not part of the repository, so its absence skips; a SERVAL_SHARED that leads nowhere is an error.
    """
    named = os.environ.get("SERVAL_SHARED")
    folder = Path(named) if named else REPOSITORY.parent / "shared"
    if not folder.is_dir():
        if named:
            pytest.fail(f"SERVAL_SHARED names no folder: {named}")
        pytest.skip(f"{OPTIONAL} no folder `shared` beside the checkout and SERVAL_SHARED is not set")
    return folder


def _skip_reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return reason.removeprefix("Skipped: ")


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """In CI a skip is a failure, unless its reason begins with "optional:"; an expected failure is none."""
    if not IN_CI or not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = _skip_reason(report)
    if not reason.startswith(OPTIONAL):
        report.outcome = "failed"
        report.longrepr = f'skipped, but SERVAL_CI allows only skips that begin with "{OPTIONAL}": {reason}'


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, pytest.TestReport]:
    report: pytest.TestReport = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, pytest.CollectReport]:
    report: pytest.CollectReport = yield
    _refuse_skip(report)
    return report
