"""The two real logs through their example mappings: every row read, every item counted."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from serval.engine.evidence import Item
from serval.engine.instants import format_instant
from serval.intake.evidence import EvidenceFile, read_items
from serval.intake.mapping import load_mapping
from tests.conftest import REPOSITORY

EXAMPLES = REPOSITORY / "examples"


class Read:
    """All items of a log and the report."""

    def __init__(self, path: Path, mapping: str) -> None:
        self.evidence: EvidenceFile = read_items(path, load_mapping(EXAMPLES / mapping))
        self.items: dict[str, Item] = {item.id: item for item in self.evidence.items()}
        self.report = self.evidence.report


@pytest.fixture(scope="module")
def incidents(shared: Path) -> Read:
    log = shared / "data/incidents-servicenow-uci/incident_event_log.csv.zip"
    return Read(log, "incidents-uci.mapping.yaml")


@pytest.fixture(scope="module")
def helpdesk(shared: Path) -> Read:
    return Read(shared / "data/helpdesk-italian/helpdesk.csv.gz", "helpdesk-italian.mapping.yaml")


def last_values(items: dict[str, Item], name: str) -> Iterator[str]:
    """The last value of a field of each item."""
    for item in items.values():
        yield [fact.value for fact in item.facts if fact.kind == "field" and fact.name == name][-1]


def states_of(item: Item) -> list[str]:
    return [fact.name for fact in item.facts if fact.kind == "state"]


pytestmark = pytest.mark.slow


def test_every_row_of_the_incident_log_is_read(incidents: Read) -> None:
    report = incidents.report
    assert (report.rows, report.items, len(incidents.items)) == (141_712, 24_918, 24_918)
    assert (report.bad_rows, report.skipped, report.duplicates_dropped) == ({}, 0, 0)
    assert (report.opened_differs, report.tied_states) == (0, 0)
    assert (report.timezone, report.timezone_assumed, report.pauses_known) == ("UTC", True, True)
    assert list(report.encodings.values()) == ["utf-8"]


def test_the_incident_log_spans_the_year_it_says(incidents: Read) -> None:
    first, last = incidents.report.first, incidents.report.last
    assert first is not None
    assert last is not None
    assert format_instant(first) == "2016-02-29T01:16:00Z"
    assert format_instant(last)[:10] == "2017-02-18"


def test_the_tools_own_flag_is_its_last_value(incidents: Read) -> None:
    flags = Counter(last_values(incidents.items, "made_sla"))
    assert flags == {"true": 15_803, "false": 9_115}
    assert round(100 * flags["true"] / 24_918, 1) == 63.4


def test_the_share_per_priority_is_the_known_one(incidents: Read) -> None:
    pairs = zip(last_values(incidents.items, "priority"), last_values(incidents.items, "made_sla"), strict=True)
    counts = Counter(pairs)
    shares = {
        priority: (counts[priority, "true"] + counts[priority, "false"], counts[priority, "true"])
        for priority in ("critical", "high", "moderate", "low")
    }
    assert {name: total for name, (total, _) in shares.items()} == {
        "critical": 270, "high": 408, "moderate": 23_466, "low": 774,
    }  # fmt: skip
    assert {name: round(100 * met / total, 1) for name, (total, met) in shares.items()} == {
        "critical": 1.9, "high": 0.5, "moderate": 64.5, "low": 84.1,
    }  # fmt: skip


def test_resolution_follows_from_states_also_where_the_column_is_empty(incidents: Read) -> None:
    """1,556 incidents have no resolved_at; every incident ends closed."""
    assert all(states_of(item)[-1] == "closed" for item in incidents.items.values())
    assert not any(fact.name == "resolved" and fact.kind == "event" for fact in incidents.items["INC0000045"].facts)
    resolved = next(fact for fact in incidents.items["INC0000045"].facts if fact.name == "resolved")
    assert format_instant(resolved.at) == "2016-02-29T08:53:00Z"  # the column says 11:29, as it did before it happened


def test_the_first_response_is_leaving_the_state_new(incidents: Read) -> None:
    first = next(fact for fact in incidents.items["INC0000047"].facts if fact.name == "first_response")
    assert format_instant(first.at) == "2016-02-29T05:30:00Z"
    assert all(any(fact.name == "first_response" for fact in item.facts) for item in incidents.items.values())


def test_every_row_of_the_help_desk_log_is_read(helpdesk: Read) -> None:
    report = helpdesk.report
    assert (report.rows, report.items) == (21_348, 4_580)
    assert (report.bad_rows, report.skipped) == ({}, 0)
    assert report.timezone_assumed


def test_copies_of_events_are_dropped_and_ties_counted(helpdesk: Read) -> None:
    """130 instants of a case hold several rows: mostly the same activity by another resource, which is no change."""
    assert helpdesk.report.duplicates_dropped == 127
    assert helpdesk.report.tied_states == 3


def test_waiting_is_a_pause_of_the_client(helpdesk: Read) -> None:
    waits = sum(state == "waiting_client" for item in helpdesk.items.values() for state in states_of(item))
    assert waits == 1_463 - 113  # 113 waits follow a wait of the same case and change nothing


def test_cases_without_a_closing_stay_open(helpdesk: Read) -> None:
    ends = Counter(states_of(item)[-1] for item in helpdesk.items.values())
    assert ends["closed"] == 4_557


def test_a_log_read_in_small_runs_is_the_same_log(helpdesk: Read, shared: Path) -> None:
    mapping = load_mapping(EXAMPLES / "helpdesk-italian.mapping.yaml")
    again = read_items(shared / "data/helpdesk-italian/helpdesk.csv.gz", mapping, run_readings=1_000)
    assert {item.id: item for item in again.items()} == helpdesk.items


def test_the_incident_log_needs_less_than_a_gigabyte(shared: Path) -> None:
    program = (
        "import pathlib, resource, sys\n"
        "from serval.intake.evidence import read_items\n"
        "from serval.intake.mapping import load_mapping\n"
        "count = sum(1 for _ in read_items(sys.argv[1], load_mapping(sys.argv[2])).items())\n"
        "own = int(pathlib.Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])\n"
        "print(count, (own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024)\n"
    )
    log = shared / "data/incidents-servicenow-uci/incident_event_log.csv.zip"
    arguments = [sys.executable, "-c", program, str(log), str(EXAMPLES / "incidents-uci.mapping.yaml")]
    count, megabytes = subprocess.run(arguments, check=True, capture_output=True, text=True).stdout.split()
    assert int(count) == 24_918
    assert int(megabytes) < 1_024
