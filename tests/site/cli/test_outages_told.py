"""What `explain --service` and a restatement say of lost time: where it comes from, whether it goes on, how long."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site.cli.conftest import Run
from tests.site.cli.money_cast import TERMS

DOWNTIME = TERMS.replace("metric: availability", "metric: downtime").replace("{atLeast: 99.9%}", "{atMost: 4h}")
HEADER = "service,start,end\n"
OUTAGE = HEADER + "shop,2026-05-04 08:00:00,2026-05-04 11:03:00\n"
CHECKS = "service,at,status\n" + "".join(
    f"shop,2026-05-04 {hour:02}:00:00,{'down' if 8 <= hour < 10 else 'up'}\n" for hour in range(24)
)


@pytest.fixture
def terms(tmp_path: Path) -> Path:
    path = tmp_path / "terms.yaml"
    path.write_text(TERMS, encoding="utf-8")
    return path


def write(terms: Path, name: str, text: str) -> Path:
    path = terms.parent / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_outage_that_goes_on_says_up_to_when_it_is_known(run: Run, terms: Path) -> None:
    outages = write(terms, "outages.csv", HEADER + "shop,2026-05-04 08:00:00,\n")
    words = ("explain", terms, "--service", "shop", "--period", "2026-05", "--as-of", "2026-05-20")
    out = run(*words, "--outages", outages).out
    assert "still down" in out
    assert "Still down when the data stop at 2026-05-21 00:00." in out
    ended = run(*words, "--outages", write(terms, "ended.csv", OUTAGE)).out
    assert "till down" not in ended


def test_outages_seen_by_probes_name_the_file_of_the_samples(run: Run, terms: Path) -> None:
    checks = write(terms, "checks.csv", CHECKS)
    out = run("explain", terms, "--service", "shop", "--period", "2026-05", "--samples", checks).out
    assert "Rows without a source come from samples: checks.csv." in out
    recorded = run("explain", terms, "--service", "shop", "--outages", write(terms, "o.csv", OUTAGE)).out
    assert "come from samples" not in recorded


def test_burning_budgets_have_a_unit_and_are_left_out_where_nothing_is_known(run: Run, terms: Path) -> None:
    checks = write(terms, "checks.csv", CHECKS)
    out = run("explain", terms, "--service", "shop", "--period", "2026-05", "--samples", checks).out
    assert "×; alarm above 14.88×" in " ".join(out.split())
    assert "1× would use up the budget exactly" in out


def test_a_restatement_tells_lengths_of_time_as_people_read_them(run: Run, terms: Path) -> None:
    terms.write_text(
        DOWNTIME[: DOWNTIME.index("fee:")] + DOWNTIME[DOWNTIME.index("services:") : DOWNTIME.index("consequences:")],
        encoding="utf-8",
    )
    words = ("evaluate", terms, "--period", "2026-05", "--as-of", "2026-06-20")
    saved = run(*words, "--outages", write(terms, "o.csv", OUTAGE), "--json").out
    first = write(terms, "first.json", saved)
    longer = write(terms, "longer.csv", OUTAGE.replace("11:03", "13:00"))
    out = run(*words, "--outages", longer, "--beside", first).out
    assert "met 3 h 3 min → breached 5 h" in out
    assert "10980s" not in out


def test_a_restatement_says_which_result_was_not_asked_for_a_period(run: Run, terms: Path) -> None:
    words = ("evaluate", terms, "--outages", write(terms, "o.csv", OUTAGE), "--as-of", "2026-07-20")
    first = write(terms, "first.json", run(*words, "--period", "2026-05", "--json").out)
    out = run(*words, "--from", "2026-05-01", "--to", "2026-06-30", "--beside", first).out
    assert "the first result was not asked for it" in out
    second = write(terms, "second.json", run(*words, "--from", "2026-05-01", "--to", "2026-06-30", "--json").out)
    assert "the second was not asked for it" in run(*words, "--period", "2026-05", "--beside", second).out
