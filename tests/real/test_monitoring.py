"""Real uptime checks of two operators: the fold finds the outages that were derived from them independently."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest

from serval.engine.availability.fold import fold_samples, list_outages
from serval.engine.availability.outages import fold_outages
from serval.engine.availability.samples import SampleCollector, Samples, Status
from serval.engine.instants import parse_instant
from serval.engine.places import Place
from serval.engine.spans import Spans, total

CHECK_INTERVAL = 3_600
"""Checks run every 5 to 60 minutes."""


@dataclass(frozen=True)
class Log:
    """What is known of one log: its size, and its minutes down in services that its status page still lists."""

    checks: int
    services: int
    outages: int
    minutes_listed: int
    minutes_of_all: int


LOGS = {
    "foodcoopx": Log(checks=6_274, services=48, outages=365, minutes_listed=140_335, minutes_of_all=145_830),
    "manticore": Log(checks=314, services=18, outages=47, minutes_listed=1_204, minutes_of_all=1_204),
}
"""The figure beside the data, 140,335 minutes, is that of the services the page lists; 13 removed ones add the rest."""

OUTAGES_OF_NO_SECOND = {"foodcoopx": 1, "manticore": 0}
"""Seen by the last check of its service alone: it has a start and, as far as anyone knows, no length."""


@dataclass(frozen=True)
class Read:
    samples: Samples
    derived: dict[str, list[tuple[int, int]]]
    listed: frozenset[str]


def read_log(folder: Path) -> Read:
    collector = SampleCollector()
    listed: set[str] = set()
    with gzip.open(folder / "events.csv.gz", "rt", encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            status: Status = row["status"]  # type: ignore[assignment]
            assert status in get_args(Status)
            collector.add(Place(row["service"]), parse_instant(row["checked_at"]), status)
            if row["slug"]:
                listed.add(row["service"])
    derived: dict[str, list[tuple[int, int]]] = defaultdict(list)
    with (folder / "derived_outages.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            assert row["status"] == "down"
            derived[row["service"]].append((parse_instant(row["start"]), parse_instant(row["end"])))
    return Read(collector.build(), derived, frozenset(listed))


@pytest.fixture(scope="module", params=sorted(LOGS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def read(name: str, shared: Path) -> Read:
    return read_log(shared / "data" / "monitoring" / name)


@pytest.fixture(scope="module")
def folded(read: Read) -> dict[str, Spans]:
    """Outages by service. The logs are written on a change, so no distance between two checks is a gap."""
    return {
        place.service: list_outages(fold_samples(columns, interval=None, max_gap=None), degraded_is_down=False)
        for place, columns in read.samples.places.items()
    }


def test_every_check_of_every_service_is_read(name: str, read: Read) -> None:
    assert (read.samples.count, len(read.samples.places)) == (LOGS[name].checks, LOGS[name].services)
    assert sum(len(outages) for outages in read.derived.values()) == LOGS[name].outages


def test_every_derived_outage_is_found_with_its_start_and_its_end(
    name: str, read: Read, folded: dict[str, Spans]
) -> None:
    empty = 0
    for service, outages in folded.items():
        lasting = [(start, end) for start, end in sorted(read.derived[service]) if start < end]
        assert list(outages) == lasting, service
        empty += len(read.derived[service]) - len(lasting)
    assert empty == OUTAGES_OF_NO_SECOND[name]
    assert set(read.derived) <= set(folded)


def test_minutes_down_per_service_are_the_derived_ones_within_a_check_interval(
    read: Read, folded: dict[str, Spans]
) -> None:
    for service, outages in folded.items():
        derived = sum(end - start for start, end in read.derived[service])
        assert abs(total(outages) - derived) <= CHECK_INTERVAL, service


def test_all_minutes_down_are_those_the_data_states(name: str, read: Read, folded: dict[str, Spans]) -> None:
    listed = sum(total(outages) for service, outages in folded.items() if service in read.listed)
    assert (listed + 30) // 60 == LOGS[name].minutes_listed
    assert (sum(map(total, folded.values())) + 30) // 60 == LOGS[name].minutes_of_all


def test_whole_outages_are_the_folded_ones_and_only_the_last_may_be_ongoing(read: Read) -> None:
    for place, columns in read.samples.places.items():
        timeline = fold_samples(columns, interval=None, max_gap=None)
        seen = list_outages(timeline, degraded_is_down=False)
        last = int(columns.at[-1])
        assert timeline.until == (None if len(columns.at) == 1 else last)
        wholes = fold_outages(seen, [], now=last + CHECK_INTERVAL, seen_until=timeline.until)
        assert tuple((o.start, o.end) for o in wholes) == seen, place
        assert not any(outage.ongoing for outage in wholes[:-1])


def test_control_a_log_that_lost_one_change_no_longer_fits(read: Read, folded: dict[str, Spans]) -> None:
    place, columns = next((p, c) for p, c in read.samples.places.items() if folded[p.service])
    ended = columns.at != folded[place.service][0][1]
    lost = type(columns)(columns.at[ended], columns.status[ended], columns.good[ended], columns.total[ended])
    found = list_outages(fold_samples(lost, interval=None, max_gap=None), degraded_is_down=False)
    assert found != folded[place.service]
