"""Real uptime checks beside the provider's own page: read, judged and compared as a user would have it."""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest

from serval.site.cli.comparison import Downtime
from serval.site.cli.demo import show_comparison
from serval.site.cli.sources import Evidence, Sources
from tests.real.command import EXAMPLES
from tools.build_sample import SAMPLE, build_uptime

CHECK_INTERVAL = 3_600
"""Checks run every 5 to 60 minutes."""


@dataclass(frozen=True)
class Known:
    """Counted in the data by other means: services on both sides, in the checks only, and minutes of the former.

    objective  the promise of the example under which every outage counts, short ones too
    """

    objective: str
    both: int
    removed: int
    measured: int
    reported: int


LOGS = {
    "foodcoopx": Known("availability", 32, 16, 140_335, 207_105),
    "manticore": Known("outages", 18, 0, 1_204, 994),
}


@pytest.fixture(scope="module", params=sorted(LOGS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def folder(name: str, shared: Path) -> Path:
    return shared / "data" / "monitoring" / name


@pytest.fixture(scope="module")
def page(folder: Path) -> dict[str, dict[str, int]]:
    services = json.loads((folder / "summary_oracle.json").read_text(encoding="utf-8"))
    return {service["name"]: service["dailyMinutesDown"] for service in services}


@pytest.fixture(scope="module")
def derived(folder: Path) -> dict[str, Fraction]:
    """Seconds down by service, as they were derived from the checks independently."""
    seconds: dict[str, Fraction] = defaultdict(Fraction)
    with (folder / "derived_outages.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            seconds[row["service"]] += 60 * Fraction(row["minutes"])
    return seconds


def compare(name: str, checks: Path, built: Path) -> dict[str, Downtime]:
    """Both figures of every service: the checks judged by the example's terms, the page as the sample packs it."""
    samples = Sources(records={"samples": [checks]}, mappings=[str(EXAMPLES / f"uptime-{name}.mapping.yaml")])
    mapping = str(SAMPLE / "uptime-page.mapping.yaml")
    reported = Evidence(Sources(records={"measures": [built / "uptime-page.csv"]}, mappings=[mapping]), skip_bad=False)
    evidence = Evidence(samples, skip_bad=False)
    terms = EXAMPLES / f"uptime-{name}.terms.yaml"
    figures = show_comparison(terms, LOGS[name].objective, evidence, reported.records.measures)
    return {entry.service: entry for entry in figures}


@pytest.fixture(scope="module")
def built(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("sample")
    build_uptime(folder, output)
    return output


@pytest.fixture(scope="module")
def compared(name: str, folder: Path, built: Path) -> dict[str, Downtime]:
    return compare(name, folder / "events.csv.gz", built)


def test_minutes_down_per_service_are_the_derived_ones_within_a_check_interval(
    compared: dict[str, Downtime], derived: dict[str, Fraction]
) -> None:
    assert set(derived) <= set(compared)
    for service, entry in compared.items():
        assert entry.measured is not None
        assert abs(entry.measured - derived.get(service, Fraction(0))) <= CHECK_INTERVAL, service


def test_every_service_of_either_side_is_compared(
    name: str, folder: Path, compared: dict[str, Downtime], page: dict[str, dict[str, int]]
) -> None:
    with gzip.open(folder / "events.csv.gz", "rt", encoding="utf-8", newline="") as stream:
        checked = {row["service"] for row in csv.DictReader(stream)}
    assert set(compared) == checked | set(page)
    both = [entry for entry in compared.values() if entry.difference is not None]
    assert (len(both), len(compared) - len(both)) == (LOGS[name].both, LOGS[name].removed)


def test_the_page_s_minutes_are_all_there_for_the_same_days(
    compared: dict[str, Downtime], page: dict[str, dict[str, int]]
) -> None:
    for service, days in page.items():
        assert compared[service].reported == 60 * sum(days.values()), service


def test_both_sums_are_those_the_data_states(name: str, compared: dict[str, Downtime]) -> None:
    both = [entry for entry in compared.values() if entry.difference is not None]
    assert (sum(entry.measured or 0 for entry in both) + 30) // 60 == LOGS[name].measured
    assert sum(entry.reported or 0 for entry in both) == 60 * LOGS[name].reported


def test_services_come_with_the_largest_difference_first(compared: dict[str, Downtime]) -> None:
    sizes = [abs(entry.difference) for entry in compared.values() if entry.difference is not None]
    assert sizes == sorted(sizes, reverse=True)
    is_silent = [entry.difference is None for entry in compared.values()]
    assert is_silent == sorted(is_silent)


def test_the_days_named_are_those_on_which_the_figures_part(shared: Path, tmp_path: Path) -> None:
    folder = shared / "data" / "monitoring" / "foodcoopx"
    build_uptime(folder, tmp_path)
    found = compare("foodcoopx", folder / "events.csv.gz", tmp_path)
    days = found["Tapir Leistenmühle (LEM)"].days
    assert [day.isoformat() for day in days] == [f"2026-03-{day:02}" for day in range(3, 14)]
    assert found["Solawi Alfter (ALF)"].days == ()


def test_the_shipped_sample_is_what_its_builder_makes_of_the_data(shared: Path, tmp_path: Path) -> None:
    assert build_uptime(shared / "data" / "monitoring" / "foodcoopx", tmp_path) == 6_274
    assert (tmp_path / "uptime-page.csv").read_bytes() == (SAMPLE / "uptime-page.csv").read_bytes()
    built, shipped = (gzip.decompress((at / "uptime.csv.gz").read_bytes()) for at in (tmp_path, SAMPLE))
    assert built == shipped


def test_control_a_log_that_lost_an_end_of_an_outage_is_told_from_the_derived_minutes(
    shared: Path, tmp_path: Path
) -> None:
    folder, service = shared / "data" / "monitoring" / "foodcoopx", "Tapir Leistenmühle (LEM)"
    build_uptime(folder, tmp_path)
    lost = tmp_path / "lost.csv"
    with gzip.open(tmp_path / "uptime.csv.gz", "rt", encoding="utf-8") as stream, lost.open("w") as output:
        output.writelines(line for line in stream if not line.startswith(f"2026-05-12T10:19:35Z,{service}"))
    whole = compare("foodcoopx", folder / "events.csv.gz", tmp_path)[service].measured
    found = compare("foodcoopx", lost, tmp_path)[service].measured
    assert whole is not None
    assert found is not None
    assert found - whole > CHECK_INTERVAL
