"""Times as typed and as read: --as-of in the agreement's zone, and files that name no zone of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.site.cli.cast import Cast
from tests.site.cli.conftest import Run
from tests.site.cli.money_cast import OUTAGES, TERMS

LONDON = TERMS.replace("Asia/Shanghai", "Europe/London")


@pytest.fixture
def words(tmp_path: Path) -> tuple[str, ...]:
    terms, outages = tmp_path / "terms.yaml", tmp_path / "outages.csv"
    terms.write_text(LONDON, encoding="utf-8")
    outages.write_text(OUTAGES, encoding="utf-8")
    return ("evaluate", str(terms), "--outages", str(outages), "--period", "2026-05")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("2026-05-31", "2026-05-31T16:00:00Z", id="the end of a day"),
        pytest.param("2026-05-31 17:00", "2026-05-31T09:00:00Z", id="a local time"),
        pytest.param("2026-05-31T17:00:00+00:00", "2026-05-31T17:00:00Z", id="an instant"),
    ],
)
def test_as_of_is_a_date_a_local_time_or_an_instant(run: Run, cast: Cast, typed: str, meant: str) -> None:
    ran = run(*cast.words("evaluate"), "--period", "2026-05", "--as-of", typed, "--json")
    assert json.loads(ran.out)["asOf"] == meant


def test_a_local_time_that_the_clocks_leave_out_is_refused_as_typed(run: Run, words: tuple[str, ...]) -> None:
    ran = run(*words, "--as-of", "2026-03-29 01:30")
    assert ran.code == 2
    assert "“2026-03-29 01:30”" in ran.err
    assert "2026-03-29 02:30" not in run(*words, "--as-of", "2026-03-29 02:30").err


def test_a_zone_that_is_only_assumed_gives_way_to_that_of_the_agreement(run: Run, words: tuple[str, ...]) -> None:
    document = json.loads(run(*words, "--json").out)
    assert document["files"][0]["timezone"] == "Europe/London"
    assert document["files"][0]["first"] == "2026-05-04T07:00:00Z"


def test_control_a_zone_that_a_mapping_states_is_kept(run: Run, words: tuple[str, ...], tmp_path: Path) -> None:
    mapping = tmp_path / "map.yaml"
    mapping.write_text(
        "apiVersion: serval/v1\nkind: Mapping\nlayout: outages\ntimezone: Asia/Shanghai\ndates: [iso]\n"
        "columns: {service: service, start: start, end: end}\n",
        encoding="utf-8",
    )
    document = json.loads(run(*words, "--mapping", str(mapping), "--json").out)
    assert document["files"][0]["first"] == "2026-05-04T00:00:00Z"


def test_a_mapping_of_outages_named_for_tickets_says_which_option_to_use(run: Run, words: tuple[str, ...]) -> None:
    terms, outages = words[1], words[3]
    ran = run("evaluate", terms, "--tickets", outages, "--mapping", "outages")
    assert ran.code == 2
    assert "--outages instead of --tickets" in ran.err
