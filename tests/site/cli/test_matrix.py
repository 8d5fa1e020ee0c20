"""Verdicts of many subjects: periods divide evenly over the tables, and names stand whole where there is room."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site.cli.conftest import Run
from tests.site.cli.money_cast import TERMS

LONG = "customer-facing checkout service of the northern region"
TERMS_OF_TWO = TERMS[: TERMS.index("consequences:")].replace("where: {service: shop}, ", "")
HEADER = "service,start,end\n"
OUTAGES = HEADER + "".join(
    f"{name},2026-0{month}-04 08:00:00,2026-0{month}-04 09:00:00\n" for name in ("shop", LONG) for month in range(1, 9)
)


@pytest.fixture
def words(tmp_path: Path) -> tuple[str, ...]:
    (tmp_path / "terms.yaml").write_text(TERMS_OF_TWO, encoding="utf-8")
    (tmp_path / "outages.csv").write_text(OUTAGES, encoding="utf-8")
    files = (str(tmp_path / "terms.yaml"), "--outages", str(tmp_path / "outages.csv"))
    return ("evaluate", *files, "--from", "2026-01-01", "--to", "2026-08-31", "--as-of", "2026-09-30")


def list_headers(out: str) -> list[list[str]]:
    return [line.split()[1:] for line in out.splitlines() if line.strip().startswith("Service ")]


def test_eight_months_that_do_not_fit_are_two_tables_of_four(
    run: Run, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    out = run(*words).out
    assert [len(months) for months in list_headers(out)] == [4, 4]
    assert LONG in out


def test_control_eight_months_that_fit_are_one_table(
    run: Run, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "180")
    assert [len(months) for months in list_headers(run(*words).out)] == [8]
