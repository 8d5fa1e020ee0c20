"""A dated promise through an amendment: one, or, where the amendment accounts it otherwise, one for each (rule 14)."""

from __future__ import annotations

from typing import Any

import pytest

from serval.engine.places import Place
from serval.engine.records import Outage, build_records
from tests.engine.amendments.cast import agree, answered, at, card, version

DAYS = {"from": "2026-03-25", "until": "2026-04-05", "objective": "answer", "id": "fair"}
CLOCK: dict[str, Any] = {"target": {"within": "1h", "all": True}}
UP: dict[str, Any] = {"metric": "availability", "where": {"service": "core"}, "target": {"atLeast": "99%"}}
SOONER = [{**DAYS, "target": {"within": "15m", "all": True}}]
HIGHER = [{**DAYS, "target": {"atLeast": "99.9%"}}]
LATE = [answered("A", f"{day} 10:00", f"{day} 10:30") for day in ("03-26",)] + [
    answered("B", "04-02 10:00", "04-02 10:30")
]
DOWN = build_records(
    outages=[Outage(Place("core"), at(f"{day} 10:00"), at(f"{day} 14:00")) for day in ("03-26", "04-02")]
)


def windows(*versions: dict[str, Any]) -> list[tuple[str, str, str, int]]:
    found = card(agree(*versions), LATE, now=at("06-01 00:00"), records=DOWN).verdicts
    dated = [verdict for verdict in found if verdict.objective.id == "fair"]
    return [(v.objective.kind, v.period.label, v.outcome, v.population.counted) for v in dated]


def test_an_amendment_that_accounts_it_alike_leaves_one_promise_for_all_days() -> None:
    before, after = (version(day, CLOCK, assurance=SOONER) for day in ("01-01", "04-01"))
    assert windows(before, after) == [("clock", "2026-03-25/2026-04-05", "breached", 2)]


@pytest.mark.parametrize("clock_first", [True, False])
def test_an_amendment_to_another_metric_leaves_each_its_own_days(clock_first: bool) -> None:
    clock, outages = (CLOCK, SOONER), (UP, HIGHER)
    order = (clock, outages) if clock_first else (outages, clock)
    services = {"services": {"core": {}}}
    versions = [
        version(day, promise, assurance=dated, **services)
        for day, (promise, dated) in zip(("01-01", "04-01"), order, strict=True)
    ]
    kinds = ("clock", "availability") if clock_first else ("availability", "clock")
    assert windows(*versions) == [
        (kinds[0], "2026-03-25/2026-03-31", "breached", 1),
        (kinds[1], "2026-04-01/2026-04-05", "breached", 1),
    ]
